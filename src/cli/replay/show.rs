//! Shows the progress of a replay, the table of a dry run, and the skipped entries.

use std::fmt::Write as _;
use std::io::{IsTerminal as _, stderr, stdout};
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};

use indicatif::{BinaryBytes, HumanDuration, ProgressBar, ProgressStyle};

use super::shared::Shared;
use crate::cli::text::{counted, grouped, visible, write_message};
use crate::replay::counts::{Counts, UNIT_BYTES};

/// The time between two drawings of the bar.
const DRAW_PAUSE: Duration = Duration::from_millis(200);

/// The time between two lines about the progress if there is no terminal.
const LINE_PAUSE: Duration = Duration::from_secs(10);

/// The most characters of a code or a prefix in the table.
const NAME_LIMIT_CHARS: usize = 60;

/// Shows the progress until the task is aborted. `quiet` says that documents, or the table of a dry
/// run, go to standard output.
pub(super) async fn progress(shared: Arc<Shared>, total: Option<(u64, usize)>, quiet: bool) {
    let started = Instant::now();
    // If standard output is the same terminal, a bar would appear between the documents.
    let is_watched = stderr().is_terminal() && !(quiet && stdout().is_terminal());
    if !is_watched {
        loop {
            tokio::time::sleep(LINE_PAUSE).await;
            if !quiet {
                write_message(line(&shared, total, started.elapsed()));
            }
        }
    }
    let bar = Bar(match total {
        Some((bytes, _)) => ProgressBar::new(bytes).with_style(style(
            "{bar:30} {percent:>3} %  {bytes} of {total_bytes}, {msg}",
        )),
        None => ProgressBar::no_length().with_style(style("{spinner} {bytes} read, {msg}")),
    });
    loop {
        tokio::time::sleep(DRAW_PAUSE).await;
        // The message is set first, because each of the two calls may draw the bar.
        bar.0.set_message(sent(&shared, total, started.elapsed()));
        bar.0.set_position(shared.read_bytes.load(Relaxed));
    }
}

/// A bar that removes itself from the terminal when it is dropped.
struct Bar(ProgressBar);

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).expect("the template is a constant")
}

/// How many entries were accepted, how fast they are sent, and, if the end is known, the time that
/// is left.
fn sent(shared: &Shared, total: Option<(u64, usize)>, elapsed: Duration) -> String {
    let left = total.and_then(|(bytes, _)| {
        let read = shared.read_bytes.load(Relaxed);
        let rate = per_second(read, elapsed);
        let seconds = bytes.saturating_sub(read).checked_div(rate)?;
        Some(format!(
            ", {} left",
            HumanDuration(Duration::from_secs(seconds))
        ))
    });
    format!(
        "{} accepted, {}/s sent{}",
        grouped(shared.accepted.load(Relaxed)),
        BinaryBytes(per_second(shared.sent_bytes.load(Relaxed), elapsed)),
        left.unwrap_or_default()
    )
}

/// The progress as one line of text.
fn line(shared: &Shared, total: Option<(u64, usize)>, elapsed: Duration) -> String {
    let read = BinaryBytes(shared.read_bytes.load(Relaxed));
    let begun = grouped(shared.sources_begun.load(Relaxed));
    let what = match total {
        Some((bytes, sources)) => {
            format!(
                "source {begun} of {sources}, {read} of {}",
                BinaryBytes(bytes)
            )
        }
        None => format!("source {begun}, {read}"),
    };
    format!("{what} read, {}", sent(shared, total, elapsed))
}

fn per_second(bytes: u64, elapsed: Duration) -> u64 {
    let milliseconds = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
    bytes.saturating_mul(1000) / milliseconds.max(1)
}

