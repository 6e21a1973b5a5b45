//! The meaning of Apache's directives.

use super::super::draft::{FAIR, GOOD, Meaning, Source, request_header, response_header};
use super::super::field::Field;
use super::time::Clock;
use super::{Kind, UnitOfD};

/// Parses a directive after its `%`: modifiers and `{argument}` in any order, then the letter. `%t`
/// gives several tokens, since the server writes it in brackets.
///
/// # Errors
/// What is wrong with the directive.
pub(super) fn read(source: &mut Source, unit_of_d: UnitOfD) -> Result<Vec<Kind>, String> {
    let mut argument = None;
    let mut last_request = false;
    loop {
        match source.next().ok_or("`%` without a directive")? {
            // Status conditions, and the choice between the original request and its last internal
            // redirect.
            '!' | ',' | '<' | '0'..='9' => {}
            '>' => last_request = true,
            '{' => {
                let text = source.take_until('}');
                argument = Some(text.ok_or("the directive has no closing brace")?);
            }
            '^' => {
                let name: String = [source.next(), source.next()]
                    .into_iter()
                    .flatten()
                    .collect();
                return caret(&name).map(|()| vec![Kind::Value(None)]);
            }
            't' => return time(argument.as_deref()),
            letter => {
                return meaning(letter, argument.as_deref(), last_request, unit_of_d)
                    .map(|meaning| vec![Kind::Value(meaning)]);
            }
        }
    }
}

/// `%t`, `%{...}t`.
fn time(argument: Option<&str>) -> Result<Vec<Kind>, String> {
    let Some(format) = argument.filter(|argument| !argument.is_empty()) else {
        let bracket = |text: &str| Kind::Literal(text.to_owned());
        return Ok(vec![
            bracket("["),
            Kind::Value(Some((Field::TimeClf, GOOD))),
            bracket("]"),
        ]);
    };
    let (clock, format) = Clock::of(format);
    // `%{begin:}t` alone is the plain time of that moment.
    if format.is_empty() {
        return time(None);
    }
    Ok(vec![Kind::Time(clock, super::time::Part::of(format))])
}

/// `%^FB`, `%^ti`, `%^to`: trailers and the time to the first byte.
fn caret(name: &str) -> Result<(), String> {
    match name {
        "FB" | "ti" | "to" => Ok(()),
        _ => Err(format!("unknown directive `%^{name}`")),
    }
}

fn meaning(
    letter: char,
    argument: Option<&str>,
    last_request: bool,
    unit_of_d: UnitOfD,
) -> Result<Meaning, String> {
    let argument = argument.unwrap_or_default();
    let name = argument.to_ascii_lowercase();
    Ok(Some(match letter {
        // Tomcat's attributes of the request and the session.
        'r' | 's' if !name.is_empty() => return Ok(None),
        'a' if name == "c" => (Field::PeerAddress, GOOD),
        'a' => (Field::RemoteAddress, GOOD),
        'h' if name == "c" => (Field::PeerAddress, FAIR),
        // A name, if the server looks up names.
        'h' => (Field::RemoteAddress, FAIR),
        'A' => (Field::ServerAddress, GOOD),
        'b' | 'B' => (Field::BodyBytes, GOOD),
        'D' => (unit_of_d.field(), GOOD),
        'H' => (Field::Protocol, GOOD),
        'I' => (Field::RequestBytes, GOOD),
        'L' => (Field::RequestId, FAIR),
        'm' => (Field::Method, GOOD),
        'O' => (Field::ResponseBytes, GOOD),
        'p' => return port(&name),
        'P' => return known(&name, &["", "pid", "tid", "hextid"], 'P'),
        'q' => (Field::Query, GOOD),
        'r' => (Field::RequestLine, GOOD),
        's' => (Field::Status, if last_request { GOOD } else { FAIR }),
        'T' => return duration(&name),
        'u' => (Field::User, GOOD),
        'U' => (Field::Path, GOOD),
        'v' | 'V' => (Field::ServerName, GOOD),
        'i' => return Ok(request_header(&name)),
        'o' => return Ok(response_header(&name)),
        'c' => return Ok(connection(&name)),
        'e' | 'n' | 'x' => return Ok(variable(argument)),
        // Tomcat's `%F` is the milliseconds until the response was committed.
        'C' | 'f' | 'F' | 'k' | 'l' | 'R' | 'S' | 'X' => return Ok(None),
        _ => return Err(format!("unknown directive `%{letter}`")),
    }))
}

/// `%p`: the canonical port of the server, its real port, or the client's.
fn port(name: &str) -> Result<Meaning, String> {
    Ok(Some(match name {
        "" | "canonical" => (Field::ServerPort, FAIR),
        "local" => (Field::ServerPort, GOOD),
        "remote" => (Field::RemotePort, GOOD),
        _ => {
            return Err(format!(
                "unknown format `{name}` of %p; known are canonical, local, remote"
            ));
        }
    }))
}

/// `%T`: whole seconds, unless a unit is given.
fn duration(unit: &str) -> Result<Meaning, String> {
    Ok(Some(match unit {
        "" | "s" | "fracsec" => (Field::DurationSeconds, GOOD),
        "ms" => (Field::DurationMilliseconds, GOOD),
        "us" => (Field::DurationMicroseconds, GOOD),
        // Tomcat's unit, as is `fracsec`.
        "ns" => (Field::DurationNanoseconds, GOOD),
        _ => {
            return Err(format!(
                "unknown unit `{unit}` of %T; known are s, ms, us, ns, fracsec"
            ));
        }
    }))
}

/// An unused value. Its name is checked, so that a typing error is reported at start-up.
fn known(name: &str, names: &[&str], letter: char) -> Result<Meaning, String> {
    if names.contains(&name) {
        Ok(None)
    } else {
        Err(format!("unknown format `{name}` of %{letter}"))
    }
}

/// The older notation of `mod_ssl`: `%{version}c`.
fn connection(name: &str) -> Meaning {
    match name {
        "version" => Some((Field::TlsProtocol, FAIR)),
        "cipher" => Some((Field::TlsCipher, FAIR)),
        _ => None,
    }
}

/// Environment variables, notes, and the variables of `mod_ssl`.
fn variable(name: &str) -> Meaning {
    match name {
        "UNIQUE_ID" | "REQUEST_ID" | "X_REQUEST_ID" | "HTTP_X_REQUEST_ID" => {
            Some((Field::RequestId, GOOD))
        }
        "SSL_PROTOCOL" => Some((Field::TlsProtocol, GOOD)),
        "SSL_TLS_SNI" => Some((Field::ServerName, FAIR)),
        "SSL_CIPHER" => Some((Field::TlsCipher, GOOD)),
        _ => None,
    }
}
