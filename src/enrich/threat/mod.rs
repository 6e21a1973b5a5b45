//! Detects what a request attempts. The result is `weblog.threat`, found in the decoded target,
//! referrer and agent.
//!
//! A threat is a hint, not a verdict. It says what a request asked for, and not what a server did
//! with it. [`suspect`] rules out most texts, and [`ordinary`] most agents. Any other text is
//! decoded ([`decode`]), and one automaton searches for the words and signs of [`words`]. Most
//! words have a check of the text around them ([`mod@examine`]). A target is examined before
//! redaction, because any value may contain an attack, even that of a secret parameter such as
//! `code`.

mod commands;
mod copies;
mod decode;
mod dotted;
mod examine;
mod files;
mod given;
mod header;
mod lookups;
mod markup;
mod operators;
mod ordinary;
mod pair;
mod parameters;
mod paths;
mod phrase;
mod plain;
mod probe;
mod public;
mod script;
mod scripts;
mod search;
mod shell;
mod sql;
mod statement;
mod suspect;
#[cfg(test)]
mod tests;
mod text;
mod tool;
mod words;

use std::sync::LazyLock;

use aho_corasick::Input;
use aho_corasick::automaton::Automaton;
use aho_corasick::nfa::contiguous::NFA;

use crate::event::Threat::{CommandInjection, PathTraversal};
use crate::event::{AccessEvent, Medium, Threat, Threats};
use decode::Decoded;
use examine::examine;
use suspect::Form;
use text::{Place, Text};
use words::Check;

/// How many words, and how many `=` and `&` of parameters, are checked in one text. Each check may
/// read to the end of the text, and the sender chooses the text.
const LIMIT: usize = 256;

/// Finds all words in decoded text. All threads use the same automaton. It is not a DFA, because
/// building one costs ten times as much at each start of the function, and few texts are searched.
static AUTOMATON: LazyLock<NFA> = LazyLock::new(|| {
    NFA::new(words::all().map(|(word, _)| word)).expect("a few hundred words make an automaton")
});

/// The check of each word, by the automaton's number for the word. The flag says whether the word
/// is only found where no letter or digit precedes it.
static CHECKS: LazyLock<Vec<(Check, bool)>> = LazyLock::new(|| {
    let words = words::all();
    words
        .map(|(word, check)| (*check, suspect::begins_freely(word)))
        .collect()
});

/// Searches for threats.
#[derive(Debug)]
pub(super) struct ThreatFinder {
    decoded: Decoded,
}

impl ThreatFinder {
    /// Creates a finder. The first finder of a process builds the automaton. This costs nine
    /// million instructions, and happens at start and not at the first line.
    pub(super) fn new() -> Self {
        LazyLock::force(&AUTOMATON);
        suspect::prepare();
        Self {
            decoded: Decoded::default(),
        }
    }

    /// The threats in the target and the referrer of an event. Threats in its agent are found with
    /// the agent.
    pub(super) fn find(&mut self, event: &AccessEvent<'_>) -> Threats {
        let mut found = Threats::default();
        let whole = event
            .hidden
            .as_deref()
            .and_then(|hidden| hidden.target.as_ref());
        if let Some(target) = whole.or(event.url.original.as_ref()) {
            found = self.in_text(target, Place::Target);
            if !found.is_empty() && asks_for_own_settings(event, target) {
                found = Threats::default();
            }
        }
        if event.url.path.as_deref().is_some_and(scripts::is_planted) {
            found.add(Threat::Webshell);
        }
        if let (Some(host), Some(path)) = (&event.url.domain, &event.url.path)
            && copies::is_archive_of(host, path)
        {
            found.add(Threat::SecretFile);
        }
        if let Some(referrer) = &event.http.referrer
            && !plain::is_plain(referrer.as_bytes())
        {
            found = found.with(self.in_text(referrer, Place::Referrer));
        }
        found
    }

    fn in_text(&mut self, text: &str, place: Place) -> Threats {
        if suspect::is_suspect(text.as_bytes(), Form::Raw) {
            self.in_suspect(text, place)
        } else {
            Threats::default()
        }
    }

    #[cold]
    fn in_suspect(&mut self, text: &str, place: Place) -> Threats {
        self.decoded.read(text.as_bytes());
        let decoded = &self.decoded;
        let text = Text::new(&decoded.text, place);
        let mut found = Threats::default();
        // A text that does not begin like a target belongs to another protocol.
        if decoded.held_nul && place == Place::Target && text.at(0) == Some(b'/') {
            found.add(PathTraversal);
        }
        if !suspect::is_suspect(text.bytes, Form::Decoded) {
            return found;
        }
        if parameters::run(&text) {
            found.add(CommandInjection);
        }
        let (mut saw_steps, mut saw_lookup) = (false, false);
        let words = AUTOMATON.try_find_overlapping_iter(Input::new(text.bytes));
        for word in words.into_iter().flatten().take(LIMIT) {
            let Some((check, begins_freely)) = CHECKS.get(word.pattern().as_usize()) else {
                continue;
            };
            let before = text.before(word.start()).last();
            if *begins_freely && before.is_some_and(u8::is_ascii_alphanumeric) {
                continue;
            }
            let is_again = match check {
                Check::Steps => std::mem::replace(&mut saw_steps, true),
                Check::Lookup => std::mem::replace(&mut saw_lookup, true),
                _ => false,
            };
            if !is_again {
                examine(&mut found, *check, &text, decoded, word.start(), word.end());
            }
        }
        found
    }
}

/// Whether a page of the site asks for its program's settings. Each program of Blazor WebAssembly
/// does this at its start,
/// <https://learn.microsoft.com/aspnet/core/blazor/fundamentals/configuration>.
#[cold]
fn asks_for_own_settings(event: &AccessEvent<'_>, target: &str) -> bool {
    let name = target.rsplit('/').next().unwrap_or_default();
    let environment = name
        .strip_prefix("appsettings.")
        .and_then(|rest| rest.strip_suffix("json"));
    // A path of plain names has no injection.
    let is_plain = target
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'-' | b'_'));
    let is_internal = event
        .referral
        .as_ref()
        .is_some_and(|referral| referral.medium == Medium::Internal);
    is_internal
        && is_plain
        && !target.contains("..")
        && !target.contains("/.")
        && environment.is_some_and(|name| !name.trim_end_matches('.').contains('.'))
}

/// The threats in an agent.
pub(super) fn in_agent(agent: &str) -> Threats {
    match ordinary::is_ordinary(agent) {
        true => Threats::default(),
        false => ThreatFinder::new().in_text(agent, Place::Agent),
    }
}
