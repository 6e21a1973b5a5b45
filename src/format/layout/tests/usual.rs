//! Compares the reading of usual values with the general search alone.

use std::sync::LazyLock;

use proptest::collection::vec;
use proptest::prelude::*;

use super::COMBINED;
use crate::format::field::Field;
use crate::format::layout::{Layout, Piece};
use crate::format::line::LogLine;
use crate::format::{apache, nginx, presets};

/// Lines in which nearly all values have their usual form.
const LINES: [&str; 6] = [
    r#"203.0.113.7 - - [24/Nov/2026:13:55:36 +0000] "GET /a?b=[c] HTTP/1.1" 200 12 "http://a.example/" "curl/8.0 (x)""#,
    r#"203.0.113.7 - al [24/Nov/2026:13:55:36 +0000] "-" 304 - "-" "x y" "198.51.100.4, 192.0.2.1" 0.1"#,
    r#"a.example:443 203.0.113.7, 10.0.0.1 - - [24/Nov/2026:13:55:36 +0000] "GET / HTTP/1.1" 200 12 "-" "x""#,
    r#""198.51.100.4" 203.0.113.7 - - [24/Nov/2026:13:55:36 +0000] "GET / HTTP/2" 200 12"#,
    r#"24/Nov/2026:13:55:36 +0000 203.0.113.7 0.123 10.0.0.1:80, 10.0.0.2:80 "GET" 200"#,
    r#"[24/Nov/2026:13:55:36 +0000] 12 GET / HTTP/1.1 0.12 "a" b "c" 7"#,
];

/// Texts that a client or a torn line puts into a value, and texts that end values.
const INSERTS: [&str; 26] = [
    "",
    " ",
    "  ",
    "\t",
    "\r",
    "\"",
    "\\\"",
    "\\",
    "\" \"",
    "\" ",
    " \"",
    "\"-\"",
    "-",
    "- ",
    "[",
    "]",
    "] ",
    "] \"",
    ", ",
    ",",
    " : ",
    "a",
    "7",
    " 200 ",
    "24/Nov/2026:13:55:36 +0000",
    "GET / HTTP/1.1",
];

/// The layouts are compiled once, because compiling takes longer than reading a line.
static LAYOUTS: LazyLock<Vec<Layout>> = LazyLock::new(layouts);

fn layouts() -> Vec<Layout> {
    let apache = [
        r#"%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i""#,
        r#"%v:%p %a %{%F %T}t "%m %U%q %H" %D %L"#,
        r#"%{%d/%b/%Y:%H:%M:%S %z}t %h %T "%m" %s"#,
        r#"%t %D %r %T "%{Referer}i" %u "%{User-Agent}i" %s"#,
    ];
    let nginx = [
        r#"$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" "$http_x_forwarded_for" $request_time"#,
        r#"$time_local $remote_addr $request_time $upstream_addr "$request_method" $status"#,
    ];
    let with_word = [COMBINED, &[Piece::literal(" "), Piece::SkipWord]].concat();
    let lines = apache.iter().map(|text| apache::compile(text).unwrap());
    let lines = lines.chain(nginx.iter().map(|text| nginx::compile(text).unwrap()));
    let bare = [COMBINED, &with_word].map(|pieces| Layout::new(pieces).unwrap());
    let presets = [
        presets::combined(),
        presets::vhost_combined(),
        presets::numbered_combined(),
        presets::quoted_list_combined(),
        presets::listed_combined(),
    ];
    lines.chain(bare).chain(presets).collect()
}

fn compare(layout: &Layout, line: &[u8]) -> Result<(), TestCaseError> {
    let mut plain = LogLine::default();
    let read = layout.fill_from(0, line, &mut plain);
    for beginning in [layout.beginning(line), None] {
        let mut usual = LogLine::default();
        let (first, rest) = beginning.map_or((0, line), |known| known.bind(line, &mut usual));
        prop_assert_eq!(&layout.fill(first, rest, &mut usual), &read);
        compare_fields(&usual, &plain)?;
    }
    let [mut usual, mut plain] = [LogLine::default(), LogLine::default()];
    let read = layout.read_from(layout.beginning(line), line, &mut usual);
    prop_assert_eq!(&layout.read_from(None, line, &mut plain), &read);
    compare_fields(&usual, &plain)
}

fn compare_fields(one: &LogLine<'_>, other: &LogLine<'_>) -> Result<(), TestCaseError> {
    for field in Field::ALL {
        prop_assert_eq!(one.raw(field), other.raw(field), "{}", field.name());
        prop_assert_eq!(one.plain(field), other.plain(field), "{}", field.name());
    }
    prop_assert_eq!((one.cut, one.escapes_all), (other.cut, other.escapes_all));
    Ok(())
}

proptest! {
    #[test]
    fn usual_values_are_what_the_general_search_finds(
        line in proptest::sample::select(LINES.to_vec()),
        changes in vec(
            (
                0_usize..120,
                0_usize..6,
                proptest::sample::select(INSERTS.to_vec()),
            ),
            0..4,
        ),
    ) {
        let mut line = line.as_bytes().to_vec();
        for (at, removed, insert) in changes {
            let at = at.min(line.len());
            line.splice(at..(at + removed).min(line.len()), insert.bytes());
        }
        for layout in LAYOUTS.iter() {
            compare(layout, &line)?;
        }
    }

    #[test]
    fn so_are_those_of_a_line_of_fragments(
        fragments in vec(proptest::sample::select(INSERTS.to_vec()), 0..24),
    ) {
        for layout in LAYOUTS.iter() {
            compare(layout, fragments.concat().as_bytes())?;
        }
    }
}

#[test]
fn a_combined_line_consists_of_usual_values() {
    let (layout, line) = (presets::combined(), LINES[0].as_bytes());
    let mut fields = LogLine::default();
    assert_eq!(layout.usual(0, line, &mut fields).0, 9);
    let beginning = layout.beginning(line).unwrap();
    assert_eq!(beginning.bind(line, &mut fields).0, 9);
}
