//! Finds the secrets in a text in one pass. A secret follows a separator (`=`, `:`, `/` or a
//! space), is user information at the beginning of a URL, or has a form of its own. The time of the
//! pass is linear in the length of the text.
//!
//! A raw line may be as long as a record, and its sender chooses every byte of it. Therefore each
//! search, forwards or backwards, stops at text that was already searched, or at a limit.

use super::names::{is_in_name, surrounds};
use super::requests::Requests;
use super::value::Value;
use super::verdicts::Verdict;
use super::{Redaction, TextKind, shape};
use crate::clean::view::{Unit, View};

/// The ranges of a text that hold secrets, in order, disjoint and not empty.
pub(super) struct Secrets<'a> {
    pub(super) view: &'a View<'a>,
    requests: &'a Requests,
    pub(super) kind: TextKind,
    redaction: &'a Redaction,
    hides_users: bool,
    /// Where the search for the next separator begins.
    at: usize,
    /// The first offset at which the next name can begin. A byte is never part of two names.
    floor: usize,
    /// The end of the text that was searched for user information.
    authority_end: usize,
    /// The end of the text for which `in_query` is known.
    seen: usize,
    in_query: bool,
    /// The value of the last member whose key is `name`. In a firewall's log, it is the name of a
    /// header, and the header's `value` follows.
    named: Option<(usize, usize)>,
    /// Whether the text has a `{`, and may therefore have an object of JSON.
    has_brace: bool,
    /// A reused buffer for names.
    name: Vec<u8>,
}

impl Iterator for Secrets<'_> {
    type Item = (usize, usize);

    fn next(&mut self) -> Option<(usize, usize)> {
        let (start, mut end) = self.secret_before(self.view.len())?;
        // The name of a parameter may be within user information. The value of such a parameter may
        // end after the `@`.
        if self.view.byte(end) == Some(b'@') {
            self.at = start;
            while let Some((_, inner_end)) = self.secret_before(end) {
                end = end.max(inner_end);
                self.at = inner_end;
            }
        }
        (self.at, self.floor) = (end, end);
        Some((self.view.start(start), self.view.start(end)))
    }
}

impl<'a> Secrets<'a> {
    pub(super) fn of(
        view: &'a View<'a>,
        requests: &'a Requests,
        kind: TextKind,
        redaction: &'a Redaction,
        hides_users: bool,
    ) -> Self {
        Self {
            view,
            requests,
            kind,
            redaction,
            hides_users,
            at: 0,
            floor: 0,
            authority_end: 0,
            seen: 0,
            in_query: false,
            named: None,
            has_brace: view.holds(b'{'),
            name: Vec::new(),
        }
    }

    /// The range of the next secret whose separator, or whose own beginning, is before `limit`.
    fn secret_before(&mut self, limit: usize) -> Option<(usize, usize)> {
        while self.at < limit {
            let at = self.at;
            let byte = self.view.byte(at)?;
            self.at += 1;
            // Most bytes are not separators and cannot begin a secret.
            if !may_begin(byte) && at > 0 {
                continue;
            }
            let unit = self.view.unit(at)?;
            let found = match unit.byte {
                b'=' => self.parameter(at, unit),
                b':' => self
                    .behind_colon(at, unit)
                    .or_else(|| self.member(at, unit)),
                b'/' => self.network_path(at, unit),
                b' ' if self.kind == TextKind::Line => self.request_target(at),
                _ => None,
            };
            let is_target = self.kind == TextKind::Url && at == 0;
            let found = found
                .or_else(|| is_target.then(|| self.authority_of_target(0))?)
                .or_else(|| self.form(at, unit));
            if found.is_some_and(|(start, end)| start < end) {
                return found;
            }
        }
        None
    }

    /// The range of a secret that is recognised by its form, and begins at offset `at` or after the
    /// word there.
    fn form(&self, at: usize, unit: Unit) -> Option<(usize, usize)> {
        self.redaction.is_on().then_some(())?;
        shape::token(self.view, at, unit)
    }

    /// The value after the `=` at offset `at`, if its name is secret.
    fn parameter(&mut self, at: usize, separator: Unit) -> Option<(usize, usize)> {
        let (mut from, to) = self.name_before(at);
        let mut is_header = false;
        let mut is_secret = false;
        if let Some(name) = self.name(from, to) {
            is_header = self.kind == TextKind::Line && name.is_header;
            is_secret = is_header || self.is_secret(name);
        }
        if !is_secret && self.kind != TextKind::Url {
            // If the text contains a URL, the name may contain an encoded space.
            let whole = self.start_through_encoded(from);
            if whole < from {
                from = whole;
                is_secret = self.name(from, to).is_some_and(|name| self.is_secret(name));
            }
        }
        let delimiter = self.before_surroundings(from);
        self.floor = at + 1;
        is_secret.then_some(())?;
        let of_path = delimiter == Some(b';');
        let value = Value {
            view: self.view,
            requests: self.requests,
            kind: self.kind,
            percent: separator.percent,
            backslash: separator.backslash,
            of_path,
            of_query: of_path && self.is_query(at),
            is_list: is_header,
        };
        Some(value.of_parameter(at + 1))
    }

