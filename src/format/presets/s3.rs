//! S3 server access logs: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html>.
//!
//! Deviations: rows of older versions end earlier. Everything after the request may be missing.

use super::super::layout::Piece;
use super::preset::{Preset, compiled};
use crate::format::field::Field;
use crate::format::line::LogLine;

const SPACE: Piece = Piece::literal(" ");

const PIECES: [Piece; 38] = [
    Piece::SkipWord, // bucket owner
    SPACE,
    Piece::SkipWord, // bucket
    Piece::literal(" ["),
    Piece::Field(Field::TimeClf),
    Piece::literal("] "),
    Piece::Field(Field::RemoteAddress),
    SPACE,
    Piece::Field(Field::User), // requester, request id, operation and key: split after the layout
    Piece::literal(" \""),
    Piece::Field(Field::RequestLine),
    Piece::OptionalFromHere,
    Piece::literal("\" "),
    Piece::Field(Field::Status),
    SPACE,
    Piece::Field(Field::ErrorReason), // error code
    SPACE,
    Piece::Field(Field::BodyBytes),
    SPACE,
    Piece::Skip, // object size
    SPACE,
    Piece::Field(Field::DurationMilliseconds),
    SPACE,
    Piece::Skip, // turn-around time
    Piece::literal(" \""),
    Piece::Field(Field::Referrer),
    Piece::literal("\" \""),
    Piece::Field(Field::UserAgent),
    Piece::literal("\" "),
    Piece::Skip, // version id
    SPACE,
    Piece::Skip, // host id
    SPACE,
    Piece::Skip, // signature version
    SPACE,
    Piece::Field(Field::TlsCipher),
    SPACE,
    Piece::Skip, // authentication type
];

/// The end of a row: the requested host, and TLS.
const HOST_AND_TLS: [Piece; 4] = [
    SPACE,
    Piece::Field(Field::Host),
    SPACE,
    Piece::Field(Field::TlsProtocol),
];

/// A row of an access log.
pub(in crate::format) fn access() -> Preset {
    let layout = compiled(&[&PIECES[..], &HOST_AND_TLS].concat());
    Preset::one(layout.with_stray_quotes().with_extras_allowed()).with_finish(split_requester)
}

/// Splits `requester id operation key`. A requester may contain blanks, as
/// `arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E2EXAMPLE` does. The requester
/// ends before an id and an operation. The operation is the first word like `REST.GET.OBJECT` after
/// an id.
fn split_requester(line: &mut LogLine<'_>) {
    let Some(whole) = line.raw(Field::User) else {
        return;
    };
    let blanks = || memchr::memchr_iter(b' ', whole);
    let word = |from: usize, to: usize| whole.get(from..to).unwrap_or_default();
    let words = blanks().zip(blanks().skip(1)).zip(blanks().skip(2));
    let found = words
        .map(|((before_id, before_operation), end)| (before_id, before_operation, end))
        .find(|(before_id, before_operation, end)| {
            is_id(word(before_id + 1, *before_operation))
                && is_operation(word(before_operation + 1, *end))
        });
    // If there is no operation, the words are assigned in order.
    let mut blanks = blanks();
    let (first, second) = (blanks.next(), blanks.next());
    let (end, id_end) = match found {
        Some((before_id, before_operation, _)) => (before_id, before_operation),
        None => (first.unwrap_or(whole.len()), second.unwrap_or(whole.len())),
    };
    let (requester, id) = (word(0, end), word(end + 1, id_end));
    line.set(Field::User, requester);
    if !id.is_empty() {
        line.set(Field::RequestId, id);
    }
}

/// Whether a word has the form of a request's id: `63DAF67A2BC0B6C3`, or `-`.
fn is_id(word: &[u8]) -> bool {
    let in_capitals = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    word == b"-" || !word.is_empty() && word.iter().all(in_capitals)
}

/// Whether a word has the form of an operation: `REST.GET.OBJECT`, `S3.EXPIRE.OBJECT`,
/// `BATCH.DELETE.OBJECT`.
fn is_operation(word: &[u8]) -> bool {
    let in_operation = |byte: &u8| {
        byte.is_ascii_uppercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'_')
    };
    memchr::memchr(b'.', word).is_some() && word.iter().all(in_operation)
}
