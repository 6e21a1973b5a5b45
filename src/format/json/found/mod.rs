//! The fields found in a JSON line. If several keys have the same field, the key with the best rank
//! binds it.

mod settle;
mod unit;

use std::borrow::Cow;

use super::company::Company;
use super::keys::{BEST, GOOD, Known, WEAK};
use super::meaning::{Family, Meaning, Unit};
use super::scan::Leaf;
use super::shape::{self, Amount};
use crate::format::draft::{self, DIRECT};
use crate::format::escape::Escape;
use crate::format::field::{FIELD_COUNT, Field};
use crate::format::line::{Escapes, LogLine};

static JSON: Escapes = [Escape::Json; FIELD_COUNT];

/// The notations of one quantity. Only the notation of the best key binds.
pub(super) const TIMES: [Field; 6] = [
    Field::TimeClf,
    Field::TimeIso8601,
    Field::TimeEpochSeconds,
    Field::TimeEpochMilliseconds,
    Field::TimeEpochMicroseconds,
    Field::TimeEpochNanoseconds,
];
const DURATIONS: [Field; 5] = [
    Field::DurationSeconds,
    Field::DurationMilliseconds,
    Field::DurationMicroseconds,
    Field::DurationNanoseconds,
    Field::DurationText,
];

/// The rank of a key of the operator's mapping.
pub(super) const CHOSEN: u8 = 0;

/// The rank of a value that contains no information. Any other value replaces it.
const EMPTY: u8 = u8::MAX - 1;

/// A value that cannot be bound before the writer is known.
type Waiting<'a> = Option<(u8, &'a [u8])>;

/// A value for each family.
type OfFamilies<'a> = [Option<(Family, &'a [u8])>; 4];

/// The fields found so far.
pub(super) struct Found<'a> {
    line: LogLine<'a>,
    ranks: [u8; FIELD_COUNT],
    company: Company,
    /// Whether a key or a value was found that only access logs have.
    of_web: bool,
    /// Whether a key of the operator's mapping was found.
    chosen: bool,
    host: Waiting<'a>,
    cs_host: Waiting<'a>,
    /// A duration as a number whose key does not name its unit.
    duration: Waiting<'a>,
    bytes_read: Waiting<'a>,
    details: Waiting<'a>,
    waf_action: Waiting<'a>,
    labels: Waiting<'a>,
    /// The addresses that could be the client's address, each with the family of its key. The ports
    /// are kept in the same way.
    addresses: OfFamilies<'a>,
    ports: OfFamilies<'a>,
    /// The binding of the last header name that was read in a list of names and values.
    header: draft::Binding,
}

impl<'a> Found<'a> {
    pub(super) fn new() -> Self {
        Self {
            line: LogLine::new(&JSON),
            ranks: [u8::MAX; FIELD_COUNT],
            company: Company::default(),
            of_web: false,
            chosen: false,
            host: None,
            cs_host: None,
            duration: None,
            bytes_read: None,
            details: None,
            waf_action: None,
            labels: None,
            addresses: [None; 4],
            ports: [None; 4],
            header: None,
        }
    }

    /// Takes a leaf whose key is in the operator's mapping.
    pub(super) fn add_chosen(&mut self, field: Field, leaf: Leaf<'a>) {
        self.chosen = true;
        if let Leaf::Value(raw) = leaf {
            self.bind(field, CHOSEN, raw);
            if matches!(field, Field::Date | Field::TimeOfDay) {
                self.exclude_whole_times();
            }
        }
    }

    /// Takes a leaf whose key is in the table of keys.
    pub(super) fn add(&mut self, known: Known, leaf: Leaf<'a>) {
        // The key identifies the writer even if its value is null, as it often is.
        self.company = self.company.with(known.company);
        match leaf {
            Leaf::Value(raw) => self.take(known.meaning, known.rank, unquoted(raw)),
            Leaf::Array(raw) if known.meaning == Meaning::Labels => {
                self.labels = Some((known.rank, raw));
            }
            Leaf::Array(_) | Leaf::Null => {}
        }
    }

