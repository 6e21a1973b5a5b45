//! The meaning of Apache's directives.

use super::super::draft::{
    Binding, DIRECT, FormatText, SUBSTITUTE, request_header, response_header,
};
use super::super::field::Field;
use super::time::Clock;
use super::{Kind, UnitOfD};

/// Parses a directive after its `%`: modifiers and `{argument}` in any order, then the letter. `%t`
/// becomes several tokens, since the server writes the time in brackets.
///
/// # Errors
/// The error says what is wrong with the directive.
pub(super) fn read(source: &mut FormatText, unit_of_d: UnitOfD) -> Result<Vec<Kind>, String> {
    let mut argument = None;
    let mut last_request = false;
    loop {
        match source.next().ok_or("`%` without a directive")? {
            // Status conditions and the choice of the original request are ignored.
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

/// The tokens of `%t` and `%{...}t`.
fn time(argument: Option<&str>) -> Result<Vec<Kind>, String> {
    let Some(format) = argument.filter(|argument| !argument.is_empty()) else {
        let bracket = |text: &str| Kind::Literal(text.to_owned());
        return Ok(vec![
            bracket("["),
            Kind::Value(Some((Field::TimeClf, DIRECT))),
            bracket("]"),
        ]);
    };
    let (clock, format) = Clock::of(format);
    // `%{begin:}t` and `%{end:}t` have no pattern. The server then uses the default notation.
    if format.is_empty() {
        return time(None);
    }
    Ok(vec![Kind::Time(clock, super::time::Part::of(format))])
}

/// Checks the name of `%^FB` (the time to the first byte), `%^ti` or `%^to` (trailers). Their
/// values are not used.
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
) -> Result<Binding, String> {
    let argument = argument.unwrap_or_default();
    let name = argument.to_ascii_lowercase();
    Ok(Some(match letter {
        // Tomcat's attributes of the request and the session.
        'r' | 's' if !name.is_empty() => return Ok(None),
        'a' if name == "c" => (Field::PeerAddress, DIRECT),
        'a' => (Field::RemoteAddress, DIRECT),
        'h' if name == "c" => (Field::PeerAddress, SUBSTITUTE),
        // The server logs a host name here if it looks up names.
        'h' => (Field::RemoteAddress, SUBSTITUTE),
        'A' => (Field::ServerAddress, DIRECT),
        'b' | 'B' => (Field::BodyBytes, DIRECT),
        'D' => (unit_of_d.field(), DIRECT),
        'H' => (Field::Protocol, DIRECT),
        'I' => (Field::RequestBytes, DIRECT),
        'L' => (Field::RequestId, SUBSTITUTE),
        'm' => (Field::Method, DIRECT),
        'O' => (Field::ResponseBytes, DIRECT),
        'p' => return port(&name),
        'P' => return known(&name, &["", "pid", "tid", "hextid"], 'P'),
        'q' => (Field::Query, DIRECT),
        'r' => (Field::RequestLine, DIRECT),
        's' => (
            Field::Status,
            if last_request { DIRECT } else { SUBSTITUTE },
        ),
        'T' => return duration(&name),
        'u' => (Field::User, DIRECT),
        'U' => (Field::Path, DIRECT),
        'v' | 'V' => (Field::ServerName, DIRECT),
        'i' => return Ok(request_header(&name)),
        'o' => return Ok(response_header(&name)),
        'c' => return Ok(connection(&name)),
        'e' | 'n' | 'x' => return Ok(variable(argument)),
        // Tomcat's `%F` is the milliseconds until the response was committed.
        'C' | 'f' | 'F' | 'k' | 'l' | 'R' | 'S' | 'X' => return Ok(None),
        _ => return Err(format!("unknown directive `%{letter}`")),
    }))
}

/// `%p`: the canonical port of the server, its real port, or the client's port.
fn port(name: &str) -> Result<Binding, String> {
    Ok(Some(match name {
        "" | "canonical" => (Field::ServerPort, SUBSTITUTE),
        "local" => (Field::ServerPort, DIRECT),
        "remote" => (Field::RemotePort, DIRECT),
        _ => {
            return Err(format!(
                "unknown format `{name}` of %p; known are canonical, local, remote"
            ));
        }
    }))
}

/// `%T`: whole seconds, unless a unit is given.
fn duration(unit: &str) -> Result<Binding, String> {
    Ok(Some(match unit {
        "" | "s" | "fracsec" => (Field::DurationSeconds, DIRECT),
        "ms" => (Field::DurationMilliseconds, DIRECT),
        "us" => (Field::DurationMicroseconds, DIRECT),
        // This unit and `fracsec` are Tomcat's.
        "ns" => (Field::DurationNanoseconds, DIRECT),
        _ => {
            return Err(format!(
                "unknown unit `{unit}` of %T; known are s, ms, us, ns, fracsec"
            ));
        }
    }))
}

/// An unused value. Its name is checked, so that a typing error is reported at start-up.
fn known(name: &str, names: &[&str], letter: char) -> Result<Binding, String> {
    if names.contains(&name) {
        Ok(None)
    } else {
        Err(format!("unknown format `{name}` of %{letter}"))
    }
}

/// The older notation of `mod_ssl`: `%{version}c`.
fn connection(name: &str) -> Binding {
    match name {
        "version" => Some((Field::TlsProtocol, SUBSTITUTE)),
        "cipher" => Some((Field::TlsCipher, SUBSTITUTE)),
        _ => None,
    }
}

/// Environment variables, notes, and the variables of `mod_ssl`.
fn variable(name: &str) -> Binding {
    match name {
        "UNIQUE_ID" | "REQUEST_ID" | "X_REQUEST_ID" | "HTTP_X_REQUEST_ID" => {
            Some((Field::RequestId, DIRECT))
        }
        "SSL_PROTOCOL" => Some((Field::TlsProtocol, DIRECT)),
        "SSL_TLS_SNI" => Some((Field::ServerName, SUBSTITUTE)),
        "SSL_CIPHER" => Some((Field::TlsCipher, DIRECT)),
        _ => None,
    }
}
