//! Tests of the check that rules texts out.

use aho_corasick::Input;
use aho_corasick::automaton::Automaton;
use proptest::prelude::*;

use super::*;
use crate::enrich::threat::decode::Decoded;
use crate::enrich::threat::words::{self, Check};
use crate::enrich::threat::{AUTOMATON, CHECKS};

#[test]
fn every_word_is_found_alone_and_within_a_text() {
    assert!(words::all().count() > 700);
    for (word, _) in words::all().filter(|(word, _)| *word != b"o:") {
        let word = String::from_utf8_lossy(word);
        for text in [
            word.to_string(),
            word.to_uppercase(),
            format!("/a/b?c={word}"),
            format!("/some-longer-path/{word}/and-its-end"),
        ] {
            for form in [Form::Raw, Form::Decoded] {
                assert!(is_suspect(text.as_bytes(), form), "{text}");
            }
        }
    }
}

#[test]
fn clean_texts_are_ruled_out() {
    for text in [
        "/",
        "",
        "/catalog/outdoor-and-travel/48211/winter-coats.html?utm_source=newsletter&sort=price&page=3",
        "/caf%C3%A9/%D0%BC%D0%B8%D1%80/%E4%B8%96%E7%95%8C?q=%e3%81%93",
        "/?a=red+shoes&b=blue+sky&c[]=1&flag=",
        "/a/b?borders=1&xselect=2",
    ] {
        assert!(!is_suspect(text.as_bytes(), Form::Raw), "{text}");
    }
}

#[test]
fn what_has_to_be_decoded_is_suspect() {
    for text in [
        "/%2e",
        "/%C3",
        "/%C3%29",
        "/%E3%80%80",
        "/%EF%BC%9C",
        "/%C4%B1",
        "/%",
        "/a\\b",
        "/\u{e9}",
    ] {
        assert!(is_suspect(text.as_bytes(), Form::Raw), "{text}");
    }
}

#[test]
fn letters_beyond_ascii_are_decoded_to_nothing_of_ascii() {
    let mut count = 0;
    for code in 0x80..0xffff_u32 {
        let Some(letter) = char::from_u32(code) else {
            continue;
        };
        let pieces = letter.to_string().into_bytes();
        let pieces = pieces.iter().map(|byte| format!("%{byte:02X}"));
        let encoded = pieces.collect::<Vec<_>>().concat();
        if letters_beyond_ascii(encoded.as_bytes(), 0) == Some(encoded.len()) {
            count += 1;
            let mut decoded = Decoded::default();
            decoded.read(encoded.as_bytes());
            assert_eq!(decoded.text, letter.to_string().as_bytes(), "{code:x}");
            assert!(!decoded.hid_path && !decoded.held_nul);
        }
    }
    assert!(count > 20_000);
}

/// Whether the automaton finds a word at a place where it counts.
fn holds_word(text: &str) -> bool {
    let found = AUTOMATON.try_find_overlapping_iter(Input::new(text));
    found.into_iter().flatten().any(|found| {
        let (check, begins_freely) = CHECKS[found.pattern().as_usize()];
        let before = text.as_bytes()[..found.start()].last();
        let is_inside = begins_freely && before.is_some_and(u8::is_ascii_alphanumeric);
        !is_inside && check != Check::Serialised
    })
}

fn every_word() -> Vec<String> {
    let words = words::all().map(|(word, _)| String::from_utf8_lossy(word).into_owned());
    words.collect()
}

proptest! {
    #[test]
    fn a_text_that_is_ruled_out_has_no_word_of_the_automaton(
        pieces in proptest::collection::vec(prop_oneof![
            4 => proptest::sample::select(every_word()),
            2 => "[a-z0-9]{1,4}",
            2 => "[-/._=&?+:,@ %~]",
            1 => "[\u{80}-\u{4ff}]",
        ], 0..5),
        cut in 0_usize..6,
    ) {
        let text = pieces.concat();
        let text = text.get(cut..).unwrap_or(&text);
        prop_assert!(is_suspect(text.as_bytes(), Form::Decoded) || !holds_word(text), "{}", text);
        if text.is_ascii() {
            prop_assert!(is_suspect(text.as_bytes(), Form::Raw) || !holds_word(text), "{}", text);
        }
    }

    #[test]
    fn zeros_follow_the_bytes_of_a_text(text in proptest::collection::vec(any::<u8>(), 0..40)) {
        for at in 0..text.len() + 2 {
            let mut expected = [0; 8];
            for (to, from) in expected.iter_mut().zip(text.iter().skip(at)) {
                *to = *from;
            }
            prop_assert_eq!(eight(&text, at), u64::from_le_bytes(expected));
        }
    }
}