    /// Takes a value with the meaning of its key, if the value has the form that the meaning needs.
    fn take(&mut self, meaning: Meaning, rank: u8, raw: &'a [u8]) {
        if is_empty(raw) {
            return;
        }
        let text = if memchr::memchr(b'\\', raw).is_some() {
            Escape::Json.undo(raw)
        } else {
            Cow::Borrowed(raw)
        };
        let text = &*text;
        match meaning {
            Meaning::Is(field) => self.is(field, rank, raw),
            Meaning::Number(field) => {
                let whole = text.iter().all(u8::is_ascii_digit);
                // A weak key such as `port` may have the client's port instead.
                let is_client =
                    field == Field::ServerPort && rank >= WEAK && shape::is_ephemeral(text);
                if whole && !is_client {
                    self.bind(field, rank, raw);
                }
            }
            Meaning::Status => self.status(rank, raw),
            Meaning::Method => {
                let known = shape::is_known_method(text);
                if known || rank == BEST && shape::is_method(text) {
                    self.of_web |= known;
                    self.bind(Field::Method, rank, raw);
                }
            }
            Meaning::Request | Meaning::Target => self.request(meaning, rank, raw, text),
            Meaning::Query => {
                if shape::is_query(text) {
                    self.bind(Field::Query, rank, raw);
                }
            }
            Meaning::Protocol => {
                if let Some(field) = shape::protocol(text) {
                    self.of_web |= field == Field::Protocol && text.len() > 3;
                    self.bind(field, rank, raw);
                }
            }
            Meaning::Client(family) => {
                if shape::is_client(text) {
                    self.client(Some(family), rank, raw);
                }
            }
            Meaning::ClientAddress => {
                if shape::is_endpoint(text) {
                    self.client(None, rank, raw);
                }
            }
            Meaning::ClientPort(family) => self.client_port(family, raw, text),
            Meaning::Host => self.host = self.host.or(Some((rank, raw))),
            Meaning::CsHost => self.cs_host = self.cs_host.or(Some((rank, raw))),
            Meaning::Server => {
                let field = if shape::is_endpoint(text) && rank > BEST {
                    Field::ServerAddress
                } else {
                    Field::ServerName
                };
                self.bind(field, rank, raw);
            }
            Meaning::UpstreamPort => {
                let field = if shape::is_endpoint(text) {
                    Field::UpstreamAddress
                } else {
                    Field::UpstreamPort
                };
                self.bind(field, rank, raw);
            }
            Meaning::User => {
                if !text.contains(&b' ') && text != b"Unknown" {
                    self.bind(Field::User, rank, raw);
                }
            }
            Meaning::Time => {
                // The value is not a time. It is bound so that the rejection can report it.
                if !self.time(rank, raw) {
                    self.bind(Field::TimeIso8601, EMPTY, raw);
                }
            }
            Meaning::Duration(unit) => {
                if unit::is_short_of_a_time(unit, text) || !self.time(rank, raw) {
                    self.duration(unit, rank, raw, text);
                }
            }
            Meaning::BytesRead => self.bytes_read = Some((rank, raw)),
            Meaning::Details => self.details = Some((rank, raw)),
            Meaning::OfWaf(_) => self.waf_action = Some((rank, raw)),
            Meaning::Labels | Meaning::Nothing => {}
            Meaning::HeaderName => self.header = header(raw),
            Meaning::HeaderValue => {
                if let Some((field, of_header)) = self.header.take() {
                    self.is(field, rank + (of_header - DIRECT), raw);
                }
            }
        }
    }

    fn is(&mut self, field: Field, rank: u8, raw: &'a [u8]) {
        self.of_web |= matches!(field, Field::UserAgent | Field::RequestLine) && rank < WEAK;
        // Azure writes this when there is no error.
        if raw != b"NoError" {
            self.bind(field, rank, raw);
        }
    }

    fn status(&mut self, rank: u8, raw: &'a [u8]) {
        let Some(code) = shape::status(raw) else {
            return;
        };
        // If any log may use the key, only a status of HTTP counts as a status.
        if rank < WEAK || matches!(code, [b'1'..=b'5', ..]) {
            self.of_web |= rank < WEAK;
            self.bind(Field::Status, rank, code);
        }
    }

    fn request(&mut self, meaning: Meaning, rank: u8, raw: &'a [u8], text: &[u8]) {
        let shown = match meaning {
            Meaning::Target if shape::is_request_line(text) => Some(Field::RequestLine),
            Meaning::Target => shape::target(text),
            _ => shape::request(text),
        };
        let (field, rank) = match shown {
            Some(field) => (field, rank),
            None if shape::is_word(text) => return,
            // A target has no blank. Any other value of a key that only a target has is an invalid
            // target.
            None if meaning == Meaning::Target && text.contains(&b' ') => return,
            None if meaning == Meaning::Target && rank == BEST => (Field::Target, rank),
            // Akamai writes a path without its leading slash.
            None if meaning == Meaning::Target && rank == GOOD => (Field::Path, rank),
            None if meaning == Meaning::Target => return,
            // The value is text that a client sent instead of a request line, or a word of another
            // kind of log.
            None => (Field::RequestLine, rank.max(WEAK)),
        };
        self.of_web |= matches!(field, Field::Method | Field::RequestLine) && rank < WEAK;
        self.bind(field, rank, raw);
    }

