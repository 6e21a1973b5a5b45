//! The options for access to an OpenSearch cluster: credentials, and certificates to trust.

use std::path::PathBuf;

use clap::Args;

use super::failure::Failure;
use crate::aws::identity::{Identity, region_of};
use crate::aws::rest::{Auth, Http, OPENSEARCH_SERVICE};
use crate::config::opensearch_password;

/// How requests to a cluster are authenticated, and which certificates are trusted.
#[derive(Debug, Default, Args)]
pub(super) struct Access {
    /// A user of the cluster's internal database; the password is read from the variable
    /// `OPENSEARCH_PASSWORD`
    #[arg(long, value_name = "NAME", conflicts_with = "region")]
    user: Option<String>,

    /// Allows sending the password over http to another machine, although others on the network can
    /// read it
    #[arg(long, requires = "user")]
    allow_http: bool,

    /// Signs requests for this AWS region; needed only for a domain with a custom name
    #[arg(long, value_name = "REGION")]
    region: Option<String>,

    /// A file of certificates (PEM) to trust in addition to those of this machine
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,
}

impl Access {
    /// A client that trusts the certificates of `--ca` too.
    pub(super) fn http(&self) -> Result<Http, Failure> {
        let certificates =
            match &self.ca {
                Some(path) => Some(std::fs::read(path).map_err(|error| {
                    Failure::Settings(format!("--ca {}: {error}", path.display()))
                })?),
                None => None,
            };
        Http::new(certificates.as_deref())
            .map_err(|error| Failure::Settings(format!("--ca: {error}")))
    }

    /// How to authenticate at the cluster with this address. `identity` is the AWS identity of this
    /// machine, if it was already loaded.
    pub(super) async fn auth(
        &self,
        endpoint: &str,
        identity: Option<&Identity>,
    ) -> Result<Auth, Failure> {
        if let Some(user) = &self.user {
            let password =
                opensearch_password(|name| std::env::var(name).ok()).ok_or_else(|| {
                    Failure::Settings("OPENSEARCH_PASSWORD: not set; --user needs it".to_owned())
                })?;
            return Ok(Auth::Basic {
                user: user.clone(),
                password,
                allow_http: self.allow_http,
            });
        }
        let Some(region) = self.region.clone().or_else(|| region_of(endpoint)) else {
            return Ok(Auth::None);
        };
        let signing = match identity {
            Some(identity) => identity.signing(region, OPENSEARCH_SERVICE),
            None => Identity::load().await.signing(region, OPENSEARCH_SERVICE),
        };
        signing.map_err(|error| Failure::Setup(error.to_string()))
    }
}