    /// The value after the colon at offset `at`, if its name is a secret member of JSON or a
    /// header.
    fn member(&mut self, at: usize, separator: Unit) -> Option<(usize, usize)> {
        let mut to = at;
        while to > self.floor && matches!(self.view.before(to), Some(b' ' | b'\t' | b'+')) {
            to -= 1;
        }
        let quote = to.checked_sub(1).and_then(|last| self.view.unit(last));
        let quote = quote.filter(|unit| matches!(unit.byte, b'"' | b'\'') && to > self.floor);
        to -= usize::from(quote.is_some());
        let mut from = to;
        while from > self.floor && self.view.before(from).is_some_and(is_in_name) {
            from -= 1;
        }
        let mut value = Value {
            view: self.view,
            requests: self.requests,
            kind: self.kind,
            percent: separator.percent,
            backslash: separator.backslash,
            of_path: false,
            of_query: false,
            is_list: false,
        };
        if quote.is_some() && from < to {
            let is = |word: &[u8]| to - from == word.len() && self.view.reads(from, word);
            if is(b"name") {
                self.named = value.string(at + 1);
            } else if is(b"value") && self.is_value_of_secret(from) {
                return value.of_member(at + 1);
            }
        }
        let name = self.name(from, to)?;
        value.is_list = self.kind == TextKind::Line && name.is_header;
        let is_foreign = match quote {
            // Plain quotes in a raw line belong to the log's own JSON, because a client's quotes
            // are escaped.
            Some(quote) => self.kind != TextKind::Line || quote.percent > 0 || quote.backslash > 0,
            None if self.kind == TextKind::Url => {
                let is_member =
                    self.has_brace && matches!(self.before_surroundings(from), Some(b'{' | b','));
                is_member.then_some(())?;
                true
            }
            // In `arn:aws:secretsmanager:..` and in a firewall's labels, a word may have a colon on
            // both sides. Such a word is not a name.
            None if self.view.before(from) == Some(b':') => return None,
            None => false,
        };
        let is_weak = !is_foreign && name.is_weak;
        (value.is_list || !is_weak && self.is_secret(name)).then_some(())?;
        value.of_member(at + 1)
    }

    /// Whether the member that begins at `from` follows a member whose value is the name of a
    /// secret: `{"name":"Cookie","value":"..."}`.
    fn is_value_of_secret(&mut self, from: usize) -> bool {
        /// The most bytes between the two members: quotes, a comma and spaces.
        const GAP: usize = 8;
        let Some((start, end)) = self.named.take() else {
            return false;
        };
        if !(end..end + GAP).contains(&from) {
            return false;
        }
        let name = self.name(start, end);
        name.is_some_and(|name| self.is_secret(name) || name.is_header)
    }

    /// The range of the name before the separator at offset `at`. Other characters may be between
    /// the name and the separator (`token+=`, `"token"=`). In a URL, the range includes such
    /// characters before the name (`+token=`, `%00token=`).
    fn name_before(&self, at: usize) -> (usize, usize) {
        let mut to = at;
        while to > self.floor && self.view.before(to).is_some_and(surrounds) {
            to -= 1;
        }
        // In a raw line, spaces separate words. In a URL, a space is part of a name.
        let belongs = |byte: u8| is_in_name(byte) || self.kind == TextKind::Url && surrounds(byte);
        let mut from = to;
        while from > self.floor && self.view.before(from).is_some_and(belongs) {
            from -= 1;
        }
        (from, to)
    }

    /// The start of the name whose last word begins at `from`. Encoded spaces and similar escapes
    /// count as part of the name.
    fn start_through_encoded(&self, mut from: usize) -> usize {
        let is_blank = |unit: Unit| unit.byte == b'+' || unit.percent > 0 && surrounds(unit.byte);
        while from > self.floor
            && let Some(unit) = self.view.unit(from - 1)
            && (is_in_name(unit.byte) || is_blank(unit))
        {
            from -= 1;
        }
        from
    }

    /// The byte before the name that begins at `from` and before the characters around the name. If
    /// one of these characters is the opening brace of an object, it is this brace.
    fn before_surroundings(&self, mut from: usize) -> Option<u8> {
        while from > self.floor && self.view.before(from).is_some_and(surrounds) {
            from -= 1;
            if self.view.byte(from) == Some(b'{') {
                return Some(b'{');
            }
        }
        self.view.before(from)
    }

    /// The verdict on the name between `from` and `to`, or `None` if there is no name.
    fn name(&mut self, from: usize, to: usize) -> Option<Verdict> {
        (from < to).then_some(())?;
        self.view.read(from, to, &mut self.name);
        Some(self.redaction.verdict(&self.name))
    }

    fn is_secret(&self, name: Verdict) -> bool {
        name.is_secret || self.hides_users && name.is_user
    }

