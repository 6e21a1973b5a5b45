//! Tests of the table: each name has one meaning, which is the same in every spelling.

use std::collections::BTreeMap;

use super::*;
use crate::format::json::scan::{Leaf, leaves, normalised};

/// What a name means in the table.
pub(in crate::format::json) fn known_name(name: &str) -> Option<Known> {
    TABLE.get(&normalised(name))
}

/// The meaning of the only leaf of an object.
fn known_in(object: &str) -> Option<Known> {
    let mut found = None;
    leaves(object.as_bytes(), &mut |path, leaf| {
        if matches!(leaf, Leaf::Value(_)) {
            found = known(path);
        }
    })
    .unwrap();
    found
}

#[test]
fn a_name_has_one_meaning() {
    let mut meanings = BTreeMap::new();
    let mut wrong = Vec::new();
    for (name, known) in rows() {
        if known.meaning == Meaning::Nothing {
            continue;
        }
        let there = meanings
            .entry(normalised(&name))
            .or_insert((name.clone(), known.meaning));
        if there.1 != known.meaning {
            wrong.push((name, known.meaning, there.1));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    let first = chars.next().map(|char| char.to_ascii_uppercase());
    first.into_iter().chain(chars).collect()
}

/// The words of a name in each style that writers use.
fn styles(words: &[&str]) -> Vec<(&'static str, String)> {
    let pascal: String = words.iter().map(|word| capital(word)).collect();
    let (first, rest) = words.split_first().unwrap();
    let camel: String = [(*first).to_owned()]
        .into_iter()
        .chain(rest.iter().map(|word| capital(word)))
        .collect();
    let flat = |key: &str| format!(r#"{{"{key}":1}}"#);
    let nested = words.join(r#"":{""#);
    vec![
        ("snake", flat(&words.join("_"))),
        ("kebab", flat(&words.join("-"))),
        ("dotted", flat(&words.join("."))),
        ("blank", flat(&words.join(" "))),
        ("camel", flat(&camel)),
        ("pascal", flat(&pascal)),
        ("upper", flat(&words.join("_").to_ascii_uppercase())),
        ("dollar", flat(&format!("${}", words.join("_")))),
        (
            "nested",
            format!(r#"{{"{nested}":1{}"#, "}".repeat(words.len())),
        ),
    ]
}

#[test]
fn every_name_means_the_same_in_every_spelling() {
    let mut count = 0;
    for (name, _) in rows() {
        let expected = known_name(&name).unwrap();
        let words: Vec<_> = name.split('_').filter(|word| !word.is_empty()).collect();
        for (style, object) in styles(&words) {
            assert_eq!(
                known_in(&object),
                Some(expected),
                "{name} {style}: {object}"
            );
            count += 1;
        }
    }
    assert!(count > 10_000, "{count}");
}

#[test]
fn a_key_within_a_wrapper_has_its_meaning_and_a_worse_rank() {
    for (object, name) in [
        (r#"{"context":{"statusCode":1}}"#, "status_code"),
        (r#"{"context.identity.sourceIp":1}"#, "source_ip"),
        (r#"{"log":{"fields":{"remote_addr":1}}}"#, "remote_addr"),
        (r#"{"data":{"request":{"method":1}}}"#, "request_method"),
    ] {
        let plain = known_name(name).unwrap();
        let wrapped = known_in(object).unwrap();
        assert_eq!(wrapped.meaning, plain.meaning, "{object}");
        assert!(wrapped.rank >= plain.rank, "{object}");
    }
    for object in [
        r#"{"error":{"statusCode":1}}"#,
        r#"{"tries":[{"ip":1}]}"#,
        r#"{"event":{"code":1}}"#,
        r#"{"nothing":1}"#,
    ] {
        let known = known_in(object).filter(|known| known.meaning != Meaning::Nothing);
        assert_eq!(known, None, "{object}");
    }
}
