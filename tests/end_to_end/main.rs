//! The whole chain with real parts at both ends: real servers write logs for hostile clients, a Kinesis API takes their lines,
//! they are read as Lambda reads them, and what the built function sends is delivered to a real OpenSearch node.
//!
//! `tests/end-to-end/parts` brings the parts under `.parts/`. Without them the chain is skipped by name, or a failure with
//! `CI=true`; what the mapping does of itself is tried everywhere.

#![cfg(feature = "aws")]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "in a test a panic is the failure"
)]

#[path = "../support/mod.rs"]
mod support;

mod chain;
mod clients;
mod kinesis;
mod mapping;
mod opensearch;
mod put_aside;
mod servers;
