//! Objects of S3, read in ranges. A broken connection or a slow server costs only the rest of a
//! range.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html>. Every range after the
//! first asks for the same `ETag`. If an object is replaced while it is read, the two versions are
//! never mixed.

use std::io::{self, Read};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use aws_sdk_s3::operation::get_object::GetObjectOutput;
use aws_sdk_s3::primitives::ByteStream;
use bytes::{Buf as _, Bytes};
use tokio::sync::mpsc;
use tokio::time::{sleep, timeout, timeout_at};

pub use super::unread::Unread;
use super::unread::{Answered, classified};
use crate::aws::delivery::backoff;
use crate::event::Timestamp;
use crate::object::Object;

/// The bytes of a range. A gigabyte takes 64 requests. At 0.0004 dollars for 1,000 requests, they
/// cost a four-hundredth of a cent.
const RANGE_BYTES: u64 = 16 * 1024 * 1024;

/// How many pieces of an answer may wait for the reader. The HTTP client's pieces have at most 400
/// KB.
const PIECES_LIMIT: usize = 16;

/// How long an answer, or its next bytes, may take before the rest of the range is requested again.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(10);

/// How many consecutive tries may return nothing. The waits between them take about 8 seconds on
/// average and at most 17 seconds, and each try takes up to `ANSWER_TIMEOUT`.
const TRIES_LIMIT: u32 = 8;

/// Reads objects of S3.
#[derive(Debug, Clone)]
pub struct Store {
    client: aws_sdk_s3::Client,
}

/// What S3 says about an object.
#[derive(Debug, Clone)]
pub struct Stated {
    /// `ETag`, with its quotes.
    pub etag: Option<String>,
    /// The version's id, or the `ETag` without its quotes if the bucket has no versions.
    pub version: String,
    /// When the object was written.
    pub written: Option<Timestamp>,
    /// The stored size, or 0 if the object was opened at a byte after its end.
    pub bytes: u64,
}

/// The bytes of an object, from an async task that runs a few pieces ahead. [`Read::read`] blocks,
/// so it needs a thread of its own.
#[derive(Debug)]
pub struct ObjectBytes {
    pieces: mpsc::Receiver<Bytes>,
    piece: Bytes,
    ended: Ended,
}

/// Why the bytes ended before the object did. `None` if they continue or are complete.
///
/// A decoder between the bytes and their reader may hide the error of the bytes. This type keeps
/// the error.
#[derive(Debug, Clone, Default)]
pub struct Ended(Arc<Mutex<Option<Unread>>>);

impl Ended {
    /// The reason, once reading has ended; `None` before, or if all bytes were read.
    #[must_use]
    pub fn why(&self) -> Option<Unread> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn set(&self, why: Unread) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(why);
    }
}

impl ObjectBytes {
    /// A handle that gives the reason if the bytes end early.
    #[must_use]
    pub fn ended(&self) -> Ended {
        self.ended.clone()
    }
}

impl Read for ObjectBytes {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.piece.is_empty() {
            match self.pieces.blocking_recv() {
                Some(piece) => self.piece = piece,
                None => {
                    return self
                        .ended
                        .why()
                        .map_or(Ok(0), |why| Err(io::Error::other(why)));
                }
            }
        }
        let read = buffer.len().min(self.piece.len());
        self.piece
            .copy_to_slice(buffer.get_mut(..read).unwrap_or_default());
        Ok(read)
    }
}

impl Store {
    /// Uses this client to read.
    #[must_use]
    pub fn new(client: aws_sdk_s3::Client) -> Self {
        Self { client }
    }

    /// Opens an object, to read it from a byte on and until a deadline. With `etag`, only that
    /// exact object is opened.
    ///
    /// # Errors
    /// The error says why the object is not read.
    pub async fn open(
        &self,
        object: &Object,
        etag: Option<String>,
        from: u64,
        until: Instant,
    ) -> Result<(Stated, ObjectBytes), Unread> {
        let mut fetch = Fetch {
            client: self.client.clone(),
            object: object.clone(),
            etag,
            at: from,
            bytes: None,
            until,
            failed: 0,
        };
        let (sender, pieces) = mpsc::channel(PIECES_LIMIT);
        let ended = Ended::default();
        let bytes = ObjectBytes {
            pieces,
            piece: Bytes::new(),
            ended: ended.clone(),
        };
        let Some((first, body)) = fetch.range().await? else {
            // The object has no byte from here on. The sender is dropped, so the reader reaches its
            // end.
            let stated = fetch.stated(None);
            return Ok((stated, bytes));
        };
        let stated = fetch.stated(Some(&first));
        tokio::spawn(async move {
            if let Err(why) = fetch.all(body, &sender).await {
                ended.set(why);
            }
        });
        Ok((stated, bytes))
    }
}

/// An object that is being read.
struct Fetch {
    client: aws_sdk_s3::Client,
    object: Object,
    etag: Option<String>,
    /// The next byte to request.
    at: u64,
    /// The object's size, once it is known.
    bytes: Option<u64>,
    until: Instant,
    /// Consecutive tries that returned nothing.
    failed: u32,
}

/// What the first answer says besides the bytes.
struct Head {
    version: Option<String>,
    written: Option<Timestamp>,
}

impl Fetch {
    fn stated(&self, head: Option<&Head>) -> Stated {
        let version = head.and_then(|head| head.version.clone());
        let etag = self.etag.clone();
        let of_etag = || {
            etag.as_deref()
                .unwrap_or_default()
                .trim_matches('"')
                .to_owned()
        };
        Stated {
            version: version.unwrap_or_else(of_etag),
            written: head.and_then(|head| head.written),
            bytes: self.bytes.unwrap_or(0),
            etag,
        }
    }

