//! Names of browsers and systems inside other words: `Operations`, `XboxApp`, `Androidify`.
//!
//! `woothee` looks for such names anywhere in the agent string. Before it reads an agent string in
//! which a name is only a part of a word, the name is made unreadable.

use super::tokens::{Words, begins_part, follows_letter};

/// The names that `woothee` looks for and that other words contain.
const NAMES: [&str; 7] = [
    "Opera", "Xbox", "Android", "Linux", "Windows", "iPhone", "iPad",
];

/// The agent string without the names that are only a part of a word. `None` if there are none. The
/// offsets of the words do not change.
pub(super) fn without_parts_of_words(words: &Words<'_>) -> Option<String> {
    let agent = words.agent;
    let mut plain = None;
    for name in NAMES.into_iter().filter(|name| words.contain(name)) {
        for (start, _) in agent.match_indices(name) {
            let end = start + name.len();
            if is_part(agent, name, start, end) {
                plain
                    .get_or_insert_with(|| agent.to_owned())
                    .replace_range(start..end, &"-".repeat(name.len()));
            }
        }
    }
    plain
}

/// Whether a name is only a part of a word. A small letter follows it. `iPhoneOS`, `AndroidTV` and
/// `WindowsPhone` are systems, but `OperaHouse` and `XboxApp` are not. The console itself writes
/// its name into the comment.
fn is_part(agent: &str, name: &str, start: usize, end: usize) -> bool {
    match name {
        "Xbox" => !begins_part(agent, start),
        "Opera" => follows_letter(agent, end),
        _ => {
            let next = agent.as_bytes().get(end);
            next.is_some_and(u8::is_ascii_lowercase)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_inside_other_words_are_not_readable() {
        for (agent, plain) in [
            ("Operations/1", Some("-----tions/1")),
            ("OperaHouse/1 Opera/9.80", Some("-----House/1 Opera/9.80")),
            (
                "(Windows NT 10.0; Xbox; Xbox One) XboxApp/1",
                Some("(Windows NT 10.0; Xbox; Xbox One) ----App/1"),
            ),
            ("(Windows NT 10.0) Xbox/2", Some("(Windows NT 10.0) ----/2")),
            ("Androidify/2 (iPhone)", Some("-------ify/2 (iPhone)")),
            ("Opera/9.80 (Windows NT 6.1)", None),
            ("Opera Mini/7 (iPhone; CPU iPhoneOS 9)", None),
            ("(Linux; Android 9; AndroidTV)", None),
            ("", None),
        ] {
            let words = Words::of(agent);
            assert_eq!(without_parts_of_words(&words).as_deref(), plain, "{agent}");
        }
    }
}
