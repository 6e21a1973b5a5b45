//! Whether an agent has only the parentheses and semicolons of an ordinary agent.
//!
//! Nearly every agent has such signs, as in `Mozilla/5.0 (X11; Linux x86_64)`, and each of them
//! makes any other text a suspect. The automaton and its checks cost 12,000 instructions for an
//! agent, and this module costs 6,400.

use memchr::{memchr_iter, memchr3};

use super::shell;
use super::suspect::{Form, is_suspect};
use super::text::{Place, Text};

/// The longest agent that is examined here, in bytes. So few words fit into it that none is beyond
/// [`super::LIMIT`].
const LIMIT_BYTES: usize = 256;

/// Whether an agent certainly has no threat, because its parentheses and semicolons are ordinary
/// and nothing else makes it a suspect.
pub(super) fn is_ordinary(agent: &str) -> bool {
    let agent = agent.as_bytes();
    // A parameter may be a command, and a `+` after a question mark is a space.
    if agent.len() > LIMIT_BYTES || memchr3(b'=', b'&', b'?', agent).is_some() {
        return false;
    }
    let small = agent.to_ascii_lowercase();
    let mut rest = small.clone();
    for (at, byte) in rest.iter_mut().enumerate() {
        if matches!(byte, b'(' | b')' | b';') && is_ordinary_sign(&small, at) {
            *byte = b' ';
        }
    }
    let text = Text::new(&small, Place::Agent);
    !is_suspect(&rest, Form::Raw)
        && !memchr_iter(b';', &small).any(|at| shell::is_command(&text, at, b";"))
}

/// Whether the parenthesis or semicolon at offset `at` certainly belongs to no word of
/// [`super::words`], apart from a semicolon before a command.
fn is_ordinary_sign(small: &[u8], at: usize) -> bool {
    let (before, after) = small.split_at_checked(at).unwrap_or_default();
    match (before, after) {
        // `sleep (` is a word, and so are `() {` and `(![]`.
        ([.., last, b' '], [b'(', next, ..]) => *last != b'p' && next.is_ascii_alphanumeric(),
        // `alert)`, `alert;` and `(document)` are words, and so is `)or`.
        (_, [b')'] | [b')' | b';', b' ', ..]) => {
            !before.ends_with(b"alert") && !before.ends_with(b"document")
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;
    use crate::enrich::threat::{ThreatFinder, words};
    use crate::event::Threats;

    /// Whether the automaton and its checks find no threat.
    fn is_clean(agent: &str) -> bool {
        ThreatFinder::new().in_text(agent, Place::Agent) == Threats::default()
    }

    #[test]
    fn agents_of_browsers_and_bots_are_ordinary() {
        for agent in [
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0",
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) \
             Chrome/126.0.0.0 Mobile Safari/537.36",
            "Mozilla/5.0 (compatible; Examplebot/2.1; +https://bot.example/about)",
            "ExampleApp/3.2 (com.example.app; build:812; iOS 17.4.1)",
        ] {
            assert!(is_ordinary(agent), "{agent}");
        }
    }

    #[test]
    fn every_word_that_is_a_threat_in_an_agent_is_still_found() {
        for (word, _) in words::all() {
            let word = String::from_utf8_lossy(word);
            for front in [
                "",
                " ",
                "x",
                "Mozilla/5.0 (X11; ",
                "x (",
                "sleep ",
                "; ",
                "1) ",
            ] {
                for rest in ["", " ", "x", "1)", " 5)", "; id", " /etc/passwd", ") x"] {
                    let agent = [front, &word, rest].concat();
                    assert!(!is_ordinary(&agent) || is_clean(&agent), "{agent}");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn ordinary_agents_have_no_threat(
            parts in prop::collection::vec(
                prop_oneof![
                    select(words::all().collect::<Vec<_>>())
                        .prop_map(|(word, _)| String::from_utf8_lossy(word).into_owned()),
                    select(vec![
                        " (", ") ", "; ", "; wget ", "; /bin/sh ", "; id", " ", "/", "Android",
                        "Linux", "sleep", "alert", "(", ")", ";", "x", "1",
                    ])
                    .prop_map(str::to_owned),
                ],
                0..6,
            ),
        ) {
            let agent = parts.concat();
            prop_assert!(!is_ordinary(&agent) || is_clean(&agent), "{}", agent);
        }
    }
}
