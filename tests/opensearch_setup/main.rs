//! Setting OpenSearch up, against doubles of a cluster, of its Dashboards, of Cognito and of CloudFormation.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a double or an answer that is not as it should be fails the test"
)]

mod cloudformation;
mod cluster;
mod command;
mod double;
mod function;
mod library;
