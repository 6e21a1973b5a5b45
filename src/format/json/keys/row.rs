//! A row of the tables of keys, and the ranks of its names.

use crate::format::json::meaning::Meaning;

/// A key that is clear by itself.
pub(in crate::format::json) const BEST: u8 = 1;
/// A key that only a [`BEST`] key replaces.
pub(in crate::format::json) const GOOD: u8 = 2;
/// A key that some writers use instead of a better one.
pub(super) const FAIR: u8 = 3;
/// A key that is used only if there is no key of a better rank. `POOR + 1` is worse still.
pub(super) const POOR: u8 = 4;
/// This number is added to the rank of a key within a wrapper. The same key without a wrapper is
/// better.
pub(super) const WRAPPED: u8 = 5;
/// From this rank on, a key is a word that any log may use. It binds only if the line also has a
/// key or a value that only access logs have.
pub(in crate::format::json) const WEAK: u8 = 20;

/// A row: a meaning, the rank of the meaning under these names, and the names. `{a,b}` is an
/// alternative, and `{REQ}` and similar names are sets.
pub(super) struct Row(pub(super) Meaning, pub(super) u8, pub(super) &'static str);
