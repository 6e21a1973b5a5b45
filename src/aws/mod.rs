//! The shell around the pure core: it receives Lambda events, reads objects of S3, sends documents
//! to Firehose and Kinesis, and sets up OpenSearch.

mod answer;
pub mod batch;
pub mod client;
pub mod cluster;
mod custom_resource;
pub mod delivery;
pub mod failure;
pub mod firehose;
mod hook;
pub(crate) mod identity;
pub mod kinesis;
pub mod lambda;
mod metrics;
pub mod opensearch_setup;
mod partition;
pub mod rest;
pub mod runtime;
#[cfg(feature = "s3")]
pub mod s3;
pub mod stream;
mod user_pool;
mod work;
