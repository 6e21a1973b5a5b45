//! A server's format string before it becomes a layout. The compilers for Apache and nginx share
//! it.

use super::error::FormatError;
use super::escape::Escape;
use super::field::Field;
use super::layout::{Layout, Piece};

/// What a directive or variable binds: a field, and its rank as a source of this field. If a format
/// has several sources of a field, the one with the lowest rank binds. Of sources with the same
/// rank, the first binds. Keys of JSON are ranked in the same way. `None` for an unused value.
pub(super) type Binding = Option<(Field, u8)>;

/// A direct source of a field.
pub(super) const DIRECT: u8 = 1;
/// A source that is used if there is no direct one.
pub(super) const SUBSTITUTE: u8 = 2;

/// The characters of a format without its quoting, each with its byte offset in the given string.
#[derive(Debug)]
pub(super) struct FormatText {
    chars: Vec<(usize, char)>,
    next: usize,
    end: usize,
}

impl FormatText {
    /// Creates the text from its characters and the offset of their end.
    ///
    /// # Errors
    /// The error is a line break before the end, since a line of a log cannot contain a line break.
    pub(super) fn new(mut chars: Vec<(usize, char)>, end: usize) -> Result<Self, FormatError> {
        while chars
            .pop_if(|(_, char)| matches!(char, '\n' | '\r'))
            .is_some()
        {}
        match chars.iter().find(|(_, char)| matches!(char, '\n' | '\r')) {
            Some((position, _)) => Err(FormatError {
                position: *position,
                reason: "a line break within the line".to_owned(),
            }),
            None => Ok(Self {
                chars,
                next: 0,
                end,
            }),
        }
    }

    /// The offset of the next character.
    pub(super) fn position(&self) -> usize {
        self.chars
            .get(self.next)
            .map_or(self.end, |(position, _)| *position)
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.chars.get(self.next).map(|(_, char)| *char)
    }

    pub(super) fn next(&mut self) -> Option<char> {
        let char = self.peek()?;
        self.next += 1;
        Some(char)
    }

    /// Takes the next character if it is `wanted`.
    pub(super) fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        self.next += usize::from(found);
        found
    }

    pub(super) fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> String {
        let mut taken = String::new();
        while let Some(char) = self.peek().filter(|char| wanted(*char)) {
            taken.push(char);
            self.next += 1;
        }
        taken
    }

    /// Takes everything up to a character, and the character; `None` if it does not occur.
    pub(super) fn take_until(&mut self, end: char) -> Option<String> {
        let taken = self.take_while(|char| char != end);
        self.take(end).then_some(taken)
    }
}

/// A format as a list of pieces, each with its offset in the format.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pieces: Vec<Piece>,
    positions: Vec<usize>,
    ranks: Vec<u8>,
    time_pattern: Option<String>,
}

impl Draft {
    pub(super) fn literal(&mut self, text: impl Into<String>, position: usize) {
        self.push(Piece::Literal(text.into().into()), 0, position);
    }

    pub(super) fn value(&mut self, binding: Binding, position: usize) {
        match binding {
            Some((field, rank)) => self.push(Piece::Field(field), rank, position),
            None => self.push(Piece::Skip, 0, position),
        }
    }

    /// Adds an unused list.
    pub(super) fn skip_list(&mut self, position: usize) {
        self.push(Piece::SkipList, 0, position);
    }

    /// Sets the pattern of the draft's [`Field::TimePattern`].
    pub(super) fn time_pattern(&mut self, pattern: String) {
        self.time_pattern = Some(pattern);
    }

    fn push(&mut self, piece: Piece, rank: u8, position: usize) {
        self.pieces.push(piece);
        self.ranks.push(rank);
        self.positions.push(position);
    }

    /// Makes the layout.
    ///
    /// # Errors
    /// The error is two values with nothing between them, or a format without a time.
    pub(super) fn finish(mut self, escape: Escape) -> Result<Layout, FormatError> {
        self.keep_best();
        let layout = Layout::new(&self.pieces).map_err(|error| FormatError {
            position: self
                .positions
                .get(error.position)
                .copied()
                .unwrap_or_default(),
            ..error
        })?;
        if !TIMES.iter().any(|time| layout.binds(*time)) {
            return Err(FormatError {
                position: 0,
                reason: NO_TIME.to_owned(),
            });
        }
        let layout = layout.with_escape(escape);
        Ok(match self.time_pattern {
            Some(pattern) => layout.with_time_pattern(pattern),
            None => layout,
        })
    }

    /// Skips a source if its field has a better source.
    fn keep_best(&mut self) {
        let drafted = || self.pieces.iter().zip(&self.ranks);
        let poor: Vec<bool> = drafted()
            .map(|(piece, rank)| {
                matches!(piece, Piece::Field(_))
                    && drafted().any(|(other, better)| other == piece && better < rank)
            })
            .collect();
        for (piece, poor) in self.pieces.iter_mut().zip(poor) {
            if poor {
                *piece = Piece::Skip;
            }
        }
    }
}

/// The fields that give a line its date.
const TIMES: [Field; 7] = [
    Field::TimeClf,
    Field::TimeIso8601,
    Field::TimePattern,
    Field::TimeEpochSeconds,
    Field::TimeEpochMilliseconds,
    Field::TimeEpochMicroseconds,
    Field::TimeEpochNanoseconds,
];

/// Why a format without a time is invalid.
pub(super) const NO_TIME: &str = "no time: the format has nothing that gives a line its date";

/// What a request header binds. `name` is in lower case, with dashes.
pub(super) fn request_header(name: &str) -> Binding {
    Some(match name {
        "referer" | "referrer" => (Field::Referrer, DIRECT),
        "user-agent" => (Field::UserAgent, DIRECT),
        "host" => (Field::Host, DIRECT),
        "x-forwarded-host" => (Field::Host, SUBSTITUTE),
        "x-forwarded-for" => (Field::ForwardedFor, DIRECT),
        // A proxy in front of the server sets each of these, usually to one address. Each is read
        // as a forwarded list.
        "x-real-ip"
        | "x-client-ip"
        | "x-cluster-client-ip"
        | "true-client-ip"
        | "cf-connecting-ip"
        | "cf-connecting-ipv6"
        | "do-connecting-ip"
        | "fly-client-ip"
        | "x-azure-clientip"
        | "x-envoy-external-address"
        | "x-original-forwarded-for"
        | "fastly-client-ip" => (Field::ForwardedFor, SUBSTITUTE),
        "x-forwarded-proto" | "cloudfront-forwarded-proto" => (Field::Scheme, SUBSTITUTE),
        "x-request-id" => (Field::RequestId, DIRECT),
        "x-correlation-id" | "x-amz-cf-id" | "cf-ray" => (Field::RequestId, SUBSTITUTE),
        "traceparent" => (Field::TraceId, DIRECT),
        "x-amzn-trace-id" | "b3" | "x-b3-traceid" | "x-cloud-trace-context" => {
            (Field::TraceId, SUBSTITUTE)
        }
        _ => return None,
    })
}

/// What a response header binds. `name` is in lower case, with dashes.
pub(super) fn response_header(name: &str) -> Binding {
    match name {
        "x-request-id" => Some((Field::RequestId, SUBSTITUTE)),
        "content-type" => Some((Field::MimeType, DIRECT)),
        "x-cache" | "x-cache-status" => Some((Field::CacheStatus, SUBSTITUTE)),
        _ => None,
    }
}
