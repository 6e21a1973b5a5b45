//! Opens an input (a file, a pipe, or standard input), and detects its content by its first bytes.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{BufReader, Cursor, Error, ErrorKind, Read, Result, stdin};
use std::path::{Path, PathBuf};

use super::Input;
use super::shape::{Shape, shape};
use crate::cli::progress::Progress;
use crate::compression::{Compression, MAGIC_BYTES, ZstdLimit};
use crate::reader::Chunks;

/// The largest accepted window of zstd: 128 MiB, which `zstd --ultra -22` and `zstd --long` write.
const ZSTD_LIMIT: ZstdLimit = ZstdLimit::Window(128 * 1024 * 1024);

/// About the most bytes read ahead to distinguish an event from lines.
const HEAD_LIMIT_BYTES: usize = 1024 * 1024;

/// The most bytes of a file of events: more than ten times Lambda's largest event (6 MB).
const EVENT_LIMIT_BYTES: usize = 64 * 1024 * 1024;

/// Bytes read at once during detection.
const READ_BYTES: usize = 64 * 1024;

/// Whether a path means standard input.
pub(in crate::cli) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == OsStr::new("-")
}

/// How messages and ids name an input.
pub(in crate::cli) fn name(path: &Path) -> String {
    if is_stdin(path) {
        "stdin".to_owned()
    } else {
        path.display().to_string()
    }
}

/// The size of all inputs together, in bytes. `None` if one of them is not a regular file.
pub(in crate::cli) fn total_bytes(paths: &[PathBuf]) -> Option<u64> {
    paths.iter().try_fold(0, |total, path| {
        let metadata = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
        Some(total + metadata.len())
    })
}

/// Opens an input and detects its content.
///
/// # Errors
/// The input does not exist, cannot be read, or holds events of more than [`EVENT_LIMIT_BYTES`].
pub(in crate::cli) fn open(path: &Path, progress: &Progress) -> Result<Input> {
    if is_stdin(path) {
        return identify(progress.count(stdin().lock()), true);
    }
    #[cfg(not(feature = "replay"))]
    if path.starts_with("s3:") {
        let why = "this build cannot read objects of S3; use one with the feature `replay`";
        return Err(Error::new(ErrorKind::Unsupported, why));
    }
    let file = File::open(path)?;
    let live = !file.metadata()?.is_file();
    identify(progress.count(file), live)
}

fn identify(mut reader: impl Read + 'static, live: bool) -> Result<Input> {
    let mut magic = Vec::new();
    read_head(&mut reader, &mut magic, |head| {
        head.len() >= MAGIC_BYTES || !Compression::is_undecided(head)
    })?;
    let compression = Compression::of(&magic);
    let whole = Cursor::new(magic).chain(reader);
    let mut reader: Box<dyn Read> = match compression {
        Some(compression) => {
            compression.undo(BufReader::with_capacity(READ_BYTES, whole), ZSTD_LIMIT)
        }
        None => Box::new(whole),
    };
    let (mut head, mut found) = (Vec::new(), Shape::Undecided);
    let read = read_head(&mut reader, &mut head, |head| {
        found = shape(head);
        found != Shape::Undecided || head.len() >= HEAD_LIMIT_BYTES
    });
    if let Err(error) = read {
        // An archive may be broken after good lines. The lines are read first, then the error is
        // returned.
        reader = Box::new(Failing(Some(error)));
    }
    if found != Shape::Event {
        let reader: Box<dyn Read> = Box::new(Cursor::new(head).chain(reader));
        return Ok(Input::Lines(Chunks::new(reader, live)));
    }
    let rest_bytes = (EVENT_LIMIT_BYTES + 1).saturating_sub(head.len());
    reader.take(rest_bytes as u64).read_to_end(&mut head)?;
    if head.len() > EVENT_LIMIT_BYTES {
        let reason = format!("holds events of more than {EVENT_LIMIT_BYTES} bytes");
        return Err(Error::new(ErrorKind::FileTooLarge, reason));
    }
    Ok(Input::Event(head))
}

/// Adds bytes to `head` until `enough` returns true for it, or until the end of the input.
fn read_head(
    reader: &mut impl Read,
    head: &mut Vec<u8>,
    mut enough: impl FnMut(&[u8]) -> bool,
) -> Result<()> {
    let mut buffer = vec![0; READ_BYTES];
    while !enough(head) {
        match reader.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => head.extend_from_slice(buffer.get(..read).unwrap_or_default()),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// A reader that returns an error, and then ends.
struct Failing(Option<Error>);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The content of an input: all its lines together, or the event.
    fn held(reader: impl Read + 'static) -> (&'static str, String) {
        match identify(reader, true).unwrap() {
            Input::Event(event) => ("event", String::from_utf8(event).unwrap()),
            Input::Lines(mut chunks) => {
                let mut text = String::new();
                loop {
                    match chunks.next_stretch() {
                        Ok(Some((_, crate::reader::Stretch::Lines(lines)))) => {
                            text.push_str(std::str::from_utf8(lines).unwrap());
                        }
                        Ok(Some(_)) => text.push_str("(too long)"),
                        Ok(None) => return ("lines", text),
                        Err(error) => text.extend(["(", &error.to_string(), ")"]),
                    }
                }
            }
        }
    }

    #[test]
    fn an_input_is_recognised_by_its_beginning() {
        let cases = [
            ("lines", "203.0.113.7 - -\n"),
            ("lines", ""),
            ("lines", "P"),
            ("lines", "{\"status\":200}\n{\"status\":404}\n"),
            ("event", "{\n \"Records\": [{\"kinesis\": {}}]}"),
        ];
        for (expected, text) in cases {
            assert_eq!(held(text.as_bytes()), (expected, text.to_owned()));
        }
    }

    #[test]
    fn text_before_an_error_is_read() {
        for before in ["one\n", "{\"Records\": "] {
            let reader = before
                .as_bytes()
                .chain(Failing(Some(Error::other("broken"))));
            let (kind, text) = held(reader);
            assert_eq!(kind, "lines");
            assert!(text.contains(before) && text.contains("(broken)"), "{text}");
        }
    }
}
