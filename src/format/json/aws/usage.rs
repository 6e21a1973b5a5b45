//! The use of a field: its meaning, or the reason why it is ignored.

use crate::format::json::meaning::Meaning;

/// The use of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::format::json) enum Use {
    /// The field has this meaning.
    As(Meaning),
    /// The field is ignored, for this reason.
    Ignored(&'static str),
}

/// Reasons that several fields share.
pub(super) const PLACE: &str = "names a resource of AWS, not the request";
pub(super) const CERTIFICATE: &str = "a certificate, which no field of the document has";
pub(super) const TIMING: &str = "a part of the duration, which the document has whole";
pub(super) const VERSION: &str = "the version of the log's format";
pub(super) const REPEATED: &str = "another field has the same value";
pub(super) const MEDIA: &str = "common media client data, which is not about the request";
