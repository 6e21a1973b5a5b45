//! Running `weblog_enrich::opensearch` against a cluster.

use std::time::Duration;

use tokio::time::Instant;
use weblog_enrich::aws::cluster::set_up;
use weblog_enrich::aws::rest::{self, Auth, Http, Patience};
use weblog_enrich::opensearch::{Change, Changes, Principals, SetupError, Wishes};

use super::cluster::Cluster;

pub(crate) const FIREHOSE: &str = "arn:aws:iam::123456789012:role/firehose";
pub(crate) const READER: &str = "arn:aws:iam::123456789012:role/reader";
pub(crate) const ADMIN: &str = "arn:aws:iam::123456789012:role/admin";

pub(crate) fn wishes() -> Wishes {
    let one = |role: &str| vec![role.to_owned()];
    let principals = Principals {
        firehose: one(FIREHOSE),
        reader: one(READER),
        admin: one(ADMIN),
    };
    Wishes {
        principals,
        ..Wishes::default()
    }
}

/// Long enough for the initial failures in these tests.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) fn run(cluster: &Cluster, wishes: &Wishes) -> Result<Changes, SetupError> {
    run_with(cluster, wishes, PATIENCE, Duration::ZERO, false)
}

pub(crate) fn run_with(
    cluster: &Cluster,
    wishes: &Wishes,
    patience: Duration,
    forgiveness: Duration,
    dry: bool,
) -> Result<Changes, SetupError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let now = Instant::now();
        let patience = Patience {
            until: now + patience,
            forgive_refusal_until: now + forgiveness,
        };
        let http = Http::new(None).unwrap();
        let open = |address: String| {
            rest::Cluster::new(&address, Auth::None, http.clone(), patience)
                .unwrap()
                .dry(dry)
        };
        let dashboards = open(cluster.double.url() + "/_dashboards");
        set_up(&open(cluster.double.url()), Some(&dashboards), wishes).await
    })
}

pub(crate) fn change<'a>(report: &'a Changes, what: &str) -> &'a Change {
    &report
        .items
        .iter()
        .find(|(name, _)| name == what)
        .unwrap_or_else(|| panic!("{what} in {report}"))
        .1
}
