//! `auto`: which of the known formats a line is of, told line by line by a look at how it begins.
//!
//! Nothing is guessed with confidence: what no look tells is [`Reason::Unrecognised`], and what a look tells is read by that
//! format alone, so that a rejection names the place where the line stops being one of it.

use super::json::Json;
use super::layout::Layout;
use super::presets::{Preset, listed_combined, numbered_combined, quoted_list_combined};
use super::w3c::W3c;
use super::{FormatError, Reading};
use crate::rejection::{Reason, Rejection};

/// The formats that `auto` tells apart.
#[derive(Debug)]
pub(super) struct Auto {
    combined: Layout,
    vhost: Layout,
    numbered: Layout,
    quoted_list: Layout,
    list: Layout,
    proxy_manager: Layout,
    haproxy: Layout,
    alb: Layout,
    classic_elb: Layout,
    s3: Layout,
    json: Json,
    /// IIS without `#Fields:`, and every log with it.
    w3c: W3c,
    /// CloudFront without `#Fields:`.
    cloudfront: W3c,
}

/// How a line of the combined family begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Prefix {
    /// `client identity user [`
    Client,
    /// `host client identity user [`
    Host,
    /// `host client identity id user [`
    HostAndId,
    /// `"list" client identity user [`
    QuotedList,
    /// `list client identity user [`
    List,
}

/// What a line looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    /// Client, time and request, as Apache and nginx write them.
    Family(Prefix),
    /// The same, wrapped in quotes by an export to CSV: one before the client, one behind the last value.
    Wrapped(Prefix),
    Json,
    ProxyManager,
    Alb,
    ClassicElb,
    CloudFront,
    /// IIS's default columns.
    Iis,
    S3,
    /// From that byte on, behind syslog's header.
    Haproxy(usize),
}

impl Look {
    /// The name that `LOG_FORMAT` would call it by, or what it differs in from one that has a name.
    fn name(self) -> &'static str {
        match self {
            Self::Family(prefix) | Self::Wrapped(prefix) => match prefix {
                Prefix::Client => "combined",
                Prefix::Host => "vhost_combined",
                Prefix::HostAndId => "vhost_combined with an id",
                Prefix::QuotedList | Prefix::List => "combined behind a list of clients",
            },
            Self::Json => "json",
            Self::ProxyManager => "nginx-proxy-manager",
            Self::Alb => "alb",
            Self::ClassicElb => "classic-elb",
            Self::CloudFront => "cloudfront",
            Self::Iis => "w3c",
            Self::S3 => "s3",
            Self::Haproxy(_) => "haproxy",
        }
    }
}

impl Auto {
    /// Everything compiled.
    ///
    /// # Errors
    /// The mapping for JSON names no field.
    pub(super) fn compile(json_fields: Option<&str>) -> Result<Self, FormatError> {
        Ok(Self {
            combined: Preset::Combined.layout(),
            vhost: Preset::VhostCombined.layout(),
            numbered: numbered_combined(),
            quoted_list: quoted_list_combined(),
            list: listed_combined(),
            proxy_manager: Preset::NginxProxyManager.layout(),
            haproxy: Preset::Haproxy.layout(),
            alb: Preset::Alb.layout(),
            classic_elb: Preset::ClassicElb.layout(),
            s3: Preset::S3.layout(),
            json: Json::compile(json_fields)?,
            w3c: W3c::compile(None)?,
            cloudfront: W3c::compile(Some(super::CLOUDFRONT_STANDARD))?,
        })
    }

    /// Forgets what the last source's `#Fields:` said.
    pub(super) fn start_source(&mut self) {
        self.w3c.start_source();
    }

    /// Reads a line by the format that it looks like.
    pub(super) fn read<'a>(&'a mut self, line: &'a [u8]) -> Result<Reading<'a>, Rejection> {
        if line.starts_with(b"#") {
            return self.w3c.directive(line).map(|()| Reading::Directive);
        }
        if self.w3c.is_named() && !line.starts_with(b"{") {
            return self.w3c.row(line).map(Reading::Line);
        }
        self.read_as(look(line), line).map(Reading::Line)
    }

