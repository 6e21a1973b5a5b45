//! Formats, which read the bytes of a line into a [`LogLine`].

mod address;
pub mod apache;
mod auto;
#[cfg(test)]
mod cases;
mod columns;
mod descriptors;
mod dispatch;
mod draft;
mod error;
mod escape;
mod field;
mod json;
mod layout;
mod line;
mod nearest;
pub mod nginx;
mod presets;
#[cfg(test)]
mod properties;
mod reading;
mod signature;
mod sound;
#[cfg(test)]
mod tests;
mod w3c;

pub use apache::UnitOfD;
pub use descriptors::{DESCRIPTORS, Descriptor, names};
pub use dispatch::Format;
pub use error::FormatError;
pub use escape::Escape;
pub use field::{FIELD_COUNT, Field};
pub use layout::{Layout, Piece};
pub use line::{Escapes, LogLine};
pub use nearest::{Nearest, nearest};
pub use reading::{LineKind, Reading};

pub(crate) use json::is_access_log as is_json_access_log;
#[cfg(feature = "replay")]
pub(crate) use w3c::{is_directive, names_columns};
