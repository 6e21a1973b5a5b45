//! `weblog setup`: sets up an existing OpenSearch cluster.

use std::io::{Write as _, stdout};
use std::time::Duration;

use clap::Args;
use tokio::time::Instant;

use super::cluster::Access;
use super::failure::Failure;
use super::text::{visible, write_message};
use crate::aws::cluster::set_up;
use crate::aws::identity::region_of;
use crate::aws::rest::{Cluster, Patience};
use crate::opensearch::{Changes, DEFAULT_RETENTION_DAYS, Principals, Wishes};

/// Sets up an OpenSearch cluster: ingest pipeline, index template, retention, roles, dashboards
///
/// Reads the cluster's state and writes only what differs; other people's settings are kept. Run
/// this before the first document arrives: the ingest pipeline gives documents their ids and daily
/// indices.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  weblog setup --endpoint https://search-logs-abc.eu-central-1.es.amazonaws.com \\
      --firehose-role arn:aws:iam::123456789012:role/firehose
  OPENSEARCH_PASSWORD=... weblog setup --endpoint https://127.0.0.1:9200 --user admin --ca ca.pem \\
      --dashboards http://127.0.0.1:5601

Requests to a domain of Amazon OpenSearch Service are signed with the AWS credentials of this
machine, unless --user is given. If dashboards cannot be imported, this is reported and the exit
status is still 0: documents arrive without them.")]
pub(super) struct Setup {
    /// The cluster's address
    #[arg(long, value_name = "URL")]
    endpoint: String,

    /// The address of the cluster's Dashboards. Without it, a domain of Amazon OpenSearch Service
    /// at its AWS address gets dashboards under /_dashboards; other clusters get none
    #[arg(long, value_name = "URL")]
    dashboards: Option<String>,

    #[command(flatten)]
    access: Access,

    /// The role with which Firehose delivers; this option and the next two may be repeated
    #[arg(long = "firehose-role", value_name = "ARN")]
    firehose_roles: Vec<String>,

    /// A role that reads documents and dashboards
    #[arg(long = "reader-role", value_name = "ARN")]
    reader_roles: Vec<String>,

    /// A role that may do everything
    #[arg(long = "admin-role", value_name = "ARN")]
    admin_roles: Vec<String>,

    /// How many days a daily index is kept
    #[arg(long, value_name = "N", default_value_t = DEFAULT_RETENTION_DAYS,
        value_parser = clap::value_parser!(u32).range(1..))]
    retention_days: u32,

    /// How many seconds setup waits in all while the cluster is unreachable, overloaded or starting
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    wait: u64,

    /// Shows what would change, and changes nothing
    #[arg(long)]
    dry_run: bool,
}

impl Setup {
    /// Sets up the cluster and prints the result for each item.
    pub(super) fn run(&self) -> Result<(), Failure> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| Failure::Setup(error.to_string()))?;
        let changes = runtime.block_on(self.set_up())?;
        self.print(&changes).map_err(Failure::Output)?;
        for failure in changes.failures() {
            write_message(failure);
        }
        Ok(())
    }

    async fn set_up(&self) -> Result<Changes, Failure> {
        let http = self.access.http()?;
        let auth = self.access.auth(&self.endpoint, None).await?;
        let now = Instant::now();
        let patience = Patience {
            until: now + Duration::from_secs(self.wait),
            // A missing permission is reported at once, because a person waits.
            forgive_refusal_until: now,
        };
        let open = |address: &str| {
            Cluster::new(address, auth.clone(), http.clone(), patience)
                .map(|cluster| cluster.dry(self.dry_run))
        };
        let cluster = open(&self.endpoint)
            .map_err(|error| Failure::Settings(format!("--endpoint: {error}")))?;
        let dashboards = self.dashboards.clone().or_else(|| {
            region_of(&self.endpoint)
                .map(|_| format!("{}/_dashboards", self.endpoint.trim_end_matches('/')))
        });
        let dashboards = dashboards
            .map(|address| open(&address))
            .transpose()
            .map_err(|error| Failure::Settings(format!("--dashboards: {error}")))?;
        let wishes = Wishes {
            principals: Principals {
                firehose: self.firehose_roles.clone(),
                reader: self.reader_roles.clone(),
                admin: self.admin_roles.clone(),
            },
            retention_days: self.retention_days,
            ..Wishes::default()
        };
        set_up(&cluster, dashboards.as_ref(), &wishes)
            .await
            .map_err(|error| Failure::Setup(error.to_string()))
    }

    fn print(&self, changes: &Changes) -> std::io::Result<()> {
        let mut out = stdout().lock();
        if self.dry_run {
            writeln!(
                out,
                "dry run, nothing was changed. Without --dry-run, the result would be:"
            )?;
        }
        for item in changes.to_string().lines() {
            writeln!(out, "{}", visible(item.as_bytes()))?;
        }
        Ok(())
    }
}
