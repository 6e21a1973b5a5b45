//! The parts of a compressed stream in order: members of gzip and zlib, frames of zstd. White space
//! and zero bytes between these parts and after the last part are padding.

use std::fmt;
use std::io::{BufRead, Error, ErrorKind, Read, Result, copy, sink};

use flate2::bufread::{GzDecoder, ZlibDecoder};
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

/// The zstd window that every decoder should support (RFC 8878, 3.1.1.1.2).
const ZSTD_WINDOW_BYTES: u64 = 8 * 1024 * 1024;

/// A decoder of one member, which returns its source afterwards.
pub(super) trait Member<R>: Read {
    fn into_source(self) -> R;
}

impl<R: BufRead> Member<R> for GzDecoder<R> {
    fn into_source(self) -> R {
        self.into_inner()
    }
}

impl<R: BufRead> Member<R> for ZlibDecoder<R> {
    fn into_source(self) -> R {
        self.into_inner()
    }
}

/// The members of a gzip or zlib stream.
pub(super) struct Members<R, D> {
    begin: fn(R) -> D,
    state: State<R, D>,
}

enum State<R, D> {
    Between(R),
    Within(D),
    /// Reading cannot continue after an error.
    Ended,
}

impl<R: BufRead, D: Member<R>> Members<R, D> {
    pub(super) fn new(source: R, begin: fn(R) -> D) -> Self {
        Self {
            begin,
            state: State::Between(source),
        }
    }
}

impl<R: BufRead, D: Member<R>> Read for Members<R, D> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            match std::mem::replace(&mut self.state, State::Ended) {
                State::Between(mut source) => {
                    if is_at_end(&mut source)? {
                        return Ok(0);
                    }
                    self.state = State::Within((self.begin)(source));
                }
                State::Within(mut member) => {
                    let read = member.read(buffer)?;
                    if read > 0 {
                        self.state = State::Within(member);
                        return Ok(read);
                    }
                    self.state = State::Between(member.into_source());
                }
                State::Ended => return Ok(0),
            }
        }
    }
}

/// How much of a zstd stream may be opened. A decoder holds a window of the expanded text, so the
/// largest window bounds its memory.
#[derive(Debug, Clone, Copy)]
pub(crate) enum ZstdLimit {
    /// Frames with a window of at most this many bytes.
    Window(u64),
    /// This many bytes of content in all frames together. A window may have as many bytes as
    /// remain. If fewer than 8 MiB remain, it may have 8 MiB, because every decoder should support
    /// that.
    Content(u64),
}

/// Why a zstd stream ended.
#[derive(Debug)]
pub(super) enum ZstdError {
    /// A frame is malformed or has too large a window.
    Frame(FrameDecoderError),
    /// A frame states that it holds more than may be opened.
    ContentTooLong,
}

impl ZstdError {
    /// Whether the stream exceeds its limit. If it does not, it is malformed.
    pub(super) fn is_limit(&self) -> bool {
        match self {
            Self::Frame(error) => matches!(error, FrameDecoderError::WindowSizeTooBig { .. }),
            Self::ContentTooLong => true,
        }
    }
}

impl fmt::Display for ZstdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Frame(error) => write!(f, "broken zstd stream: {error}"),
            Self::ContentTooLong => f.write_str("zstd stream with too much content"),
        }
    }
}

impl std::error::Error for ZstdError {}

/// The frames of a zstd stream.
pub(super) struct ZstdFrames<R> {
    source: R,
    decoder: FrameDecoder,
    limit: ZstdLimit,
    /// The number of bytes that the frame returned so far, or `None` between two frames.
    frame_bytes: Option<u64>,
}

impl<R: BufRead> ZstdFrames<R> {
    pub(super) fn new(source: R, limit: ZstdLimit) -> Self {
        Self {
            source,
            decoder: FrameDecoder::new(),
            limit,
            frame_bytes: None,
        }
    }

    /// Begins the next frame with content. Returns `false` at the end of the stream.
    fn begin(&mut self) -> Result<bool> {
        let (window_bytes, content_bytes) = match self.limit {
            ZstdLimit::Window(bytes) => (bytes, u64::MAX),
            ZstdLimit::Content(left) => (left.max(ZSTD_WINDOW_BYTES), left),
        };
        self.decoder.set_max_window_size(window_bytes);
        while !is_at_end(&mut self.source)? {
            match self.decoder.init(&mut self.source) {
                Ok(()) if self.decoder.content_size() > content_bytes => {
                    return Err(Error::other(ZstdError::ContentTooLong));
                }
                Ok(()) => return Ok(true),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => self.skip(u64::from(length))?,
                Err(error) => return Err(broken(error)),
            }
        }
        Ok(false)
    }

    /// Skips the content of a skippable frame.
    fn skip(&mut self, bytes: u64) -> Result<()> {
        let skipped = copy(&mut (&mut self.source).take(bytes), &mut sink())?;
        match skipped == bytes {
            true => Ok(()),
            false => Err(ErrorKind::UnexpectedEof.into()),
        }
    }

    /// Compares the content with the frame's header and checksum. The decoder does not do this.
    fn verify(&self, frame_bytes: u64) -> Result<()> {
        let stated = self.decoder.content_size();
        if stated != 0 && stated != frame_bytes {
            return Err(Error::other("its length does not match"));
        }
        match self.decoder.get_checksum_from_data() {
            Some(checksum) if self.decoder.get_calculated_checksum() != Some(checksum) => {
                Err(Error::other("its checksum does not match"))
            }
            Some(_) | None => Ok(()),
        }
    }
}

impl<R: BufRead> Read for ZstdFrames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            let frame_bytes = match self.frame_bytes {
                Some(bytes) => bytes,
                None => match self.begin()? {
                    true => 0,
                    false => return Ok(0),
                },
            };
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                self.decoder
                    .decode_blocks(&mut self.source, BlockDecodingStrategy::UptoBlocks(1))
                    .map_err(broken)?;
            }
            let read = self.decoder.read(buffer)?;
            if read > 0 {
                self.frame_bytes = Some(frame_bytes + read as u64);
                if let ZstdLimit::Content(left) = &mut self.limit {
                    *left = left.saturating_sub(read as u64);
                }
                return Ok(read);
            }
            self.frame_bytes = None;
            self.verify(frame_bytes)?;
        }
    }
}

/// Skips padding. Returns whether the stream ends after it.
fn is_at_end(source: &mut impl BufRead) -> Result<bool> {
    loop {
        let bytes = source.fill_buf()?;
        let held = bytes.len();
        let is_padding = |byte: &u8| *byte == 0 || byte.is_ascii_whitespace();
        let padding = bytes.iter().take_while(|byte| is_padding(byte)).count();
        source.consume(padding);
        if padding < held || held == 0 {
            return Ok(held == 0);
        }
    }
}

fn broken(error: FrameDecoderError) -> Error {
    Error::other(ZstdError::Frame(error))
}
