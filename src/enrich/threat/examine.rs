//! Checks the text around a word. People also use many of the words that attacks contain. These
//! words are not threats in text that people write ([`phrase`], [`given`]) or in the name of a page
//! ([`public`]).

use super::decode::Decoded;
use super::text::{Place, Text};
use super::words::Check;
use super::{
    copies, dotted, files, given, header, lookups, markup, operators, paths, phrase, public,
    script, scripts, search, shell, sql, statement, tool,
};
use crate::event::Threat::{CommandInjection, PathTraversal, SecretFile, SqlInjection, Xss};
use crate::event::{Threat, Threats};

/// Adds the result of the check for the word between `start` and `end`.
pub(super) fn examine(
    found: &mut Threats,
    check: Check,
    text: &Text<'_>,
    decoded: &Decoded,
    start: usize,
    end: usize,
) {
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
            (SecretFile, is_name(check, text, start, end))
        }
        Check::Shell => (Threat::Webshell, scripts::is_shell(text, end)),
        Check::Parameter => {
            let begins = matches!(text.before(start).last(), Some(b'?' | b'&' | b'[' | b'/'));
            let holds = begins && !is_agent && shell::is_command(text, end - 1, b"=");
            if holds {
                found.add(CommandInjection);
            }
            (Threat::Webshell, holds)
        }
        Check::Quote => {
            if markup::is_attribute_after_quote(text, start) {
                found.add(Xss);
            }
            (SqlInjection, sql::is_broken_out(text, start))
        }
        Check::Reader => {
            let word = text.bytes.get(start..end).unwrap_or_default();
            let threat = match word.ends_with(b"bin/") {
                true => CommandInjection,
                false => PathTraversal,
            };
            (threat, files::is_reader(text, start))
        }
        Check::Lookup => {
            if shell::is_template(text, start, b"${") {
                found.add(CommandInjection);
            }
            (Threat::Jndi, lookups::is_lookup(text, start))
        }
        Check::Join(..)
        | Check::Wait
        | Check::Comment
        | Check::InnerComment
        | Check::Select
        | Check::Order
        | Check::Statement
        | Check::Function
        | Check::Operator
        | Check::Filter => (SqlInjection, is_query(check, text, start, end)),
        Check::Header
        | Check::Attribute
        | Check::Element
        | Check::Handler
        | Check::Scheme
        | Check::Call
        | Check::Script => (Xss, is_markup(check, text, start, end)),
        Check::Steps | Check::System | Check::Drive | Check::Absolute | Check::Inclusion => {
            (PathTraversal, is_path(check, text, decoded, start, end))
        }
        Check::Sign
        | Check::Program
        | Check::Code
        | Check::Template
        | Check::Braces
        | Check::Wildcards
        | Check::Batch
        | Check::Cmdlet
        | Check::Variable
        | Check::Chained
        | Check::Serialised => (CommandInjection, is_command(check, text, start, end)),
    };
    if holds
        && !is_ordinary_text(check, threat, text, start, end)
        && !public::is_page(text, check, start, end)
    {
        found.add(threat);
    }
}

/// Whether a word belongs to a query that an attacker wrote.
fn is_query(check: Check, text: &Text<'_>, start: usize, end: usize) -> bool {
    match check {
        Check::Join(front, bytes) => sql::is_join(text, start + front, bytes),
        Check::Wait => sql::is_wait(text, start, end),
        Check::Comment => sql::is_comment(text, start),
        Check::InnerComment => sql::is_inner_comment(text, start),
        Check::Select => statement::is_select(text, start),
        Check::Order => statement::is_order(text, start),
        Check::Statement => statement::is_statement(text, start),
        Check::Function => sql::is_function(text, start),
        Check::Operator => operators::is_operator(text, start, end),
        Check::Filter => header::is_filter(text, start),
        _ => false,
    }
}

/// Whether a word belongs to text that a browser would execute.
fn is_markup(check: Check, text: &Text<'_>, start: usize, end: usize) -> bool {
    match check {
        Check::Header => header::is_header(text, start),
        Check::Attribute => markup::is_attribute(text, start),
        Check::Element => markup::is_element(text, start),
        Check::Handler => markup::is_handler(text, start),
        Check::Scheme => markup::is_scheme(text, start, end - start),
        Check::Call => markup::is_call(text, start),
        Check::Script => markup::is_script(text, start),
        _ => false,
    }
}

/// Whether a word belongs to a path that leaves the folder of the site, to a path of the system, or
/// to an address that a program would include as a file.
fn is_path(check: Check, text: &Text<'_>, decoded: &Decoded, start: usize, end: usize) -> bool {
    match check {
        Check::Steps => files::is_traversal(text, decoded),
        Check::System => files::is_system_file(text, start, end - start),
        Check::Drive => paths::is_on_drive(text, start),
        Check::Absolute => paths::is_absolute(text, start),
        Check::Inclusion => files::is_inclusion(text, start, decoded),
        _ => false,
    }
}

/// Whether a word belongs to a command of a shell, or to code of a server's language.
fn is_command(check: Check, text: &Text<'_>, start: usize, end: usize) -> bool {
    let word = || text.bytes.get(start..end).unwrap_or_default();
    match check {
        Check::Sign => shell::is_command(text, start, word()),
        Check::Program => shell::is_program(text, start, end - start),
        Check::Code => shell::is_function(text, start),
        Check::Template => shell::is_template(text, start, word()),
        Check::Braces => script::is_braces(text, end),
        Check::Wildcards => script::is_wildcards(text, start + 1),
        Check::Batch => script::is_batch(text, start + 1),
        Check::Cmdlet => script::is_cmdlet(text, start, end),
        Check::Variable => script::is_variable_call(text, start),
        Check::Chained => text.in_query(start) && !search::is_search(text, start),
        Check::Serialised => shell::is_serialised(text, start),
        _ => false,
    }
}

/// Whether a word is the name of a file or folder that a target asks for.
fn is_name(check: Check, text: &Text<'_>, start: usize, end: usize) -> bool {
    let bytes = end - start;
    match check {
        Check::Asked(_) => files::is_asked_for(text, start, bytes),
        Check::Part(_) => files::is_part_asked_for(text, start, bytes),
        Check::Ending(_) => text.ends_path(start, bytes) && !public::is_certificate(text, start),
        Check::Root(_) => files::is_in_root(text, start, bytes),
        Check::Doubled(_) => text.place == Place::Target && text.bytes.starts_with(b"//"),
        Check::Dotted => dotted::is_secret(text, start + 1),
        Check::Database => text.ends_path(start, bytes) && public::is_copy(text, start),
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
    let is_injection = matches!(threat, CommandInjection | SqlInjection | Xss);
    let is_of_query = match check {
        Check::Sure(SqlInjection) => text.bytes.get(start..end) == Some(b"count(*)"),
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
