//! W3C extended logs, whose `#Fields:` names the columns: <https://www.w3.org/TR/WD-logfile.html>. IIS
//! (<https://learn.microsoft.com/windows/win32/http/w3c-logging>) and CloudFront write it.
//!
//! Deviations: `time-taken` is seconds by the draft and in CloudFront, and milliseconds in IIS; a value with a point is seconds,
//! one without is what the writer of the columns means. Without `#Fields:` the columns are IIS's default ones.

use super::columns::Columns;
use super::escape::Escape;
use super::field::Field;
use super::line::LogLine;
use super::{FormatError, Reading};
use crate::rejection::{Reason, Rejection};

/// What IIS logs unless told otherwise.
pub(super) const IIS_DEFAULT: &str = "date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) \
    cs(Referer) sc-status sc-substatus sc-win32-status time-taken";

/// Directives that mean nothing to a reader.
const SILENT_DIRECTIVES: [&[u8]; 6] = [
    b"#Version:",
    b"#Software:",
    b"#Date:",
    b"#Start-Date:",
    b"#End-Date:",
    b"#Remark:",
];

/// A W3C log: the columns as configured, until the log itself names others.
#[derive(Debug)]
pub(super) struct W3c {
    configured: Columns,
    /// What `#Fields:` said in this source.
    named: Option<Columns>,
}

impl W3c {
    /// Columns by their names, `#Fields:` before them or not; IIS's default ones for none.
    ///
    /// # Errors
    /// No column dates a row.
    pub(super) fn compile(names: Option<&str>) -> Result<Self, FormatError> {
        let configured = match names {
            Some(names) => compiled(names.trim_start().strip_prefix("#Fields:").unwrap_or(names))?,
            // Nobody said that these are the columns: a row has to have them all.
            None => compiled(IIS_DEFAULT)?.whole(),
        };
        Ok(Self {
            configured,
            named: None,
        })
    }

    /// Forgets what the last source's `#Fields:` said.
    pub(super) fn start_source(&mut self) {
        self.named = None;
    }

    /// Reads a row, or heeds a directive.
    pub(super) fn read<'a>(&'a mut self, line: &'a [u8]) -> Result<Reading<'a>, Rejection> {
        if line.starts_with(b"#") {
            return self.directive(line).map(|()| Reading::Directive);
        }
        self.row(line).map(Reading::Line)
    }

    /// Whether `#Fields:` was seen in this source.
    pub(super) fn is_named(&self) -> bool {
        self.named.is_some()
    }

    /// Reads a row.
    pub(super) fn row<'a>(&'a self, line: &'a [u8]) -> Result<LogLine<'a>, Rejection> {
        let read = self.named.as_ref().unwrap_or(&self.configured).read(line)?;
        Ok(with_duration_by_shape(read))
    }

    /// Heeds a directive.
    pub(super) fn directive(&mut self, line: &[u8]) -> Result<(), Rejection> {
        if let Some(names) = line.strip_prefix(b"#Fields:") {
            let names = String::from_utf8_lossy(names);
            let columns = compiled(&names).map_err(|_| {
                Rejection::at(
                    8,
                    Reason::Mismatch {
                        expected: "columns that date a row".to_owned(),
                    },
                )
            })?;
            self.named = Some(columns);
            return Ok(());
        }
        match SILENT_DIRECTIVES
            .iter()
            .any(|known| line.starts_with(known))
        {
            true => Ok(()),
            false => Err(Rejection::whole(Reason::Unrecognised)),
        }
    }
}

