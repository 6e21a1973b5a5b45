//! What a JSON line turned out to say: of several keys for one field the one of the best rank.

use super::keys::Meaning;
use super::scan::Leaf;
use super::shape;
use crate::format::draft::{self, GOOD};
use crate::format::escape::Escape;
use crate::format::field::{FIELD_COUNT, Field};
use crate::format::line::{Escapes, LogLine};

static JSON: Escapes = [Escape::Json; FIELD_COUNT];

/// CloudFront escapes what a client chose as in its text logs; no quote is left in it for JSON to escape.
static CLOUDFRONT: Escapes = {
    let mut escapes = JSON;
    let [agent, referrer, list] = [Field::UserAgent, Field::Referrer, Field::ForwardedFor];
    escapes = with_percent(escapes, agent);
    escapes = with_percent(escapes, referrer);
    with_percent(escapes, list)
};

/// Notations of one quantity: the best key's binds, and its alone.
const TIMES: [Field; 6] = [
    Field::TimeClf,
    Field::TimeIso8601,
    Field::TimeEpochSeconds,
    Field::TimeEpochMilliseconds,
    Field::TimeEpochMicroseconds,
    Field::TimeEpochNanoseconds,
];
const DURATIONS: [Field; 4] = [
    Field::DurationSeconds,
    Field::DurationMilliseconds,
    Field::DurationMicroseconds,
    Field::DurationNanoseconds,
];

/// The rank of a key that the operator named.
pub(super) const CHOSEN: u8 = 0;

/// The rank of a value that says nothing: anything goes before it.
const EMPTY: u8 = u8::MAX - 1;

/// The fields found so far.
pub(super) struct Found<'a> {
    line: LogLine<'a>,
    ranks: [u8; FIELD_COUNT],
    host: Option<&'a [u8]>,
    /// A key that `LOGTOJSON` alone has was there.
    by_agent: bool,
    by_cloudfront: bool,
    /// The operator named a key that was there.
    chosen: bool,
    /// What the value of the header means whose name came last, in a list of names and values.
    header: draft::Meaning,
}

impl<'a> Found<'a> {
    pub(super) fn new() -> Self {
        Self {
            line: LogLine::new(&JSON),
            ranks: [u8::MAX; FIELD_COUNT],
            host: None,
            by_agent: false,
            by_cloudfront: false,
            chosen: false,
            header: None,
        }
    }

    /// Heeds a leaf whose key the operator named.
    pub(super) fn choose(&mut self, field: Field, leaf: Leaf<'a>) {
        self.chosen = true;
        if let Leaf::Value(raw) = leaf {
            self.bind(field, CHOSEN, raw);
            if matches!(field, Field::Date | Field::TimeOfDay) {
                self.shut_whole_times_out();
            }
        }
    }

    /// Heeds a leaf of a known key.
    pub(super) fn heed(&mut self, meaning: Meaning, rank: u8, leaf: Leaf<'a>) {
        let raw = match leaf {
            Leaf::Value(raw) => raw,
            // That the agent's key is there tells enough: it is null more often than not.
            Leaf::Null => {
                self.by_agent |= meaning == Meaning::Ident;
                return;
            }
        };
        match meaning {
            Meaning::Is(field) => self.bind(field, rank, raw),
            Meaning::Time => match shape::time(raw) {
                Some((field, text)) => self.bind(field, rank, text),
                // No time at all: bound all the same, so that the rejection can say so.
                None => self.bind(Field::TimeIso8601, EMPTY, raw),
            },
            Meaning::TimeOrDuration => match shape::time(raw) {
                Some((field, text)) => self.bind(field, rank, text),
                None => self.duration(rank, raw),
            },
            Meaning::Duration => self.duration(rank, raw),
            Meaning::Request => self.bind(shape::request(raw), rank, raw),
            Meaning::Place => self.bind(shape::place(raw), rank, raw),
            Meaning::Host => self.host = Some(raw),
            Meaning::Ident => self.by_agent = true,
            Meaning::OfCloudFront => self.by_cloudfront = true,
            Meaning::HeaderName => self.header = header(raw),
            Meaning::HeaderValue => {
                if let Some((field, quality)) = self.header.take() {
                    self.bind(field, rank + u8::from(quality < GOOD), raw);
                }
            }
        }
    }

    /// The line. With a key that the operator named, it is of an access log whatever else it has.
    pub(super) fn finish(mut self) -> LogLine<'a> {
        if let Some(host) = self.host {
            // The agent's `host` is the client; elsewhere it is one only when it is an address and nothing else names one.
            let client = self.by_agent
                || self.line.raw(Field::RemoteAddress).is_none() && shape::is_address(host);
            self.bind(
                if client {
                    Field::RemoteAddress
                } else {
                    Field::Host
                },
                1,
                host,
            );
        }
        let mut line = self.line;
        if self.chosen {
            line.least_marks = 0;
        }
        // An agent with a blank in it was not escaped.
        let plain = line
            .raw(Field::UserAgent)
            .is_some_and(|agent| agent.contains(&b' '));
        if self.by_cloudfront && !plain {
            line.with_escapes(&CLOUDFRONT)
        } else {
            line
        }
    }

    /// Keeps every whole time out: the operator dates lines by a date and a time of day.
    fn shut_whole_times_out(&mut self) {
        for time in TIMES {
            self.line.unset(time);
            if let Some(slot) = self.ranks.get_mut(time.index()) {
                *slot = CHOSEN;
            }
        }
    }

    fn duration(&mut self, rank: u8, raw: &'a [u8]) {
        if let Some((field, number)) = shape::duration(raw) {
            self.bind(field, rank, number);
        }
    }

    /// Binds unless a better key did, or one as good before.
    fn bind(&mut self, field: Field, rank: u8, value: &'a [u8]) {
        let rank = if is_empty(value) { EMPTY } else { rank };
        let alone = [field];
        let group: &[Field] = match field {
            _ if TIMES.contains(&field) => &TIMES,
            _ if DURATIONS.contains(&field) => &DURATIONS,
            _ => &alone,
        };
        let rank_of = |field: &Field| self.ranks.get(field.index()).copied();
        if group.iter().filter_map(rank_of).any(|bound| bound <= rank) {
            return;
        }
        for other in group {
            self.line.unset(*other);
        }
        if let Some(slot) = self.ranks.get_mut(field.index()) {
            *slot = rank;
        }
        self.line.set(field, value);
    }
}

fn is_empty(value: &[u8]) -> bool {
    matches!(value, b"" | b"-")
}

/// What a request header means, its name as a client spelt it.
fn header(name: &[u8]) -> draft::Meaning {
    let mut lower = [0; 32];
    let lower = lower.get_mut(..name.len())?;
    lower.copy_from_slice(name);
    lower.make_ascii_lowercase();
    draft::request_header(std::str::from_utf8(lower).ok()?)
}

#[expect(
    clippy::indexing_slicing,
    reason = "evaluated when the program is compiled, over a table that has every field"
)]
const fn with_percent(mut escapes: Escapes, field: Field) -> Escapes {
    escapes[field.index()] = Escape::Percent;
    escapes
}
