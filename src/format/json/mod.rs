//! JSON lines: one object a line, its keys known by name ([`keys`]) or by the operator's mapping.
//!
//! An object that has none of an access log's fields is none, whatever else it says.

mod keys;
mod scan;

use keys::Meaning;
use scan::Leaf;

use super::FormatError;
use super::escape::Escape;
use super::field::{FIELD_COUNT, Field};
use super::line::{Escapes, LogLine};
use crate::rejection::{Reason, Rejection};

static ESCAPES: Escapes = [Escape::Json; FIELD_COUNT];

/// Fields of which an access log has at least one.
const TELLING: [Field; 7] = [
    Field::RequestLine,
    Field::Method,
    Field::Target,
    Field::Path,
    Field::Status,
    Field::UserAgent,
    Field::RemoteAddress,
];

/// JSON lines, with the operator's mapping over the known keys.
#[derive(Debug, Clone, Default)]
pub(super) struct Json {
    mapping: Vec<(String, Field)>,
}

impl Json {
    /// Reads a mapping such as `http.client=remote_address,when=time_iso8601`; none is fine.
    ///
    /// # Errors
    /// The offset of an entry that names no field.
    pub(super) fn compile(mapping: Option<&str>) -> Result<Self, FormatError> {
        let mapping = mapping.unwrap_or_default();
        let mut position = 0;
        let mut read = Vec::new();
        for entry in mapping.split(',') {
            let error = |reason: String| FormatError { position, reason };
            if !entry.trim().is_empty() {
                let (key, field) = entry
                    .split_once('=')
                    .ok_or_else(|| error(format!("`{}` has no `=`", entry.trim())))?;
                let field = Field::from_name(field.trim())
                    .ok_or_else(|| error(format!("`{}` is no field", field.trim())))?;
                read.push((key.trim().to_owned(), field));
            }
            position += entry.len() + 1;
        }
        Ok(Self { mapping: read })
    }

    /// Takes a line apart.
    pub(super) fn read<'a>(&self, line: &'a [u8]) -> Result<LogLine<'a>, Rejection> {
        let mut found = Found {
            line: LogLine::new(&ESCAPES),
            ranks: [u8::MAX; FIELD_COUNT],
            time_rank: u8::MAX,
            host: None,
            ident: false,
        };
        let walked = scan::leaves(line, &mut |path, leaf| self.heed(&mut found, path, leaf));
        walked.map_err(|(at, why)| Rejection::at(at, Reason::Json(why)))?;
        let mut line = found.line;
        if let Some(host) = found.host {
            // The agent's `host` is the client; elsewhere it is one only when it is an address and nothing else names one.
            let client =
                found.ident || line.raw(Field::RemoteAddress).is_none() && is_address(host);
            line.set(
                if client {
                    Field::RemoteAddress
                } else {
                    Field::Host
                },
                host,
            );
        }
        match TELLING.into_iter().any(|field| line.raw(field).is_some()) {
            true => Ok(line),
            false => Err(Rejection::whole(Reason::Json(
                "it has no field of an access log",
            ))),
        }
    }

    fn heed<'a>(&self, found: &mut Found<'a>, path: &[u8], leaf: Leaf<'a>) {
        if let Some((_, field)) = self.mapping.iter().find(|(key, _)| key.as_bytes() == path) {
            return found.bind(*field, 0, leaf.raw);
        }
        let Some((meaning, rank)) = keys::meaning(path) else {
            return;
        };
        match meaning {
            Meaning::Is(field) => found.bind(field, rank, leaf.raw),
            Meaning::Time => found.time(rank, leaf),
            // Traefik's nanoseconds, Caddy's seconds, Envoy's milliseconds.
            Meaning::Duration if path == b"Duration" => {
                found.bind(Field::DurationNanoseconds, rank, leaf.raw);
            }
            Meaning::Duration if leaf.raw.contains(&b'.') => {
                found.bind(Field::DurationSeconds, rank, leaf.raw);
            }
            Meaning::Duration => found.bind(Field::DurationMilliseconds, rank, leaf.raw),
            Meaning::Host => found.host = Some(leaf.raw),
            Meaning::Ident => found.ident = true,
        }
    }
}

struct Found<'a> {
    line: LogLine<'a>,
    ranks: [u8; FIELD_COUNT],
    time_rank: u8,
    host: Option<&'a [u8]>,
    ident: bool,
}

impl<'a> Found<'a> {
    /// Binds unless a better key did.
    fn bind(&mut self, field: Field, rank: u8, value: &'a [u8]) {
        if let Some(slot) = self.ranks.get_mut(field.index())
            && rank < *slot
        {
            *slot = rank;
            self.line.set(field, value);
        }
    }

    /// Binds a time by its value's shape.
    fn time(&mut self, rank: u8, leaf: Leaf<'a>) {
        let whole = leaf
            .raw
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        let of_number = leaf
            .raw
            .iter()
            .all(|byte| byte.is_ascii_digit() || *byte == b'.');
        let field = match (whole, of_number) {
            (0, _) => return,
            // Seconds have ten digits until the year 2286; each thousandth has three more.
            (..=11, true) => Field::TimeEpochSeconds,
            (..=14, true) => Field::TimeEpochMilliseconds,
            (..=17, true) => Field::TimeEpochMicroseconds,
            (_, true) => Field::TimeEpochNanoseconds,
            (..=2, false) => Field::TimeClf,
            _ => Field::TimeIso8601,
        };
        if rank < self.time_rank {
            self.time_rank = rank;
            for other in [
                Field::TimeEpochSeconds,
                Field::TimeEpochMilliseconds,
                Field::TimeEpochMicroseconds,
                Field::TimeClf,
                Field::TimeIso8601,
            ] {
                self.line.unset(other);
            }
            self.line.set(field, leaf.raw);
        }
    }
}

