//! A bound for the expansion of a compressed stream.
//!
//! A log may have any length, so the bound is a ratio. A stream ends with [`Excess`] if it expands
//! to more than a limit **and** to more than [`EXPANSION_RATIO`] times the bytes read. When a
//! stream is opened, its beginning is expanded once as a trial. The trial ends after the first
//! mebibyte of text, or continues up to the limit while the text exceeds the ratio. A stream that
//! exceeds the bound from its beginning is therefore detected before any line is returned.

use std::cell::Cell;
use std::fmt;
use std::io::{self, BufRead, BufReader, Cursor, Error, ErrorKind, Read, Result};
use std::rc::Rc;

use crate::compression::{Compression, MAGIC_BYTES, ZstdLimit};

/// How many bytes each compressed byte may expand to. The text of an access log is 10 to 50 times
/// as long as its gzip stream. For zeros, deflate reaches 160 times at its fastest level and 1,032
/// times at its best.
pub const EXPANSION_RATIO: u64 = 100;

/// The largest accepted window of zstd: 8 MiB, which every decoder should support (RFC 8878,
/// 3.1.1.1.2).
const ZSTD_LIMIT: ZstdLimit = ZstdLimit::Window(8 * 1024 * 1024);

/// How many nested compressed streams are opened. A gzipped file that was uploaded gzipped has two.
const LAYER_LIMIT: u8 = 3;

/// A stream is dense if the beginning of its text exceeds [`EXPANSION_RATIO`]. This is the length
/// of that beginning, in bytes.
const SAMPLE_BYTES: u64 = 1024 * 1024;

const BUFFER_BYTES: usize = 64 * 1024;

/// The stream exceeds its bound. This value is the content of the [`Error`] that ends the stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Excess;

impl fmt::Display for Excess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it expands to more than the limit")
    }
}

impl std::error::Error for Excess {}

impl Excess {
    /// Whether a stream ended for this reason.
    #[must_use]
    pub fn is_cause_of(error: &Error) -> bool {
        matches!(error.get_ref(), Some(inner) if inner.is::<Self>())
    }
}

/// The decompressed text of a stream.
pub struct Bounded {
    text: Box<dyn Read>,
    /// Bytes of the compressed stream that were used so far.
    used_bytes: Rc<Cell<u64>>,
    text_bytes: u64,
    limit_bytes: u64,
    layers: u8,
    is_dense: bool,
}

impl fmt::Debug for Bounded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bounded")
            .field("text_bytes", &self.text_bytes)
            .field("layers", &self.layers)
            .finish_non_exhaustive()
    }
}

impl Bounded {
    /// Opens a stream with any compression or none. Every stream may expand to `limit_bytes`.
    ///
    /// # Errors
    /// The stream cannot be read, or it exceeds its bound from the beginning ([`Excess`]).
    pub fn open(mut stream: impl Read + 'static, limit_bytes: u64) -> Result<Self> {
        let mut head = Vec::new();
        // With fewer bytes, a beginning that exceeds the ratio might not reach the limit.
        let head_bytes = limit_bytes / EXPANSION_RATIO + MAGIC_BYTES as u64;
        (&mut stream).take(head_bytes).read_to_end(&mut head)?;
        let is_dense = is_dense(&head, limit_bytes)?;
        let compression = Compression::of(&head);
        let source = buffered(Cursor::new(head).chain(stream));
        Ok(Self {
            is_dense,
            ..Self::undone(source, compression, limit_bytes)
        })
    }

    /// Whether the text is compressed. A place in compressed text is reached only by opening
    /// everything before it.
    #[must_use]
    pub fn is_compressed(&self) -> bool {
        self.layers > 0
    }

    /// Whether the beginning of the text exceeds [`EXPANSION_RATIO`], though not the limit.
    #[must_use]
    pub fn is_dense(&self) -> bool {
        self.is_dense
    }

