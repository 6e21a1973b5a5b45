//! Squid's native log:
//! <https://wiki.squid-cache.org/Features/LogFormat#squid-native-accesslog-format-in-detail>.
//!
//! Deviations: the columns are padded, so several blanks separate values as one blank does.

use super::super::layout::Piece;
use super::preset::{Preset, compiled};
use crate::format::escape::Escape;
use crate::format::field::Field;

const SPACE: Piece = Piece::literal(" ");

/// `time elapsed client code/status bytes method url user hierarchy/peer type`
pub(in crate::format) fn native() -> Preset {
    let layout = compiled(&[
        Piece::Field(Field::TimeEpochSeconds),
        SPACE,
        Piece::Field(Field::DurationMilliseconds),
        SPACE,
        Piece::Field(Field::RemoteAddress),
        SPACE,
        Piece::Field(Field::CacheStatus), // result code
        Piece::literal("/"),
        Piece::Field(Field::Status),
        SPACE,
        Piece::Field(Field::ResponseBytes),
        SPACE,
        Piece::Field(Field::Method),
        SPACE,
        Piece::Field(Field::Target),
        SPACE,
        Piece::Field(Field::User),
        SPACE,
        Piece::SkipWord, // hierarchy code
        Piece::literal("/"),
        Piece::Field(Field::UpstreamAddress),
        SPACE,
        Piece::Field(Field::MimeType),
    ]);
    Preset::one(layout.with_field_escape(Field::User, Escape::Percent))
}
