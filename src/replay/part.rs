//! Divides a stretch of whole lines into failures, documents and lines of log.
//!
//! Firehose joins records without a separator, so one line may have several JSON values.

use std::collections::HashMap;
use std::ops::ControlFlow;

use base64_simd::URL_SAFE_NO_PAD;
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};

use super::document::Document;
use super::envelope::{Known, each_name};
use super::failure::FailedRecord;

/// A part of a stretch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part<'a> {
    /// A record that Firehose could not deliver or transform, and the text that Firehose wrote for
    /// it.
    Failure(FailedRecord, &'a [u8]),
    /// One of our documents.
    Document(Document<'a>),
    /// Whole lines of a log, from this byte of the stretch on.
    Lines(usize, &'a [u8]),
    /// The end of a line, or a whole line, that AWS or this crate wrote but that is cut or damaged.
    /// The part begins at this byte of the stretch.
    Damaged(usize, Known),
}

/// Divides a stretch into parts, in order. Stops when `each` breaks.
pub fn each_part<'a>(
    stretch: &'a [u8],
    each: &mut dyn FnMut(Part<'a>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let (mut from, mut at) = (0, 0);
    let lines = |from: usize, to: usize| {
        let lines = stretch.get(from..to).unwrap_or_default();
        (!lines.is_empty()).then_some(Part::Lines(from, lines))
    };
    for line in stretch.split_inclusive(|byte| *byte == b'\n') {
        let start = at;
        at += line.len();
        let text = line.trim_ascii_start();
        let Some(parts) = parts_of(text.trim_ascii_end(), at - text.len()) else {
            continue;
        };
        if let Some(before) = lines(from, start) {
            each(before)?;
        }
        from = at;
        parts.into_iter().try_for_each(&mut *each)?;
    }
    match lines(from, at) {
        Some(rest) => each(rest),
        None => ControlFlow::Continue(()),
    }
}

/// Recognises a line that AWS or this crate wrote but that is cut or damaged. Call this only for a
/// line that could not be read. Returns `None` for a line of a log.
#[must_use]
pub fn damaged(line: &[u8]) -> Option<Known> {
    if Document::may_be(line) && each_name(line, &mut |_| {}).is_err() {
        return Some(Known::Document);
    }
    (FailedRecord::may_be(line) && FailedRecord::is_damaged(line)).then_some(Known::Failure)
}

/// The parts of a line that begins at the byte `at` of the stretch. Returns `None` for a line of a
/// log.
fn parts_of(line: &[u8], at: usize) -> Option<Vec<Part<'_>>> {
    if !(FailedRecord::may_be(line) || Document::may_be(line)) {
        return None;
    }
    // Nearly every line has one value.
    if let Some(part) = part_of(line) {
        return Some(vec![part]);
    }
    let mut values = serde_json::Deserializer::from_slice(line).into_iter::<&RawValue>();
    let mut parts = Vec::new();
    loop {
        let from = values.byte_offset();
        let part = match values.next() {
            None => return Some(parts),
            Some(value) => value.ok().and_then(|value| part_of(value.get().as_bytes())),
        };
        if let Some(part) = part {
            parts.push(part);
            continue;
        }
        let known = match parts.last() {
            None => damaged(line)?,
            Some(Part::Failure(..)) => Known::Failure,
            Some(_) => Known::Document,
        };
        parts.push(Part::Damaged(at + from, known));
        return Some(parts);
    }
}

fn part_of(value: &[u8]) -> Option<Part<'_>> {
    let document = || Document::read(value).map(Part::Document);
    let failure = FailedRecord::read(value).map(|failure| Part::Failure(failure, value));
    failure.or_else(document)
}

/// Makes ids for failed records, because Firehose does not write their ids. An id is a hash of the
/// line that Firehose wrote, so a copy of an object gives the same ids. Equal lines of an object
/// are numbered.
#[derive(Debug, Default)]
pub struct Ids {
    seen: HashMap<[u8; HASH_BYTES], u32>,
}

/// How many bytes of the hash are kept. With this length, billions of records do not collide by
/// chance.
const HASH_BYTES: usize = 16;

/// The most hashes that are remembered. Equal lines come from one request of Firehose, which has
/// far fewer lines.
const SEEN_LIMIT: usize = 100_000;

