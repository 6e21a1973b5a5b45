//! Removes the layers of a record one by one, until its lines are reached.

use std::ops::ControlFlow;

use super::allowance::Allowance;
use super::object::Object;
use super::pieces::{self, PieceStream, Pieces, Share, Unended};
use super::values::Values;
use super::{
    Content, LAYER_LIMIT, Place, agent, base64, binary, cloudwatch_logs, container, escaped,
    fluent_bit, frames, kpl, lines, lists,
};
use crate::compression::Compression;
use crate::event::Origin;
use crate::front::front;
use crate::rejection::{Reason, Rejection};

/// The longest line whose envelope does not count against the allowance. The few layers of one line
/// take little memory.
const LARGE_LINE_BYTES: usize = 1024 * 1024;

/// Receives the contents of a record. A break stops the opening.
pub(super) type Each<'e> = dyn FnMut(Content<'_>) -> ControlFlow<()> + 'e;

/// The state of opening one record.
pub(super) struct Opening<'e> {
    allowance: Allowance,
    subsequence: Option<u32>,
    /// The number of sub-records that were counted so far.
    subsequences: u32,
    /// The number of the next line within the record or sub-record.
    number: u32,
    /// The place of the part of the record that is being opened, and the number of the first line
    /// in this part.
    begin: (usize, u32),
    /// The origin that is known for the record itself.
    origin: &'e Origin<'e>,
    pieces: Pieces,
    each: &'e mut Each<'e>,
}

impl<'e> Opening<'e> {
    pub(super) fn new(
        expansion_limit_bytes: usize,
        origin: &'e Origin<'e>,
        each: &'e mut Each<'e>,
    ) -> Self {
        Self {
            allowance: Allowance::new(expansion_limit_bytes),
            subsequence: None,
            subsequences: 0,
            number: 0,
            begin: (0, 0),
            origin,
            pieces: Pieces::default(),
            each,
        }
    }

    /// Opens bytes of any kind. `came` is the record or sub-record that contained them.
    pub(super) fn open(&mut self, bytes: &[u8], came: &[u8], layer: u8) -> ControlFlow<()> {
        match bytes.first() {
            // The first byte of a zlib stream has 8 as its last hexadecimal digit. That of a
            // skippable zstd frame is from 0x50 to 0x5f.
            Some(
                0xf3
                | 0x1f
                | b'H'
                | b'K'
                | b'8'
                | b'e'
                | 0x08
                | 0x18
                | 0x28
                | 0x50..=0x5f
                | 0x68
                | 0x78,
            ) => self.packed(bytes, came, layer),
            // In the usual case the record is a plain line.
            _ => self.text_or_binary(bytes, came, layer),
        }
    }

    /// Opens bytes that begin like an aggregate, a compressed stream or base64. This function is
    /// not inlined into [`Self::open`], so that a plain line does not pay for its variables.
    #[inline(never)]
    fn packed(&mut self, bytes: &[u8], came: &[u8], layer: u8) -> ControlFlow<()> {
        let compression = Compression::claimed(bytes);
        let is_aggregate = bytes.starts_with(kpl::MAGIC);
        if compression == Some(Compression::Zlib) {
            self.zlib(bytes, bytes, came, layer)
        } else if layer >= LAYER_LIMIT && (is_aggregate || compression.is_some()) {
            self.unreadable(came, Reason::Envelope("more layers than are opened"))
        } else if is_aggregate {
            self.aggregate(bytes, came, layer)
        } else if let Some(compression) = compression {
            match self.allowance.expand(compression, bytes) {
                Ok(expanded) => self.open(&expanded, came, layer + 1),
                Err(reason) => self.unreadable(came, reason),
            }
        } else if let Some(decoded) = base64::decode(bytes) {
            if let Err(reason) = self.allowance.take(decoded.len()) {
                return self.unreadable(came, reason);
            }
            match Compression::claimed(&decoded) {
                Some(Compression::Zlib) => self.zlib(&decoded, bytes, came, layer),
                _ => self.open(&decoded, came, layer + 1),
            }
        } else {
            self.text_or_binary(bytes, came, layer)
        }
    }

    /// Opens bytes that may be a zlib stream. If they are not a zlib stream, `bytes` are read as
    /// text, or are unreadable if they are binary.
    fn zlib(&mut self, stream: &[u8], bytes: &[u8], came: &[u8], layer: u8) -> ControlFlow<()> {
        match self.allowance.expand(Compression::Zlib, stream) {
            Ok(_) | Err(Reason::Expansion { .. }) if layer >= LAYER_LIMIT => {
                self.unreadable(came, Reason::Envelope("more layers than are opened"))
            }
            Ok(expanded) => self.open(&expanded, came, layer + 1),
            Err(Reason::Compression(_)) if binary::kind(bytes).is_none() => {
                self.text(bytes, self.origin, layer)
            }
            Err(reason) => self.unreadable(came, reason),
        }
    }

