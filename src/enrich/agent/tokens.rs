//! The words of an agent string. Links and mail addresses are left out, because they may contain
//! any name. A word that follows a slash, such as a version, never names a product.
//!
//! In `Mozilla/5.0 (compatible; Examplebot/2.1; +https://bot.example/crawler)`, the words that may
//! name a product are `Mozilla`, `compatible` and `Examplebot`.

use super::filter::Places;
use super::pairs::Pairs;

/// A word: letters, digits, `.`, `_`, `-`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) text: &'a str,
    /// The offset of its first byte in the agent string.
    pub(super) start: usize,
    /// The offset after its last byte.
    pub(super) end: usize,
    /// Whether the word follows a slash, as a version or a path does.
    pub(super) after_slash: bool,
    /// The places of the word in the filters of tables.
    pub(super) places: Places,
}

/// An agent string and its words, split once for all callers.
#[derive(Debug, Clone)]
pub(super) struct Words<'a> {
    pub(super) agent: &'a str,
    pub(super) contact: Option<Contact>,
    /// Whether the line ended early, perhaps within the agent string. The last word may then be
    /// incomplete.
    pub(super) is_cut: bool,
    small: String,
    tokens: Vec<Token<'a>>,
    pairs: Pairs,
}

/// A link or mail address in an agent string. It is the first one after a `+`, which crawlers are
/// asked to write. If there is no `+`, it is the first one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Contact {
    /// Where it starts, in bytes.
    pub(super) start: usize,
    /// Whether a `+` precedes it.
    pub(super) announced: bool,
}

impl Contact {
    /// The host of the link, or the domain of the mail address. `None` if it is not a name with a
    /// dot.
    pub(super) fn host(self, agent: &str) -> Option<&str> {
        let text = agent.get(self.start..)?;
        let text = text.get(..text.bytes().position(ends_link).unwrap_or(text.len()))?;
        let host = match (text.split_once("://"), text.split_once('@')) {
            (Some((_, rest)), _) => rest,
            (None, Some((_, domain))) => domain,
            (None, None) => text,
        };
        let end = host
            .bytes()
            .position(|byte| !is_word(byte))
            .unwrap_or(host.len());
        let host = host.get(..end)?;
        let host = host.strip_prefix("www.").unwrap_or(host);
        let host = host.trim_end_matches('.');
        // `android@62.0` is not an address.
        let (_, last) = host.rsplit_once('.')?;
        last.starts_with(|first: char| first.is_ascii_alphabetic())
            .then_some(host)
    }
}

impl<'a> Words<'a> {
    pub(super) fn of(agent: &'a str) -> Self {
        let mut words = Self {
            agent,
            contact: None,
            is_cut: false,
            small: agent.to_ascii_lowercase(),
            // Real agent strings have 15 words on average. 24 words need less than the 1,032 bytes
            // up to which glibc allocates at a lower cost.
            tokens: Vec::with_capacity(24),
            pairs: Pairs::of(agent),
        };
        let mut at = 0;
        while let Some(token) = token(agent, &words.small, at) {
            at = token.end;
            if let Some(end) = end_of_link(agent, &token) {
                words.meet(token.start);
                at = end;
            } else {
                words.tokens.push(token);
            }
        }
        words
    }

    fn meet(&mut self, start: usize) {
        let announced = self
            .agent
            .get(..start)
            .is_some_and(|before| before.ends_with('+'));
        if self
            .contact
            .is_none_or(|contact| announced && !contact.announced)
        {
            self.contact = Some(Contact { start, announced });
        }
    }

    /// Whether the agent string contains a text.
    pub(super) fn contain(&self, text: &str) -> bool {
        self.pairs.may_hold(text) && self.agent.contains(text)
    }

    /// Like [`Self::contain`], for a text in small letters. The agent string may have capitals.
    pub(super) fn contain_small(&self, text: &str) -> bool {
        self.pairs.may_hold(text) && self.small.contains(text)
    }

    /// The offset of the first occurrence of a text in the agent string.
    pub(super) fn find(&self, text: &str) -> Option<usize> {
        self.pairs.may_hold(text).then(|| self.agent.find(text))?
    }