    /// Whether a `?` is before `to`. In a raw line, a space or a quote after the `?` ends the
    /// query. Each byte is read once.
    fn is_query(&mut self, to: usize) -> bool {
        while self.seen < to
            && let Some(byte) = self.view.byte(self.seen)
        {
            match byte {
                b'?' => self.in_query = true,
                b' ' | b'"' if self.kind == TextKind::Line => self.in_query = false,
                _ => {}
            }
            self.seen += 1;
        }
        self.in_query
    }

    /// The range of `user:password` after the colon of a scheme with `//` (`redis://`), or of
    /// `https:/`, `https:` and the like.
    fn behind_colon(&mut self, colon: usize, separator: Unit) -> Option<(usize, usize)> {
        /// The most slashes that are skipped. Browsers accept any number of them, and backslashes
        /// too.
        const SLASHES: usize = 4;
        let is_slash = |at: usize| matches!(self.view.byte(at), Some(b'/' | b'\\'));
        let mut start = colon + 1;
        while start <= colon + SLASHES && is_slash(start) {
            start += 1;
        }
        if !self.view.reads(colon + 1, b"//") {
            self.is_web_scheme(colon).then_some(())?;
        }
        self.authority(start, separator.percent)
    }

    fn is_web_scheme(&self, colon: usize) -> bool {
        ["https", "http", "wss", "ws", "ftps", "ftp"]
            .iter()
            .any(|scheme| {
                colon.checked_sub(scheme.len()).is_some_and(|start| {
                    let is_whole = !self
                        .view
                        .before(start)
                        .is_some_and(|byte| byte.is_ascii_alphanumeric());
                    is_whole && self.view.reads(start, scheme.as_bytes())
                })
            })
    }

    /// The range of `user:password` after the `//` at offset `at`. Neither a scheme nor a path may
    /// precede the `//`.
    fn network_path(&mut self, at: usize, separator: Unit) -> Option<(usize, usize)> {
        (self.view.byte(at + 1) == Some(b'/')).then_some(())?;
        let is_path = |byte: u8| is_in_name(byte) || matches!(byte, b':' | b'/');
        let is_start = !self.view.before(at).is_some_and(is_path);
        is_start.then(|| self.authority(at + 2, separator.percent))?
    }

    /// The range of `user:password` in the target of a request line, as in `CONNECT
    /// user:password@host:443`. The space before the target is at `blank`.
    fn request_target(&mut self, blank: usize) -> Option<(usize, usize)> {
        /// The most letters of a method. The longest registered method has 17.
        const METHOD_BYTES: usize = 17;
        (self.view.byte(blank + 1)? != b'/').then_some(())?;
        let mut start = blank;
        while self
            .view
            .before(start)
            .is_some_and(|byte| byte.is_ascii_uppercase())
        {
            start -= 1;
            (blank - start <= METHOD_BYTES).then_some(())?;
        }
        let is_word = !self
            .view
            .before(start)
            .is_some_and(|byte| byte.is_ascii_alphanumeric());
        (is_word && blank - start >= 3).then(|| self.authority_of_target(blank + 1))?
    }

    /// The range of `user:password` at the beginning of a target. `None` without it, as in most
    /// targets, which are paths. A user contains neither `=` nor `&`.
    fn authority_of_target(&mut self, start: usize) -> Option<(usize, usize)> {
        let colon = (start..start + 7).find(|at| self.view.byte(*at) == Some(b':'));
        let is_scheme = |colon| self.is_web_scheme(colon) || self.view.reads(start, b"mailto:");
        (!colon.is_some_and(is_scheme)).then_some(())?;
        let (from, to) = self.authority(start, 0)?;
        let user = (from..to)
            .map_while(|at| self.view.byte(at))
            .take_while(|byte| *byte != b':');
        let is_user = user.into_iter().all(|byte| !matches!(byte, b'=' | b'&'));
        is_user.then_some((from, to))
    }

    /// The user information of the authority at `start`. Without a password it is secret only if
    /// users are hidden too.
    fn authority(&mut self, start: usize, percent: u8) -> Option<(usize, usize)> {
        (start >= self.authority_end).then_some(())?;
        let (mut at, mut password, mut end) = (start, self.hides_users, None);
        while let Some(unit) = self.view.unit(at) {
            match unit.byte {
                byte if ends_authority(byte) && unit.percent <= percent => break,
                // The parameter that contains the encoded URL has ended.
                b'&' if unit.percent < percent => break,
                b':' => password = true,
                b'@' if password => end = Some(at),
                _ => {}
            }
            at += 1;
        }
        self.authority_end = at;
        end.map(|end| (start, end))
    }
}

/// Whether a byte is a separator before a secret, or begins a secret that has a form of its own.
fn may_begin(byte: u8) -> bool {
    matches!(byte, b'=' | b':' | b'/' | b' ') || shape::may_begin(byte)
}

fn ends_authority(byte: u8) -> bool {
    byte <= b' ' || matches!(byte, b'/' | b'?' | b'#' | b'"' | b'<' | b'>' | b'\\')
}
