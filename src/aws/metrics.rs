//! Metrics of a batch in CloudWatch's embedded metric format. For each batch, one line of JSON is
//! written to standard output. Lambda passes the line to CloudWatch Logs, and CloudWatch reads the
//! metrics from the line.
//!
//! <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html>.
//! The namespace is [`NAMESPACE`], and the only dimension is `FunctionName`. At a log level of
//! WARN, Lambda may omit the line.

use std::io::Write;
use std::time::{Duration, SystemTime};

use metrique_writer_core::format::Format as _;
use metrique_writer_core::unit::{AsBytes, AsCount, AsMilliseconds, AsSeconds};
use metrique_writer_core::{Entry, EntryWriter};
use metrique_writer_format_emf::Emf;

use super::delivery::Delivered;
use crate::drop::DropRules;
use crate::event::Timestamp;
use crate::pipeline::Tally;

/// The namespace in which CloudWatch shows the metrics.
pub(crate) const NAMESPACE: &str = "WeblogEnrich";

/// How long the parts of an invocation took.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Timings {
    /// The time from the pipeline's start to its end, without its waits for the stream. Waits for
    /// the bytes of objects are included. Zero if the pipeline did not end in time.
    pub(crate) enrich: Duration,
    /// The rest of the time. If the pipeline ended, the function only waited for the stream in this
    /// time.
    pub(crate) deliver: Duration,
}

/// The objects of an invocation, counted by outcome.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct ObjectCounts {
    /// Objects that were read to the end, with all documents accepted.
    pub(crate) done: u64,
    /// Objects that were read in part or not at all. Another message requests the rest.
    pub(crate) continued: u64,
    /// Objects that were deleted, or replaced by other objects.
    pub(crate) gone: u64,
    /// Objects that are not logs, and events that are not about new objects.
    pub(crate) skipped: u64,
    /// Objects that were not completely read and accepted, and for whose rest there is no other
    /// message; also messages that cannot be read. The queue delivers all these messages again.
    pub(crate) failed: u64,
}

/// What is reported about a batch.
#[derive(Debug)]
pub(crate) struct BatchMetrics<'a> {
    /// The function, which is the only dimension.
    pub(crate) function: &'a str,
    /// The operator's rules.
    pub(crate) drop_rules: &'a DropRules,
    /// The pipeline's counts.
    pub(crate) tally: &'a Tally,
    /// The result of the delivery.
    pub(crate) delivered: &'a Delivered,
    /// How long the parts of the invocation took.
    pub(crate) timings: Timings,
    /// The counts of objects, if the lines are in objects.
    pub(crate) objects: Option<ObjectCounts>,
    /// The current time.
    pub(crate) now: Timestamp,
}

impl BatchMetrics<'_> {
    /// Writes the line.
    pub(crate) fn write(&self, out: &mut impl Write) {
        let mut format =
            Emf::no_validations(NAMESPACE.to_owned(), vec![vec!["FunctionName".to_owned()]]);
        // A batch that was delivered must not fail because its metrics cannot be written.
        if format.format(self, out).is_err() {
            tracing::warn!("metrics could not be written");
        }
    }

    /// The age of the newest event, or `None` if there is no event. It is zero if this clock is
    /// behind the web server's.
    fn newest_age(&self) -> Option<Duration> {
        Some(self.since(self.tally.newest?.seconds))
    }

    /// The age of the oldest list of bots' addresses, or `None` if no list is used.
    fn bot_ranges_age(&self) -> Option<Duration> {
        Some(self.since(self.tally.bot_ranges_seconds?))
    }

    fn since(&self, seconds: i64) -> Duration {
        Duration::from_secs(u64::try_from(self.now.seconds - seconds).unwrap_or(0))
    }

    fn share(&self, hits: u64) -> Option<f64> {
        #[expect(
            clippy::cast_precision_loss,
            reason = "a batch has far fewer than 2^52 lines"
        )]
        let share = 100.0 * hits as f64 / self.tally.events as f64;
        (self.tally.events > 0).then_some(share)
    }
}

