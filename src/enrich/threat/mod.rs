//! Detects what a request attempts. The result is `weblog.threat`, found in the decoded target,
//! referrer and agent.
//!
//! A threat is a hint, not a verdict. It says what a request asked for, and not what a server did
//! with it. [`suspect`] rules out most texts, and [`ordinary`] most agents. Any other text is
//! decoded ([`decode`]), and one automaton searches for the words and signs of [`words`]. People
//! also use many words that attacks contain, so most words have a check of the text around them
//! ([`sql`], [`statement`], [`markup`], [`files`], [`copies`], [`dotted`], [`public`], [`scripts`],
//! [`shell`], [`script`], [`lookups`], [`tool`]), and many words are no threat in text that people
//! write ([`phrase`]). A target is examined before redaction, because any value may contain an
//! attack, even that of a secret parameter such as `code`.

mod commands;
mod copies;
mod decode;
mod dotted;
mod files;
mod lookups;
mod markup;
mod ordinary;
mod parameters;
mod phrase;
mod plain;
mod public;
mod script;
mod scripts;
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
use crate::event::{AccessEvent, Threat, Threats};
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
        Check::Asked(threat)
        | Check::Part(threat)
        | Check::Ending(threat)
        | Check::Root(threat)
        | Check::Doubled(threat) => (threat, is_name(check, text, start, end)),
        Check::Dotted | Check::Database | Check::Settings => {
            (Threat::SecretFile, is_name(check, text, start, end))
        }
        Check::Shell => (Threat::Webshell, scripts::is_shell(text, end)),
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
        Check::Wait => (Threat::SqlInjection, sql::is_wait(text, end)),
        Check::Comment => (Threat::SqlInjection, sql::is_comment(text, start)),
        Check::InnerComment => (Threat::SqlInjection, sql::is_inner_comment(text, start)),
        Check::Select => (Threat::SqlInjection, statement::is_select(text, start)),
        Check::Order => (Threat::SqlInjection, statement::is_order(text, start)),
        Check::Statement => (Threat::SqlInjection, statement::is_statement(text, start)),
        Check::Function => (Threat::SqlInjection, sql::is_function(text, start)),
        Check::Element => (Threat::Xss, markup::is_element(text, start)),
        Check::Handler => (Threat::Xss, markup::is_handler(text, start)),
        Check::Scheme => (Threat::Xss, markup::is_scheme(text, start, bytes)),
        Check::Call => (Threat::Xss, markup::is_call(text, start)),
        Check::Script => (Threat::Xss, markup::is_script(text, start)),
        Check::Steps => (PathTraversal, files::is_traversal(text, decoded)),
        Check::System => (PathTraversal, files::is_system_file(text, start, bytes)),
        Check::Reader => (
            if text
                .bytes
                .get(start..end)
                .is_some_and(|word| word.ends_with(b"bin/"))
            {
                CommandInjection
            } else {
                PathTraversal
            },
            files::is_reader(text, start),
        ),
        Check::Inclusion => (PathTraversal, files::is_inclusion(text, start, decoded)),
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
    if holds
        && !is_ordinary_text(check, threat, text, start, end)
        && !public::is_page(text, check, start, end)
    {
        found.add(threat);
    }
}

/// Whether a word is the name of a file or folder that a target asks for.
fn is_name(check: Check, text: &Text<'_>, start: usize, end: usize) -> bool {
    let bytes = end - start;
    match check {
        Check::Asked(_) => files::is_asked_for(text, start, bytes),
        Check::Part(_) => files::is_part_asked_for(text, start, bytes),
        Check::Ending(_) => {
            files::ends_path(text, start, bytes) && !public::is_certificate(text, start)
        }
        Check::Root(_) => files::is_in_root(text, start, bytes),
        Check::Doubled(_) => text.place == Place::Target && text.bytes.starts_with(b"//"),
        Check::Dotted => dotted::is_secret(text, start + 1),
        Check::Database => files::ends_path(text, start, bytes) && public::is_copy(text, start),
        Check::Settings => copies::is_settings(text, start, bytes),
        _ => false,
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
    match check {
        Check::Sure(_) => {
            is_injection && phrase::is_page(text, start, end)
                || !matches!(threat, Threat::Scanner | Threat::Jndi)
                    && phrase::is_topic(text, start)
        }
        Check::Wait
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
