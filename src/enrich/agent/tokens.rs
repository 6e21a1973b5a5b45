//! The words of an agent string, without what only looks like words: links, mail addresses, versions.
//!
//! Of `Mozilla/5.0 (compatible; Examplebot/2.1; +https://bot.example/crawler)` the words are `Mozilla`, `compatible` and
//! `Examplebot`; `5.0` and `2.1` follow a slash, and a link may name anything.

/// A word: letters, digits, `.`, `_`, `-`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) text: &'a str,
    /// Where it starts in the agent string, in bytes.
    pub(super) start: usize,
    /// Where it ends.
    pub(super) end: usize,
    /// It follows a slash, as a version or a path does.
    pub(super) after_slash: bool,
}

/// The words of an agent string in their order.
#[derive(Debug, Clone)]
pub(super) struct Tokens<'a> {
    agent: &'a str,
    at: usize,
}

impl<'a> Tokens<'a> {
    pub(super) const fn of(agent: &'a str) -> Self {
        Self { agent, at: 0 }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let rest = self.agent.get(self.at..)?;
            let start = self.at + rest.bytes().position(is_word)?;
            let word = self.agent.get(start..)?;
            let length = word
                .bytes()
                .position(|byte| !is_word(byte))
                .unwrap_or(word.len());
            let (text, after) = word.split_at_checked(length)?;
            if after.starts_with("://") || after.starts_with('@') || text.starts_with("www.") {
                self.at = start + word.bytes().position(ends_link).unwrap_or(word.len());
                continue;
            }
            self.at = start + length;
            return Some(Token {
                text,
                start,
                end: self.at,
                after_slash: self
                    .agent
                    .get(..start)
                    .is_some_and(|before| before.ends_with('/')),
            });
        }
    }
}

/// The version that follows a product: `/2.1`, `/v2.1`, ` 2.1` or ` v2.1`.
pub(super) fn version_after(agent: &str, end: usize) -> Option<&str> {
    let rest = agent.get(end..)?.strip_prefix(['/', ' '])?;
    let rest = rest.strip_prefix(['v', 'V']).unwrap_or(rest);
    let length = rest
        .bytes()
        .position(|byte| !is_word(byte))
        .unwrap_or(rest.len());
    let version = rest.get(..length)?;
    version
        .starts_with(|first: char| first.is_ascii_digit())
        .then_some(version)
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
    fn words_are_found_and_links_passed_over() {
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
            let found: Vec<_> = Tokens::of(agent)
                .map(|token| format!("{}{}", if token.after_slash { "/" } else { "" }, token.text))
                .collect();
            assert_eq!(found, words, "{agent}");
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