    /// Sends all bytes, range by range.
    async fn all(&mut self, body: ByteStream, pieces: &mpsc::Sender<Bytes>) -> Result<(), Unread> {
        let mut body = body;
        loop {
            let before = self.at;
            if !self.pass_on(&mut body, pieces).await? {
                return Ok(());
            }
            if self.bytes.is_some_and(|bytes| self.at >= bytes) {
                return Ok(());
            }
            if self.at == before {
                self.wait("none", "an answer without bytes").await?;
            }
            match self.range().await? {
                Some((_, next)) => body = next,
                None => return Ok(()),
            }
        }
    }

    /// Sends the bytes of an answer until it ends. Returns `false` if the reader no longer exists.
    async fn pass_on(
        &mut self,
        body: &mut ByteStream,
        pieces: &mpsc::Sender<Bytes>,
    ) -> Result<bool, Unread> {
        loop {
            match timeout(ANSWER_TIMEOUT, body.next()).await {
                Ok(Some(Ok(piece))) => {
                    self.at += piece.len() as u64;
                    self.failed = 0;
                    match timeout_at(self.until.into(), pieces.send(piece)).await {
                        Ok(Ok(())) => {}
                        Ok(Err(_)) => return Ok(false),
                        Err(_) => return Err(Unread::OutOfTime),
                    }
                }
                Ok(None) => return Ok(true),
                // The rest of the range is requested again, from the first missing byte.
                Ok(Some(Err(error))) => {
                    self.wait("none", &error.to_string()).await?;
                    return Ok(true);
                }
                Err(_) => {
                    self.wait("none", "the answer stopped").await?;
                    return Ok(true);
                }
            }
            if Instant::now() >= self.until {
                return Err(Unread::OutOfTime);
            }
        }
    }

    /// Requests the next range, repeatedly until there is an answer. Returns `None` if the object
    /// ends before that range.
    async fn range(&mut self) -> Result<Option<(Head, ByteStream)>, Unread> {
        loop {
            let sent = self.client.get_object();
            let sent = sent
                .bucket(&self.object.bucket)
                .key(&self.object.key)
                .set_version_id(self.object.version.clone())
                .set_if_match(self.etag.clone())
                .range(format!("bytes={}-{}", self.at, self.at + RANGE_BYTES - 1))
                .send();
            let left = self.until.saturating_duration_since(Instant::now());
            match timeout(left.min(ANSWER_TIMEOUT), sent).await {
                Ok(Ok(output)) => match self.accept(output) {
                    Ok(accepted) => return Ok(Some(accepted)),
                    Err(why) => self.wait("none", why).await?,
                },
                Ok(Err(error)) => match classified(&error) {
                    Answered::PastTheEnd => return Ok(None),
                    Answered::Final(why) => return Err(why),
                    Answered::Passing { code, detail } => self.wait(&code, &detail).await?,
                },
                Err(_) => self.wait("none", "no answer in time").await?,
            }
        }
    }

    /// Checks an answer for the requested range. The error says what is wrong with the answer.
    fn accept(&mut self, output: GetObjectOutput) -> Result<(Head, ByteStream), &'static str> {
        let length = output
            .content_length()
            .and_then(|length| u64::try_from(length).ok());
        let length = length.ok_or("an answer without a length")?;
        let bytes = match output.content_range() {
            Some(range) => {
                let (first, bytes) = content_range(range).ok_or("an invalid Content-Range")?;
                (first == self.at)
                    .then_some(bytes)
                    .ok_or("a range that was not requested")?
            }
            // The answer is the whole object. A store without ranges answers in this way.
            None if self.at == 0 => length,
            None => return Err("an answer without a range"),
        };
        if self.at + length > bytes {
            return Err("more bytes than the object has");
        }
        if self.bytes.is_some_and(|before| before != bytes) {
            return Err("another size than before");
        }
        self.bytes = Some(bytes);
        if self.etag.is_none() {
            self.etag = output.e_tag().map(str::to_owned);
        }
        // In a bucket whose versions are suspended, every object has the id `null`.
        let version = output
            .version_id()
            .filter(|id| !id.is_empty() && *id != "null");
        let head = Head {
            version: version.map(str::to_owned),
            written: output.last_modified().map(|time| Timestamp {
                seconds: time.secs(),
                nanoseconds: 0,
                digits: 0,
            }),
        };
        Ok((head, output.body))
    }

    /// Waits before another try. Returns the reason if there is no other try.
    async fn wait(&mut self, code: &str, detail: &str) -> Result<(), Unread> {
        tracing::warn!(code, detail, "S3 did not give a range of an object");
        self.failed += 1;
        let wait = backoff(self.failed);
        if Instant::now() + wait >= self.until {
            return Err(Unread::OutOfTime);
        }
        if self.failed >= TRIES_LIMIT {
            return Err(Unread::Unavailable {
                code: code.to_owned(),
                detail: detail.to_owned(),
            });
        }
        sleep(wait).await;
        Ok(())
    }
}

/// The first byte and the object's size in `bytes 0-99/1000`.
fn content_range(range: &str) -> Option<(u64, u64)> {
    let (range, bytes) = range.strip_prefix("bytes ")?.split_once('/')?;
    let (first, _) = range.split_once('-')?;
    Some((first.trim().parse().ok()?, bytes.trim().parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_content_range_has_a_first_byte_and_a_size() {
        for (text, expected) in [
            ("bytes 0-99/1000", Some((0, 1000))),
            ("bytes 100-199/200", Some((100, 200))),
            ("bytes */1000", None),
            ("bytes 0-99/*", None),
            ("", None),
        ] {
            assert_eq!(content_range(text), expected, "{text}");
        }
    }
}
