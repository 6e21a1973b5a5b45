//! A compiled format, which reads lines. `LOG_FORMAT` names or defines the format.

use std::sync::Arc;

use super::apache::{self, UnitOfD};
use super::auto::Auto;
use super::descriptors::{self, Reader};
use super::error::FormatError;
use super::json::Json;
use super::layout::Layout;
use super::line::LogLine;
use super::nginx;
use super::presets::Preset;
use super::reading::{LineKind, Reading};
use super::w3c::W3c;
use crate::front::front;
use crate::rejection::Rejection;

/// A format that reads lines. It is compiled once at start.
#[derive(Debug)]
pub struct Format(Kind);

#[derive(Debug)]
enum Kind {
    Auto(Box<Auto>),
    Preset(Box<Preset>),
    Layout(Box<Layout>),
    W3c(Box<W3c>),
    Json(Json),
}

impl Format {
    /// Compiles `LOG_FORMAT` (the name of a format, an Apache `LogFormat`, an nginx `log_format`,
    /// or a W3C `#Fields:` line), with `LOG_FIELDS` for the formats whose fields are configured.
    ///
    /// # Errors
    /// The error has the position in the format and the reason why the format is invalid.
    ///
    /// # Examples
    /// ```
    /// use weblog_enrich::format::{Field, Format, Reading};
    ///
    /// let mut format = Format::compile("combined", None)?;
    /// let line =
    ///     br#"203.0.113.7 - - [10/Oct/2025:13:55:36 +0200] "GET / HTTP/1.1" 200 5 "-" "curl/8.5.0""#;
    /// let Reading::Line(fields) = format.read(line)? else { panic!("a directive") };
    /// assert_eq!(fields.raw(Field::UserAgent), Some(&b"curl/8.5.0"[..]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn compile(format: &str, fields: Option<&str>) -> Result<Self, FormatError> {
        Self::compile_in(format, fields, UnitOfD::default())
    }

    /// Like `compile`, with another unit for `%D` of a `LogFormat`.
    ///
    /// # Errors
    /// The error has the position in the format and the reason why the format is invalid.
    pub fn compile_in(
        format: &str,
        fields: Option<&str>,
        unit_of_d: UnitOfD,
    ) -> Result<Self, FormatError> {
        let format = format.trim();
        let w3c = |w3c: W3c| Kind::W3c(Box::new(w3c));
        let Some(descriptor) = descriptors::of(format) else {
            return match fields {
                Some(_) => Err(FormatError::whole(FIELDS_ARE_FIXED)),
                None => text(format, unit_of_d).map(Self),
            };
        };
        Ok(Self(match (descriptor.reader, fields) {
            (Reader::Auto, fields) => Kind::Auto(Box::new(Auto::compile(fields)?)),
            (Reader::Json, fields) => Kind::Json(Json::compile(fields)?),
            (Reader::W3c, None) => w3c(W3c::iis()),
            (Reader::CloudFront, None) => w3c(W3c::cloudfront()),
            (Reader::W3c | Reader::CloudFront, Some(fields)) => w3c(W3c::compile(fields)?),
            (Reader::Realtime, Some(fields)) => w3c(W3c::realtime(fields)?),
            (Reader::Realtime, None) => {
                return Err(FormatError::whole(
                    "cloudfront-realtime needs LOG_FIELDS: its fields in the order you chose",
                ));
            }
            (Reader::Combined(preset) | Reader::Preset(preset), None) => {
                Kind::Preset(Box::new(preset()))
            }
            (Reader::Combined(_) | Reader::Preset(_), Some(_)) => {
                return Err(FormatError::whole(FIELDS_ARE_FIXED));
            }
        }))
    }

    /// The name of the format that `auto` recognises in a line. `None` if it recognises no format,
    /// or if this format is not `auto`.
    #[must_use]
    pub fn recognised(&self, line: &[u8]) -> Option<&'static str> {
        match &self.0 {
            Kind::Auto(auto) => auto.name_of(line.get(front(line)..)?),
            Kind::Preset(_) | Kind::Layout(_) | Kind::W3c(_) | Kind::Json(_) => None,
        }
    }

    /// Forgets all directives. This is called at the beginning of a new record or file.
    pub fn start_source(&mut self) {
        match &mut self.0 {
            Kind::Auto(auto) => auto.start_source(),
            Kind::W3c(w3c) => w3c.start_source(),
            Kind::Preset(_) | Kind::Layout(_) | Kind::Json(_) => {}
        }
    }

    /// The `#Fields:` directive that applies to the following lines, as written in the log. `None`
    /// if none applies, or if the format does not read directives.
    #[must_use]
    pub(crate) fn fields_directive(&self) -> Option<&Arc<str>> {
        match &self.0 {
            Kind::Auto(auto) => auto.w3c().fields(),
            Kind::W3c(w3c) => w3c.fields(),
            Kind::Preset(_) | Kind::Layout(_) | Kind::Json(_) => None,
        }
    }

    /// Begins in the middle of a source. `fields` is the directive that applies there, if there is
    /// one.
    pub(crate) fn continue_source(&mut self, fields: Option<&str>) {
        self.start_source();
        let Some(line) = fields.map(str::as_bytes) else {
            return;
        };
        // The result was reported when the directive was first read. A directive that was refused
        // leaves no columns.
        let _ = match &mut self.0 {
            Kind::Auto(auto) => auto.directive(line),
            Kind::W3c(w3c) => w3c.directive(line),
            Kind::Preset(_) | Kind::Layout(_) | Kind::Json(_) => Ok(()),
        };
    }

    /// Reads one line without its line ending.
    ///
    /// # Errors
    /// The rejection names the place where the line stops matching this format.
    pub fn read<'a>(&'a mut self, line: &'a [u8]) -> Result<Reading<'a>, Rejection> {
        let mut fields = LogLine::default();
        Ok(match self.read_into(line, &mut fields)? {
            LineKind::Line => Reading::Line(fields),
            LineKind::Directive => Reading::Directive,
        })
    }

    /// Like [`Self::read`], but writes the fields into the caller's line. The fields take a
    /// kilobyte, and each copy of them costs 120 instructions.
    ///
    /// # Errors
    /// The rejection names the place where the line stops matching this format.
    pub(crate) fn read_into<'a>(
        &'a mut self,
        line: &'a [u8],
        fields: &mut LogLine<'a>,
    ) -> Result<LineKind, Rejection> {
        let front = front(line);
        let inside = line.get(front..).unwrap_or_default();
        let mut whole = |read: LogLine<'a>| {
            *fields = read;
            LineKind::Line
        };
        let mut read = match &mut self.0 {
            Kind::Auto(auto) => auto.read_into(inside, fields),
            Kind::W3c(w3c) => match w3c.read(inside) {
                Ok(Reading::Line(read)) => Ok(whole(read)),
                Ok(Reading::Directive) => Ok(LineKind::Directive),
                Err(rejection) => Err(rejection),
            },
            Kind::Preset(preset) => preset.read(inside).map(whole),
            Kind::Layout(layout) => {
                let layout: &'a Layout = layout;
                let read = match front {
                    0 => layout.read_into(line, fields),
                    // A format may also begin with a blank.
                    _ => layout.read_into(line, fields).or_else(|_| {
                        *fields = LogLine::default();
                        layout.read_into(inside, fields)
                    }),
                };
                read.map(|()| LineKind::Line)
            }
            Kind::Json(json) => json.read(inside).map(whole),
        };
        if let Err(Rejection {
            offset: Some(offset),
            ..
        }) = &mut read
        {
            *offset += front;
        }
        read
    }
}

/// Why a format does not accept `LOG_FIELDS`.
const FIELDS_ARE_FIXED: &str = "LOG_FIELDS is for auto, json, w3c, cloudfront and \
                               cloudfront-realtime: this format defines its own fields";

/// Compiles a format that is given as text and not by a name.
fn text(format: &str, unit_of_d: UnitOfD) -> Result<Kind, FormatError> {
    let layout = if format.starts_with("#Fields:") {
        return Ok(Kind::W3c(Box::new(W3c::compile(format)?)));
    } else if format.starts_with("log_format") || format.starts_with("escape=") {
        nginx::compile(format)?
    } else if format.contains('%') {
        // Only Apache gives `%` a meaning. Both servers allow `$` in a literal.
        apache::compile_in(format, unit_of_d)?
    } else if format.contains('$') {
        nginx::compile(format)?
    } else {
        let names = descriptors::names();
        return Err(FormatError::whole(format!(
            "unknown format `{format}`; known are {names}, a LogFormat, log_format or #Fields line"
        )));
    };
    Ok(Kind::Layout(Box::new(layout)))
}
