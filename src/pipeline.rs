//! The way of a line through all rooms: a record in, a document a line out.

use std::collections::BTreeMap;

use crate::clean;
use crate::enrich::Enricher;
use crate::event::{AccessEvent, Timestamp};
use crate::format::Format;
use crate::rejection::Rejection;

/// A record of a stream, its base64 already off.
#[derive(Debug, Clone, Copy)]
pub struct Record<'a> {
    /// The bytes.
    pub data: &'a [u8],
    /// `shardId:sequenceNumber`, a Firehose recordId, or a file's name.
    pub id: &'a str,
    /// When the stream took it.
    pub arrival: Timestamp,
}

/// What became of one line.
#[derive(Debug)]
pub enum Outcome<'a> {
    /// An access event.
    Event {
        /// The document, a single line of JSON without a newline.
        document: &'a [u8],
        /// The event it was made of.
        event: &'a AccessEvent<'a>,
    },
    /// A line that could not be read, as a `pipeline_error` document.
    Rejected {
        /// The document, a single line of JSON without a newline.
        document: &'a [u8],
        /// Why.
        rejection: &'a Rejection,
    },
    /// A line that a rule of the operator dropped.
    Dropped {
        /// The rule, as configured.
        rule: &'a str,
    },
}

/// What a pipeline counted since [`Pipeline::take_tally`] was last called.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Records opened.
    pub records: u64,
    /// Bytes of records, base64 off.
    pub bytes_in: u64,
    /// Lines found.
    pub lines: u64,
    /// Access events among the documents.
    pub events: u64,
    /// Rejections, by code.
    pub rejections: BTreeMap<&'static str, u64>,
    /// Lines dropped, by rule.
    pub drops: BTreeMap<String, u64>,
    /// Directives (`#Fields:`) heeded.
    pub directives: u64,
    /// CloudWatch Logs control messages.
    pub control_messages: u64,
    /// Bytes of documents.
    pub bytes_out: u64,
    /// Events whose visitor was located.
    pub geo_hits: u64,
    /// Events whose agent was recognised.
    pub agent_hits: u64,
    /// The newest event's time.
    pub newest: Option<Timestamp>,
}

/// What a pipeline is made of.
#[derive(Debug)]
pub struct Settings {
    /// How lines are read.
    pub format: Format,
    /// How they are cleaned.
    pub rules: clean::Rules,
    /// What is added.
    pub enricher: Enricher,
    /// Whether `event.original` is kept on events (rejections always have it).
    pub keep_original: bool,
    /// The most bytes that one record may expand to.
    pub expansion_limit_bytes: usize,
}

/// The way of a line. One a thread: it holds caches and scratch space.
#[derive(Debug)]
pub struct Pipeline {
    settings: Settings,
    tally: Tally,
}

impl Pipeline {
    /// A pipeline with cold caches.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self {
            settings,
            tally: Tally::default(),
        }
    }

    /// Takes one record through; `each` is called once a line, in order.
    pub fn run(&mut self, _record: &Record<'_>, _each: &mut dyn FnMut(Outcome<'_>)) {
        let _ = &self.settings;
    }

    /// A record whose base64 could not be decoded: one rejection, with the text as it came.
    pub fn reject_record(
        &mut self,
        _raw: &[u8],
        _rejection: &Rejection,
        _id: &str,
        _arrival: Timestamp,
        _each: &mut dyn FnMut(Outcome<'_>),
    ) {
    }

    /// The counts so far; they start again at zero.
    pub fn take_tally(&mut self) -> Tally {
        std::mem::take(&mut self.tally)
    }
}