    fn client(&mut self, family: Option<Family>, rank: u8, raw: &'a [u8]) {
        if let Some(family) = family {
            keep(&mut self.addresses, family, raw);
        }
        self.bind(Field::RemoteAddress, rank, raw);
    }

    fn client_port(&mut self, family: Family, raw: &'a [u8], text: &[u8]) {
        if shape::is_endpoint(text) {
            self.client(Some(family), GOOD, raw);
        } else if text.iter().all(u8::is_ascii_digit) {
            keep(&mut self.ports, family, raw);
        }
    }

    /// Binds a time. Returns false if the value is not a time.
    fn time(&mut self, rank: u8, raw: &'a [u8]) -> bool {
        let raw = match raw {
            [b'[', inner @ .., b']'] => inner,
            _ => raw,
        };
        let text = Escape::Json.undo(raw);
        let Some(field) = shape::time(&text) else {
            return false;
        };
        self.bind(field, rank, raw);
        true
    }

    fn duration(&mut self, unit: Unit, rank: u8, raw: &'a [u8], text: &[u8]) {
        let field = match (shape::amount(text), unit) {
            (None, _) => return,
            (Some(Amount::Several), _) => {
                self.bind(Field::DurationText, rank, raw);
                return;
            }
            (Some(Amount::Number(length, Some(field))), _) => {
                self.bind(field, rank, raw.get(..length).unwrap_or_default());
                return;
            }
            (Some(_), Unit::Seconds) => Field::DurationSeconds,
            (Some(_), Unit::Milliseconds) => Field::DurationMilliseconds,
            (Some(_), Unit::Microseconds) => Field::DurationMicroseconds,
            (Some(_), Unit::Nanoseconds) => Field::DurationNanoseconds,
            (Some(_), Unit::Unstated) => {
                if self.duration.is_none_or(|(other, _)| rank < other) {
                    self.duration = Some((rank, raw));
                }
                return;
            }
        };
        self.bind(field, rank, raw);
    }

    fn rank(&self, field: Field) -> u8 {
        let rank = self.ranks.get(field.index());
        rank.copied().unwrap_or(u8::MAX)
    }

    fn unbind(&mut self, field: Field) {
        if self.rank(field) != CHOSEN {
            self.line.unset(field);
        }
    }

    /// Removes every whole time and accepts no other, because the operator's mapping names a date
    /// and a time of day.
    fn exclude_whole_times(&mut self) {
        for time in TIMES {
            self.line.unset(time);
            if let Some(slot) = self.ranks.get_mut(time.index()) {
                *slot = CHOSEN;
            }
        }
    }

    /// Binds a value, unless a key of equal or better rank bound the field before. Returns whether
    /// it was bound.
    fn bind(&mut self, field: Field, rank: u8, value: &'a [u8]) -> bool {
        let rank = if is_empty(value) { EMPTY } else { rank };
        let alone = [field];
        let group: &[Field] = match field {
            _ if TIMES.contains(&field) => &TIMES,
            _ if DURATIONS.contains(&field) => &DURATIONS,
            _ => &alone,
        };
        let rank_of = |field: &Field| self.ranks.get(field.index()).copied();
        if group.iter().filter_map(rank_of).any(|bound| bound <= rank) {
            return false;
        }
        for other in group {
            self.line.unset(*other);
            // Another notation of the same quantity was replaced and no longer counts.
            if let Some(slot) = self.ranks.get_mut(other.index()) {
                *slot = u8::MAX;
            }
        }
        if let Some(slot) = self.ranks.get_mut(field.index()) {
            *slot = rank;
        }
        self.line.set(field, value);
        true
    }
}

/// Keeps a value if there is a free place for it.
fn keep<'a>(values: &mut OfFamilies<'a>, family: Family, value: &'a [u8]) {
    if let Some(free) = values.iter_mut().find(|value| value.is_none()) {
        *free = Some((family, value));
    }
}

/// Removes the quotes that a pattern of the shipper left around a value.
fn unquoted(raw: &[u8]) -> &[u8] {
    match raw {
        [b'\\', b'"', inner @ .., b'\\', b'"'] => inner,
        _ => raw,
    }
}

fn is_empty(value: &[u8]) -> bool {
    matches!(value, b"null" | b"undefined" | b"<nil>") || value.iter().all(|byte| *byte == b'-')
}

/// What a request header binds. `name` may be in upper or lower case. A name of more than 32 bytes
/// binds nothing.
fn header(name: &[u8]) -> draft::Binding {
    let mut lower = [0; 32];
    let lower = lower.get_mut(..name.len())?;
    lower.copy_from_slice(name);
    lower.make_ascii_lowercase();
    draft::request_header(std::str::from_utf8(lower).ok()?)
}
