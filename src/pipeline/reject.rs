//! Rejections: a line or record that cannot be read becomes one document that contains the original
//! bytes.

use super::{Outcome, Pipeline};
use crate::clean;
use crate::document::{self, Context};
use crate::event::{Origin, Position, Tags, Timestamp};
use crate::rejection::Rejection;

impl Pipeline {
    /// Rejects a record that could not be decoded: one rejection, with the original bytes.
    pub fn reject_record(
        &mut self,
        raw: &[u8],
        rejection: &Rejection,
        id: &str,
        arrival: Timestamp,
        each: &mut dyn FnMut(Outcome<'_>),
    ) {
        self.tally.records += 1;
        self.tally.bytes_in += raw.len() as u64;
        let position = Position::start_of(id);
        self.reject_whole(raw, rejection, arrival, position, &Origin::default(), each);
    }

    /// Rejects bytes that count as one line.
    pub(super) fn reject_whole(
        &mut self,
        raw: &[u8],
        rejection: &Rejection,
        arrival: Timestamp,
        position: Position<'_>,
        origin: &Origin<'_>,
        each: &mut dyn FnMut(Outcome<'_>),
    ) {
        self.tally.lines += 1;
        self.reject(raw, rejection, arrival, &Context { position, origin }, each);
    }

    pub(super) fn reject(
        &mut self,
        raw: &[u8],
        rejection: &Rejection,
        arrival: Timestamp,
        context: &Context<'_>,
        each: &mut dyn FnMut(Outcome<'_>),
    ) {
        let Self {
            settings,
            tally,
            document,
            ..
        } = self;
        // Bytes that a document cannot show are not read, since a record may have expanded to one
        // very long line.
        let shown = beginning(raw, settings.document_limit_bytes);
        let (original, mut tags) = clean::original(shown, &settings.rules);
        if shown.len() < raw.len() {
            tags.add(Tags::TRUNCATED);
        }
        document.clear();
        document::fit(
            document,
            settings.document_limit_bytes,
            &original,
            |out, original, cut| {
                document::write_rejection(
                    out,
                    rejection,
                    original,
                    tags.with(cut),
                    arrival,
                    context,
                );
            },
        );
        if document.len() > settings.document_limit_bytes && *context.origin != Origin::default() {
            // After this cut, only the origin in the envelope can still be too long. It is
            // therefore left out.
            let position = context.position;
            let origin = &Origin::default();
            return self.reject(raw, rejection, arrival, &Context { position, origin }, each);
        }
        *tally.rejections.entry(rejection.code()).or_default() += 1;
        tally.bytes_out += document.len() as u64;
        each(Outcome::Rejected {
            document,
            rejection,
            original: &original,
        });
    }
}

/// The first bytes of a line up to a limit, without cutting a character.
fn beginning(raw: &[u8], limit_bytes: usize) -> &[u8] {
    let Some(shown) = raw
        .get(..limit_bytes)
        .filter(|shown| shown.len() < raw.len())
    else {
        return raw;
    };
    let is_continuation = |byte: &u8| byte & 0xc0 == 0x80;
    let end = (limit_bytes.saturating_sub(3)..=limit_bytes)
        .rev()
        .find(|end| !raw.get(*end).is_some_and(is_continuation));
    shown.get(..end.unwrap_or(limit_bytes)).unwrap_or(shown)
}
