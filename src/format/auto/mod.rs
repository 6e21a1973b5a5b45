//! `auto`: which of the known formats a line is of, told line by line by a look at its shape.
//!
//! Nothing is guessed with confidence: what no look tells is [`Reason::Unrecognised`], and what a look tells is read by that
//! format alone, so that a rejection names the place where the line stops being one of it. A header that syslog put before a
//! line is passed over.

mod look;
mod syslog;
#[cfg(test)]
mod tests;
mod words;

use look::{Look, Seen, look};
use words::Prefix;

use super::json::Json;
use super::layout::Layout;
use super::line::LogLine;
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
    /// What `#Fields:` named, and IIS's columns where nothing did.
    w3c: W3c,
    /// IIS's columns as they were before version 8.5.
    old_iis: W3c,
    /// CloudFront without `#Fields:`.
    cloudfront: W3c,
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
            w3c: W3c::iis(),
            old_iis: W3c::old_iis(),
            cloudfront: W3c::cloudfront(),
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
    pub(super) fn read<'a>(&'a mut self, line: &'a [u8]) -> Result<Reading<'a>, Rejection> {
        if line.starts_with(b"#") {
            return self.w3c.directive(line).map(|()| Reading::Directive);
        }
        if self.is_w3c(line) {
            return self.w3c.row(line).map(Reading::Line);
        }
        match look(line) {
            Some(seen) => self.read_as(seen, line).map(Reading::Line),
            None => Err(Rejection::whole(Reason::Unrecognised)),
        }
    }

    /// What a line is taken for.
    pub(super) fn name_of(&self, line: &[u8]) -> Option<&'static str> {
        if line.starts_with(b"#") || self.is_w3c(line) {
            return Some("w3c");
        }
        look(line).map(|seen| seen.look.name())
    }

    /// Whether the source named its columns, and the line can be a row of them.
    fn is_w3c(&self, line: &[u8]) -> bool {
        self.w3c.is_named() && !line.starts_with(b"{")
    }

    fn read_as<'a>(&'a self, seen: Seen, line: &'a [u8]) -> Result<LogLine<'a>, Rejection> {
        let part = line.get(seen.start..).unwrap_or_default();
        let mut read = match seen.look {
            Look::Family(prefix) => self.layout(prefix).read(part),
            Look::Wrapped(prefix) => self.layout(prefix).read(unwrapped(part)),
            Look::Json => self.json.read(part),
            Look::ProxyManager => self.proxy_manager.read(part),
            Look::Alb => self.alb.read(part),
            Look::ClassicElb => self.classic_elb.read(part),
            Look::CloudFront => self.cloudfront.row(part),
            Look::Iis => self.w3c.row(part),
            Look::OldIis => self.old_iis.row(part),
            Look::S3 => self.s3.read(part),
            Look::Haproxy => self.haproxy.read(part),
        };
        // The place in the whole line, where a part of it was read.
        if let Err(Rejection {
            offset: Some(offset),
            ..
        }) = &mut read
        {
            *offset += seen.start;
        }
        read
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

/// Without the quote that an export to CSV put behind the line's own last one.
fn unwrapped(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\"")
        .filter(|line| line.ends_with(b"\""))
        .unwrap_or(line)
}
