//! The shell around the pure core: Lambda events in, Firehose requests out.

pub mod custom_resource;
pub mod identity;
pub mod opensearch_setup;
pub mod user_pool;
