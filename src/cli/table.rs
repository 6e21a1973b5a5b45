//! A plain table of counts: aligned with spaces, as wide as its text, whatever the terminal.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::fmt::Write as _;

use super::text::{grouped, visible};

/// The most characters of a name; a longer one is cut, so that one odd agent does not push the numbers off the screen.
const NAME_LIMIT_CHARS: usize = 48;

/// How often each name occurred.
#[derive(Debug, Default)]
pub(super) struct Counts {
    names: HashMap<Box<str>, u64>,
    /// Counts without a name, under the word that replaces it; shown last.
    others: HashMap<&'static str, u64>,
}

impl Counts {
    /// Counts a name, or the word that replaces a missing one.
    pub(super) fn add(&mut self, name: Result<&str, &'static str>) {
        match name {
            Ok(name) => match self.names.get_mut(name) {
                Some(count) => *count += 1,
                None => {
                    self.names.insert(name.into(), 1);
                }
            },
            Err(other) => *self.others.entry(other).or_default() += 1,
        }
    }

    /// Counts a name `count` times.
    pub(super) fn add_many(&mut self, name: &str, count: u64) {
        *self.names.entry(name.into()).or_default() += count;
    }

    /// The table: the `top` most frequent names, the sum of the others, then the counts without a
    /// name. Shares are of all.
    pub(super) fn table(&self, title: &str, top: usize) -> String {
        let mut rows: Vec<(String, u64)> = Vec::new();
        let mut names: Vec<_> = self
            .names
            .iter()
            .map(|(name, count)| (&**name, *count))
            .collect();
        names.sort_unstable_by_key(|(name, count)| (Reverse(*count), *name));
        let (shown, rest) = names.split_at(top.min(names.len()));
        rows.extend(shown.iter().map(|(name, count)| (label(name), *count)));
        if !rest.is_empty() {
            let sum = rest.iter().map(|(_, count)| count).sum();
            rows.push((format!("({} more)", grouped(rest.len() as u64)), sum));
        }
        let mut others: Vec<_> = self.others.iter().collect();
        others.sort_unstable_by_key(|(name, count)| (Reverse(**count), **name));
        rows.extend(
            others
                .into_iter()
                .map(|(name, count)| (format!("({name})"), *count)),
        );
        render(title, &rows)
    }
}

fn render(title: &str, rows: &[(String, u64)]) -> String {
    let total: u64 = rows.iter().map(|(_, count)| count).sum();
    let rows: Vec<_> = rows
        .iter()
        .map(|(name, count)| (name.as_str(), grouped(*count), share(*count, total)))
        .collect();
    let name_width = width(rows.iter().map(|row| row.0).chain([title]));
    let count_width = width(rows.iter().map(|row| row.1.as_str()).chain(["lines"]));
    let share_width = width(rows.iter().map(|row| row.2.as_str()).chain(["share"]));
    let mut table = String::new();
    let titles = [(title, "lines".to_owned(), "share".to_owned())];
    for (name, count, share) in titles.iter().chain(&rows) {
        // Writing into a string cannot fail.
        let _ = writeln!(
            table,
            "{name:name_width$}  {count:>count_width$}  {share:>share_width$}"
        );
    }
    table
}

/// A name as it is shown: without control characters, and not too long.
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
    fn names_are_sorted_by_count_and_aligned_and_the_rest_added_up() {
        let mut counts = Counts::default();
        counts.add_many("Chrome", 12_000);
        counts.add_many("Opera", 5);
        counts.add_many("Edge", 5);
        counts.add_many("Türkiye", 990);
        counts.add(Err("unknown"));
        assert_eq!(
            counts.table("browser", 2),
            "browser     lines   share\n\
             Chrome     12,000  92.3 %\n\
             Türkiye       990   7.6 %\n\
             (2 more)       10  <0.1 %\n\
             (unknown)       1  <0.1 %\n"
        );
    }

    #[test]
    fn a_name_cannot_harm_the_terminal_nor_the_columns() {
        assert_eq!(label("\u{1b}[31m"), "\\x1B[31m");
        assert_eq!(label(&"x".repeat(99)).chars().count(), NAME_LIMIT_CHARS + 1);
    }

    #[test]
    fn shares_are_honest_at_the_ends() {
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
