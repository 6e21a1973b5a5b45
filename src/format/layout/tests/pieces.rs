//! Rows of pieces: which ones are joined, which ones are refused, and where values end.

use crate::format::escape::Escape;
use crate::format::field::Field;
use crate::format::layout::{Layout, Piece};

/// Reads a line by a row of pieces and gives the fields that bind, by name.
fn fields_of(layout: &Layout, line: &str) -> Vec<(&'static str, String)> {
    let read = layout
        .read(line.as_bytes())
        .unwrap_or_else(|rejection| panic!("{line}: {rejection}"));
    Field::ALL
        .into_iter()
        .filter_map(|field| {
            Some((
                field.name(),
                String::from_utf8_lossy(read.raw(field)?).into_owned(),
            ))
        })
        .collect()
}

#[test]
fn adjacent_values_are_separated_by_the_first_byte_of_the_second() {
    let field = Piece::Field;
    for (name, pieces, line, expected) in [
        (
            "path-and-query",
            vec![field(Field::Path), field(Field::Query)],
            "/a?b?c",
            vec![("path", "/a"), ("query", "?b?c")],
        ),
        (
            "path-alone",
            vec![field(Field::Path), field(Field::Query)],
            "/a",
            vec![("path", "/a")],
        ),
        (
            "host-path-and-query",
            vec![field(Field::Host), field(Field::Path), field(Field::Query)],
            "a.example:80/b/?c=/",
            vec![("path", "/b/"), ("query", "?c=/"), ("host", "a.example:80")],
        ),
        (
            "host-and-query",
            vec![field(Field::Host), field(Field::Path), field(Field::Query)],
            "h?q",
            vec![("query", "?q"), ("host", "h")],
        ),
        (
            "skipped-together",
            vec![
                Piece::Skip,
                Piece::SkipList,
                Piece::literal(" "),
                field(Field::Status),
            ],
            "x 200",
            vec![("status", "200")],
        ),
        (
            "quote-between",
            vec![
                field(Field::Host),
                Piece::literal("\""),
                field(Field::Path),
                Piece::literal("\""),
                field(Field::Status),
            ],
            "h\"/a b\"200",
            vec![("path", "/a b"), ("host", "h"), ("status", "200")],
        ),
    ] {
        let found = fields_of(&Layout::new(&pieces).unwrap(), line);
        let found: Vec<_> = found
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn values_that_nothing_separates_are_refused_at_their_piece() {
    let field = Piece::Field;
    for (name, pieces, position, reason) in [
        (
            "numbers",
            vec![field(Field::Status), field(Field::BodyBytes)],
            1,
            "nothing separates body_bytes from status",
        ),
        (
            "query-first",
            vec![field(Field::Query), field(Field::Path)],
            1,
            "nothing separates path from query",
        ),
        (
            "target-and-query",
            vec![field(Field::Target), field(Field::Query)],
            1,
            "nothing separates query from target",
        ),
        (
            "field-and-skip",
            vec![Piece::literal("["), field(Field::Host), Piece::Skip],
            2,
            "nothing separates a skipped value from host",
        ),
        (
            "empty-literal",
            vec![field(Field::Status), Piece::literal(""), field(Field::Host)],
            2,
            "nothing separates host from status",
        ),
    ] {
        let error = Layout::new(&pieces).expect_err(name);
        assert_eq!(
            (error.position, error.reason.as_str()),
            (position, reason),
            "{name}"
        );
    }
}

#[test]
fn if_a_layout_has_a_field_twice_the_first_binds() {
    let field = Piece::Field;
    let layout = Layout::new(&[
        field(Field::Host),
        Piece::literal(" "),
        field(Field::Host),
        Piece::literal(" "),
        field(Field::Status),
    ]);
    let found = fields_of(&layout.unwrap(), "a.example b.example 200");
    assert_eq!(
        found,
        [
            ("host", "a.example".to_owned()),
            ("status", "200".to_owned())
        ]
    );
}

#[test]
fn lists_continue_where_plain_values_end() {
    let upstream = |piece: Piece| {
        Layout::new(&[piece, Piece::literal(" "), Piece::Field(Field::Host)]).unwrap()
    };
    for (name, piece, line, host) in [
        ("skip", Piece::Skip, "502, 200 a", "200"),
        ("skipped-list", Piece::SkipList, "502, 502 : 200 a", "a"),
        (
            "addresses",
            Piece::Field(Field::RemoteAddress),
            "192.0.2.1, 192.0.2.2 a",
            "a",
        ),
        (
            "upstreams",
            Piece::Field(Field::UpstreamSeconds),
            "- : 0.1, 0.2 a",
            "a",
        ),
    ] {
        let layout = upstream(piece).with_extras_allowed();
        let read = layout.read(line.as_bytes()).unwrap();
        assert_eq!(read.raw(Field::Host), Some(host.as_bytes()), "{name}");
    }
}

#[test]
fn an_escape_decides_where_a_quoted_value_ends_and_how_it_is_unescaped() {
    let line = br#""C:\" 200"#;
    let pieces = [
        Piece::literal("\""),
        Piece::Field(Field::Path),
        Piece::literal("\" "),
        Piece::Field(Field::Status),
    ];
    for (name, escape, path) in [
        ("none", Escape::None, Some(&b"C:\\"[..])),
        ("percent", Escape::Percent, Some(&b"C:\\"[..])),
        ("backslash", Escape::Backslash, None),
        ("json", Escape::Json, None),
    ] {
        for layout in [
            Layout::new(&pieces).unwrap().with_escape(escape),
            Layout::new(&pieces)
                .unwrap()
                .with_field_escape(Field::Path, escape),
        ] {
            let read = layout.read(line).ok();
            let found = read.and_then(|read| read.bytes(Field::Path));
            assert_eq!(found.as_deref(), path, "{name}");
        }
    }
}