    fn aggregate(&mut self, bytes: &[u8], came: &[u8], layer: u8) -> ControlFlow<()> {
        let records = match kpl::split(bytes) {
            Ok(records) => records,
            Err(why) => return self.unreadable(came, Reason::Envelope(why)),
        };
        for record in records {
            let subsequence = self.subsequences;
            (self.subsequence, self.number) = (Some(subsequence), 0);
            self.begin.1 = 0;
            self.open(record, record, layer + 1)?;
            // A nested aggregate has already counted its own records.
            self.subsequences = self.subsequences.max(subsequence + 1);
        }
        ControlFlow::Continue(())
    }

    #[inline]
    fn text_or_binary(&mut self, bytes: &[u8], came: &[u8], layer: u8) -> ControlFlow<()> {
        match binary::kind(bytes) {
            None => self.text(bytes, self.origin, layer),
            // The bytes are zeros that a server reserved in its file.
            Some(_) if lines::is_blank(bytes) => ControlFlow::Continue(()),
            Some(kind) => self.unreadable(came, Reason::Binary(kind)),
        }
    }

    /// Opens text. It consists of lines, frames or JSON values. Several values may be in one line,
    /// and each value may take several lines.
    fn text(&mut self, text: &[u8], origin: &Origin<'_>, layer: u8) -> ControlFlow<()> {
        match frames::may_split(text) {
            true => self.frames(text, origin, layer),
            false => self.lines(text, origin, layer, layer == 0),
        }
    }

    #[cold]
    fn frames(&mut self, text: &[u8], origin: &Origin<'_>, layer: u8) -> ControlFlow<()> {
        match frames::split(text) {
            Some(mut messages) => {
                messages.try_for_each(|message| self.lines(message, origin, layer, false))
            }
            None => self.lines(text, origin, layer, layer == 0),
        }
    }

    /// Opens lines and values. With `has_places`, `text` is the record itself, and each line or
    /// value begins a new part of it.
    fn lines(
        &mut self,
        text: &[u8],
        origin: &Origin<'_>,
        layer: u8,
        has_places: bool,
    ) -> ControlFlow<()> {
        let mut values = Values::new(text);
        let mut rest = text;
        while !rest.is_empty() {
            let (line, after) = lines::first(rest);
            if has_places {
                self.begin = (text.len() - rest.len(), self.number);
            }
            let front = front(line);
            let group = rest
                .get(front..)
                .zip(line.get(front..))
                .and_then(|(rest, line)| values.group(rest, line));
            if let Some(group) = group {
                for value in group.values {
                    self.line(value, origin, layer)?;
                }
                rest = group.rest;
                continue;
            }
            match front == line.len() {
                // A blank line also takes a number. The lines of a plain text are therefore
                // numbered as in an editor, from 0.
                true => self.number += 1,
                false => self.line(line, origin, layer)?,
            }
            rest = after;
        }
        ControlFlow::Continue(())
    }

    /// Removes a shipper's envelope from one line.
    fn line(&mut self, line: &[u8], origin: &Origin<'_>, layer: u8) -> ControlFlow<()> {
        let inside = line.get(front(line)..).unwrap_or_default();
        if layer >= LAYER_LIMIT {
            return self.deliver(line, origin);
        }
        // If the text in an envelope has escapes, the text is copied. The copy is at most as long
        // as the line.
        if line.len() > LARGE_LINE_BYTES
            && let Err(reason) = self.allowance.take(line.len())
        {
            return self.unreadable(line, reason);
        }
        if let Some(text) = escaped::undone(inside) {
            return self.text(text.as_bytes(), origin, layer + 1);
        }
        match inside.first() {
            Some(b'{') => self.object(inside, line, origin, layer),
            Some(b'0'..=b'9') => match container::open(inside) {
                Some(written) => self.written(&written, origin, layer),
                None => self.deliver(line, origin),
            },
            _ => self.deliver(line, origin),
        }
    }