    /// Whether the agent string contains a text that is not the beginning of a longer word, as
    /// `iOS` is in `iOSManager`.
    pub(super) fn contain_end(&self, text: &str) -> bool {
        let is_end = |(start, text): (usize, &str)| {
            !text.ends_with(|last: char| last.is_ascii_alphabetic())
                || !follows_letter(self.agent, start + text.len())
        };
        self.pairs.may_hold(text) && self.agent.match_indices(text).any(is_end)
    }

    /// Whether a text begins a part of a comment: `Xbox` in `(Windows NT 10.0; Xbox; Xbox One)`.
    pub(super) fn have_part(&self, text: &str) -> bool {
        self.pairs.may_hold(text)
            && self
                .agent
                .match_indices(text)
                .any(|(start, _)| begins_part(self.agent, start))
    }

    /// The name that ends with a word. It consists of the word and the words directly before it,
    /// with one space or `::` between them. It begins after punctuation, a version or a word for
    /// which `is_part` is false.
    pub(super) fn phrase(&self, last: &Token<'a>, is_part: impl Fn(&str) -> bool) -> &'a str {
        let end = self
            .tokens
            .partition_point(|token| token.start < last.start);
        let before = self.tokens.get(..end).unwrap_or_default().iter().rev();
        let mut start = last.start;
        for token in before {
            let is_next = matches!(self.agent.get(token.end..start), Some(" " | "::"));
            if !is_next || token.after_slash || !is_part(token.text) {
                break;
            }
            start = token.start;
        }
        self.agent.get(start..last.end).unwrap_or(last.text)
    }

    /// Whether a bracket is open at the end, because the agent string was cut.
    pub(super) fn are_open(&self) -> bool {
        let count = |bracket| memchr::memchr_iter(bracket, self.agent.as_bytes()).count();
        count(b'(') > count(b')')
    }

    /// A range of the agent string, in small letters.
    pub(super) fn small(&self, start: usize, end: usize) -> Option<&str> {
        self.small.get(start..end)
    }

    /// The words that may name a product, each with the word after it. They do not follow a slash.
    pub(super) fn products(&self) -> impl Iterator<Item = Product<'_, 'a>> {
        self.all().filter(|product| !product.token.after_slash)
    }

    /// Every word, each with the word after it.
    pub(super) fn all(&self) -> impl Iterator<Item = Product<'_, 'a>> {
        self.all_from(0)
    }

    /// Every word that begins at the offset `start` or after it, each with the word after it.
    pub(super) fn all_from(&self, start: usize) -> impl Iterator<Item = Product<'_, 'a>> {
        let at = self.tokens.partition_point(|token| token.start < start);
        let tokens = self.tokens.get(at..).unwrap_or_default();
        let after = tokens.iter().skip(1).map(Some).chain([None]);
        let all = tokens.iter().zip(after);
        all.map(|(token, after)| Product {
            token: *token,
            after,
        })
    }
}

/// A word among its neighbours.
#[derive(Debug, Clone, Copy)]
pub(super) struct Product<'w, 'a> {
    pub(super) token: Token<'a>,
    pub(super) after: Option<&'w Token<'a>>,
}

/// The next word from offset `at` on.
fn token<'a>(agent: &'a str, small: &str, at: usize) -> Option<Token<'a>> {
    let start = at + agent.get(at..)?.bytes().position(is_word)?;
    let word = agent.get(start..)?;
    let length = word
        .bytes()
        .position(|byte| !is_word(byte))
        .unwrap_or(word.len());
    Some(Token {
        text: word.get(..length)?,
        start,
        end: start + length,
        after_slash: agent.get(..start)?.ends_with('/'),
        places: Places::of(small.get(start..start + length)?),
    })
}

/// The end of the link or mail address that begins with this word, or `None` if no link or address
/// begins there.
fn end_of_link(agent: &str, token: &Token<'_>) -> Option<usize> {
    let after = agent.get(token.end..)?;
    if !(after.starts_with("://") || after.starts_with('@') || token.text.starts_with("www.")) {
        return None;
    }
    let length = after.bytes().position(ends_link).unwrap_or(after.len());
    Some(token.end + length)
}

