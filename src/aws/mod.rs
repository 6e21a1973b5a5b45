//! The shell around the pure core: Lambda events in, Firehose requests out.

pub mod client;
pub mod clock;
pub mod delivery;
pub mod event;
pub mod kinesis;
pub mod lambda;