    fn undone(
        source: impl BufRead + 'static,
        compression: Option<Compression>,
        limit_bytes: u64,
    ) -> Self {
        let used_bytes = Rc::<Cell<u64>>::default();
        let metered = Metered {
            source,
            used_bytes: Rc::clone(&used_bytes),
        };
        // There is no buffer between the meter and the decoder, so every counted byte was used.
        let mut text: Box<dyn Read> = match compression {
            Some(compression) => compression.undo(metered, ZSTD_LIMIT),
            None => Box::new(metered),
        };
        let mut layers = u8::from(compression.is_some());
        while (1..LAYER_LIMIT).contains(&layers) {
            let (head, rest) = split_head(text);
            let compression = Compression::of(&head);
            let whole = Cursor::new(head).chain(rest);
            let Some(compression) = compression else {
                text = Box::new(whole);
                break;
            };
            layers += 1;
            text = compression.undo(buffered(whole), ZSTD_LIMIT);
        }
        Self {
            text,
            used_bytes,
            text_bytes: 0,
            limit_bytes,
            layers,
            is_dense: false,
        }
    }

    fn is_over_ratio(&self) -> bool {
        self.text_bytes > self.used_bytes.get().saturating_mul(EXPANSION_RATIO)
    }
}

impl Read for Bounded {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let read = self.text.read(buffer)?;
        self.text_bytes += read as u64;
        if self.text_bytes > self.limit_bytes && self.is_over_ratio() {
            return Err(Error::other(Excess));
        }
        Ok(read)
    }
}

fn buffered<R: Read>(stream: R) -> BufReader<R> {
    BufReader::with_capacity(BUFFER_BYTES, stream)
}

/// Whether the beginning of a stream is dense.
///
/// # Errors
/// The error is [`Excess`], if the stream exceeds the bound.
fn is_dense(head: &[u8], limit_bytes: u64) -> Result<bool> {
    let compression = Compression::of(head);
    if compression.is_none() {
        return Ok(false);
    }
    let mut sample = Bounded::undone(Cursor::new(head.to_vec()), compression, limit_bytes);
    let mut text = vec![0; BUFFER_BYTES];
    loop {
        match sample.read(&mut text) {
            Ok(0) => return Ok(sample.is_over_ratio()),
            Ok(_) if sample.text_bytes < SAMPLE_BYTES || sample.is_over_ratio() => {}
            Ok(_) => return Ok(false),
            Err(error) if Excess::is_cause_of(&error) => return Err(error),
            // The head ends within the stream, so an error is expected here. Real damage is
            // reported when the stream is read.
            Err(_) => return Ok(sample.is_over_ratio()),
        }
    }
}

/// Splits a stream into its first bytes, which show its compression, and the rest. An error of the
/// stream is returned after these bytes.
fn split_head(mut stream: Box<dyn Read>) -> (Vec<u8>, Box<dyn Read>) {
    let mut head = Vec::new();
    let mut buffer = [0; MAGIC_BYTES];
    while head.len() < MAGIC_BYTES && Compression::is_undecided(&head) {
        let wanted = MAGIC_BYTES - head.len();
        match stream.read(buffer.get_mut(..wanted).unwrap_or_default()) {
            Ok(0) => break,
            Ok(read) => head.extend_from_slice(buffer.get(..read).unwrap_or_default()),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return (head, Box::new(Failing(Some(error)))),
        }
    }
    (head, stream)
}

/// A stream that ends with an error.
struct Failing(Option<Error>);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// Counts the bytes that a decoder took from a stream, not those in a buffer.
struct Metered<R> {
    source: R,
    used_bytes: Rc<Cell<u64>>,
}