    /// Opens an object. `line` is the object with the text before it.
    fn object(
        &mut self,
        object: &[u8],
        line: &[u8],
        origin: &Origin<'_>,
        layer: u8,
    ) -> ControlFlow<()> {
        if cloudwatch_logs::is_claimed(object) {
            return match cloudwatch_logs::open(object) {
                Ok(message) => self.cloudwatch_logs(message, origin, layer),
                Err(why) => self.unreadable(line, Reason::Envelope(why)),
            };
        }
        let bytes = object;
        let shipped = Object::of_shipper(object);
        let wrapped = shipped.as_ref().and_then(|object| {
            let opened = agent::open(object).or_else(|| fluent_bit::open(object, bytes));
            opened.map(|opened| (object, opened))
        });
        if let Some((object, (text, inner))) = wrapped {
            let origin = inside(&inner, origin);
            let share = pieces::share(object, &text);
            if share == Share::Last && self.pieces.is_empty() {
                return self.text(text.as_bytes(), &origin, layer + 1);
            }
            let stream = PieceStream::of(object, &origin);
            return self.piece(stream, text.as_bytes(), share, layer);
        }
        let listed = match lists::is_claimed(object) {
            true => shipped.or_else(|| Object::parse(object)),
            false => None,
        };
        match listed.as_ref().and_then(lists::open) {
            Some((records, inner)) => {
                let mut records = records.into_iter();
                records.try_for_each(|record| self.line(record, &inside(&inner, origin), layer + 1))
            }
            None => self.deliver(line, origin),
        }
    }

    fn cloudwatch_logs(
        &mut self,
        message: cloudwatch_logs::Message<'_>,
        origin: &Origin<'_>,
        layer: u8,
    ) -> ControlFlow<()> {
        match message {
            cloudwatch_logs::Message::Control => (self.each)(Content::Control),
            cloudwatch_logs::Message::Data(events, inner) => {
                let origin = inside(&inner, origin);
                let mut events = events.iter();
                events.try_for_each(|text| self.text(text.as_bytes(), &origin, layer + 1))
            }
        }
    }

    fn written(
        &mut self,
        written: &container::Written<'_>,
        origin: &Origin<'_>,
        layer: u8,
    ) -> ControlFlow<()> {
        if !written.continues && self.pieces.is_empty() {
            return self.text(written.text, origin, layer + 1);
        }
        let share = match written.continues {
            true => Share::Piece,
            false => Share::Last,
        };
        let stream = PieceStream::new(written.stream, origin);
        self.piece(stream, written.text, share, layer)
    }

    /// Keeps a piece of a line. If it is the last piece, reads the completed line.
    fn piece(
        &mut self,
        stream: PieceStream,
        text: &[u8],
        share: Share,
        layer: u8,
    ) -> ControlFlow<()> {
        if share == Share::Last {
            let whole = self.pieces.end(&stream, text);
            let text = whole.as_deref().unwrap_or(text);
            return self.text(text, stream.origin(), layer + 1);
        }
        // A piece takes a number. The numbers after it are therefore the same whether or not its
        // line is completed.
        self.number += 1;
        match self.pieces.keep(stream, text, share, layer) {
            Some(unended) => self.unended(unended),
            None => ControlFlow::Continue(()),
        }
    }

    /// Ends the record. If the last piece of a line did not arrive, the line is read without it.
    pub(super) fn end(&mut self) -> ControlFlow<()> {
        while let Some(unended) = self.pieces.take_oldest() {
            self.unended(unended)?;
        }
        ControlFlow::Continue(())
    }

    fn unended(&mut self, unended: Unended) -> ControlFlow<()> {
        let (origin, layer) = (unended.stream.origin().clone(), unended.layer);
        let mut lines = unended.into_lines().into_iter();
        lines.try_for_each(|text| self.text(&text, &origin, layer + 1))
    }

    fn deliver(&mut self, line: &[u8], origin: &Origin<'_>) -> ControlFlow<()> {
        let number = self.number;
        self.number += 1;
        let place = self.place(number);
        (self.each)(Content::Line {
            line,
            subsequence: self.subsequence,
            number,
            place,
            origin,
        })
    }

    fn place(&self, number: u32) -> Place {
        let (offset, first) = self.begin;
        Place {
            offset,
            part: number.saturating_sub(first),
        }
    }

    fn unreadable(&mut self, raw: &[u8], reason: Reason) -> ControlFlow<()> {
        let number = self.number;
        self.number += 1;
        let place = self.place(number);
        (self.each)(Content::Unreadable {
            raw,
            subsequence: self.subsequence,
            number,
            place,
            rejection: Rejection::whole(reason),
        })
    }
}

/// Combines the origins of nested envelopes. The values of the inner envelope take precedence over
/// those of the outer one.
fn inside<'a>(inner: &'a Origin<'_>, outer: &'a Origin<'_>) -> Origin<'a> {
    let either =
        |inner: &'a Option<_>, outer: &'a Option<_>| -> Option<std::borrow::Cow<'a, str>> {
            let text: Option<&std::borrow::Cow<'_, str>> = inner.as_ref().or(outer.as_ref());
            text.map(|text| std::borrow::Cow::Borrowed(&**text))
        };
    Origin {
        file_path: either(&inner.file_path, &outer.file_path),
        host_name: either(&inner.host_name, &outer.host_name),
        region: either(&inner.region, &outer.region),
    }
}
