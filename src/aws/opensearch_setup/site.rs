//! The address of OpenSearch in the resource's properties, and this function's identity there.

use serde_json::{Map, Value};

use super::properties::text;
use crate::aws::identity::{Identity, region_of};
use crate::aws::rest::{Cluster, Http, OPENSEARCH_SERVICE, Patience};
use crate::aws::user_pool;

/// A domain with its Dashboards.
#[derive(Debug)]
pub(super) struct Site {
    /// The domain's address.
    pub(super) endpoint: String,
    dashboards: String,
    region: String,
    identity: Identity,
    http: Http,
}

impl Site {
    /// The site that the properties name.
    ///
    /// # Errors
    /// The error says which property, or which part of the configuration, is missing or invalid.
    pub(super) async fn of(properties: &Map<String, Value>, http: Http) -> Result<Self, String> {
        let endpoint = text(properties, "Endpoint")?.ok_or("the property Endpoint is missing")?;
        let dashboards = text(properties, "DashboardsEndpoint")?
            .unwrap_or_else(|| format!("{}/_dashboards", endpoint.trim_end_matches('/')));
        let identity = Identity::load().await;
        let region = region_of(&endpoint)
            .or_else(|| identity.region())
            .ok_or("the address contains no region, and none is configured; set AWS_REGION")?;
        Ok(Self {
            endpoint,
            dashboards,
            region,
            identity,
            http,
        })
    }

    /// A client of OpenSearch.
    pub(super) fn cluster(&self, patience: Patience) -> Result<Cluster, String> {
        self.open(&self.endpoint, OPENSEARCH_SERVICE, patience)
    }

    /// A client of OpenSearch Dashboards.
    pub(super) fn dashboards(&self, patience: Patience) -> Result<Cluster, String> {
        self.open(&self.dashboards, OPENSEARCH_SERVICE, patience)
    }

    /// A client of Cognito in the domain's region.
    pub(super) fn cognito(&self, patience: Patience) -> Result<Cluster, String> {
        let address = self.identity.endpoint(user_pool::SERVICE, &self.region);
        self.open(&address, user_pool::SERVICE, patience)
    }

    fn open(
        &self,
        address: &str,
        service: &'static str,
        patience: Patience,
    ) -> Result<Cluster, String> {
        let auth = self.identity.signing(self.region.clone(), service);
        auth.and_then(|auth| Cluster::new(address, auth, self.http.clone(), patience))
            .map_err(|error| error.to_string())
    }
}
