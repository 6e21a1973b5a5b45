//! API Gateway's common log format, without a blank after the time:
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html#apigateway-cloudwatch-log-formats>.
//!
//! Deviations: the ids of the request may be missing.

use super::super::layout::Piece;
use super::preset::{Preset, compiled};
use crate::format::field::Field;

const SPACE: Piece = Piece::literal(" ");

/// `client caller user [time]"request" status bytes id extended-id`
pub(in crate::format) fn common() -> Preset {
    let layout = compiled(&[
        Piece::Field(Field::RemoteAddress),
        SPACE,
        Piece::SkipWord, // caller
        SPACE,
        Piece::Field(Field::User),
        Piece::literal(" ["),
        Piece::Field(Field::TimeClf),
        Piece::literal("]\""),
        Piece::Field(Field::RequestLine),
        Piece::literal("\" "),
        Piece::Field(Field::Status),
        SPACE,
        Piece::Field(Field::BodyBytes),
        Piece::OptionalFromHere,
        SPACE,
        Piece::Field(Field::RequestId),
        SPACE,
        Piece::SkipWord, // extended request id
    ]);
    Preset::one(layout.with_extras_allowed())
}
