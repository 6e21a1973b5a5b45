//! Rows and their columns, as tables.

use super::*;

fn column(field: Option<Field>) -> Column {
    let shape = field.map_or(Shape::Text, Shape::of);
    Column { field, shape }
}

fn columns() -> Columns {
    let fields = [
        Some(Field::Date),
        None,
        Some(Field::UserAgent),
        Some(Field::Status),
    ];
    Columns::new(fields.map(column).to_vec(), 1)
}

#[test]
fn rows_are_split_at_their_separator() {
    type Case = (&'static str, &'static str, &'static str);
    let cases: [Case; 8] = [
        ("2025-10-10 x a 200", "a", "200"),
        ("2025-10-10\tx\ta b\t200", "a b", "200"),
        ("2025-10-10 x \"a \"\"b\"\"\" 200", "a \"\"b\"\"", "200"),
        ("2025-10-10 x \"open 200", "\"open", "200"),
        ("2025-10-10  x   a 200", "a", "200"),
        ("2025-10-10\t\t\t200", "", "200"),
        ("2025-10-10 x a 200 \t ", "a", "200"),
        ("2025-10-10 - a b c 200", "a b c", "200"),
    ];
    let columns = columns();
    for (row, agent, status) in cases {
        let line = columns
            .read(row.as_bytes())
            .unwrap_or_else(|rejection| panic!("{row}: {rejection}"));
        let raw = |field| line.raw(field).map(String::from_utf8_lossy);
        assert_eq!(raw(Field::UserAgent).as_deref(), Some(agent), "{row}");
        assert_eq!(raw(Field::Status).as_deref(), Some(status), "{row}");
    }
}

#[test]
fn a_rejection_says_what_a_row_has_and_what_was_expected() {
    let columns = columns();
    for (row, message) in [
        ("", "line ended, expected 4 columns, found 1 at byte 0"),
        (
            "2025-10-10 x",
            "line ended, expected 4 columns, found 2 at byte 12",
        ),
        (
            "2025-10-10 x a b 200",
            "expected 4 columns, found 5 at byte 17",
        ),
        (
            "2025-10-10\tx\ta\tb\t200",
            "expected 4 columns, found 5 at byte 17",
        ),
        ("2025-10-10 x a OK", "expected status at byte 15"),
        ("10/Oct/2025 x a 200", "expected date at byte 0"),
    ] {
        let rejection = columns.read(row.as_bytes()).map(|_| ()).unwrap_err();
        assert_eq!(rejection.to_string(), message, "{row}");
        assert!(!columns.fit(row.as_bytes()), "{row}");
    }
    assert!(columns.begin(b"2025-10-10 x"));
    assert!(!columns.begin(b"203.0.113.7 - - [10/Oct/2025:13:55:36 +0200]"));
}

#[test]
fn versions_and_later_columns_count_where_they_are_known() {
    let versions = columns().with_counts(Counts::Versions(&[2, 4]));
    let later = columns().with_counts(Counts::AtLeast(3));
    for (row, in_versions, in_later) in [
        ("2025-10-10", false, false),
        ("2025-10-10\tx", true, false),
        ("2025-10-10\tx\ta", false, true),
        ("2025-10-10\tx\ta\t200", true, true),
        ("2025-10-10\tx\ta\t200\tmore", false, true),
        ("2025-10-10\tx\ta\tOK\tmore", false, false),
    ] {
        assert_eq!(versions.fit(row.as_bytes()), in_versions, "{row}");
        assert_eq!(later.fit(row.as_bytes()), in_later, "{row}");
    }
}
