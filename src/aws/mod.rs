//! The shell around the pure core: Lambda events in, Firehose requests out.

pub mod client;
pub mod clock;
pub mod custom_resource;
pub mod delivery;
pub mod event;
pub mod identity;
pub mod kinesis;
pub mod lambda;
pub mod opensearch_setup;
pub mod user_pool;
