//! Texts through the walk, sound and broken.

use proptest::prelude::*;

use super::*;

fn told(text: &[u8]) -> Result<Vec<(String, String)>, Broken> {
    let mut told = Vec::new();
    let owned = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    leaves(text, &mut |path, leaf| {
        told.push((
            owned(path),
            match leaf {
                Leaf::Value(raw) => owned(raw),
                Leaf::Null => "(null)".to_owned(),
            },
        ));
    })?;
    Ok(told)
}

#[test]
fn every_leaf_is_told_with_its_path() {
    let text = br#" {"a": "x\"y", "b": {"c": -1.5, "d": {"e": true}}, "f": [null, ["g"], "h"], "i": null, "j": {}, "k": []} "#;
    let found = told(text).unwrap();
    let expected = [
        ("a", r#"x\"y"#),
        ("b.c", "-1.5"),
        ("b.d.e", "true"),
        ("f", "g"),
        ("f", "h"),
        ("i", "(null)"),
    ];
    let found: Vec<_> = found
        .iter()
        .map(|(path, raw)| (path.as_str(), raw.as_str()))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn what_nginx_leaves_without_quotes_is_read() {
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
            vec![("a", "-, 0.1 : -"), ("b", "1")],
        ),
    ] {
        let expected: Vec<_> = expected
            .into_iter()
            .map(|(path, raw)| (path.to_owned(), raw.to_owned()))
            .collect();
        assert_eq!(told(text.as_bytes()).unwrap(), expected, "{name}");
    }
}

#[test]
fn a_broken_text_is_told_with_its_place() {
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
            told(text).unwrap_err().0,
            at,
            "{}",
            String::from_utf8_lossy(text)
        );
    }
    let deep = [vec![b'['; 40], vec![b']'; 40]].concat();
    assert!(told(&[b"{\"a\":", &deep[..], b"}"].concat()).is_err());
}

#[test]
fn a_path_too_long_is_passed_over_and_its_neighbours_are_not() {
    let long = "k".repeat(PATH_BYTES);
    let text = format!(r#"{{"{long}": {{"x": 1}}, "a": {{"{long}": 2, "b": 3}}}}"#);
    assert_eq!(
        told(text.as_bytes()).unwrap(),
        [("a.b".to_owned(), "3".to_owned())]
    );
}

proptest! {
    #[test]
    fn no_bytes_are_too_strange(bytes in proptest::collection::vec(any::<u8>(), 0..100)) {
        let _ = told(&bytes);
        let _ = told(&[b"{\"a\":", &bytes[..]].concat());
    }

    #[test]
    fn what_a_parser_takes_the_scan_takes(text in "\\{(\"[ab]\": ?(1|\"x\"|null|\\[1, 2\\]|\\{\\}),? ?){0,3}\\}?") {
        if serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok() {
            prop_assert!(told(text.as_bytes()).is_ok(), "{}", text);
        } else {
            prop_assert!(told(text.as_bytes()).is_err(), "{}", text);
        }
    }
}