/// A duration with a point in it is in seconds, whatever its column says.
fn with_duration_by_shape(mut line: LogLine<'_>) -> LogLine<'_> {
    if let Some(value) = line.raw(Field::DurationMilliseconds)
        && memchr::memchr(b'.', value).is_some()
    {
        line.set(Field::DurationSeconds, value);
        line.unset(Field::DurationMilliseconds);
    }
    line
}

/// Columns by names parted by spaces, tabs or commas.
pub(super) fn compiled(names: &str) -> Result<Columns, FormatError> {
    let names: Vec<_> = names
        .split([' ', '\t', ','])
        .filter(|name| !name.is_empty())
        .collect();
    let of_cloudfront = names.iter().any(|name| name.starts_with("x-edge-"));
    let fields: Vec<_> = names
        .iter()
        .map(|name| meaning(name, of_cloudfront))
        .collect();
    let has = |field| fields.contains(&Some(field));
    if !(has(Field::Date) && has(Field::TimeOfDay) || has(Field::TimeEpochSeconds)) {
        let reason = "no time: needs `date` and `time`, or `timestamp`".to_owned();
        return Err(FormatError {
            position: 0,
            reason,
        });
    }
    let agents = if of_cloudfront {
        Escape::Percent
    } else {
        Escape::Plus
    };
    // A row without its first columns dates nothing; the later ones came with later versions.
    let dated = fields
        .iter()
        .position(|field| matches!(field, Some(Field::TimeOfDay | Field::TimeEpochSeconds)));
    let columns = Columns::new(fields, dated.map_or(1, |at| at + 1).max(names.len().min(4)));
    Ok(columns.with_escape(Field::UserAgent, agents).with_escape(
        Field::Referrer,
        if of_cloudfront { agents } else { Escape::None },
    ))
}

/// What a column means, by the name that the draft, IIS or CloudFront gives it.
fn meaning(name: &str, of_cloudfront: bool) -> Option<Field> {
    let name = name.to_ascii_lowercase();
    Some(match name.as_str() {
        "date" => Field::Date,
        "time" => Field::TimeOfDay,
        "timestamp" => Field::TimeEpochSeconds,
        "c-ip" => Field::RemoteAddress,
        "c-dns" => Field::PeerAddress,
        "c-port" => Field::RemotePort,
        "x-forwarded-for" | "cs(x-forwarded-for)" => Field::ForwardedFor,
        "cs-username" => Field::User,
        "cs-method" => Field::Method,
        "cs-uri" => Field::Target,
        "cs-uri-stem" => Field::Path,
        "cs-uri-query" => Field::Query,
        "cs-version" | "cs-protocol-version" => Field::Protocol,
        "cs-protocol" | "cs-uri-scheme" => Field::Scheme,
        // CloudFront's own name stands in the first, the one that was asked for in the second.
        "cs(host)" | "cs-host" if of_cloudfront => Field::ServerName,
        "cs(host)" | "cs-host" | "x-host-header" => Field::Host,
        "cs(user-agent)" | "cs-user-agent" => Field::UserAgent,
        "cs(referer)" | "cs-referer" => Field::Referrer,
        "cs-bytes" => Field::RequestBytes,
        "sc-bytes" => Field::ResponseBytes,
        "sc-content-len" => Field::BodyBytes,
        "sc-status" => Field::Status,
        "time-taken" if of_cloudfront => Field::DurationSeconds,
        "time-taken" => Field::DurationMilliseconds,
        // The edge's address in CloudFront's real-time logs says nothing of the site.
        "s-ip" if !of_cloudfront => Field::ServerAddress,
        "s-port" => Field::ServerPort,
        "s-dns" => Field::ServerName,
        "ssl-protocol" => Field::TlsProtocol,
        "ssl-cipher" => Field::TlsCipher,
        "x-edge-request-id" => Field::RequestId,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(w3c: &mut W3c, line: &[u8], wanted: &[Field]) -> Vec<Option<String>> {
        let Ok(Reading::Line(line)) = w3c.read(line) else {
            panic!("no row")
        };
        wanted
            .iter()
            .map(|field| {
                line.bytes(*field)
                    .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            })
            .collect()
    }

    #[test]
    fn fields_of_the_log_go_before_those_of_the_configuration() {
        let mut w3c = W3c::compile(None).unwrap();
        let wanted = [
            Field::RemoteAddress,
            Field::Path,
            Field::UserAgent,
            Field::DurationMilliseconds,
        ];
        let some = |text: &str| Some(text.to_owned());
        let iis = b"2025-10-10 13:55:36 192.0.2.1 GET /a.asp b=c 443 ada 203.0.113.7 Mozilla/5.0+(X) - 200 0 0 15";
        assert_eq!(
            fields(&mut w3c, iis, &wanted),
            [
                some("203.0.113.7"),
                some("/a.asp"),
                some("Mozilla/5.0 (X)"),
                some("15")
            ]
        );
        assert!(matches!(
            w3c.read(b"#Software: Microsoft Internet Information Services 10.0"),
            Ok(Reading::Directive)
        ));
        assert!(matches!(
            w3c.read(b"#Fields: date time c-ip cs-uri-stem"),
            Ok(Reading::Directive)
        ));
        assert_eq!(
            fields(&mut w3c, b"2025-10-10 13:55:36 203.0.113.8 /b", &wanted),
            [some("203.0.113.8"), some("/b"), None, None]
        );
        w3c.start_source();
        assert_eq!(fields(&mut w3c, iis, &wanted)[0], some("203.0.113.7"));
    }

    #[test]
    fn a_duration_with_a_point_is_in_seconds() {
        let mut w3c = W3c::compile(Some("#Fields: date time time-taken")).unwrap();
        let wanted = [Field::DurationSeconds, Field::DurationMilliseconds];
        assert_eq!(
            fields(&mut w3c, b"2025-10-10 13:55:36 0.113", &wanted),
            [Some("0.113".to_owned()), None]
        );
    }

    #[test]
    fn what_cannot_work_is_refused() {
        assert!(
            W3c::compile(Some("c-ip cs-method"))
                .unwrap_err()
                .reason
                .starts_with("no time")
        );
        let mut w3c = W3c::compile(None).unwrap();
        assert_eq!(
            w3c.read(b"#Fields: c-ip").unwrap_err().code(),
            "line_mismatch"
        );
        assert_eq!(
            w3c.read(b"# a remark of nobody").unwrap_err().code(),
            "line_unrecognised"
        );
        assert_eq!(w3c.read(b"2025-10-10").unwrap_err().code(), "line_cut");
    }
}
