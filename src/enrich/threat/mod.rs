//! Detects what a request attempts. The result is `weblog.threat`, found in the decoded target,
//! referrer and agent.
//!
//! A threat is a hint, not a verdict. It says what a request asked for, and not what a server did
//! with it. [`suspect`] rules out most texts, and [`ordinary`] most agents. Any other text is
//! decoded ([`decode`]), and one automaton searches for the words and signs of [`words`]. People
//! also use many words that attacks contain, so most words have a check of the text around them
//! ([`sql`], [`statement`], [`markup`], [`files`], [`dotted`], [`shell`], [`script`], [`lookups`],
//! [`tool`]), and many words are no threat in text that people write ([`phrase`]). A target is
//! examined before redaction, because any value may contain an attack, even that of a secret
//! parameter such as `code`.

mod commands;
mod decode;
mod dotted;
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
mod script;
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

use crate::event::Threat::CommandInjection;
use crate::event::{AccessEvent, Medium, Threat, Threats};
use decode::Decoded;
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
    /// Creates a finder. The first finder of a process builds the automaton. This costs six million
    /// instructions, and happens at start and not at the first line.
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
        if event
            .url
            .path
            .as_deref()
            .is_some_and(files::is_script_among_files)
        {
            found.add(Threat::Webshell);
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
            found.add(Threat::PathTraversal);
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

/// Whether a page of the site asks for its settings. Each program of Blazor WebAssembly does this
/// at its start, <https://learn.microsoft.com/aspnet/core/blazor/fundamentals/configuration>.
#[cold]
fn asks_for_own_settings(event: &AccessEvent<'_>, target: &str) -> bool {
    let name = target.rsplit('/').next().unwrap_or_default();
    let environment = name
        .strip_prefix("appsettings.")
        .and_then(|rest| rest.strip_suffix("json"));
    // No other threat is in a path of plain names.
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

/// Adds the result of the check for the word between `start` and `end`.
fn examine(
    found: &mut Threats,
    check: Check,
    text: &Text<'_>,
    decoded: &Decoded,
    start: usize,
    end: usize,
) {
    let bytes = end - start;
    let is_agent = text.place == Place::Agent;
    let (threat, holds) = match check {
        Check::Encoded => return,
        Check::Sure(threat) => (threat, true),
        Check::Agent(threat) => (threat, is_agent),
        Check::Tool(threat) => (threat, is_agent && tool::is_named(text, start, end)),
        Check::Target(threat) => (threat, text.place == Place::Target),
        Check::Asked(threat) => (threat, files::is_asked_for(text, start, bytes)),
        Check::Part(threat) => (threat, files::is_part_asked_for(text, start, bytes)),
        Check::Dotted => (Threat::SecretFile, dotted::is_secret(text, start + 1)),
        Check::Ending(threat) => (threat, files::ends_path(text, start, bytes)),
        Check::Parameter => {
            let begins = matches!(text.before(start).last(), Some(b'?' | b'&' | b'[' | b'/'));
            let holds =
                begins && text.place != Place::Agent && shell::is_command(text, end - 1, b"=");
            if holds {
                found.add(CommandInjection);
            }
            (Threat::Webshell, holds)
        }
        Check::Quote => {
            if markup::is_attribute_after_quote(text, start) {
                found.add(Threat::Xss);
            }
            (Threat::SqlInjection, sql::is_broken_out(text, start))
        }
        Check::Join(front, bytes) => (
            Threat::SqlInjection,
            sql::is_join(text, start + front, bytes),
        ),
        Check::Wait => (Threat::SqlInjection, sql::is_wait(text, start, end)),
        Check::Comment => (Threat::SqlInjection, sql::is_comment(text, start)),
        Check::InnerComment => (Threat::SqlInjection, sql::is_inner_comment(text, start)),
        Check::Select => (Threat::SqlInjection, statement::is_select(text, start)),
        Check::Order => (Threat::SqlInjection, statement::is_order(text, start)),
        Check::Statement => (Threat::SqlInjection, statement::is_statement(text, start)),
        Check::Function => (Threat::SqlInjection, sql::is_function(text, start)),
        Check::Operator => (
            Threat::SqlInjection,
            operators::is_operator(text, start, end),
        ),
        Check::Filter => (Threat::SqlInjection, header::is_filter(text, start)),
        Check::Header => (Threat::Xss, header::is_header(text, start)),
        Check::Attribute => (Threat::Xss, markup::is_attribute(text, start)),
        Check::Element => (Threat::Xss, markup::is_element(text, start)),
        Check::Handler => (Threat::Xss, markup::is_handler(text, start)),
        Check::Scheme => (Threat::Xss, markup::is_scheme(text, start, bytes)),
        Check::Call => (Threat::Xss, markup::is_call(text, start)),
        Check::Script => (Threat::Xss, markup::is_script(text, start)),
        Check::Steps => (Threat::PathTraversal, files::is_traversal(text, decoded)),
        Check::System => (
            Threat::PathTraversal,
            files::is_system_file(text, start, bytes),
        ),
        Check::Drive => (Threat::PathTraversal, paths::is_on_drive(text, start)),
        Check::Absolute => (Threat::PathTraversal, paths::is_absolute(text, start)),
        Check::Reader => {
            let word = text.bytes.get(start..end).unwrap_or_default();
            let threat = match word.ends_with(b"bin/") {
                true => CommandInjection,
                false => Threat::PathTraversal,
            };
            (threat, files::is_reader(text, start))
        }
        Check::Inclusion => (
            Threat::PathTraversal,
            files::is_inclusion(text, start, decoded),
        ),
        Check::Sign => {
            let sign = text.bytes.get(start..end).unwrap_or_default();
            (CommandInjection, shell::is_command(text, start, sign))
        }
        Check::Program => (CommandInjection, shell::is_program(text, start, bytes)),
        Check::Code => (CommandInjection, shell::is_function(text, start)),
        Check::Template => {
            let sign = text.bytes.get(start..end).unwrap_or_default();
            (CommandInjection, shell::is_template(text, start, sign))
        }
        Check::Braces => (CommandInjection, script::is_braces(text, end)),
        Check::Wildcards => (CommandInjection, script::is_wildcards(text, start + 1)),
        Check::Batch => (CommandInjection, script::is_batch(text, start + 1)),
        Check::Cmdlet => (CommandInjection, script::is_cmdlet(text, start, end)),
        Check::Variable => (CommandInjection, script::is_variable_call(text, start)),
        Check::Chained => (
            CommandInjection,
            text.in_query(start) && !files::is_search(text, start),
        ),
        Check::Serialised => (CommandInjection, shell::is_serialised(text, start)),
        Check::Lookup => {
            if shell::is_template(text, start, b"${") {
                found.add(CommandInjection);
            }
            (Threat::Jndi, lookups::is_lookup(text, start))
        }
    };
    if holds && !is_ordinary_text(check, threat, text, start, end) {
        found.add(threat);
    }
}

/// Whether a word is only a topic that people search for, or the name of a page.
fn is_ordinary_text(
    check: Check,
    threat: Threat,
    text: &Text<'_>,
    start: usize,
    end: usize,
) -> bool {
    let is_injection = matches!(
        threat,
        CommandInjection | Threat::SqlInjection | Threat::Xss
    );
    let is_of_query = match check {
        Check::Sure(Threat::SqlInjection) => text.bytes.get(start..end) == Some(b"count(*)"),
        Check::Join(..) | Check::Quote | Check::Select | Check::Order | Check::Function => true,
        _ => false,
    };
    if is_of_query && given::is_given(text, start) {
        return true;
    }
    match check {
        Check::Element => phrase::names_elements(text, start),
        Check::System => phrase::is_prose(text, start),
        Check::Sure(_) => {
            is_injection && phrase::is_page(text, start, end)
                || !matches!(threat, Threat::Scanner | Threat::Jndi)
                    && phrase::is_topic(text, start)
        }
        Check::Wait
        | Check::Operator
        | Check::Function
        | Check::Statement
        | Check::Program
        | Check::Code
        | Check::Script
        | Check::Call
        | Check::Cmdlet
        | Check::Reader
        | Check::Target(_) => phrase::is_topic(text, start),
        _ => false,
    }
}