impl<R: BufRead> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let read = self.source.read(buffer)?;
        self.used_bytes.set(self.used_bytes.get() + read as u64);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Metered<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.source.fill_buf()
    }

    fn consume(&mut self, bytes: usize) {
        self.source.consume(bytes);
        self.used_bytes.set(self.used_bytes.get() + bytes as u64);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::compression::pack::gzip;

    const LIMIT_BYTES: u64 = 4 * 1024 * 1024;

    /// Lines that are as similar as those of a log. They are compressed to about a ninth.
    fn lines(count: u64) -> Vec<u8> {
        let line = |n: u64| {
            let name = n.wrapping_mul(0x9e37_79b9_7f4a_7c15);
            format!(
                "203.0.113.{} - - [10/Oct/2025:13:55:{:02} +0000] \"GET /{name:x} HTTP/1.1\" 200 \
                 {}\n",
                n % 256,
                n / 500 % 60,
                name % 9000
            )
        };
        (0..count).map(line).collect::<String>().into_bytes()
    }

    fn read(stream: Vec<u8>) -> (usize, Result<Bounded>) {
        let mut text = Vec::new();
        let opened = Bounded::open(Cursor::new(stream), LIMIT_BYTES);
        let read = opened.and_then(|mut opened| {
            opened.read_to_end(&mut text)?;
            Ok(opened)
        });
        (text.len(), read)
    }

    #[test]
    fn a_log_of_any_length_is_read_and_a_denser_stream_ends_at_the_limit() {
        let log = lines(120_000);
        assert!(log.len() as u64 > 2 * LIMIT_BYTES);
        let zeros = vec![b'0'; 64 * 1024 * 1024];
        let short = vec![b'\n'; 3 * 1024 * 1024];
        let cases = [
            ("plain", zeros.clone(), Some(zeros.len()), false),
            ("log", gzip(&log), Some(log.len()), false),
            (
                "log-twice-gzipped",
                gzip(&gzip(&log)),
                Some(log.len()),
                false,
            ),
            ("short-and-dense", gzip(&short), Some(short.len()), true),
            ("bomb", gzip(&zeros), None, false),
            ("bomb-in-a-bomb", gzip(&gzip(&zeros)), None, false),
        ];
        for (name, stream, expected, is_dense) in cases {
            let (length, read) = read(stream);
            match (expected, read) {
                (Some(expected), Ok(opened)) => {
                    assert_eq!((length, opened.is_dense()), (expected, is_dense), "{name}");
                }
                (None, Err(error)) => {
                    assert!(Excess::is_cause_of(&error), "{name}: {error}");
                    assert_eq!(length, 0, "{name}: found before anything was handed over");
                }
                (expected, read) => panic!("{name}: {expected:?} {read:?}"),
            }
        }
    }

    #[test]
    fn a_bomb_behind_a_log_ends_where_it_is_too_dense() {
        let log = lines(1000);
        let zeros = vec![b'0'; 64 * 1024 * 1024];
        let (length, read) = read([gzip(&log), gzip(&zeros)].concat());
        assert!(Excess::is_cause_of(&read.unwrap_err()));
        assert!(length >= log.len() && length < zeros.len(), "{length}");
    }

    #[test]
    fn an_error_of_the_stream_is_returned() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> Result<usize> {
                Err(Error::other("cut"))
            }
        }
        let error = Bounded::open(b"one\n".chain(Broken), LIMIT_BYTES).unwrap_err();
        assert_eq!(error.to_string(), "cut");
        let mut whole = gzip(b"one\n");
        whole.truncate(20);
        assert!(read(whole).1.is_err());
    }

    proptest! {
        #[test]
        fn text_within_any_allowed_number_of_layers_is_unchanged(
            text in proptest::collection::vec(any::<u8>(), 0..200),
            layers in 0..=usize::from(LAYER_LIMIT),
        ) {
            prop_assume!(Compression::of(&text).is_none());
            let stream = (0..layers).fold(text.clone(), |text, _| gzip(&text));
            let mut found = Vec::new();
            Bounded::open(Cursor::new(stream), LIMIT_BYTES)
                .unwrap()
                .read_to_end(&mut found)
                .unwrap();
            prop_assert_eq!(found, text);
        }
    }
}
