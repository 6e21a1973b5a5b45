//! A client of REST interfaces: OpenSearch's, that of its Dashboards, and Cognito's. Requests are
//! signed, or have a user and a password, and are tried again while the other side starts.

mod answer;
mod client;
mod cluster;
mod signing;

pub use answer::Answer;
pub use client::{Http, SendError};
pub use cluster::{Cluster, Patience};
pub use signing::{Auth, OPENSEARCH_SERVICE};