fn is_address(text: &[u8]) -> bool {
    std::str::from_utf8(text).is_ok_and(|text| text.parse::<std::net::IpAddr>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_habits_of_each_writer_are_known() {
        type Case = (&'static str, &'static str, &'static [(Field, &'static str)]);
        let cases: [Case; 7] = [
            (
                "kinesis-agent",
                r#"{"host":"web.example.com","ident":null,"authuser":null,"datetime":"10/Oct/2025:13:55:36 +0000","request":"GET / HTTP/1.1","response":"200","bytes":"68","referer":null,"agent":"curl/8"}"#,
                &[
                    (Field::Status, "200"),
                    (Field::BodyBytes, "68"),
                    (Field::TimeClf, "10/Oct/2025:13:55:36 +0000"),
                ],
            ),
            (
                "kinesis-agent-with-ident",
                r#"{"host":"web.example.com","ident":"-","request":"GET / HTTP/1.1"}"#,
                &[(Field::RemoteAddress, "web.example.com")],
            ),
            (
                "nginx",
                r#"{"time_iso8601":"2025-10-10T13:55:36+00:00","remote_addr":"203.0.113.7","request_uri":"/a?b","status":200,"request_time":0.012,"host":"example.com"}"#,
                &[
                    (Field::RemoteAddress, "203.0.113.7"),
                    (Field::Target, "/a?b"),
                    (Field::DurationSeconds, "0.012"),
                    (Field::Host, "example.com"),
                ],
            ),
            (
                "caddy",
                r#"{"ts":1693840791.7564,"request":{"remote_ip":"10.0.0.1","client_ip":"203.0.113.7","method":"GET","host":"example.com","uri":"/","headers":{"User-Agent":["curl/8"]}},"duration":0.05,"size":12,"status":200}"#,
                &[
                    (Field::TimeEpochSeconds, "1693840791.7564"),
                    (Field::RemoteAddress, "203.0.113.7"),
                    (Field::UserAgent, "curl/8"),
                    (Field::DurationSeconds, "0.05"),
                    (Field::BodyBytes, "12"),
                ],
            ),
            (
                "traefik",
                r#"{"ClientAddr":"203.0.113.7:39496","ClientHost":"203.0.113.7","DownstreamStatus":200,"Duration":357313,"RequestPath":"/a","StartUTC":"2025-10-10T13:55:36.1Z","time":"2025-10-10T13:55:37Z"}"#,
                &[
                    (Field::RemoteAddress, "203.0.113.7"),
                    (Field::DurationNanoseconds, "357313"),
                    (Field::TimeIso8601, "2025-10-10T13:55:36.1Z"),
                ],
            ),
            (
                "envoy",
                r#"{":authority":"example.com","start_time":"2025-10-10T13:55:36.1Z","duration":11,"response_code":200,"downstream_remote_address":"203.0.113.7:59292","path":"/a","bytes_sent":5}"#,
                &[
                    (Field::DurationMilliseconds, "11"),
                    (Field::RemoteAddress, "203.0.113.7:59292"),
                    (Field::Target, "/a"),
                ],
            ),
            (
                "ecs",
                r#"{"@timestamp":"2025-10-10T13:55:36Z","source":{"ip":"203.0.113.7"},"url.original":"/a","http":{"response":{"status_code":404}}}"#,
                &[
                    (Field::RemoteAddress, "203.0.113.7"),
                    (Field::Target, "/a"),
                    (Field::Status, "404"),
                ],
            ),
        ];
        for (name, text, expected) in cases {
            let line = Json::default().read(text.as_bytes()).unwrap();
            for &(field, value) in expected {
                assert_eq!(
                    line.raw(field).map(String::from_utf8_lossy).as_deref(),
                    Some(value),
                    "{name}: {field:?}"
                );
            }
        }
    }

    #[test]
    fn the_operator_s_mapping_goes_first() {
        let json =
            Json::compile(Some("who=remote_address, x.when = time_epoch_milliseconds")).unwrap();
        let line = json
            .read(br#"{"remote_addr":"192.0.2.1","who":"203.0.113.7","x":{"when":5}}"#)
            .unwrap();
        assert_eq!(line.raw(Field::RemoteAddress), Some(&b"203.0.113.7"[..]));
        assert_eq!(line.raw(Field::TimeEpochMilliseconds), Some(&b"5"[..]));
        let error = Json::compile(Some("a=user,b=nobody")).unwrap_err();
        assert_eq!(
            (error.position, error.reason.as_str()),
            (7, "`nobody` is no field")
        );
        assert!(Json::compile(Some("a")).is_err());
    }

    #[test]
    fn an_object_that_is_no_access_log_is_none() {
        for text in [
            r#"{"time":"2025-10-10T13:55:36Z","msg":"started"}"#,
            "{}",
            "{",
        ] {
            assert_eq!(
                Json::default().read(text.as_bytes()).unwrap_err().code(),
                "line_json"
            );
        }
    }
}