/// The table of the entries by code, day and prefix.
pub(super) fn table(counts: &Counts) -> String {
    let name = |text: &str| -> String {
        match text {
            "" => "(here)".to_owned(),
            text => visible(text.as_bytes())
                .chars()
                .take(NAME_LIMIT_CHARS)
                .collect(),
        }
    };
    let numbers =
        |row: crate::replay::counts::Row| [row.entries, row.bytes, row.units].map(grouped);
    let titles = ["code", "day", "prefix", "entries", "bytes", "units"].map(str::to_owned);
    let rows = counts.rows.iter().map(|((code, day, prefix), row)| {
        let [entries, bytes, units] = numbers(*row);
        [name(code), day.clone(), name(prefix), entries, bytes, units]
    });
    let [entries, bytes, units] = numbers(counts.total());
    let total = ["total", "", ""].map(str::to_owned);
    let [first, second, third] = total;
    let total = [first, second, third, entries, bytes, units];
    let rows: Vec<_> = [titles].into_iter().chain(rows).chain([total]).collect();
    let mut widths = [0; 6];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut table = String::new();
    for row in &rows {
        let cells = row.iter().zip(widths).enumerate();
        let cells = cells.map(|(column, (cell, width))| match column {
            0..=2 => format!("{cell:width$}"),
            _ => format!("{cell:>width$}"),
        });
        // Writing into a string cannot fail.
        let _ = writeln!(table, "{}", cells.collect::<Vec<_>>().join("  ").trim_end());
    }
    let total = counts.total();
    let _ = writeln!(
        table,
        "\nFirehose bills {} of {} bytes: {}",
        counted(total.units, "unit"),
        grouped(UNIT_BYTES),
        BinaryBytes(total.units.saturating_mul(UNIT_BYTES))
    );
    table
}

/// Lines for stderr about the skipped entries and the reasons of OpenSearch's refusals.
pub(super) fn passed(counts: &Counts) -> Vec<String> {
    let passed = counts.passed.iter();
    let passed = passed.map(|(why, count)| format!("{} skipped: {}", grouped(*count), why.words()));
    let mut reasons: Vec<_> = counts.reasons.iter().collect();
    reasons.sort_by_key(|(reason, count)| (std::cmp::Reverse(**count), *reason));
    let reasons = reasons.into_iter().map(|(reason, count)| {
        format!(
            "{} already refused by OpenSearch: {reason}",
            grouped(*count)
        )
    });
    passed.chain(reasons).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::replay::selection::Passed;

    #[test]
    fn a_line_about_the_progress_has_the_rate_and_the_time_left_if_the_end_is_known() {
        let (settled, _settling) = tokio::sync::mpsc::unbounded_channel();
        let shared = Shared::new(settled);
        shared.sources_begun.store(2, Relaxed);
        shared.read_bytes.store(30 << 20, Relaxed);
        shared.sent_bytes.store(20 << 20, Relaxed);
        shared.accepted.store(1234, Relaxed);
        let after = Duration::from_secs(10);
        assert_eq!(
            line(&shared, Some((120 << 20, 3)), after),
            "source 2 of 3, 30.00 MiB of 120.00 MiB read, 1,234 accepted, 2.00 MiB/s sent, \
             30 seconds left"
        );
        assert_eq!(
            line(&shared, None, after),
            "source 2, 30.00 MiB read, 1,234 accepted, 2.00 MiB/s sent"
        );
        // Nothing was read yet.
        shared.read_bytes.store(0, Relaxed);
        assert!(!line(&shared, Some((120 << 20, 3)), after).contains("left"));
    }

    #[test]
    fn the_table_is_aligned_and_ends_with_what_firehose_bills() {
        let mut counts = Counts::default();
        counts.add("503", None, "s3://b/failed", 6000);
        counts.add("Lambda.FunctionError", None, "", 10);
        counts.pass(Passed::Mapping);
        counts.refuse("mapper_parsing_exception: no".to_owned());
        assert_eq!(
            table(&counts),
            "code                  day  prefix         entries  bytes  units\n\
             503                   -    s3://b/failed        1  6,000      2\n\
             Lambda.FunctionError  -    (here)               1     10      1\n\
             total                                           2  6,010      3\n\
             \nFirehose bills 3 units of 5,120 bytes: 15.00 KiB\n"
        );
        let lines = passed(&counts);
        assert!(
            lines[0].starts_with("1 skipped: refused by OpenSearch"),
            "{lines:?}"
        );
        assert_eq!(
            lines[1],
            "1 already refused by OpenSearch: mapper_parsing_exception: no"
        );
    }
}
