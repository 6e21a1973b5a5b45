//! Makes the clients of AWS and the destination of the entries.

use tokio::sync::mpsc;

use super::Replay;
use super::outlet::{Outlet, Parcel};
use super::sink::{Destination, Target};
use crate::aws::delivery::Delivery;
use crate::aws::identity::{Identity, region_of};
use crate::aws::rest::{Cluster, Patience};
use crate::aws::s3::bucket::Buckets;
use crate::aws::s3::store::Store;
use crate::aws::stream::Stream;
use crate::cli::failure::Failure;
use crate::cli::input::address;
use crate::config::{Config, Ending};
use crate::replay::bulk::{Bulk, REQUEST_LIMIT_BYTES};

/// The credentials and the clients of S3.
pub(super) struct Clients {
    pub(super) identity: Option<Identity>,
    pub(super) store: Option<Store>,
    pub(super) buckets: Option<Buckets>,
}

impl Replay {
    /// The clients that this replay needs.
    pub(super) async fn clients(&self) -> Result<Clients, Failure> {
        let reads_s3 = self.sources.iter().any(|source| address(source).is_some());
        let is_domain = self.to_opensearch.as_deref().and_then(region_of).is_some();
        let needs = reads_s3
            || (!self.dry_run && (self.to_firehose.is_some() || self.to_kinesis.is_some()))
            || is_domain;
        let identity = match needs {
            true => Some(Identity::load().await),
            false => None,
        };
        if let Some(identity) = &identity
            && identity.region().is_none()
        {
            return Err(Failure::Settings(
                "AWS_REGION: not set, and the profile names no region".to_owned(),
            ));
        }
        let s3 = identity.as_ref().filter(|_| reads_s3);
        let s3 = s3.map(|identity| aws_sdk_s3::Client::new(identity.config()));
        Ok(Clients {
            store: s3.clone().map(Store::new),
            buckets: s3.map(Buckets::new),
            identity,
        })
    }

    /// The destination of requests. `None` if entries are not sent: in a dry run, or to standard
    /// output.
    pub(super) async fn destination(
        &self,
        clients: &Clients,
    ) -> Result<Option<Destination>, Failure> {
        if self.dry_run {
            return Ok(None);
        }
        if let Some(url) = &self.to_opensearch {
            let target = Target {
                url: url.clone(),
                auth: self.access.auth(url, clients.identity.as_ref()).await?,
                http: self.access.http()?,
            };
            let now = tokio::time::Instant::now();
            let patience = Patience {
                until: now,
                forgive_refusal_until: now,
            };
            // An invalid address is reported before anything is read.
            Cluster::new(url, target.auth.clone(), target.http.clone(), patience)
                .map_err(|error| Failure::Settings(format!("--to-opensearch: {error}")))?;
            return Ok(Some(Destination::OpenSearch(target)));
        }
        let Some(identity) = &clients.identity else {
            return Ok(None);
        };
        // `Delivery` decides what is sent again.
        let retries = aws_sdk_firehose::config::retry::RetryConfig::disabled();
        let shared = identity.config().to_builder().retry_config(retries).build();
        let stream = match (&self.to_firehose, &self.to_kinesis) {
            (Some(name), _) => {
                Stream::firehose(aws_sdk_firehose::Client::new(&shared), name.clone())
            }
            (None, Some(name)) => {
                Stream::kinesis(aws_sdk_kinesis::Client::new(&shared), name.clone())
            }
            (None, None) => return Ok(None),
        };
        Ok(Some(Destination::Stream(Delivery::new(stream))))
    }

    /// The outlet that passes entries on to this destination. Its requests go through `sender`.
    pub(super) fn outlet(
        &self,
        destination: Option<&Destination>,
        config: &Config,
        sender: mpsc::Sender<Parcel>,
    ) -> Outlet {
        match destination {
            None if self.to_stdout && !self.dry_run => Outlet::Stdout(Vec::new()),
            None => Outlet::Nothing,
            Some(Destination::Stream(delivery)) => {
                let unopened = self.to_kinesis.is_some();
                let ending = match unopened {
                    true => Ending::None,
                    false => config.hook.ending,
                };
                Outlet::Stream {
                    batcher: delivery
                        .batcher(ending.bytes())
                        .limited_to(REQUEST_LIMIT_BYTES),
                    bytes: 0,
                    sender,
                    unopened,
                }
            }
            Some(Destination::OpenSearch(_)) => Outlet::OpenSearch {
                bulk: Bulk::default(),
                index: self.index.clone(),
                sender,
            },
        }
    }
}
