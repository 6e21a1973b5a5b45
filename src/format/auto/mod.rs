//! `auto`: chooses the format of each line by the line's [`Signature`].
//!
//! Only the formats of a signature read a line with that signature. A rejection can therefore name
//! the place where the line stops matching. A line without a signature is rejected as
//! [`Reason::Unrecognised`], unless a format reads it whole and its values are sound. A syslog
//! header before a line is skipped. With the lines of their cases, the golden tests check that
//! `auto` reads what the named formats read.

mod recognise;
mod syslog;
#[cfg(test)]
mod tests;
mod words;

use recognise::{Recognised, recognise};
use syslog::Header;

use super::descriptors::{DESCRIPTORS, Reader, VARIANTS};
use super::error::FormatError;
use super::field::Field;
use super::json::Json;
use super::layout::Layout;
use super::line::LogLine;
use super::presets::{self, Preset};
use super::reading::LineKind;
use super::signature::{Prefix, Signature};
use super::sound::is_sound;
use super::w3c::W3c;
use crate::rejection::{Reason, Rejection};

/// A preset and its name. The name is a value of `LOG_FORMAT`, or says how the preset differs from
/// a format that has such a value.
type Named = (&'static str, Preset);

/// The formats that `auto` distinguishes.
#[derive(Debug)]
pub(super) struct Auto {
    combined: Layout,
    vhost: Layout,
    numbered: Layout,
    quoted_list: Layout,
    list: Layout,
    /// The presets of each signature, in the order of [`PRESET_SIGNATURES`] and of the descriptors.
    presets: [Vec<Named>; PRESET_SIGNATURES.len()],
    json: Json,
    /// Reads rows by the columns that `#Fields:` named, or else by IIS's default columns.
    w3c: W3c,
    /// Reads CloudFront's rows if there is no `#Fields:`.
    cloudfront: W3c,
    realtime: W3c,
}

/// The signatures of presets. A line without a signature is tried with the presets of all these
/// signatures except the last two, in this order. A line with one of the last two begins like
/// combined, and its writer adds something within or after the combined values.
const PRESET_SIGNATURES: [Signature; 10] = [
    Signature::ApiGateway,
    Signature::Squid,
    Signature::Haproxy,
    Signature::Alb,
    Signature::ClassicElb,
    Signature::S3,
    Signature::Bracketed,
    Signature::Envoy,
    Signature::Family(Prefix::Client),
    Signature::Family(Prefix::Host),
];

/// The presets of a signature: those of the descriptors, and then the variants.
fn presets_of(signature: Signature) -> Vec<Named> {
    let named = DESCRIPTORS
        .iter()
        .filter(|descriptor| descriptor.signature == Some(signature))
        .filter_map(|descriptor| match descriptor.reader {
            Reader::Preset(preset) => Some((descriptor.name, preset())),
            _ => None,
        });
    let variants = VARIANTS
        .iter()
        .filter(|variant| variant.signature == signature);
    let variants = variants.map(|variant| (variant.name, (variant.preset)()));
    named.chain(variants).collect()
}

impl Auto {
    /// Compiles all formats.
    ///
    /// # Errors
    /// The mapping for JSON names an unknown field.
    pub(super) fn compile(json_fields: Option<&str>) -> Result<Self, FormatError> {
        Ok(Self {
            combined: presets::combined(),
            vhost: presets::vhost_combined(),
            numbered: presets::numbered_combined(),
            quoted_list: presets::quoted_list_combined(),
            list: presets::listed_combined(),
            presets: PRESET_SIGNATURES.map(presets_of),
            json: Json::compile(json_fields)?,
            w3c: W3c::iis(),
            cloudfront: W3c::cloudfront(),
            realtime: W3c::whole_realtime(),
        })
    }

    /// Forgets the columns that the previous source named.
    pub(super) fn start_source(&mut self) {
        self.w3c.start_source();
    }

    /// The W3C reader. It is the only reader that applies directives.
    pub(super) fn w3c(&self) -> &W3c {
        &self.w3c
    }

    /// Applies a directive.
    ///
    /// # Errors
    /// The same errors as [`W3c::directive`].
    pub(super) fn directive(&mut self, line: &[u8]) -> Result<(), Rejection> {
        self.w3c.directive(line)
    }

    /// Reads a line by the format of its signature.
    ///
    /// # Errors
    /// The line has no known format, or does not match the format of its signature.
    pub(super) fn read_into<'a>(
        &'a mut self,
        line: &'a [u8],
        fields: &mut LogLine<'a>,
    ) -> Result<LineKind, Rejection> {
        if line.starts_with(b"#") {
            return self.w3c.directive(line).map(|()| LineKind::Directive);
        }
        let recognised = self.recognise(line);
        // A line of another format ends the use of the columns that `#Fields:` named.
        if recognised.is_some() && self.w3c.is_named() {
            self.w3c.start_source();
        }
        self.read_recognised(recognised, line, fields)
            .1
            .map(|()| LineKind::Line)
    }

    /// The name of the format that a line is recognised as; `None` if it is not recognised.
    pub(super) fn name_of(&self, line: &[u8]) -> Option<&'static str> {
        if line.starts_with(b"#") {
            return Some("w3c");
        }
        let mut fields = LogLine::default();
        self.read_recognised(self.recognise(line), line, &mut fields)
            .0
    }

    /// The signature of a line. `None` if it is not recognised, or is a row of the columns that the
    /// source named.
    fn recognise(&self, line: &[u8]) -> Option<Recognised> {
        if self.w3c.is_named() && self.w3c.begins(line) {
            return None;
        }
        recognise(line)
    }

    fn read_recognised<'a>(
        &'a self,
        recognised: Option<Recognised>,
        line: &'a [u8],
        fields: &mut LogLine<'a>,
    ) -> (Option<&'static str>, Result<(), Rejection>) {
        let Some(recognised) = recognised else {
            let (name, read) = match self.w3c.is_named() {
                true => (Some("w3c"), self.w3c.row(line)),
                false => self.read_unrecognised(line),
            };
            return (name, read.map(|read| *fields = read));
        };
        let part = line.get(recognised.start..).unwrap_or_default();
        let (name, mut read) = self.read_as(recognised, part, fields);
        // Converts the offset within a part of the line to one within the whole line.
        if let Err(Rejection {
            offset: Some(offset),
            ..
        }) = &mut read
        {
            *offset += recognised.start;
        }
        (Some(name), read)
    }

    fn read_as<'a>(
        &'a self,
        recognised: Recognised,
        line: &'a [u8],
        fields: &mut LogLine<'a>,
    ) -> (&'static str, Result<(), Rejection>) {
        let signature = recognised.signature;
        let (name, read) = match signature {
            Signature::Family(prefix @ (Prefix::Client | Prefix::Host)) => {
                let layout = self.layout(prefix);
                let read = match recognised.beginning {
                    None => layout.read_into(line, fields),
                    known => layout.read_from(known, line, fields),
                };
                return match read.is_ok() && !continues(line, fields) {
                    true => (prefix.name(), Ok(())),
                    false => self.tailed(prefix, read, line, fields),
                };
            }
            Signature::Family(prefix) => (prefix.name(), self.layout(prefix).read(line)),
            Signature::Wrapped(prefix) => {
                let read = self.layout(prefix).read(unwrapped(line));
                (prefix.name(), read)
            }
            Signature::Json => ("json", self.json.read(line)),
            Signature::CloudFront => ("cloudfront", self.cloudfront.row(line)),
            Signature::Realtime => ("cloudfront-realtime", self.realtime.row(line)),
            Signature::Iis => ("w3c", self.w3c.row(line)),
            Signature::Bracketed
            | Signature::Envoy
            | Signature::ApiGateway
            | Signature::Squid
            | Signature::Alb
            | Signature::ClassicElb
            | Signature::S3
            | Signature::Haproxy => match self.presets(signature) {
                [(name, preset)] => (*name, preset.read(line)),
                presets => first(presets, line),
            },
        };
        (name, read.map(|read| *fields = read))
    }

    /// Reads a line that the layout of its prefix could not read, or that continues after the
    /// values of this layout. The first preset in which the line is whole and sound reads it. If
    /// there is no such preset, `read` is the result.
    #[cold]
    fn tailed<'a>(
        &'a self,
        prefix: Prefix,
        read: Result<(), Rejection>,
        line: &'a [u8],
        fields: &mut LogLine<'a>,
    ) -> (&'static str, Result<(), Rejection>) {
        let mut presets = self.presets(Signature::Family(prefix)).iter();
        let whole = presets.find_map(|(name, preset)| Some((*name, preset.read_whole(line)?)));
        match whole {
            Some((name, whole)) => {
                *fields = whole;
                (name, Ok(()))
            }
            None => (prefix.name(), read),
        }
    }

    /// The presets of a signature.
    fn presets(&self, signature: Signature) -> &[Named] {
        let mut groups = PRESET_SIGNATURES.iter().zip(&self.presets);
        let group = groups.find(|(of, _)| **of == signature);
        group.map_or(&[], |(_, presets)| presets)
    }

    /// Reads a line without a signature by the first preset that reads it whole, with sound values.
    #[cold]
    fn read_unrecognised<'a>(
        &'a self,
        line: &'a [u8],
    ) -> (Option<&'static str>, Result<LogLine<'a>, Rejection>) {
        let groups = PRESET_SIGNATURES.iter().zip(&self.presets);
        let others = groups.filter(|(of, _)| !matches!(of, Signature::Family(_)));
        let mut every = others.flat_map(|(_, presets)| presets);
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

/// Where the message after a syslog header begins; 0 for a line without a header.
pub(super) fn message(line: &[u8]) -> usize {
    match syslog::header(line) {
        Header::None => 0,
        Header::Ends(start) | Header::Open(start) => start,
    }
}

/// Reads a line by the first preset in which it is whole and sound. If there is none, the first
/// preset with sound values reads it. If there is none either, the results of all presets are
/// compared in order: the earlier of two is kept only if both are rejections and the earlier one
/// matches more bytes.
fn first<'a>(
    presets: &'a [Named],
    line: &'a [u8],
) -> (&'static str, Result<LogLine<'a>, Rejection>) {
    let whole = |(name, preset): &'a Named| Some((*name, preset.read_whole(line)?));
    let sound = |(name, preset): &'a Named| Some((*name, preset.read(line).ok().filter(is_sound)?));
    let found = presets.iter().find_map(whole);
    if let Some((name, read)) = found.or_else(|| presets.iter().find_map(sound)) {
        return (name, Ok(read));
    }
    let every = presets
        .iter()
        .map(|(name, preset)| (*name, preset.read(line)));
    let last = every.reduce(|best, next| match (&best.1, &next.1) {
        (Err(one), Err(other)) if one.offset > other.offset => best,
        _ => next,
    });
    last.unwrap_or(("auto", Err(Rejection::whole(Reason::Unrecognised))))
}

/// Whether a line continues after the last value of the combined format.
fn continues(line: &[u8], read: &LogLine<'_>) -> bool {
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

/// Removes what an export to CSV added to a line: a quote after it, and the export's other columns.
///
/// The quotes of the line itself occur in pairs. If the number of quotes is odd, the export added
/// the last one.
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
