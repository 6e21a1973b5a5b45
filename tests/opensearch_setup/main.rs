//! Setting up OpenSearch, with doubles of a cluster, of its Dashboards, of Cognito and of
//! CloudFormation.

#![cfg(feature = "aws")]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a double or an answer that is not as it should be fails the test"
)]

mod check;
mod cloudformation;
mod cluster;
mod coming_up;
mod command;
mod dashboards;
mod double;
mod function;
#[path = "../support/http.rs"]
mod http;
mod late_dashboards;
mod library;
mod run;
