//! Joins the pieces of lines. A container runtime cuts lines at its limit of 16 KiB. Pieces are
//! joined only within a record, and only with pieces of the same stream. If the last piece of a
//! line did not arrive, the line is read without it.
//!
//! - The runtime's own prefix marks the last piece with `F` and the others with `P`
//!   ([`super::container`]). Fluent Bit's `cri` parser writes the mark as `logtag`.
//! - FireLens writes `"partial_message":"true"`, and `"partial_last":"true"` in the last piece:
//!   <https://docs.fluentbit.io/manual/data-pipeline/filters/multiline-stacktrace>.
//! - Docker's `json-file` writes `log`, `stream` and `time`. Only the last piece ends with a line
//!   feed. Some shippers remove line feeds and keep these keys. Therefore, if no last piece
//!   arrives, each object is a line by itself.

use super::object::Object;
use crate::event::Origin;

/// The most incomplete lines that are kept at once. A record usually has one stream, or a few.
const LINES_LIMIT: usize = 64;

/// Which part of a line the text of an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Share {
    /// The whole line, or its last piece.
    Last,
    /// A piece that is marked as a piece.
    Piece,
    /// A piece, if a text that ends with a line feed follows. Otherwise, a whole line.
    PieceIfEnded,
}

/// The stream that a piece belongs to. Pieces of two streams are never joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PieceStream {
    key: Vec<u8>,
    origin: Origin<'static>,
}

impl PieceStream {
    pub(super) fn new(key: &[u8], origin: &Origin<'_>) -> Self {
        Self {
            key: key.to_vec(),
            origin: origin.clone().into_owned(),
        }
    }

    /// The stream of an object: all its members except those that differ between pieces.
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
        let shared: Vec<_> = members
            .filter(|(key, _)| !OF_A_PIECE.contains(key))
            .flat_map(|(key, value)| [key.as_bytes(), value.as_bytes()])
            .collect();
        Self::new(&shared.join(&0), origin)
    }

    pub(super) fn origin(&self) -> &Origin<'static> {
        &self.origin
    }
}

/// Which part of a line the text of an object is, by the marks of the shipper.
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

/// A line whose last piece has not arrived yet.
#[derive(Debug)]
pub(super) struct Unended {
    pub(super) stream: PieceStream,
    /// The number of layers around its first piece.
    pub(super) layer: u8,
    pieces: Vec<Vec<u8>>,
    are_lines: bool,
}

impl Unended {
    /// The remaining lines, if no last piece arrives.
    pub(super) fn into_lines(self) -> Vec<Vec<u8>> {
        match self.are_lines {
            true => self.pieces,
            false => vec![self.pieces.concat()],
        }
    }
}

/// The lines whose last pieces have not arrived yet. The oldest line is first.
#[derive(Debug, Default)]
pub(super) struct Pieces(Vec<Unended>);

impl Pieces {
    /// Keeps a piece. If there are then too many incomplete lines, removes and returns the oldest.
    pub(super) fn keep(
        &mut self,
        stream: PieceStream,
        text: &[u8],
        share: Share,
        layer: u8,
    ) -> Option<Unended> {
        if let Some(unended) = self.0.iter_mut().find(|unended| unended.stream == stream) {
            unended.pieces.push(text.to_vec());
            return None;
        }
        self.0.push(Unended {
            stream,
            layer,
            pieces: vec![text.to_vec()],
            are_lines: share == Share::PieceIfEnded,
        });
        match self.0.len() > LINES_LIMIT {
            true => self.take_oldest(),
            false => None,
        }
    }

    /// Whether there is no incomplete line. This is nearly always true.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The line that is completed by a last piece. `None` if no piece came before it.
    pub(super) fn end(&mut self, stream: &PieceStream, last: &[u8]) -> Option<Vec<u8>> {
        let place = self
            .0
            .iter()
            .position(|unended| unended.stream == *stream)?;
        let mut pieces = self.0.remove(place).pieces;
        pieces.push(last.to_vec());
        Some(pieces.concat())
    }

    /// Removes and returns the oldest incomplete line; `None` if there is no such line.
    pub(super) fn take_oldest(&mut self) -> Option<Unended> {
        (!self.0.is_empty()).then(|| self.0.remove(0))
    }
}
