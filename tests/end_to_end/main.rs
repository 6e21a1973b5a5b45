//! The whole chain with real parts at both ends. Real servers write logs for hostile clients, a
//! Kinesis API takes their lines, they are read as Lambda reads them, and the output of the built
//! function is delivered to a real OpenSearch node.
//!
//! `tests/end-to-end/parts` installs the parts under `.parts/`. Without them, the chain is skipped
//! with a message, or fails with `CI=true`. The tests in `put_aside` need no such part.

#![cfg(feature = "aws")]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "in a test a panic is the failure"
)]

#[path = "../support/kinesis.rs"]
mod real_kinesis;
#[path = "../support/mod.rs"]
mod support;

mod chain;
mod clients;
mod mapping;
mod opensearch;
mod put_aside;
mod servers;
