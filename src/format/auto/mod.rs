//! `auto`: which of the known formats a line is of, decided line by line by a look at its shape.
//!
//! Nothing is guessed with confidence: what no look recognises is [`Reason::Unrecognised`], and what a look recognises is read by that
//! format alone, so that a rejection names the place where the line stops being one of it. A header that syslog put before a
//! line is passed over. What a preset reads in a line, `auto` reads too: the golden tests hold the two together.

mod look;
mod syslog;
#[cfg(test)]
mod tests;
mod words;

use look::{Look, Seen, look};
use syslog::Header;
use words::Prefix;

use super::field::Field;
use super::json::Json;
use super::layout::Layout;
use super::line::LogLine;
use super::presets::{self, Preset, all};
use super::sound::is_sound;
use super::w3c::W3c;
use super::{FormatError, LineKind};
use crate::rejection::{Reason, Rejection};

/// A preset, and what `LOG_FORMAT` calls it, or what it differs in from one that has a name.
type Named = (&'static str, Preset);

/// The formats that `auto` distinguishes.
#[derive(Debug)]
pub(super) struct Auto {
    combined: Layout,
    vhost: Layout,
    numbered: Layout,
    quoted_list: Layout,
    list: Layout,
    /// Combined with something of its writer in it or behind it.
    tailed: [Named; 5],
    /// The same behind a virtual host.
    timed_vhost: Named,
    bracketed: [Named; 2],
    envoy: [Named; 2],
    api_gateway: Named,
    squid: Named,
    haproxy: Named,
    alb: Named,
    classic_elb: Named,
    s3: Named,
    json: Json,
    /// What `#Fields:` named, and IIS's columns where nothing did.
    w3c: W3c,
    /// CloudFront without `#Fields:`.
    cloudfront: W3c,
    realtime: W3c,
}

impl Auto {
    /// Everything compiled.
    ///
    /// # Errors
    /// The mapping for JSON names no field.
    pub(super) fn compile(json_fields: Option<&str>) -> Result<Self, FormatError> {
        Ok(Self {
            combined: presets::combined(),
            vhost: presets::vhost_combined(),
            numbered: presets::numbered_combined(),
            quoted_list: presets::quoted_list_combined(),
            list: presets::listed_combined(),
            tailed: [
                ("ingress-nginx", all::ingress()),
                ("traefik", all::traefik()),
                ("kong", all::kong()),
                ("haproxy-clf", all::haproxy_clf()),
                ("combined with a time before the referrer", all::timed()),
            ],
            timed_vhost: (
                "vhost_combined with a time before the referrer",
                all::timed_vhost(),
            ),
            bracketed: [
                ("ssl-request-log", all::ssl_request_log()),
                ("nginx-proxy-manager", all::proxy_manager()),
            ],
            envoy: [("istio", all::istio()), ("envoy", all::envoy())],
            api_gateway: ("api-gateway", all::api_gateway()),
            squid: ("squid", all::squid()),
            haproxy: ("haproxy", all::haproxy()),
            alb: ("alb", all::alb()),
            classic_elb: ("classic-elb", all::classic_elb()),
            s3: ("s3", all::s3()),
            json: Json::compile(json_fields)?,
            w3c: W3c::iis(),
            cloudfront: W3c::cloudfront(),
            realtime: W3c::whole_realtime(),
        })
    }

    /// Forgets what the last source's `#Fields:` said.
    pub(super) fn start_source(&mut self) {
        self.w3c.start_source();
    }

    /// Reads a line by the format that it looks like.
    ///
    /// # Errors
    /// A line of no known format, or one that is not what it looks like.
    pub(super) fn read_into<'a>(
        &'a mut self,
        line: &'a [u8],
        fields: &mut LogLine<'a>,
    ) -> Result<LineKind, Rejection> {
        if line.starts_with(b"#") {
            return self.w3c.directive(line).map(|()| LineKind::Directive);
        }
        let seen = self.look(line);
        // Where lines of another format begin, the columns that `#Fields:` named hold no more.
        if seen.is_some() && self.w3c.is_named() {
            self.w3c.start_source();
        }
        self.read_seen(seen, line, fields)
            .1
            .map(|()| LineKind::Line)
    }

    /// What a line is taken for.
    pub(super) fn name_of(&self, line: &[u8]) -> Option<&'static str> {
        if line.starts_with(b"#") {
            return Some("w3c");
        }
        let mut fields = LogLine::default();
        self.read_seen(self.look(line), line, &mut fields).0
    }

    /// What a line looks like; nothing where it is a row of the columns that the source named.
    fn look(&self, line: &[u8]) -> Option<Seen> {
        if self.w3c.is_named() && self.w3c.begins(line) {
            return None;
        }
        look(line)
    }

    fn read_seen<'a>(
        &'a self,
        seen: Option<Seen>,
        line: &'a [u8],
        fields: &mut LogLine<'a>,
    ) -> (Option<&'static str>, Result<(), Rejection>) {
        let Some(seen) = seen else {
            let (name, read) = match self.w3c.is_named() {
                true => (Some("w3c"), self.w3c.row(line)),
                false => self.read_unseen(line),
            };
            return (name, read.map(|read| *fields = read));
        };
        let part = line.get(seen.start..).unwrap_or_default();
        let (name, mut read) = self.read_as(seen.look, part, fields);
        // The place in the whole line, where a part of it was read.
        if let Err(Rejection {
            offset: Some(offset),
            ..
        }) = &mut read
        {
            *offset += seen.start;
        }
        (Some(name), read)
    }

    fn read_as<'a>(
        &'a self,
        look: Look,
        line: &'a [u8],
        fields: &mut LogLine<'a>,
    ) -> (&'static str, Result<(), Rejection>) {
        let one = |(name, preset): &'a Named| (*name, preset.read(line));
        let (name, read) = match look {
            Look::Family(Prefix::Client) => {
                let (name, read) = tailed(&self.combined, &self.tailed, line, fields);
                return (name.unwrap_or(Prefix::Client.name()), read);
            }
            Look::Family(Prefix::Host) => {
                let presets = std::slice::from_ref(&self.timed_vhost);
                let (name, read) = tailed(&self.vhost, presets, line, fields);
                return (name.unwrap_or(Prefix::Host.name()), read);
            }
            Look::Family(prefix) => (prefix.name(), self.layout(prefix).read(line)),
            Look::Wrapped(prefix) => {
                let read = self.layout(prefix).read(unwrapped(line));
                (prefix.name(), read)
            }
            Look::Json => ("json", self.json.read(line)),
            Look::Bracketed => first(&self.bracketed, line),
            Look::Envoy => first(&self.envoy, line),
            Look::ApiGateway => one(&self.api_gateway),
            Look::Squid => one(&self.squid),
            Look::Alb => one(&self.alb),
            Look::ClassicElb => one(&self.classic_elb),
            Look::CloudFront => ("cloudfront", self.cloudfront.row(line)),
            Look::Realtime => ("cloudfront-realtime", self.realtime.row(line)),
            Look::Iis => ("w3c", self.w3c.row(line)),
            Look::S3 => one(&self.s3),
            Look::Haproxy => one(&self.haproxy),
        };
        (name, read.map(|read| *fields = read))
    }

    /// A line that no look recognises: of a format whose preset reads it whole, with sound values.
    #[cold]
    fn read_unseen<'a>(
        &'a self,
        line: &'a [u8],
    ) -> (Option<&'static str>, Result<LogLine<'a>, Rejection>) {
        let singles = [
            &self.api_gateway,
            &self.squid,
            &self.haproxy,
            &self.alb,
            &self.classic_elb,
            &self.s3,
        ];
        let mut every = singles
            .into_iter()
            .chain(&self.bracketed)
            .chain(&self.envoy);
        let sound = |preset: &'a Preset| preset.read(line).ok().filter(is_sound);
        match every.find_map(|(name, preset)| Some((*name, sound(preset)?))) {
            Some((name, read)) => (Some(name), Ok(read)),
            None => (None, Err(Rejection::whole(Reason::Unrecognised))),
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

/// Where the message behind a syslog header begins, if a line has one.
pub(super) fn message(line: &[u8]) -> usize {
    match syslog::header(line) {
        Header::None => 0,
        Header::Ends(start) | Header::Open(start) => start,
    }
}

/// By the first preset in which a line is whole and sound, else the first that reads sound values, else the last that reads it; a
/// rejection is that of the preset which the line fits the farthest.
fn first<'a>(
    presets: &'a [Named; 2],
    line: &'a [u8],
) -> (&'static str, Result<LogLine<'a>, Rejection>) {
    let whole = |(name, preset): &'a Named| Some((*name, preset.read_whole(line)?));
    let sound = |(name, preset): &'a Named| Some((*name, preset.read(line).ok().filter(is_sound)?));
    let found = presets.iter().find_map(whole);
    if let Some((name, read)) = found.or_else(|| presets.iter().find_map(sound)) {
        return (name, Ok(read));
    }
    let [(first, one), (last, other)] = presets;
    match (one.read(line), other.read(line)) {
        (Err(of_one), Err(of_other)) if of_one.offset > of_other.offset => (*first, Err(of_one)),
        (_, read) => (*last, read),
    }
}

/// By a layout of the combined family, or by a preset of which a line that goes on, or cannot be read, has exactly the shape.
fn tailed<'a>(
    layout: &'a Layout,
    presets: &'a [Named],
    line: &'a [u8],
    fields: &mut LogLine<'a>,
) -> (Option<&'static str>, Result<(), Rejection>) {
    let read = layout.read_into(line, fields);
    if read.is_ok() && !goes_on(line, fields) {
        return (None, read);
    }
    let whole = |(name, preset): &'a Named| Some((*name, preset.read_whole(line)?));
    match presets.iter().find_map(whole) {
        Some((name, whole)) => {
            *fields = whole;
            (Some(name), Ok(()))
        }
        None => (None, read),
    }
}

