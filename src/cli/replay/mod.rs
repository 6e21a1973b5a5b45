//! `weblog replay`: delivers failed records and documents again, and old logs for the first time.
//!
//! | module | |
//! |---|---|
//! | [`connect`] | makes clients and the destination |
//! | [`reading`] | reads one source after the other |
//! | [`work`], [`events`] | divide a source into entries |
//! | [`sending`], [`outlet`] | select entries, collect requests |
//! | [`unread`] | why a source is not read, or not to its end |
//! | [`sink`] | sends requests at a limited rate |
//! | [`closing`] | writes the state file and carries out `--done` |
//! | [`shared`] | the state that the threads share |
//! | [`run`] | connects these parts |
//! | [`show`] | shows the progress and the table |

mod closing;
mod connect;
mod events;
mod outlet;
mod reading;
mod run;
mod sending;
mod shared;
mod show;
mod sink;
mod unread;
mod work;

use std::path::PathBuf;

use clap::{ArgGroup, Args, ValueEnum};

use self::closing::Done;
use super::cluster::Access;
use super::failure::Failure;
use super::options::Options;
use crate::clock;
use crate::glob::Glob;
use crate::replay::selection::{self, Selection};

/// Delivers failed records and documents again, and old logs for the first time
///
/// Reads what Firehose could not deliver (failed documents, processing-failed/), what Lambda could
/// not process (aws/lambda/), documents, and raw logs. All are recognised by their content. Records
/// and lines go through the pipeline, which gives them the same ids each time. Documents keep their
/// ids. If an entry is sent twice, OpenSearch therefore still has only one document. --to-kinesis
/// is the exception: it sends records and lines unchanged, and the stream gives new ids each time.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
#[command(group = ArgGroup::new("to")
    .required(true)
    .args(["to_firehose", "to_kinesis", "to_opensearch", "to_stdout", "dry_run"])
    .multiple(true))]
#[command(after_long_help = "\
Examples:
  weblog replay --dry-run s3://ARCHIVE/failed/ s3://ARCHIVE/aws/lambda/
  weblog replay --to-firehose weblogs s3://ARCHIVE/failed/ --since 7d
  weblog replay --to-opensearch https://search-logs-abc.eu-central-1.es.amazonaws.com failed/
  weblog replay --to-firehose weblogs --done move=replayed s3://ARCHIVE/failed/processing-failed/
  weblog replay --to-stdout /var/log/nginx/access.log.*.gz > documents.ndjson

A state file names the sources that were sent; the next run skips them. Ctrl-C stops after the
requests that were already sent; the same command then continues. Credentials and region are found
as by other AWS tools: variables, profiles, SSO, web identities, processes, instances.

Exit status: 0 all wanted entries were sent (at most --limit), 1 an entry was not accepted, a source
could not be read, or --done failed, 2 invalid options, 130 Ctrl-C.")]
pub(super) struct Replay {
    /// Sends documents to this Firehose stream
    #[arg(long, value_name = "NAME")]
    to_firehose: Option<String>,

    /// Sends records and lines unchanged to this Kinesis stream (its name or ARN)
    #[arg(long, value_name = "NAME", conflicts_with = "to_firehose")]
    to_kinesis: Option<String>,

    /// Creates documents in OpenSearch and leaves existing ones unchanged
    #[arg(long, value_name = "URL", conflicts_with_all = ["to_firehose", "to_kinesis"])]
    to_opensearch: Option<String>,

    /// Writes documents to standard output, one per line
    #[arg(long, conflicts_with_all = ["to_firehose", "to_kinesis", "to_opensearch"])]
    to_stdout: bool,

    /// Sends nothing, and prints a table of the entries by error code, day and prefix
    #[arg(long, conflicts_with = "done")]
    dry_run: bool,

    /// Only entries at or after this time: 2026-11-29, 2026-11-29T10:00:00Z, or an age such as 90m,
    /// 6h or 7d
    #[arg(long, value_name = "TIME")]
    since: Option<String>,

    /// Only entries before this time. Neither --since nor --until excludes an entry whose time is
    /// unknown
    #[arg(long, value_name = "TIME")]
    until: Option<String>,

    /// Only entries with this error code; * matches any characters; may be repeated
    #[arg(long = "code", value_name = "CODE")]
    codes: Vec<String>,

    /// Also sends documents that OpenSearch refused because of their content
    #[arg(long, value_name = "WHAT")]
    include: Option<Include>,

    /// Stops after this many documents, records or lines
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    limit: Option<u64>,

    /// The maximum number of bytes that are sent per second; fewer while the destination throttles
    #[arg(long, value_name = "RATE", default_value = "4MiB/s", value_parser = selection::rate)]
    rate: u64,

    /// What to do with a source after all of it was accepted: delete, move=PREFIX or tag
    #[arg(long, value_name = "WHAT", value_parser = Done::parse, conflicts_with = "to_stdout")]
    done: Option<Done>,

    /// The state file [default: weblog-replay-HASH.state, one for each destination and selection]
    #[arg(long, value_name = "FILE", conflicts_with = "to_stdout")]
    state: Option<PathBuf>,

    /// The OpenSearch index that gets the documents
    #[arg(long, value_name = "NAME", default_value = "weblogs")]
    index: String,

    #[command(flatten)]
    access: Access,

    #[arg(
        value_name = "SOURCE",
        required = true,
        help = "Files, folders, or s3://bucket/prefix"
    )]
    sources: Vec<PathBuf>,

    // This field is last because its heading in the help applies to all options that follow.
    #[command(flatten)]
    options: Options,
}

/// What `--include` also sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Include {
    /// Documents that OpenSearch refused because of their content
    Mapping,
}

impl Replay {
    /// The selection that the options describe.
    fn selection(&self) -> Result<Selection, Failure> {
        let now = clock::now();
        let time = |option: &str, text: Option<&String>| {
            let time = text.map(|text| selection::time(text, now)).transpose();
            time.map_err(|why| Failure::Settings(format!("{option}: {why}")))
        };
        Ok(Selection {
            since: time("--since", self.since.as_ref())?,
            until: time("--until", self.until.as_ref())?,
            codes: self.codes.iter().map(|code| Glob::new(code)).collect(),
            mapping: self.include == Some(Include::Mapping),
        })
    }

    /// Identifies the replay. A state file is used only for the same replay.
    fn identity(&self) -> String {
        let to = match (&self.to_firehose, &self.to_kinesis, &self.to_opensearch) {
            (Some(name), _, _) => format!("firehose {name}"),
            (_, Some(name), _) => format!("kinesis {name}"),
            (_, _, Some(url)) => format!("opensearch {url} {}", self.index),
            (None, None, None) => "stdout".to_owned(),
        };
        let since = self.since.as_deref().unwrap_or_default();
        let until = self.until.as_deref().unwrap_or_default();
        let mapping = match self.include {
            Some(Include::Mapping) => " mapping",
            None => "",
        };
        format!("{to} [{since}, {until}) {}{mapping}", self.codes.join(","))
    }

    /// Whether the destination reports which entries it accepted.
    fn is_tracked(&self) -> bool {
        !self.dry_run && !self.to_stdout
    }
}
