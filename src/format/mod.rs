//! Formats: a line's bytes into a [`LogLine`].

pub mod apache;
mod auto;
#[cfg(test)]
mod cases;
mod columns;
mod draft;
mod escape;
mod field;
mod json;
mod layout;
mod line;
pub mod nginx;
mod presets;
#[cfg(test)]
mod properties;
mod w3c;

pub use escape::Escape;
pub use field::{FIELD_COUNT, Field};
pub use layout::{Layout, Miss, Piece};
pub use line::{Escapes, LogLine};

use auto::Auto;
use json::Json;
use presets::Preset;
use w3c::W3c;

use crate::rejection::Rejection;

/// The columns of CloudFront's standard logs:
/// <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html>.
const CLOUDFRONT_STANDARD: &str = "date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) \
    cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id x-host-header cs-protocol cs-bytes time-taken \
    x-forwarded-for ssl-protocol ssl-cipher x-edge-response-result-type cs-protocol-version fle-status fle-encrypted-fields \
    c-port time-to-first-byte x-edge-detailed-result-type sc-content-type sc-content-len sc-range-start sc-range-end";

/// A format that lines are read by, compiled once at start.
#[derive(Debug)]
pub struct Format(Kind);

#[derive(Debug)]
enum Kind {
    Auto(Box<Auto>),
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
        let format = format.trim();
        let layout = |layout: Layout| Kind::Layout(Box::new(layout));
        let w3c = |names: Option<&str>| W3c::compile(names).map(|w3c| Kind::W3c(Box::new(w3c)));
        let kind = match format {
            "auto" => Kind::Auto(Box::new(Auto::compile(fields)?)),
            "json" => Kind::Json(Json::compile(fields)?),
            "w3c" => w3c(fields)?,
            "cloudfront" => w3c(fields.or(Some(CLOUDFRONT_STANDARD)))?,
            "cloudfront-realtime" => {
                let reason = || {
                    "cloudfront-realtime needs LOG_FIELDS: its fields in the order you chose"
                        .to_owned()
                };
                let fields = fields.ok_or_else(|| FormatError {
                    position: 0,
                    reason: reason(),
                })?;
                // Whatever was chosen, the agents are escaped as CloudFront does.
                w3c(Some(&format!("{fields} x-edge-")))?
            }
            _ if format.starts_with("#Fields:") => w3c(Some(format))?,
            _ => match Preset::of(format) {
                Some(preset) => layout(preset.layout()),
                // `%` is in both; only nginx has `$`, and Apache's only ones are in a literal.
                None if format.contains('%') => layout(apache::compile(format)?),
                None if format.contains('$') => layout(nginx::compile(format)?),
                None => {
                    return Err(FormatError {
                        position: 0,
                        reason: unknown(format),
                    });
                }
            },
        };
        Ok(Self(kind))
    }

    /// What `auto` takes a line for, by name; `None` where it recognises nothing, and of every other format.
    #[must_use]
    pub fn recognised(&self, line: &[u8]) -> Option<&'static str> {
        match &self.0 {
            Kind::Auto(auto) => auto.name_of(line),
            Kind::Layout(_) | Kind::W3c(_) | Kind::Json(_) => None,
        }
    }

    /// Forgets what directives said: called where a new record or file begins.
    pub fn start_source(&mut self) {
        match &mut self.0 {
            Kind::Auto(auto) => auto.start_source(),
            Kind::W3c(w3c) => w3c.start_source(),
            Kind::Layout(_) | Kind::Json(_) => {}
        }
    }

    /// Reads one line, its line ending already off.
    ///
    /// # Errors
    /// A rejection naming the place where the line stops being one of this format.
    pub fn read<'a>(&'a mut self, line: &'a [u8]) -> Result<Reading<'a>, Rejection> {
        match &mut self.0 {
            Kind::Auto(auto) => auto.read(line),
            Kind::W3c(w3c) => w3c.read(line),
            Kind::Layout(layout) => layout.read(line).map(Reading::Line),
            Kind::Json(json) => json.read(line).map(Reading::Line),
        }
    }
}

fn unknown(format: &str) -> String {
    let presets = Preset::ALL.map(|(name, _)| name).join(", ");
    format!(
        "unknown format `{format}`; known are auto, {presets}, cloudfront, cloudfront-realtime, w3c, json, a LogFormat and a log_format string"
    )
}