impl Entry for BatchMetrics<'_> {
    fn write<'a>(&'a self, writer: &mut impl EntryWriter<'a>) {
        let Self {
            tally,
            delivered,
            timings,
            ..
        } = self;
        let since_epoch = Duration::from_secs(u64::try_from(self.now.seconds).unwrap_or(0))
            + Duration::from_nanos(u64::from(self.now.nanoseconds));
        writer.timestamp(SystemTime::UNIX_EPOCH + since_epoch);
        writer.value("FunctionName", self.function);
        let unaccepted = delivered.unaccepted.len() as u64;
        let counts = [
            ("Records", tally.records),
            ("Lines", tally.lines),
            ("Documents", tally.documents()),
            ("Rejections", tally.rejected()),
            ("Drops", tally.dropped()),
            ("Retries", delivered.retries),
            ("Refused", delivered.refused),
            ("Unaccepted", unaccepted),
        ];
        for (name, count) in counts {
            writer.value(name, &AsCount::from(count));
        }
        for (code, count) in &tally.rejections {
            writer.value(format!("Rejections.{code}"), &AsCount::from(*count));
        }
        // Rules are the operator's own texts of any length. A rule's position names its metric, so
        // that the name is the same in every batch.
        for (rule, count) in &tally.drops {
            if let Some(place) = self.drop_rules.place(rule) {
                writer.value(format!("Drops.rule_{place}"), &AsCount::from(*count));
            }
        }
        if let Some(objects) = self.objects {
            let counts = [
                ("Objects", objects.done),
                ("ObjectsContinued", objects.continued),
                ("ObjectsGone", objects.gone),
                ("ObjectsSkipped", objects.skipped),
                ("ObjectsFailed", objects.failed),
            ];
            for (name, count) in counts {
                writer.value(name, &AsCount::from(count));
            }
        }
        writer.value("BytesIn", &AsBytes::from(tally.bytes_in));
        writer.value("BytesOut", &AsBytes::from(tally.bytes_out));
        writer.value("EnrichTime", &AsMilliseconds::from(timings.enrich));
        writer.value("DeliverTime", &AsMilliseconds::from(timings.deliver));
        writer.value("NewestEventAge", &self.newest_age().map(AsSeconds::from));
        writer.value("BotRangesAge", &self.bot_ranges_age().map(AsSeconds::from));
        writer.value("GeoHitRate", &self.share(tally.geo_hits));
        writer.value("AgentHitRate", &self.share(tally.agent_hits));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_batch_is_one_line_that_cloudwatch_reads_and_metrics_md_explains() {
        let time = |seconds| Timestamp {
            seconds,
            nanoseconds: 500_000_000,
            digits: 3,
        };
        let mut tally = Tally {
            records: 3,
            lines: 4,
            events: 2,
            geo_hits: 1,
            bytes_in: 400,
            newest: Some(time(1_000)),
            bot_ranges_seconds: Some(30),
            ..Tally::default()
        };
        tally.rejections.insert("time_invalid", 1);
        tally.drops.insert("url.path=/health".to_owned(), 1);
        let delivered = Delivered {
            unaccepted: vec![0],
            retries: 2,
            ..Delivered::default()
        };
        let timings = Timings {
            enrich: Duration::from_millis(7),
            ..Timings::default()
        };
        let drop_rules = DropRules::parse("http.request.method=OPTIONS; url.path=/health").unwrap();
        let metrics = BatchMetrics {
            function: "f",
            drop_rules: &drop_rules,
            tally: &tally,
            delivered: &delivered,
            timings,
            objects: Some(ObjectCounts {
                done: 6,
                ..ObjectCounts::default()
            }),
            now: time(1_030),
        };
        let mut out = Vec::new();
        metrics.write(&mut out);
        assert_eq!(memchr::memchr_iter(b'\n', &out).count(), 1);
        let line: serde_json::Value = serde_json::from_slice(&out).unwrap();
        let wanted = [
            ("Lines", 4.0),
            ("Documents", 3.0),
            ("Rejections", 1.0),
            ("Rejections.time_invalid", 1.0),
            ("Drops", 1.0),
            ("Drops.rule_2", 1.0),
            ("Retries", 2.0),
            ("Unaccepted", 1.0),
            ("Objects", 6.0),
            ("ObjectsFailed", 0.0),
            ("BytesIn", 400.0),
            ("EnrichTime", 7.0),
            ("NewestEventAge", 30.0),
            ("BotRangesAge", 1_000.0),
            ("GeoHitRate", 50.0),
            ("AgentHitRate", 0.0),
        ];
        for (name, value) in wanted {
            assert_eq!(line[name].as_f64(), Some(value), "{name}: {line}");
        }
        assert_eq!(line["FunctionName"], "f");
        assert_eq!(line["_aws"]["Timestamp"], 1_030_500);
        let directive = &line["_aws"]["CloudWatchMetrics"][0];
        assert_eq!(
            (
                directive["Namespace"].as_str(),
                &directive["Dimensions"][0][0]
            ),
            (Some(NAMESPACE), &"FunctionName".into())
        );
        let defined = directive["Metrics"].as_array().unwrap();
        assert!(
            defined.len() <= 100
                && defined
                    .iter()
                    .any(|metric| metric["Name"] == "BytesIn" && metric["Unit"] == "Bytes")
        );
        assert!(!String::from_utf8(out).unwrap().contains("health"));

        let in_code: BTreeSet<_> = defined
            .iter()
            .filter_map(|metric| metric["Name"].as_str())
            .map(|name| {
                name.replace("time_invalid", "CODE")
                    .replace("rule_2", "rule_N")
            })
            .collect();
        let documented: BTreeSet<_> = include_str!("../../docs/METRICS.md")
            .lines()
            .filter_map(|line| line.strip_prefix("| `")?.split_once('`'))
            .map(|(name, _)| name.to_owned())
            .collect();
        assert_eq!(in_code, documented);
    }
}
