//! Parameters that are commands of a shell: `?x=ls -la` and `&whoami`.
//!
//! Most queries contain `=` and `&`, so no automaton searches for these signs. Names that have a
//! value, and values of one word, are ruled out ([`may_be_value`], [`may_be_command`]).

use std::collections::HashSet;
use std::sync::LazyLock;

use foldhash::fast::RandomState;

use super::LIMIT;
use super::commands::{RUNNERS, SURE, WITH_ARGUMENT};
use super::shell;
use super::text::{Text, is_word};

/// The most bytes of a command's name that is one word.
const NAME_BYTES: usize = 16;

static NAMES: LazyLock<HashSet<&[u8], RandomState>> = LazyLock::new(|| {
    let names = [SURE, WITH_ARGUMENT, RUNNERS].into_iter().flatten();
    names.copied().collect()
});

/// Whether one of a text's parameters is a command.
pub(super) fn run(text: &Text<'_>) -> bool {
    let mut signs = memchr::memchr2_iter(b'=', b'&', text.bytes).take(LIMIT);
    signs.any(|at| match text.at(at) {
        Some(b'=') => shell::is_value(text, at),
        _ => !is_named(text.from(at + 1)) && shell::is_command(text, at, b"&"),
    })
}

/// Whether a text begins with the name of a parameter and its `=`.
fn is_named(text: &[u8]) -> bool {
    let is_name = |byte: &u8| is_word(*byte) || matches!(byte, b'.' | b'-' | b'[' | b']');
    text.iter().find(|byte| !is_name(byte)) == Some(&b'=')
}

/// Whether a value may begin with a command that has an argument or is disguised. The signs other
/// than `\` that disguise a command make any text a suspect.
pub(super) fn may_be_value(text: &[u8]) -> bool {
    let (word, next) = word(text);
    match next {
        Some(b'\\') => true,
        Some(b'-') => is_front(word),
        Some(b' ' | b'+') => is_name(word),
        _ => false,
    }
}

/// Whether a parameter without a value may be a command.
pub(super) fn may_be_command(text: &[u8]) -> bool {
    match word(text) {
        // The parameter is empty. If another parameter follows, it is examined at its own
        // ampersand.
        ([], None | Some(b'&')) => false,
        (word, None | Some(b'&')) => is_name(word),
        _ => true,
    }
}

/// The first word of a text, and the byte after it.
fn word(text: &[u8]) -> (&[u8], Option<u8>) {
    let bytes = text.iter().take_while(|byte| is_word(**byte)).count();
    let (word, after) = text.split_at(bytes);
    (word, after.first().copied())
}

/// Whether a word is the part of a command before a hyphen, as in `apt-get`.
fn is_front(word: &[u8]) -> bool {
    [&b"apt"[..], b"get", b"invoke"]
        .iter()
        .any(|front| front.eq_ignore_ascii_case(word))
}

/// Whether a word is the name of a command.
fn is_name(word: &[u8]) -> bool {
    let mut name = [0; NAME_BYTES];
    let Some(name) = name.get_mut(..word.len()) else {
        return false;
    };
    name.copy_from_slice(word);
    name.make_ascii_lowercase();
    NAMES.contains(&*name)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::enrich::threat::suspect::{Form, is_suspect};
    use crate::enrich::threat::text::Place;

    #[test]
    fn every_name_of_one_word_can_be_looked_up() {
        let words = NAMES.iter().filter(|name| !name.contains(&b'-'));
        assert!(words.clone().count() > 100);
        for name in words {
            assert!(is_name(&name.to_ascii_uppercase()), "{name:?}");
        }
        let fronts = NAMES.iter().filter_map(|name| {
            let at = name.iter().position(|byte| *byte == b'-')?;
            name.get(..at)
        });
        assert!(fronts.clone().all(is_front));
        assert!(fronts.count() > 0);
    }

    #[test]
    fn names_of_parameters_are_not_commands() {
        for (text, expected) in [
            ("/?a=1&ls=2&sh.x=1&cmd[0]=dir&top-k=2&page", false),
            ("/?a=red+shoes&b=at+home", true),
            ("/?a=LS+-la", true),
            ("/?a=1&whoami", true),
            ("/?a=1&flag&b=/x/y", false),
        ] {
            let decoded = text.to_ascii_lowercase().replace('+', " ");
            let exact = run(&Text::new(decoded.as_bytes(), Place::Target));
            let may_run = is_suspect(text.as_bytes(), Form::Raw);
            assert!(may_run || !exact, "{text}");
            assert_eq!(may_run, expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_the_first_check_excludes_is_not_a_command(
            pieces in proptest::collection::vec(proptest::sample::select(vec![
                "&", "=", "?", "ls", "whoami", "cat", "id", "apt", "-", "get", "install", "sudo",
                " ", "+", "-la",
                "/etc", "/bin/", "'", "\"", "^", "$@", "$()", "``", "<", "a", "1", ".", "[", "]",
                ":", "{", "(", "|", "\n", "$", "http://a.b",
            ]), 0..10),
        ) {
            let text = pieces.concat();
            for place in [Place::Target, Place::Referrer, Place::Agent] {
                let exact = run(&Text::new(text.as_bytes(), place));
                for form in [Form::Raw, Form::Decoded] {
                    prop_assert!(is_suspect(text.as_bytes(), form) || !exact, "{}", text);
                }
            }
        }
    }
}
