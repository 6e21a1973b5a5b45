//! Valid and malformed texts.

use proptest::prelude::*;

use super::path::PATH_BYTES;
use super::*;

fn leaves_of(text: &[u8]) -> Result<Vec<(String, String)>, Broken> {
    let mut reported = Vec::new();
    let owned = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    leaves(text, &mut |path, leaf| {
        let Some(path) = path.whole() else { return };
        reported.push((
            owned(path),
            match leaf {
                Leaf::Value(raw) | Leaf::Array(raw) => owned(raw),
                Leaf::Null => "(null)".to_owned(),
            },
        ));
    })?;
    Ok(reported)
}

#[test]
fn every_leaf_is_reported_with_its_path() {
    let text = br#" {"a": "x\"y", "b": {"c": -1.5, "d": {"e": true}}, "f": [null, ["g"], "h"], "i": null, "j": {}, "k": []} "#;
    let found = leaves_of(text).unwrap();
    let expected = [
        ("a", r#"x\"y"#),
        ("bc", "-1.5"),
        ("bde", "true"),
        ("f", "g"),
        ("f", "h"),
        ("f", r#"[null, ["g"], "h"]"#),
        ("i", "(null)"),
        ("k", "[]"),
    ];
    let found: Vec<_> = found
        .iter()
        .map(|(path, raw)| (path.as_str(), raw.as_str()))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn values_that_nginx_does_not_quote_are_read() {
    for (name, text, expected) in [
        (
            "dash",
            r#"{"a":-,"b":1}"#,
            vec![("a", "(null)"), ("b", "1")],
        ),
        (
            "nothing",
            r#"{"a":,"b":}"#,
            vec![("a", "(null)"), ("b", "(null)")],
        ),
        (
            "list",
            r#"{"a":0.518, 0.009,"b":-1.5 : 2}"#,
            vec![("a", "0.518, 0.009"), ("b", "-1.5 : 2")],
        ),
        (
            "list-with-dashes",
            r#"{"a":-, 0.1 : -, "b":[1, 2]}"#,
            vec![("a", "-, 0.1 : -"), ("b", "1"), ("b", "[1, 2]")],
        ),
    ] {
        let expected: Vec<_> = expected
            .into_iter()
            .map(|(path, raw)| (path.to_owned(), raw.to_owned()))
            .collect();
        assert_eq!(leaves_of(text.as_bytes()).unwrap(), expected, "{name}");
    }
}

#[test]
fn a_broken_text_is_reported_with_its_place() {
    let cases: [(&[u8], usize); 11] = [
        (b"", 0),
        (b"[1]", 0),
        (b"{\"a\"", 4),
        (b"{\"a\":x}", 5),
        (b"{\"a\":[-]}", 6),
        (b"{\"a\":1, x}", 8),
        (b"{\"a\":\"x", 7),
        (b"{\"a\":1 \"b\":2}", 7),
        (b"{\"a\":tru}", 5),
        (b"{\"a\":1}x", 7),
        (b"{\"a\":1,}", 7),
    ];
    for (text, at) in cases {
        assert_eq!(
            leaves_of(text).unwrap_err().0,
            at,
            "{}",
            String::from_utf8_lossy(text)
        );
    }
    let deep = [vec![b'['; 40], vec![b']'; 40]].concat();
    assert!(leaves_of(&[b"{\"a\":", &deep[..], b"}"].concat()).is_err());
}

#[test]
fn only_a_path_that_is_too_long_is_skipped() {
    let long = "k".repeat(PATH_BYTES);
    let text = format!(r#"{{"{long}": {{"x": 1}}, "a": {{"{long}": 2, "b": 3}}}}"#);
    assert_eq!(
        leaves_of(text.as_bytes()).unwrap(),
        [("ab".to_owned(), "3".to_owned())]
    );
}

proptest! {
    #[test]
    fn no_bytes_cause_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..100)) {
        let _ = leaves_of(&bytes);
        let _ = leaves_of(&[b"{\"a\":", &bytes[..]].concat());
    }

    #[test]
    fn the_scan_accepts_what_a_parser_accepts(text in "\\{(\"[ab]\": ?(1|\"x\"|null|\\[1, \
        2\\]|\\{\\}),? ?){0,3}\\}?") {
        if serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok() {
            prop_assert!(leaves_of(text.as_bytes()).is_ok(), "{}", text);
        } else {
            prop_assert!(leaves_of(text.as_bytes()).is_err(), "{}", text);
        }
    }
}

/// A JSON value that may occur in a log.
fn any_value() -> impl Strategy<Value = serde_json::Value> {
    let text = "[ -~é\"\\\\\n/]{0,8}";
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        (-1.0e9..1.0e9).prop_map(|number: f64| number.into()),
        text.prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 40, 5, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(serde_json::Value::Array),
            proptest::collection::vec(("[a-zA-Z_.$@\"é-]{0,6}", inner), 0..4)
                .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
        ]
    })
}

/// The leaves of a value according to `serde_json`'s tree. Paths are in their normal form, and
/// texts are unescaped.
fn expected(value: &serde_json::Value, path: &str, reported: &mut Vec<(String, String)>) {
    use serde_json::Value;
    /// Reports the first element of an array that is a value, and all objects in the array, as the
    /// scan does.
    fn elements(
        values: &[Value],
        path: &str,
        open: &mut bool,
        reported: &mut Vec<(String, String)>,
    ) {
        for value in values {
            match value {
                Value::Array(values) => elements(values, path, &mut open.clone(), reported),
                Value::Object(_) => expected(value, path, reported),
                Value::Null => {}
                leaf => {
                    if std::mem::take(open) {
                        expected(leaf, path, reported);
                    }
                }
            }
        }
    }
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                let name = String::from_utf8(normalised(&escaped(key))).unwrap();
                expected(value, &format!("{path}{name}"), reported);
            }
        }
        Value::Array(values) => elements(values, path, &mut true, reported),
        Value::String(text) => reported.push((path.to_owned(), text.clone())),
        Value::Null => reported.push((path.to_owned(), "(null)".to_owned())),
        other => reported.push((path.to_owned(), other.to_string())),
    }
}

/// A key as it is written between its quotes.
fn escaped(key: &str) -> String {
    let written = serde_json::to_string(key).unwrap();
    written[1..written.len() - 1].to_owned()
}

proptest! {
    #[test]
    fn the_walk_reports_what_another_parser_finds(
        members in proptest::collection::vec(("[a-zA-Z_.$@\"é-]{0,6}", any_value()), 0..5),
        pretty in any::<bool>(),
    ) {
        let value = serde_json::Value::Object(members.into_iter().collect());
        let text = if pretty {
            serde_json::to_string_pretty(&value)
        } else {
            serde_json::to_string(&value)
        };
        let mut found = Vec::new();
        let walked = leaves(text.unwrap().as_bytes(), &mut |path, leaf| {
            let reported = match leaf {
                Leaf::Array(_) => return,
                Leaf::Null => "(null)".to_owned(),
                Leaf::Value(raw) => {
                    String::from_utf8(crate::format::Escape::Json.undo(raw).into_owned()).unwrap()
                }
            };
            let path = String::from_utf8(path.whole().unwrap().to_vec()).unwrap();
            found.push((path, reported));
        });
        prop_assert_eq!(walked, Ok(()));
        let mut wanted = Vec::new();
        expected(&value, "", &mut wanted);
        prop_assert_eq!(found, wanted);
    }
}