    /// What a line is taken for.
    pub(super) fn name_of(&self, line: &[u8]) -> Option<&'static str> {
        if line.starts_with(b"#") || self.w3c.is_named() && !line.starts_with(b"{") {
            return Some("w3c");
        }
        look(line).map(Look::name)
    }

    fn read_as<'a>(
        &'a self,
        look: Option<Look>,
        line: &'a [u8],
    ) -> Result<super::LogLine<'a>, Rejection> {
        let from = |start| line.get(start..).unwrap_or_default();
        match look {
            Some(Look::Family(prefix)) => self.layout(prefix).read(line),
            Some(Look::Json) => self.json.read(line),
            Some(Look::ProxyManager) => self.proxy_manager.read(line),
            Some(Look::Alb) => self.alb.read(line),
            Some(Look::ClassicElb) => self.classic_elb.read(line),
            Some(Look::CloudFront) => self.cloudfront.row(line),
            Some(Look::Iis) => self.w3c.row(line),
            Some(Look::S3) => self.s3.read(line),
            Some(Look::Haproxy(start)) => shifted(self.haproxy.read(from(start)), start),
            Some(Look::Wrapped(prefix)) => {
                let unwrapped = from(1);
                let unwrapped = unwrapped
                    .strip_suffix(b"\"")
                    .filter(|line| line.ends_with(b"\""))
                    .unwrap_or(unwrapped);
                shifted(self.layout(prefix).read(unwrapped), 1)
            }
            None => Err(Rejection::whole(Reason::Unrecognised)),
        }
    }

    fn layout(&self, prefix: Prefix) -> &Layout {
        match prefix {
            Prefix::Client => &self.combined,
            Prefix::Host => &self.vhost,
            Prefix::HostAndId => &self.numbered,
            Prefix::QuotedList => &self.quoted_list,
            Prefix::List => &self.list,
        }
    }
}

/// What a line looks like; `None` where no look tells.
fn look(line: &[u8]) -> Option<Look> {
    match line {
        [b'{', ..] => Some(Look::Json),
        [b'[', rest @ ..] if begins_clf_time(rest) => Some(Look::ProxyManager),
        _ if begins_iso_date(line) => dated(line),
        _ if begins_load_balancer(line) => Some(Look::Alb),
        _ => bracketed(line),
    }
}

/// Lines that begin with a date: CloudFront, a classic load balancer, IIS.
fn dated(line: &[u8]) -> Option<Look> {
    match line.get(10) {
        Some(b'\t') => Some(Look::CloudFront),
        Some(b'T') => Some(Look::ClassicElb),
        // IIS's default columns: an address and a method behind the time.
        Some(b' ') if is_iis(line) => Some(Look::Iis),
        _ => None,
    }
}

/// Lines with a time in brackets behind whoever made the request.
fn bracketed(line: &[u8]) -> Option<Look> {
    let prefix = line.get(..clf_bracket(line)?).unwrap_or_default();
    if let Some(header) = haproxy_header(prefix) {
        return Some(Look::Haproxy(header));
    }
    let bucket = prefix.split(|byte| *byte == b' ').nth(1);
    if bucket.is_some_and(|bucket| !bucket.is_empty()) && is_owner(prefix) {
        return Some(Look::S3);
    }
    match prefix {
        [b'"', rest @ ..] if memchr::memchr(b'"', rest).is_none() => {
            Some(Look::Wrapped(prefix_of(rest)))
        }
        _ => Some(Look::Family(prefix_of(prefix))),
    }
}

/// A rejection's place in the whole line, where a part of it was read.
fn shifted<T>(read: Result<T, Rejection>, by: usize) -> Result<T, Rejection> {
    read.map_err(|rejection| Rejection {
        offset: rejection.offset.map(|offset| offset + by),
        ..rejection
    })
}

