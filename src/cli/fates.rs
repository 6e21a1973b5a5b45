//! Messages about the lines that are not events: how many were rejected and dropped, and why.

use super::text::{counted, grouped};
use crate::pipeline::Tally;

/// The messages for stderr. The list is empty if every line became an event.
pub(super) fn fates(tally: &Tally) -> Vec<String> {
    let codes = tally
        .rejections
        .iter()
        .map(|(code, count)| (*code, *count))
        .collect();
    let rules = tally
        .drops
        .iter()
        .map(|(rule, count)| (rule.as_str(), *count))
        .collect();
    [("rejected", codes), ("dropped", rules)]
        .into_iter()
        .filter_map(|(fate, counts)| sentence(tally.lines, fate, counts))
        .chain(advice(tally))
        .collect()
}

/// How to find the right format if lines were rejected and none was read or dropped. `None`
/// otherwise.
fn advice(tally: &Tally) -> Option<String> {
    // A record that could not be decoded has no line to explain.
    let mut codes = tally.rejections.keys();
    let has_lines = codes.any(|code| !code.starts_with("payload_"));
    let is_unread = tally.events == 0 && has_lines && tally.dropped() == 0;
    is_unread.then(|| {
        "no line could be read: `weblog explain LINE` says why, `weblog formats` lists the names \
         of formats"
            .to_owned()
    })
}

/// `3 of 1,000 lines rejected: line_unrecognised 2, time_invalid 1`, with the commonest reason
/// first. `None` if the count is zero.
fn sentence(lines: u64, fate: &str, mut counts: Vec<(&str, u64)>) -> Option<String> {
    let total: u64 = counts.iter().map(|(_, count)| count).sum();
    if total == 0 {
        return None;
    }
    counts.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), *name));
    let parts: Vec<_> = counts
        .iter()
        .map(|(name, count)| format!("{name} {}", grouped(*count)))
        .collect();
    Some(format!(
        "{} of {} {fate}: {}",
        grouped(total),
        counted(lines, "line"),
        parts.join(", ")
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rejections_and_drops_are_reported_with_the_commonest_first() {
        let tally = Tally {
            lines: 1_000,
            rejections: [
                ("line_unrecognised", 2),
                ("internal", 1),
                ("time_invalid", 1_200),
            ]
            .into(),
            drops: [("url.path=/health*".to_owned(), 12)].into(),
            events: 1,
            ..Tally::default()
        };
        assert_eq!(
            fates(&tally),
            [
                "1,203 of 1,000 lines rejected: time_invalid 1,200, line_unrecognised 2, internal \
                 1",
                "12 of 1,000 lines dropped: url.path=/health* 12",
            ]
        );
    }

    #[test]
    fn nothing_is_reported_if_every_line_became_an_event() {
        let tally = Tally {
            lines: 3,
            events: 3,
            ..Tally::default()
        };
        assert!(fates(&tally).is_empty());
    }
}