/// Whether a line goes on behind the last value that combined has.
fn goes_on(line: &[u8], read: &LogLine<'_>) -> bool {
    let last = [
        Field::ForwardedFor,
        Field::UserAgent,
        Field::Referrer,
        Field::BodyBytes,
        Field::ResponseBytes,
    ];
    let Some(last) = last.into_iter().find_map(|field| read.raw(field)) else {
        return false;
    };
    let end = last.as_ptr_range().end.addr();
    // A quote may close the value.
    !read.cut && line.as_ptr_range().end.addr().saturating_sub(end) > 1
}

/// Without the quote that an export to CSV put behind the line, and its other columns.
///
/// The line's own quotes are pairs, so an odd one is the export's.
fn unwrapped(line: &[u8]) -> &[u8] {
    let own = |at: &usize| {
        !line
            .get(..*at)
            .is_some_and(|before| before.ends_with(b"\\"))
    };
    let quotes = memchr::memchr_iter(b'"', line).filter(own);
    let (count, last) = quotes.fold((0_usize, 0), |(count, _), at| (count + 1, at));
    let parts = line.split_at_checked(last);
    match parts.filter(|_| count % 2 == 1) {
        Some((inside, [b'"'] | [b'"', b',', ..])) => inside,
        _ => line,
    }
}