impl Ids {
    /// The id of the failed record in this text.
    pub fn of(&mut self, text: &[u8]) -> String {
        if self.seen.len() >= SEEN_LIMIT {
            self.seen.clear();
        }
        let hash = Sha256::digest(text);
        let mut kept = [0; HASH_BYTES];
        kept.iter_mut()
            .zip(hash)
            .for_each(|(kept, byte)| *kept = byte);
        let count = self.seen.entry(kept).or_default();
        *count += 1;
        let hash = URL_SAFE_NO_PAD.encode_to_string(kept);
        match *count {
            1 => format!("failed:{hash}"),
            number => format!("failed:{hash}.{number}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FAILURE: &str =
        r#"{"attemptsMade":1,"errorCode":"503","errorMessage":"","rawData":"aGk="}"#;
    const DOCUMENT: &str =
        r#"{"@timestamp":"2025-10-10T13:55:36Z","event":{"id":"a:0","kind":"event"}}"#;
    const LINE: &str = r#"203.0.113.7 - - [10/Oct/2025:13:55:36 +0000] "GET / HTTP/1.1" 200 1"#;
    const JSON: &str = r#"{"remote_addr":"203.0.113.7","status":200}"#;

    /// The kind of each part, with its text.
    fn parts(stretch: &str) -> Vec<(char, String)> {
        let mut found = Vec::new();
        let _ = each_part(stretch.as_bytes(), &mut |part| {
            let (kind, text) = match part {
                Part::Failure(_, text) => ('f', text),
                Part::Document(document) => ('d', document.text),
                Part::Lines(at, text) => {
                    assert_eq!(stretch.as_bytes().get(at..at + text.len()), Some(text));
                    ('l', text)
                }
                Part::Damaged(at, _) => {
                    let rest = stretch.as_bytes().get(at..).unwrap();
                    let line = rest.split(|byte| *byte == b'\n').next();
                    ('x', line.unwrap())
                }
            };
            found.push((kind, String::from_utf8(text.to_vec()).unwrap()));
            ControlFlow::Continue(())
        });
        found
    }

    #[test]
    fn joined_values_are_separated_and_the_rest_of_a_damaged_line_is_no_line_of_a_log() {
        let kinds = |stretch: &str| parts(stretch).iter().map(|part| part.0).collect::<String>();
        assert_eq!(
            kinds(&format!("{DOCUMENT}{DOCUMENT}{FAILURE}\n{LINE}\n")),
            "ddfl"
        );
        for rest in [JSON, LINE, "{", r#"{"@timestamp":"2025"#] {
            let stretch = format!("{LINE}\n  {DOCUMENT}{FAILURE}{rest}\n{LINE}\n");
            let found = parts(&stretch);
            let found: Vec<_> = found
                .iter()
                .map(|(kind, text)| (*kind, text.trim()))
                .collect();
            let expected = [
                ('l', LINE),
                ('d', DOCUMENT),
                ('f', FAILURE),
                ('x', rest),
                ('l', LINE),
            ];
            assert_eq!(found, expected);
        }
        assert_eq!(kinds(&format!("  {FAILURE}\r\n")), "f");
        assert_eq!(kinds(""), "");
    }

    #[test]
    fn a_line_that_is_cut_anywhere_is_never_a_line_of_a_log() {
        // A failure is recognised after its first key, a document after the key of its id.
        for (text, from) in [(FAILURE, 15), (DOCUMENT, 52)] {
            for end in from..text.len() {
                let cut = text.get(..end).unwrap();
                for stretch in [cut.to_owned(), format!("{cut}\n{LINE}\n")] {
                    let found = parts(&stretch);
                    assert_eq!(found[0], ('x', cut.to_owned()), "{cut}");
                    assert_eq!(found.len(), stretch.lines().count(), "{cut}");
                }
            }
        }
    }

    #[test]
    fn an_id_depends_on_the_text_and_equal_texts_are_numbered() {
        let mut ids = Ids::default();
        let first = ids.of(FAILURE.as_bytes());
        assert_eq!(first, "failed:HQh8BBevs_v1JMlIo2sISA");
        assert_eq!(ids.of(FAILURE.as_bytes()), format!("{first}.2"));
        assert_ne!(ids.of(DOCUMENT.as_bytes()), first);
        assert_eq!(Ids::default().of(FAILURE.as_bytes()), first);
    }

    proptest! {
        #[test]
        fn every_byte_of_a_stretch_is_in_one_part_in_order(
            chosen in proptest::collection::vec(0..4_usize, 0..12), ends: bool,
        ) {
            let lines: Vec<_> = chosen
                .iter()
                .map(|&kind| [FAILURE, DOCUMENT, LINE, JSON][kind])
                .collect();
            let mut stretch = lines.join("\n");
            if ends && !stretch.is_empty() {
                stretch.push('\n');
            }
            let found = parts(&stretch);
            let joined: String = found
                .iter()
                .map(|(kind, text)| match kind {
                    'l' => text.clone(),
                    _ => format!("{text}\n"),
                })
                .collect();
            prop_assert_eq!(joined.trim_end(), stretch.trim_end());
            for (kind, text) in found {
                let is_known = text.contains("rawData") || text.contains("@timestamp");
                prop_assert_eq!(kind != 'l', is_known);
            }
        }
    }
}
