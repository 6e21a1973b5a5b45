//! Divides a stream of lines into large stretches of whole lines, in bounded memory.

use std::io::{ErrorKind, Read, Result};

use memchr::{memchr, memrchr};

/// The usual size of a stretch, in bytes. By default, a record of a stream has at most 1 MiB, so a
/// record saved to a file is opened as one stretch. At this size, the cost of single reads is not
/// noticeable.
const STRETCH_BYTES: usize = 1024 * 1024;

/// The longest line with its ending: 8 MiB. Apache and nginx cut lines at about 64 KiB, so longer
/// text is not a log.
pub const LINE_LIMIT_BYTES: usize = 8 * STRETCH_BYTES;

/// A stretch of a stream.
#[derive(Debug, PartialEq, Eq)]
pub enum Stretch<'a> {
    /// Whole lines; the last one of the stream may lack its ending.
    Lines(&'a [u8]),
    /// The first [`LINE_LIMIT_BYTES`] of a longer line. The rest of it is skipped.
    TooLong(&'a [u8]),
}

/// A stream of lines in stretches.
///
/// The stretches of a file are cut only by size, so the same file always gives the same stretches.
/// A live stream returns its whole lines after every read, so that a person who follows a log never
/// waits for a full stretch.
#[derive(Debug)]
pub struct Chunks<R> {
    reader: R,
    live: bool,
    buffer: Vec<u8>,
    /// Bytes at the buffer's beginning that were returned.
    taken: usize,
    /// The position of the buffer's beginning in the stream.
    offset: u64,
    /// The end of the last whole line in the buffer, or 0.
    lines_end: usize,
    ended: bool,
    /// Whether the position is within a line that was too long.
    skipping: bool,
}

impl<R: Read> Chunks<R> {
    /// The stretches of a stream.
    pub fn new(reader: R, live: bool) -> Self {
        Self {
            reader,
            live,
            buffer: Vec::new(),
            taken: 0,
            offset: 0,
            lines_end: 0,
            ended: false,
            skipping: false,
        }
    }

    /// The stretches of the rest of a stream, which begins at this byte. A line must begin there.
    pub fn from_offset(reader: R, offset: u64) -> Self {
        Self {
            offset,
            ..Self::new(reader, false)
        }
    }

    /// Whether lines are returned as they arrive.
    pub fn is_live(&self) -> bool {
        self.live
    }

    /// The next stretch and its position in the stream, or `None` at the end.
    ///
    /// # Errors
    /// The stream cannot be read further. The next call returns what was read before.
    pub fn next_stretch(&mut self) -> Result<Option<(u64, Stretch<'_>)>> {
        self.forget_taken();
        if self.skipping {
            self.skip_line()?;
        }
        loop {
            let full = self.buffer.len() >= STRETCH_BYTES || self.live;
            if full && self.lines_end > 0 {
                return Ok(self.hand_over(self.lines_end));
            }
            if self.ended {
                return Ok(self.hand_over(self.buffer.len()));
            }
            if self.buffer.len() >= LINE_LIMIT_BYTES {
                self.skipping = true;
                self.taken = self.buffer.len();
                return Ok(Some((self.offset, Stretch::TooLong(&self.buffer))));
            }
            self.read_more()?;
        }
    }

    fn hand_over(&mut self, end: usize) -> Option<(u64, Stretch<'_>)> {
        self.taken = end;
        let lines = self.buffer.get(..end).filter(|lines| !lines.is_empty())?;
        Some((self.offset, Stretch::Lines(lines)))
    }

    fn forget_taken(&mut self) {
        self.buffer.drain(..self.taken);
        self.offset += self.taken as u64;
        self.lines_end = self.lines_end.saturating_sub(self.taken);
        self.taken = 0;
    }

    /// Reads once, at most up to the next multiple of [`STRETCH_BYTES`] in the buffer. The places
    /// of cuts therefore do not depend on the sizes of reads.
    fn read_more(&mut self) -> Result<()> {
        let held = self.buffer.len();
        let wanted = (held / STRETCH_BYTES + 1) * STRETCH_BYTES;
        self.buffer.resize(wanted, 0);
        let space = self.buffer.get_mut(held..).unwrap_or_default();
        let read = loop {
            match self.reader.read(space) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        let end = held + read.as_ref().map_or(0, |read| *read);
        self.buffer.truncate(end);
        // The stream also ends after an error, because a broken archive would return the same error
        // for ever.
        self.ended = end == held;
        let fresh = self.buffer.get(held..).unwrap_or_default();
        if let Some(newline) = memrchr(b'\n', fresh) {
            self.lines_end = held + newline + 1;
        }
        read.map(|_| ())
    }

    /// Skips the rest of a line that was too long.
    fn skip_line(&mut self) -> Result<()> {
        loop {
            let newline = memchr(b'\n', &self.buffer);
            self.taken = newline.map_or(self.buffer.len(), |newline| newline + 1);
            self.forget_taken();
            if newline.is_some() || self.ended {
                self.skipping = false;
                return Ok(());
            }
            self.read_more()?;
        }
    }
}

#[cfg(test)]
#[path = "chunks_tests.rs"]
mod tests;
