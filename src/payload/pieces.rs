//! Lines that were too long for a container runtime, which cut them: 16 KiB is its limit. Their pieces are joined within a
//! record, each with those of its own source; a line of which the last piece is not there is read as far as it came.
//!
//! - The runtime's own prefix, `P` before `F` ([`super::container`]), which Fluent Bit's `cri` parser has as `logtag`.
//! - FireLens: `"partial_message":"true"`, and `"partial_last":"true"` on the last one:
//!   <https://docs.fluentbit.io/manual/data-pipeline/filters/multiline-stacktrace>.
//! - Docker's `json-file`, which writes `log`, `stream` and `time`: a line feed ends the last piece, and no other. Shippers
//!   that take line feeds off leave objects of the same keys, so without a last piece each is a line by itself.

use super::object::Object;
use crate::event::Origin;

/// The most lines whose pieces are waited for at once; a record is of one source, or of a few.
const LINES_LIMIT: usize = 64;

/// What an object's text is of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Share {
    /// All of it, or its last piece.
    Last,
    /// A piece that is marked as one.
    Piece,
    /// A piece if one that ends with a line feed follows, else a line.
    PieceIfEnded,
}

/// Whose pieces they are, so that those of two streams are not mixed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Source {
    key: Vec<u8>,
    origin: Origin<'static>,
}

impl Source {
    pub(super) fn new(key: &[u8], origin: &Origin<'_>) -> Self {
        Self {
            key: key.to_vec(),
            origin: origin.clone().into_owned(),
        }
    }

    /// Of an object: every member counts but those that differ from piece to piece.
    pub(super) fn of(object: &Object<'_>, origin: &Origin<'_>) -> Self {
        const OF_A_PIECE: [&str; 10] = [
            "log",
            "message",
            "logtag",
            "time",
            "timestamp",
            "@timestamp",
            "date",
            "partial_message",
            "partial_last",
            "partial_ordinal",
        ];
        let members = object.members();
        let told: Vec<_> = members
            .filter(|(key, _)| !OF_A_PIECE.contains(key))
            .flat_map(|(key, value)| [key.as_bytes(), value.as_bytes()])
            .collect();
        Self::new(&told.join(&0), origin)
    }

    pub(super) fn origin(&self) -> &Origin<'static> {
        &self.origin
    }
}

/// What an object's text is, by the marks that shippers leave.
pub(super) fn share(object: &Object<'_>, text: &str) -> Share {
    let is = |key: &str, wanted: &str| object.string(key).is_some_and(|value| value == wanted);
    if is("logtag", "P") || is("partial_message", "true") && !is("partial_last", "true") {
        return Share::Piece;
    }
    let is_docker = !text.ends_with('\n')
        && ["stream", "time", "log"]
            .iter()
            .all(|key| object.string(key).is_some())
        && object
            .members()
            .all(|(key, _)| matches!(key, "log" | "stream" | "time" | "attrs"));
    match is_docker {
        true => Share::PieceIfEnded,
        false => Share::Last,
    }
}

/// A line of which the last piece has not come yet.
#[derive(Debug)]
pub(super) struct Unended {
    pub(super) source: Source,
    /// How many layers were around its first piece.
    pub(super) layer: u8,
    pieces: Vec<Vec<u8>>,
    are_lines: bool,
}

impl Unended {
    /// What is left of it where no last piece comes.
    pub(super) fn into_lines(self) -> Vec<Vec<u8>> {
        match self.are_lines {
            true => self.pieces,
            false => vec![self.pieces.concat()],
        }
    }
}

/// The lines whose last pieces have not come yet, the oldest first.
#[derive(Debug, Default)]
pub(super) struct Pieces(Vec<Unended>);

impl Pieces {
    /// Keeps a piece, and gives a line back for which it was waited too long.
    pub(super) fn keep(
        &mut self,
        source: Source,
        text: &[u8],
        share: Share,
        layer: u8,
    ) -> Option<Unended> {
        if let Some(unended) = self.0.iter_mut().find(|unended| unended.source == source) {
            unended.pieces.push(text.to_vec());
            return None;
        }
        self.0.push(Unended {
            source,
            layer,
            pieces: vec![text.to_vec()],
            are_lines: share == Share::PieceIfEnded,
        });
        match self.0.len() > LINES_LIMIT {
            true => self.take_oldest(),
            false => None,
        }
    }

    /// Whether nothing is waited for: so it is nearly always.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The line that the last piece ends, if there were pieces before it.
    pub(super) fn end(&mut self, source: &Source, last: &[u8]) -> Option<Vec<u8>> {
        let place = self
            .0
            .iter()
            .position(|unended| unended.source == *source)?;
        let mut pieces = self.0.remove(place).pieces;
        pieces.push(last.to_vec());
        Some(pieces.concat())
    }

    /// The line that is waited for the longest.
    pub(super) fn take_oldest(&mut self) -> Option<Unended> {
        (!self.0.is_empty()).then(|| self.0.remove(0))
    }
}
