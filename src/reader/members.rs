//! The parts of a compressed stream one after the other: members of gzip and zlib, frames of zstd. White space and zero
//! bytes between them and after the last are padding.

use std::io::{BufRead, Error, Read, Result, copy, sink};

use flate2::bufread::{GzDecoder, ZlibDecoder};
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

/// A decoder of one member, which gives back what it read from.
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
    /// After an error there is nothing to go on with.
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

/// The frames of a zstd stream.
pub(super) struct ZstdFrames<R> {
    source: R,
    decoder: FrameDecoder,
    /// The bytes that the frame gave so far; `None` between two.
    frame_bytes: Option<u64>,
}

impl<R: BufRead> ZstdFrames<R> {
    pub(super) fn new(source: R, window_limit_bytes: u64) -> Self {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(window_limit_bytes);
        Self {
            source,
            decoder,
            frame_bytes: None,
        }
    }

    /// Begins the next frame with content; `false` at the end of the stream.
    fn begin(&mut self) -> Result<bool> {
        while !is_at_end(&mut self.source)? {
            match self.decoder.init(&mut self.source) {
                Ok(()) => return Ok(true),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    copy(&mut (&mut self.source).take(u64::from(length)), &mut sink())?;
                }
                Err(error) => return Err(broken(&error)),
            }
        }
        Ok(false)
    }

    /// The decoder leaves it to its caller to compare what the frame says of its content with what came out.
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
                    .map_err(|error| broken(&error))?;
            }
            let read = self.decoder.read(buffer)?;
            if read > 0 {
                self.frame_bytes = Some(frame_bytes + read as u64);
                return Ok(read);
            }
            self.frame_bytes = None;
            self.verify(frame_bytes)?;
        }
    }
}

/// Passes over padding; whether nothing follows it.
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

fn broken(error: &FrameDecoderError) -> Error {
    Error::other(format!("broken zstd stream: {error}"))
}
