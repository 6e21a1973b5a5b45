//! The report on a log: the visitors, the pages that they read, the failures and the slow answers.
//!
//! ```text
//!  Outcome ──> Aggregate ──(merge)──> Report ──> page (HTML), JSON, tables of text
//!  a line      bounded counts         rows, ready to be shown
//! ```
//!
//! A report consists of parts ([`Part`]), each of which is one table. The name of a table's row is
//! what its requests have in common: a path, a country, or a pair of texts.
//!
//! An [`Aggregate`] counts the pipeline's typed outcomes in bounded memory. Each thread has one,
//! and they are merged. A [`Report`] has the counts of an aggregate that are shown. Every output is
//! written from the report, so the page, the JSON (`docs/report.schema.json`) and `--summary` have
//! the same numbers.
//!
//! Counts of requests are exact while a part has at most [`table::EXACT_KEYS`] different names.
//! With more names, a sketch decides which of them are kept. The report then says by how many
//! requests a count may be too low.

mod aggregate;
mod build;
mod cells;
mod count;
mod durations;
mod kept;
mod model;
mod number;
pub(crate) mod page;
mod part;
mod slice;
mod table;
#[cfg(test)]
mod tests;
mod visitors;
mod zone;

pub(crate) use aggregate::Aggregate;
pub(crate) use build::Limits;
pub(crate) use model::{Report, ReportPart};
pub(crate) use number::grouped;
pub(crate) use part::Part;
pub(crate) use zone::Zone;
