//! Turns lines of web access logs into small, clean, enriched documents of the Elastic Common
//! Schema. The AWS Lambda functions and the command line of this package are built on this library.
//!
//! A format and a line give fields:
//!
//! ```
//! use weblog_enrich::format::{Field, Format, Reading};
//!
//! let mut format = Format::compile(r#"%h %l %u %t "%r" %>s %b"#, None)?;
//! let line = br#"203.0.113.7 - - [10/Oct/2025:13:55:36 +0200] "GET /a HTTP/1.1" 200 512"#;
//! let Reading::Line(fields) = format.read(line)? else { panic!("a directive") };
//! assert_eq!(fields.raw(Field::Status), Some(&b"200"[..]));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A pipeline and a line give a document:
//!
//! ```
//! use weblog_enrich::arrival::Arrival;
//! use weblog_enrich::config::Config;
//! use weblog_enrich::event::Timestamp;
//! use weblog_enrich::pipeline::{Outcome, Pipeline, Record};
//!
//! let mut pipeline = Pipeline::new(Config::read(|_| None)?.settings()?);
//! let data = br#"203.0.113.7 - - [10/Oct/2025:13:55:36 +0200] "GET /a HTTP/1.1" 200 512"#;
//! let arrival = Arrival::Clock(Timestamp::default());
//! let record = Record { data, id: "access.log", arrival, continued: false };
//! pipeline.run(&record, &mut |outcome| match outcome {
//!     Outcome::Event { document, .. } => assert!(document.starts_with(b"{\"@timestamp\":")),
//!     other => panic!("{other:?}"),
//! });
//! # Ok::<(), weblog_enrich::config::ConfigError>(())
//! ```
//!
//! # Modules
//!
//! ```text
//!  record ──> payload ──> format ──> clean ──> enrich ──> drop ──> document
//!  bytes      lines       LogLine    AccessEvent                   JSON
//! ```
//!
//! Each stage uses only the stages before it and the types that pass between them. All stages are
//! pure: they use no I/O, no clock, no environment and no AWS type. Times and identifiers are
//! arguments.
//!
//! | module | |
//! |---|---|
//! | [`payload`] | opens a record, layer by layer, down to its lines |
//! | [`mod@format`] | reads a line: the formats that have a name, Apache's and nginx's format strings, JSON |
//! | [`clean`] | makes a typed [`event`] from the fields, without secrets |
//! | [`enrich`] | adds places, networks, browsers, bots, senders, campaigns |
//! | [`drop`](mod@drop) | the operator's rules for events that are not wanted |
//! | [`document`] | writes an event or a [`rejection`] as one line of JSON |
//! | [`pipeline`] | connects the stages |
//! | [`object`], [`reader`] | objects of S3 and long streams, down to stretches of whole lines |
//! | [`stream_event`] | reads the records of Lambda's Kinesis and Firehose events |
//! | [`mark`] | marks the documents that Firehose's transform hook puts into the stream again |
//! | [`arrival`] | when a record arrived, and which times are too far from it |
//! | [`replay`] | recognises what failed before, and records what was delivered again |
//! | [`opensearch`] | defines what a cluster should have, and compares this with what it has |
//! | [`config`] | reads the operator's variables of the environment and makes settings of them |
//! | [`databases`] | opens the databases that enriching needs |
//!
//! # Features
//!
//! | feature | in the default | |
//! |---|---|---|
//! | `embedded-geoip` | yes | compiles a country database (7.8 MB) into the programs |
//! | `aws` | yes | the Lambda functions, and the set-up of OpenSearch (`aws`) |
//! | `cli` | yes | the command line, `weblog` (`cli`); its command `setup` needs `aws` too |
//! | `s3` | no | reads objects of S3, for the function `s3-enrich` |
//! | `replay` | no | `weblog replay`, and `s3://` for the other commands |
//!
//! With `default-features = false`, the crate is only the pipeline. It then depends on no AWS, HTTP
//! or async crate.

pub mod arrival;
#[cfg(feature = "aws")]
pub mod aws;
mod bot_ranges;
pub mod clean;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(any(feature = "aws", feature = "cli"))]
mod clock;
mod compression;
pub mod config;
pub mod databases;
pub mod document;
pub mod drop;
pub mod enrich;
pub mod event;
pub mod format;
mod front;
mod glob;
pub mod mark;
mod near;
pub mod object;
pub mod opensearch;
pub mod payload;
pub mod pipeline;
pub mod reader;
pub mod rejection;
pub mod replay;
#[cfg(feature = "cli")]
mod report;
mod secret;
mod signs;
pub mod stream_event;