/// By the words before the time: the client is the third from its end, unless an id stands between.
fn prefix_of(prefix: &[u8]) -> Prefix {
    if prefix.starts_with(b"\"") {
        return Prefix::QuotedList;
    }
    let prefix = prefix.trim_ascii_end();
    // The usual three words need no second look.
    let spaces = memchr::memchr_iter(b' ', prefix).count();
    if spaces <= 2 {
        return Prefix::Client;
    }
    let mut words = prefix
        .split(|byte| *byte == b' ')
        .skip_while(|word| word.ends_with(b","));
    let listed = prefix
        .split(|byte| *byte == b' ')
        .next()
        .is_some_and(|word| word.ends_with(b","));
    let (first, second) = (
        words.next().unwrap_or_default(),
        words.next().unwrap_or_default(),
    );
    let after = words.count();
    match (listed, is_address(second)) {
        (true, true) => Prefix::List,
        (false, true) if !is_address(first) && after >= 3 => Prefix::HostAndId,
        (false, true) if !is_address(first) => Prefix::Host,
        _ => Prefix::Client,
    }
}

/// Where ` [10/Oct/2000:` stands, past the space; 0 for a line that begins with it.
fn clf_bracket(line: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b'[', line).find(|at| line.get(at + 1..).is_some_and(begins_clf_time))
}

fn begins_clf_time(text: &[u8]) -> bool {
    matches!(text, [d1, d2, b'/', m1, m2, m3, b'/', y, _, _, _, b':', ..]
        if [d1, d2, y].into_iter().all(u8::is_ascii_digit) && [m1, m2, m3].into_iter().all(u8::is_ascii_alphabetic))
}

fn begins_iso_date(text: &[u8]) -> bool {
    matches!(text, [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, ..]
        if [y1, y2, y3, y4, m1, m2, d1, d2].into_iter().all(u8::is_ascii_digit))
}

/// The type of an application load balancer's row, and its time.
fn begins_load_balancer(line: &[u8]) -> bool {
    let Some((kind, rest)) =
        memchr::memchr(b' ', line.get(..7).unwrap_or(line)).map(|space| line.split_at(space))
    else {
        return false;
    };
    matches!(kind, b"http" | b"https" | b"h2" | b"grpcs" | b"ws" | b"wss")
        && rest.get(1..).is_some_and(begins_iso_date)
}

fn is_iis(line: &[u8]) -> bool {
    let mut words = line.split(|byte| *byte == b' ').skip(2);
    let (address, method) = (
        words.next().unwrap_or_default(),
        words.next().unwrap_or_default(),
    );
    is_address(address) && !method.is_empty() && method.iter().all(u8::is_ascii_uppercase)
}

/// Whether a bucket's owner, 64 hexadecimal digits, stands first.
fn is_owner(prefix: &[u8]) -> bool {
    matches!(prefix.get(..65), Some([owner @ .., b' ']) if owner.iter().all(u8::is_ascii_hexdigit))
}

/// Where `client:port ` begins, behind syslog's header or at once: `HAProxy` has nothing between it and the time.
fn haproxy_header(prefix: &[u8]) -> Option<usize> {
    let words = prefix.strip_suffix(b" ")?;
    let start = memchr::memrchr(b' ', words).map_or(0, |space| space + 1);
    let header = words.get(..start)?;
    let client = words.get(start..)?;
    let of_syslog = header.is_empty() || memchr::memmem::find(header, b"haproxy[").is_some();
    (of_syslog && client.contains(&b':')).then_some(start)
}

/// Whether a word is built like an address, port or not: a cheap look, the proof is [`crate::clean`]'s.
fn is_address(word: &[u8]) -> bool {
    let of_v4 = word
        .iter()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b':'));
    let v4 = of_v4 && memchr::memchr_iter(b'.', word).count() == 3;
    let of_v6 = |byte: &u8| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.' | b'[' | b']');
    v4 || memchr::memchr_iter(b':', word).count() >= 2 && word.iter().all(of_v6)
}
