//! Formats: a line's bytes into a [`LogLine`].

mod address;
pub mod apache;
mod auto;
#[cfg(test)]
mod cases;
mod columns;
mod draft;
mod escape;
mod field;
mod json;
mod known;
mod layout;
mod line;
mod nearest;
pub mod nginx;
mod presets;
#[cfg(test)]
mod properties;
mod sound;
#[cfg(test)]
mod tests;
mod w3c;

pub use apache::UnitOfD;
pub use escape::Escape;
pub use field::{FIELD_COUNT, Field};
pub use known::{KNOWN, Known, names};
pub use layout::{Layout, Piece};
pub use line::{Escapes, LogLine};
pub use nearest::{Nearest, nearest};

pub(crate) use json::is_access_log as is_json_access_log;

use auto::Auto;
use json::Json;
use known::Reader;
use presets::Preset;
use w3c::W3c;

use crate::front::front;
use crate::rejection::Rejection;

/// A format that lines are read by, compiled once at start.
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

/// Why a format cannot work: refused at start-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormatError {
    /// Byte offset in the format string.
    pub position: usize,
    /// What is wrong there: a lower-case fragment.
    pub reason: String,
}

/// What a line was, whose fields are elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    /// A line of access log.
    Line,
    /// A directive, as [`Reading::Directive`].
    Directive,
}

/// What a line is.
#[derive(Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "returned once a line, by value; a box would allocate"
)]
pub enum Reading<'a> {
    /// A line of access log.
    Line(LogLine<'a>),
    /// A directive of the log itself, such as W3C's `#Fields:`: heeded, counted, no document.
    Directive,
}

impl Format {
    /// Compiles `LOG_FORMAT` (`auto`, a preset's name, an Apache `LogFormat`, an nginx `log_format`, or a W3C `#Fields:` line), with
    /// `LOG_FIELDS` for the formats whose fields are configured.
    ///
    /// # Errors
    /// The position and the reason why the format cannot work.
    pub fn compile(format: &str, fields: Option<&str>) -> Result<Self, FormatError> {
        Self::compile_in(format, fields, UnitOfD::default())
    }

    /// The same, where `%D` of a `LogFormat` has another unit than Apache's.
    ///
    /// # Errors
    /// The position and the reason why the format cannot work.
    pub fn compile_in(
        format: &str,
        fields: Option<&str>,
        unit_of_d: UnitOfD,
    ) -> Result<Self, FormatError> {
        let format = format.trim();
        let w3c = |w3c: W3c| Kind::W3c(Box::new(w3c));
        let Some(known) = known::of(format) else {
            return match fields {
                Some(_) => Err(refused(FIELDS_ARE_SAID)),
                None => text(format, unit_of_d).map(Self),
            };
        };
        Ok(Self(match (known.reader, fields) {
            (Reader::Auto, fields) => Kind::Auto(Box::new(Auto::compile(fields)?)),
            (Reader::Json, fields) => Kind::Json(Json::compile(fields)?),
            (Reader::W3c, None) => w3c(W3c::iis()),
            (Reader::CloudFront, None) => w3c(W3c::cloudfront()),
            (Reader::W3c | Reader::CloudFront, Some(fields)) => w3c(W3c::compile(fields)?),
            (Reader::Realtime, Some(fields)) => w3c(W3c::realtime(fields)?),
            (Reader::Realtime, None) => {
                return Err(refused(
                    "cloudfront-realtime needs LOG_FIELDS: its fields in the order you chose",
                ));
            }
            (Reader::Preset(preset), None) => Kind::Preset(Box::new(preset())),
            (Reader::Preset(_), Some(_)) => return Err(refused(FIELDS_ARE_SAID)),
        }))
    }

    /// What `auto` takes a line for, by name; `None` where it recognises nothing, and of every other format.
    #[must_use]
    pub fn recognised(&self, line: &[u8]) -> Option<&'static str> {
        match &self.0 {
            Kind::Auto(auto) => auto.name_of(line.get(front(line)..)?),
            Kind::Preset(_) | Kind::Layout(_) | Kind::W3c(_) | Kind::Json(_) => None,
        }
    }

    /// Forgets what directives said: called where a new record or file begins.
    pub fn start_source(&mut self) {
        match &mut self.0 {
            Kind::Auto(auto) => auto.start_source(),
            Kind::W3c(w3c) => w3c.start_source(),
            Kind::Preset(_) | Kind::Layout(_) | Kind::Json(_) => {}
        }
    }

    /// Reads one line, its line ending already off.
    ///
    /// # Errors
    /// A rejection naming the place where the line stops being one of this format.
    pub fn read<'a>(&'a mut self, line: &'a [u8]) -> Result<Reading<'a>, Rejection> {
        let mut fields = LogLine::default();
        Ok(match self.read_into(line, &mut fields)? {
            LineKind::Line => Reading::Line(fields),
            LineKind::Directive => Reading::Directive,
        })
    }

    /// The same, with the fields put where they are to be: they are a kilobyte, and each copy of them is 120 instructions.
    ///
    /// # Errors
    /// A rejection naming the place where the line stops being one of this format.
    pub fn read_into<'a>(
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
                    // A format may begin with a blank, too.
                    _ => layout
                        .read_into(line, fields)
                        .or_else(|_| layout.read_into(inside, fields)),
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

/// Why a format takes no `LOG_FIELDS`.
const FIELDS_ARE_SAID: &str = "LOG_FIELDS is for auto, json, w3c, cloudfront and cloudfront-realtime: this format says its fields itself";

/// A format that is written out.
fn text(format: &str, unit_of_d: UnitOfD) -> Result<Kind, FormatError> {
    let layout = if format.starts_with("#Fields:") {
        return Ok(Kind::W3c(Box::new(W3c::compile(format)?)));
    } else if format.starts_with("log_format") || format.starts_with("escape=") {
        nginx::compile(format)?
    } else if format.contains('%') {
        // A `%` means something to Apache alone; a `$` may stand in either's literals.
        apache::compile_in(format, unit_of_d)?
    } else if format.contains('$') {
        nginx::compile(format)?
    } else {
        let names = names();
        return Err(refused(&format!(
            "unknown format `{format}`; known are {names}, a LogFormat and a log_format string"
        )));
    };
    Ok(Kind::Layout(Box::new(layout)))
}

fn refused(reason: &str) -> FormatError {
    FormatError {
        position: 0,
        reason: reason.to_owned(),
    }
}