/// The version that follows the product whose name ends at offset `end`: `/2.1`, `/v2.1`, ` 2.1` or
/// ` v2.1`. `None` if no version follows.
pub(super) fn version_after(agent: &str, end: usize) -> Option<&str> {
    let rest = agent.get(end..)?.strip_prefix(['/', ' '])?;
    let rest = rest.strip_prefix(['v', 'V']).unwrap_or(rest);
    let version = beginning(rest, is_word);
    version
        .starts_with(|first: char| first.is_ascii_digit())
        .then_some(version)
}

/// The version at the beginning of a text. A slash, a space or another separator may precede it.
pub(super) fn number(text: &str) -> Option<&str> {
    let text = text.trim_start_matches(['/', ' ', ';', '-', ',']);
    let version = beginning(text, |byte| {
        byte.is_ascii_digit() || matches!(byte, b'.' | b'_')
    });
    version
        .starts_with(|first: char| first.is_ascii_digit())
        .then_some(version)
}

/// The bytes at the beginning of a text for which `is_in` returns true. They must be ASCII.
pub(super) fn beginning(text: &str, is_in: impl Fn(u8) -> bool) -> &str {
    let end = text.bytes().position(|byte| !is_in(byte));
    text.get(..end.unwrap_or(text.len())).unwrap_or_default()
}

/// Whether there is a letter at offset `end`.
pub(super) fn follows_letter(agent: &str, end: usize) -> bool {
    let next = agent.as_bytes().get(end);
    next.is_some_and(u8::is_ascii_alphabetic)
}

/// Whether a part of a comment begins at offset `start`.
pub(super) fn begins_part(agent: &str, start: usize) -> bool {
    let before = agent.get(..start).unwrap_or_default();
    before.trim_end().ends_with([';', '('])
}

const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-')
}

const fn ends_link(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b')' | b';' | b',' | b'"' | b']' | b'>')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_and_links_are_skipped() {
        for (agent, words) in [
            ("", &[][..]),
            ("Mozilla/5.0", &["Mozilla", "/5.0"]),
            (
                "Examplebot/2.1 (+https://bot.example/crawler)",
                &["Examplebot", "/2.1"],
            ),
            (
                "a (b; www.example.com/c; d@example.com, e)",
                &["a", "b", "e"],
            ),
            ("http://only.a.link/", &[]),
            ("Größe/1 ÷ x", &["Gr", "e", "/1", "x"]),
            ("name_with-all.kinds", &["name_with-all.kinds"]),
        ] {
            let found: Vec<_> = Words::of(agent)
                .tokens
                .iter()
                .map(|token| format!("{}{}", if token.after_slash { "/" } else { "" }, token.text))
                .collect();
            assert_eq!(found, words, "{agent}");
        }
    }

    #[test]
    fn contains_finds_each_text_of_the_agent_string() {
        let agent = "Mozilla/5.0 (Gr\u{f6}\u{df}e; Android 14) \u{7f}";
        for text in [
            "", "Android", "droid 14", "\u{f6}", "\u{df}e", "\u{7f}", "dnA", "z/", "\u{e9}", "${",
        ] {
            let words = Words::of(agent);
            assert_eq!(words.contain(text), agent.contains(text), "{text}");
            assert_eq!(words.find(text), agent.find(text), "{text}");
        }
    }

    #[test]
    fn contacts_are_found() {
        let contact = |start, announced| Some(Contact { start, announced });
        for (agent, expected) in [
            ("a/1 (b; c)", None),
            ("a/1 (http://b.example/)", contact(5, false)),
            ("a/1 (b@c.example; www.d.example)", contact(5, false)),
            ("a/1 (+b@c.example)", contact(6, true)),
            ("a/1 (b@c.example; +http://d.example)", contact(19, true)),
            (
                "a/1 (+http://b.example; +http://c.example)",
                contact(6, true),
            ),
        ] {
            assert_eq!(Words::of(agent).contact, expected, "{agent}");
        }
    }

    #[test]
    fn versions_follow_a_slash_or_a_space() {
        for (agent, version) in [
            ("curl/8.5.0", Some("8.5.0")),
            ("curl/v8", Some("8")),
            ("curl 8.5", Some("8.5")),
            ("curl v8.5;", Some("8.5")),
            ("curl", None),
            ("curl/", None),
            ("curl/abc", None),
            ("curl; 8", None),
            ("curl/8é", Some("8")),
        ] {
            assert_eq!(version_after(agent, 4), version, "{agent}");
        }
    }
}
