//! weblog-enrich: the way of a line of access log, from a stream's record to a document.
//!
//! ```text
//!  record ──> payload ──> format ──> clean ──> enrich ──> document
//!  bytes      lines       LogLine    AccessEvent          JSON
//! ```
//!
//! Each room knows only the one before it. All of these are pure: no I/O, no clock, no
//! environment, no AWS type; time and ids are arguments. [`aws`] is the shell around it, [`cli`] the
//! same pipeline on a person's own machine.

pub mod arrival;
#[cfg(feature = "aws")]
pub mod aws;
pub mod bot_ranges;
pub mod clean;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(any(feature = "aws", feature = "cli"))]
pub mod clock;
pub mod config;
pub mod databases;
pub mod document;
pub mod drop;
pub mod enrich;
pub mod event;
pub mod format;
mod front;
pub mod glob;
pub mod mark;
mod near;
pub mod object;
#[cfg(feature = "aws")]
pub mod opensearch;
pub mod payload;
pub mod pipeline;
pub mod reader;
pub mod rejection;
pub mod stream_event;
