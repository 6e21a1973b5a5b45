//! The counts of a pipeline.

use std::collections::BTreeMap;

use crate::event::{AccessEvent, Timestamp};

/// The counts of a pipeline since [`Pipeline::take_tally`](super::Pipeline::take_tally) was last
/// called.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tally {
    /// Records and stretches of objects that were received.
    pub records: u64,
    /// Bytes of records and stretches, without base64.
    pub bytes_in: u64,
    /// Lines found: events, rejections and drops together.
    pub lines: u64,
    /// Access events among the documents.
    pub events: u64,
    /// Rejections, by code.
    pub rejections: BTreeMap<&'static str, u64>,
    /// Lines dropped, by rule.
    pub drops: BTreeMap<String, u64>,
    /// Directives of the log itself, such as `#Fields:`.
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
    /// When the oldest list of bots' addresses in use was made, in seconds since 1970-01-01.
    pub bot_ranges_seconds: Option<i64>,
}

impl Tally {
    /// Adds the counts of another tally. The day of the lists of bots' addresses is the older of
    /// the two.
    pub fn merge(&mut self, other: Self) {
        self.records += other.records;
        self.bytes_in += other.bytes_in;
        self.lines += other.lines;
        self.events += other.events;
        for (code, count) in other.rejections {
            *self.rejections.entry(code).or_default() += count;
        }
        for (rule, count) in other.drops {
            *self.drops.entry(rule).or_default() += count;
        }
        self.directives += other.directives;
        self.control_messages += other.control_messages;
        self.bytes_out += other.bytes_out;
        self.geo_hits += other.geo_hits;
        self.agent_hits += other.agent_hits;
        self.newest = self.newest.max(other.newest);
        let days = [self.bot_ranges_seconds, other.bot_ranges_seconds];
        self.bot_ranges_seconds = days.into_iter().flatten().min();
    }

    /// Documents made: events and rejections.
    #[must_use]
    pub fn documents(&self) -> u64 {
        self.events + self.rejected()
    }

    /// Rejected lines, for any reason.
    #[must_use]
    pub fn rejected(&self) -> u64 {
        self.rejections.values().sum()
    }

    /// Dropped lines, by any rule.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.drops.values().sum()
    }

    pub(super) fn count_event(&mut self, event: &AccessEvent<'_>, document_bytes: usize) {
        self.events += 1;
        self.bytes_out += document_bytes as u64;
        self.geo_hits += u64::from(event.source.geo.is_some());
        self.agent_hits += u64::from(
            event
                .agent
                .as_ref()
                .is_some_and(|agent| agent.name.is_some()),
        );
        self.newest = self.newest.max(Some(event.timestamp));
    }
}

/// Counts under a name; allocates only for a new name.
pub(super) fn count(counts: &mut BTreeMap<String, u64>, name: &str) {
    match counts.get_mut(name) {
        Some(count) => *count += 1,
        None => {
            counts.insert(name.to_owned(), 1);
        }
    }
}
