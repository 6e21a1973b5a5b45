//! The shell around the pure core: Lambda events in, Firehose requests out.

pub mod identity;
