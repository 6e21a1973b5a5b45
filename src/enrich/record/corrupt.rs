//! What can be wrong with a record.

use std::fmt;

/// What is wrong with a record. Displays as a lower-case fragment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Corrupt {
    /// A value reaches beyond the data.
    CutShort,
    /// The format knows no such type.
    UnknownType,
    /// A number or a boolean has more bytes than its type has, or fewer.
    WrongSize,
    /// A pointer leads to another.
    PointerToPointer,
    /// A key is no text.
    NoKey,
    /// A text is not UTF-8.
    NoText,
    /// There is more in it than any record needs.
    Endless,
}

impl fmt::Display for Corrupt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::CutShort => "a value reaches beyond the data",
            Self::UnknownType => "a value is of no known type",
            Self::WrongSize => "a value has a size that its type does not have",
            Self::PointerToPointer => "a pointer leads to another",
            Self::NoKey => "a key is no text",
            Self::NoText => "a text is not UTF-8",
            Self::Endless => "there is more than any record needs",
        })
    }
}

impl std::error::Error for Corrupt {}
