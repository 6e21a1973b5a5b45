//! Compares the end of a quoted value with a plain implementation of the rule.

use proptest::prelude::*;

use super::COMBINED;
use crate::format::field::Field;
use crate::format::layout::Layout;

const BEFORE: &str =
    r#"203.0.113.7 - - [24/Nov/2026:13:55:36 +0000] "GET / HTTP/1.1" 200 12 "-" ""#;

/// The kind of the text after a closing quote.
#[derive(Debug, PartialEq, Eq)]
enum Plain {
    Whole,
    Cut,
    Broken,
}

/// The rule as documented: a blank, comma, semicolon or bar, then words and whole quoted values. No
/// quote opens after a letter or digit, and no letter or digit follows a closing quote.
fn plain_tail(text: &str) -> Plain {
    if !text.is_empty() && !text.starts_with([' ', '\t', ',', ';', '|']) {
        return Plain::Broken;
    }
    let chars: Vec<char> = text.chars().collect();
    let (mut at, mut before) = (0, ' ');
    while let Some(&char) = chars.get(at) {
        match char {
            '\\' => {
                at += 2;
                before = if at > chars.len() || !chars[at - 1].is_alphanumeric() {
                    ' '
                } else {
                    'a'
                };
                continue;
            }
            '"' if before.is_alphanumeric() => return Plain::Broken,
            '"' => {
                let Some(end) = plain_quote(&chars, at + 1) else {
                    return Plain::Cut;
                };
                at = end + 1;
                if chars.get(at).is_some_and(|next| next.is_alphanumeric()) {
                    return Plain::Broken;
                }
                before = ' ';
                continue;
            }
            _ => before = char,
        }
        at += 1;
    }
    Plain::Whole
}

/// The next quote that no backslash escapes.
fn plain_quote(chars: &[char], mut at: usize) -> Option<usize> {
    while at < chars.len() {
        match chars[at] {
            '"' => return Some(at),
            '\\' => at += 2,
            _ => at += 1,
        }
    }
    None
}

/// The agent of a line that ends with `text`, and whether it is cut; `None` where the line is
/// rejected.
fn plain_agent(text: &str) -> Option<(String, bool)> {
    let chars: Vec<char> = text.chars().collect();
    let (mut quotes, mut at) = (Vec::new(), 0);
    while let Some(quote) = plain_quote(&chars, at) {
        quotes.push(quote);
        at = quote + 1;
    }
    let value = |end: usize| chars[..end].iter().collect::<String>();
    let behind = |end: usize| plain_tail(&chars[end + 1..].iter().collect::<String>());
    if quotes.is_empty() {
        return Some((text.to_owned(), true));
    }
    for (kind, cut) in [(Plain::Whole, false), (Plain::Cut, true)] {
        if let Some(end) = quotes.iter().find(|end| behind(**end) == kind) {
            return Some((value(*end), cut));
        }
    }
    None
}

fn agent(text: &str) -> Option<(String, bool)> {
    let layout = Layout::new(COMBINED).unwrap().with_extras_allowed();
    let line = [BEFORE, text].concat();
    let read = layout.read(line.as_bytes()).ok()?;
    let agent = read.raw(Field::UserAgent).unwrap_or_default();
    Some((String::from_utf8_lossy(agent).into_owned(), read.cut))
}

#[test]
fn a_value_ends_at_its_quote_whatever_follows() {
    for (text, expected) in [
        (r#"x" rt=0.1 uct="0.001" uht="-""#, Some(("x", false))),
        (
            r#"x" 500 "web@docker" "http://10.0.0.1:80" 12ms"#,
            Some(("x", false)),
        ),
        (r#"x" kong_request_id: "8a1b""#, Some(("x", false))),
        (r#"x" ["a","b c"] {"k": "v"} 'y'"#, Some(("x", false))),
        ("x\"\t \t\"y\"  z  ", Some(("x", false))),
        (r#"" "-" """#, Some(("", false))),
        (r#"a\"b\\" 0.1"#, Some((r#"a\"b\\"#, false))),
        (r#"a\\\" b" 0.1"#, Some((r#"a\\\" b"#, false))),
        (r#"x", "y"; z | "a,b""#, Some(("x", false))),
        (r#"x";"y""#, Some(("x", false))),
        // Quotes that were not escaped.
        (r#"foo "bar", baz""#, Some((r#"foo "bar", baz"#, false))),
        (r#"foo "bar" baz""#, Some((r#"foo "bar" baz"#, false))),
        (
            r#"foo "bar" baz" 0.1 "y""#,
            Some((r#"foo "bar" baz"#, false)),
        ),
        (r#"5" tablet""#, Some((r#"5" tablet"#, false))),
        (r#"5" tab 6" x" 0.1"#, Some((r#"5" tab 6" x"#, false))),
        // Lines that end early.
        ("Mozilla/5.0 (X", Some(("Mozilla/5.0 (X", true))),
        (r#"x" 0.1 "203.0.113."#, Some(("x", true))),
        // No quote closes the value.
        (r#"x"203.0.113.7 - -"#, None),
        (r#"x" 0.1 y"z"#, None),
    ] {
        let expected = expected.map(|(agent, cut)| (agent.to_owned(), cut));
        assert_eq!(agent(text), expected, "{text}");
        assert_eq!(plain_agent(text), expected, "{text}");
    }
}

/// If the tail of each quote were read separately, one line would take minutes, in production and
/// in this test.
#[test]
fn a_long_line_of_quotes_is_read_once_and_not_once_for_each_quote() {
    for part in ["\" ", "\" \"", "\" a\" ", "\\\" \"", "x \"y\" ", "\"\" \"a"] {
        let text = [&part.repeat(200_000 / part.len()), "x\"y"].concat();
        assert_eq!(agent(&text), None, "{part}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]
    #[test]
    fn a_quoted_value_ends_where_a_plain_reading_of_the_rule_ends_it(
        parts in proptest::collection::vec(
            proptest::sample::select(vec![
                "\"", "\"", "\" ", " \"", "\\", " ", "a", "5", "=", ",", "é",
            ]),
            0..24,
        ),
    ) {
        let text = parts.concat();
        prop_assert_eq!(agent(&text), plain_agent(&text), "{}", text);
    }
}
