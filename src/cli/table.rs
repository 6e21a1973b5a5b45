//! A plain table of counts, aligned with spaces. Its width depends only on its text, not on the
//! terminal.

use std::fmt::Write as _;

use super::text::{grouped, visible};

/// The most characters of a row's name. A longer name is cut, so that one odd agent does not push
/// the numbers off the screen.
const NAME_LIMIT_CHARS: usize = 48;

/// The table of the rows' names and counts, in the given order. Each share is of `total`.
pub(super) fn table(title: &str, rows: &[(String, u64)], total: u64) -> String {
    let rows: Vec<_> = rows
        .iter()
        .map(|(name, count)| (label(name), grouped(*count), share(*count, total)))
        .collect();
    let name_width = width(rows.iter().map(|row| row.0.as_str()).chain([title]));
    let count_width = width(rows.iter().map(|row| row.1.as_str()).chain(["lines"]));
    let share_width = width(rows.iter().map(|row| row.2.as_str()).chain(["share"]));
    let mut table = String::new();
    let titles = [(title.to_owned(), "lines".to_owned(), "share".to_owned())];
    for (name, count, share) in titles.iter().chain(&rows) {
        // Writing into a string cannot fail.
        let _ = writeln!(
            table,
            "{name:name_width$}  {count:>count_width$}  {share:>share_width$}"
        );
    }
    table
}

/// A name for display: without control characters, and not too long.
fn label(name: &str) -> String {
    let label = visible(name.as_bytes());
    match label.char_indices().nth(NAME_LIMIT_CHARS) {
        Some((end, _)) => format!("{}…", label.get(..end).unwrap_or_default()),
        None => label,
    }
}

/// `12.3 %`, rounded down to a tenth. A count above zero is never `0.0 %`, and less than all is
/// never `100.0 %`.
fn share(count: u64, total: u64) -> String {
    let tenths = u128::from(count) * 1_000 / u128::from(total.max(1));
    match tenths {
        0 if count > 0 => "<0.1 %".to_owned(),
        _ => format!("{}.{} %", tenths / 10, tenths % 10),
    }
}

fn width<'a>(texts: impl Iterator<Item = &'a str>) -> usize {
    texts.map(|text| text.chars().count()).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned_by_characters() {
        let rows = [("Chrome", 12_000), ("Türkiye", 990), ("(unknown)", 1)];
        let rows = rows.map(|(name, count)| (name.to_owned(), count));
        assert_eq!(
            table("browser", &rows, 12_991),
            "browser     lines   share\n\
             Chrome     12,000  92.3 %\n\
             Türkiye       990   7.6 %\n\
             (unknown)       1  <0.1 %\n"
        );
    }

    #[test]
    fn a_name_cannot_harm_the_terminal_or_the_columns() {
        assert_eq!(label("\u{1b}[31m"), "\\x1B[31m");
        assert_eq!(label(&"x".repeat(99)).chars().count(), NAME_LIMIT_CHARS + 1);
    }

    #[test]
    fn only_zero_is_shown_as_0_and_only_all_as_100_per_cent() {
        let cases = [
            (0, 10, "0.0 %"),
            (1, 100_000, "<0.1 %"),
            (99_999, 100_000, "99.9 %"),
            (5, 5, "100.0 %"),
            (0, 0, "0.0 %"),
        ];
        for (count, total, expected) in cases {
            assert_eq!(share(count, total), expected, "{count} of {total}");
        }
    }
}
