//! S3 server access logs: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html>.
//!
//! Deviations: rows of older versions end earlier; everything behind the request may be missing.

use super::super::layout::{Layout, Piece};
use super::compiled;
use crate::format::Field;

const SPACE: Piece = Piece::literal(" ");

const PIECES: [Piece; 44] = [
    Piece::Skip, // bucket owner
    SPACE,
    Piece::Skip, // bucket
    Piece::literal(" ["),
    Piece::Field(Field::TimeClf),
    Piece::literal("] "),
    Piece::Field(Field::RemoteAddress),
    SPACE,
    Piece::Field(Field::User), // requester
    SPACE,
    Piece::Field(Field::RequestId),
    SPACE,
    Piece::Skip, // operation
    SPACE,
    Piece::Skip, // key
    Piece::literal(" \""),
    Piece::Field(Field::RequestLine),
    Piece::OptionalFromHere,
    Piece::literal("\" "),
    Piece::Field(Field::Status),
    SPACE,
    Piece::Skip, // error code
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

/// The end of a row: the host that was asked for, and TLS.
const HOST_AND_TLS: [Piece; 4] = [
    SPACE,
    Piece::Field(Field::Host),
    SPACE,
    Piece::Field(Field::TlsProtocol),
];

/// A row of an access log.
pub(super) fn access() -> Layout {
    compiled(&[&PIECES[..], &HOST_AND_TLS].concat())
        .with_stray_quotes()
        .with_extras_allowed()
}
