//! The path to a leaf in its normal form. All spellings of a name have the same normal form.
//!
//! Letters are in lower case. `_`, `-`, `.`, `$`, blanks, brackets and all other separators are
//! left out. The keys of nested objects follow each other. `statusCode`, `status_code` and
//! `{"status":{"code":` all become `statuscode`. `@` is kept, since `@timestamp` is a shipper's
//! time and `timestamp` is the log's own.

/// The length of the longest path that is kept, in its normal form. No known field has a longer
/// one.
pub(super) const PATH_BYTES: usize = 96;

/// How many beginnings of segments are kept. The number is enough for the wrappers that shippers
/// put around a log.
const STARTS: usize = 4;

/// What each byte of a key becomes: itself, its lower case, or nothing.
static NORMAL: [u8; 256] = normal();

/// The path to the value at which a scan is, in a buffer of its own.
#[derive(Debug, Clone)]
pub(in crate::format::json) struct Path {
    bytes: [u8; PATH_BYTES],
    length: usize,
    /// The offsets at which segments begin, from the second segment on. A segment begins at a
    /// nested key, and after a `.` within a key.
    starts: [u8; STARTS],
    start_count: usize,
    /// How many of the current keys do not fit. If any does not, [`Path::whole`] is `None`.
    too_long: usize,
}

/// The state that [`Path::leave`] restores.
#[derive(Debug, Clone, Copy)]
pub(super) struct Before {
    length: usize,
    start_count: usize,
}

impl Path {
    pub(in crate::format::json) fn new() -> Self {
        Self {
            bytes: [0; PATH_BYTES],
            length: 0,
            starts: [0; STARTS],
            start_count: 0,
            too_long: 0,
        }
    }

    /// Adds a key.
    pub(super) fn enter(&mut self, key: &[u8]) -> Before {
        let before = Before {
            length: self.length,
            start_count: self.start_count,
        };
        if self.too_long > 0 {
            self.too_long += 1;
            return before;
        }
        self.start();
        let mut length = self.length;
        for &byte in key {
            let normal = NORMAL.get(usize::from(byte)).copied().unwrap_or_default();
            if normal == 0 {
                if byte == b'.' {
                    self.length = length;
                    self.start();
                }
                continue;
            }
            let Some(slot) = self.bytes.get_mut(length) else {
                self.length = before.length;
                self.start_count = before.start_count;
                self.too_long = 1;
                return before;
            };
            *slot = normal;
            length += 1;
        }
        self.length = length;
        before
    }

    pub(super) fn leave(&mut self, before: Before) {
        if self.too_long > 0 {
            self.too_long -= 1;
        } else {
            self.length = before.length;
            self.start_count = before.start_count;
        }
    }

    /// The whole path, unless it is too long.
    pub(in crate::format::json) fn whole(&self) -> Option<&[u8]> {
        self.bytes.get(..self.length).filter(|_| self.too_long == 0)
    }

    /// Divides the path in two at each boundary between segments. The first division is after the
    /// first segment.
    pub(in crate::format::json) fn splits(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        let whole = self.whole().unwrap_or_default();
        let starts = self.starts.iter().take(self.start_count);
        starts.filter_map(move |start| whole.split_at_checked(usize::from(*start)))
    }

    /// Records that a segment begins here. The first segment is not recorded.
    fn start(&mut self) {
        let last = self.start_count.checked_sub(1);
        let last = last.and_then(|last| self.starts.get(last).copied());
        let (Ok(at), true) = (u8::try_from(self.length), self.length > 0) else {
            return;
        };
        if last == Some(at) {
            return;
        }
        if let Some(slot) = self.starts.get_mut(self.start_count) {
            *slot = at;
            self.start_count += 1;
        }
    }
}

/// A name in its normal form.
pub(in crate::format::json) fn normalised(name: &str) -> Vec<u8> {
    let normal = |byte: u8| NORMAL.get(usize::from(byte)).copied().unwrap_or_default();
    name.bytes().map(normal).filter(|byte| *byte != 0).collect()
}

#[expect(
    clippy::indexing_slicing,
    reason = "evaluated when the program is compiled, over every byte"
)]
const fn normal() -> [u8; 256] {
    let mut table = [0; 256];
    let mut byte = 0_u8;
    loop {
        // No known name has a byte of a character beyond ASCII or of an escape. Such a byte is
        // kept, so that the path matches no name.
        if byte.is_ascii_alphanumeric() || matches!(byte, b'@' | b'\\') || !byte.is_ascii() {
            table[byte as usize] = byte.to_ascii_lowercase();
        }
        if byte == u8::MAX {
            return table;
        }
        byte += 1;
    }
}
