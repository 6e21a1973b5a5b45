//! `%{...}t`: times that a format composes of parts, as
//! <https://httpd.apache.org/docs/2.4/mod/mod_log_config.html#examples> shows for milliseconds. If
//! only literals separate several parts, the parts are one time, which one pattern reads.

use jiff::civil::{self, DateTime};
use jiff::fmt::strtime::{self, BrokenDownTime};
use jiff::tz::TimeZone;

use super::super::draft::{DIRECT, Draft, SUBSTITUTE};
use super::super::error::FormatError;
use super::super::field::Field;
use super::{Kind, Token};

/// The moment that a time describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clock {
    /// The request's beginning.
    Begin,
    /// When the line is written.
    End,
}

impl Clock {
    /// The moment that a format names, and the rest of the format.
    pub(super) fn of(format: &str) -> (Self, &str) {
        match (format.strip_prefix("begin:"), format.strip_prefix("end:")) {
            (Some(rest), _) => (Self::Begin, rest),
            (_, Some(rest)) => (Self::End, rest),
            (None, None) => (Self::Begin, format),
        }
    }
}

/// What one `%{...}t` writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    Seconds,
    Milliseconds,
    Microseconds,
    MillisecondFraction,
    MicrosecondFraction,
    /// A `strftime` pattern in which the C locale's composites are expanded.
    Pattern(String),
}

impl Part {
    pub(super) fn of(format: &str) -> Self {
        match format {
            "sec" | "%s" => Self::Seconds,
            "msec" => Self::Milliseconds,
            "usec" => Self::Microseconds,
            "msec_frac" => Self::MillisecondFraction,
            "usec_frac" => Self::MicrosecondFraction,
            pattern => Self::Pattern(spelt_out(pattern)),
        }
    }

    /// The part as a pattern; `None` if it has a field of its own.
    fn pattern(&self) -> Option<&str> {
        match self {
            Self::Pattern(pattern) => Some(pattern),
            Self::MillisecondFraction => Some("%3f"),
            Self::MicrosecondFraction => Some("%6f"),
            Self::Seconds | Self::Milliseconds | Self::Microseconds => None,
        }
    }
}

/// `10/Oct/2000:13:55:36 -0700`, which has a field of its own.
const CLF: &str = "%d/%b/%Y:%H:%M:%S %z";

/// Adds tokens to the draft and joins the parts of times. If a time cannot be parsed, returns an
/// error for the first such time.
pub(super) fn draft(tokens: &[Token], draft: &mut Draft) -> Option<FormatError> {
    let begins = tokens
        .iter()
        .any(|token| matches!(token.kind, Kind::Time(Clock::Begin, _)));
    let mut times = Times {
        draft,
        begins,
        patterned: false,
        fractioned: false,
        unreadable: None,
    };
    let mut rest = tokens;
    while let Some((token, after)) = rest.split_first() {
        rest = match &token.kind {
            Kind::Literal(text) => {
                times.draft.literal(text.as_str(), token.position);
                after
            }
            Kind::Value(meaning) => {
                times.draft.value(*meaning, token.position);
                after
            }
            Kind::Time(clock, part) => rest
                .get(times.time(token.position, *clock, part, rest)..)
                .unwrap_or_default(),
        };
    }
    times.unreadable
}

struct Times<'a> {
    draft: &'a mut Draft,
    /// Whether the format has a time at which the request began. The time at which it ended is then
    /// skipped.
    begins: bool,
    /// Whether the layout already has a pattern. It can have only one.
    patterned: bool,
    /// Whether a time that was added includes its fraction.
    fractioned: bool,
    unreadable: Option<FormatError>,
}

impl Times<'_> {
    /// Adds the time that begins at the first of `tokens`. Returns the number of its tokens.
    fn time(&mut self, position: usize, clock: Clock, part: &Part, tokens: &[Token]) -> usize {
        if clock == Clock::End && self.begins {
            self.skip(position, part);
            return 1;
        }
        let (field, length) = match part {
            Part::Seconds => epoch(clock, tokens),
            Part::Milliseconds => (Field::TimeEpochMilliseconds, 1),
            Part::Microseconds => (Field::TimeEpochMicroseconds, 1),
            Part::MillisecondFraction | Part::MicrosecondFraction | Part::Pattern(_) => {
                return self.patterned(position, clock, part, tokens);
            }
        };
        self.fractioned |= length > 1;
        let rank = if clock == Clock::Begin {
            DIRECT
        } else {
            SUBSTITUTE
        };
        self.draft.value(Some((field, rank)), position);
        length
    }

    /// Combines as many parts as possible into one time with one pattern.
    fn patterned(&mut self, position: usize, clock: Clock, part: &Part, tokens: &[Token]) -> usize {
        let rows = rows(clock, tokens);
        let readable = rows
            .iter()
            .rev()
            .find(|(_, pattern)| !self.patterned && reads_back(pattern).is_ok());
        if let Some((length, pattern)) = readable {
            let field = if pattern == CLF {
                Field::TimeClf
            } else {
                Field::TimePattern
            };
            self.fractioned |= pattern.contains("%3f") || pattern.contains("%6f");
            if field == Field::TimePattern {
                self.draft.time_pattern(pattern.clone());
                self.patterned = true;
            }
            self.draft.value(Some((field, DIRECT)), position);
            return *length;
        }
        if let (Part::Pattern(_), Some((_, pattern))) = (part, rows.last())
            && let Err(reason) = reads_back(pattern)
        {
            self.unreadable
                .get_or_insert(FormatError { position, reason });
        }
        self.skip(position, part);
        1
    }

    /// Skips a time that is not used. The first blank in a time would end a value, so a time with
    /// blanks counts as several values.
    fn skip(&mut self, position: usize, part: &Part) {
        match part {
            Part::Pattern(pattern) => {
                for (index, _) in pattern.split(' ').enumerate() {
                    if index > 0 {
                        self.draft.literal(" ", position);
                    }
                    self.draft.value(None, position);
                }
            }
            // This is the fraction of a time whose whole seconds are elsewhere in the line.
            Part::MillisecondFraction | Part::MicrosecondFraction if !self.fractioned => {
                self.draft
                    .value(Some((Field::TimeFraction, DIRECT)), position);
            }
            _ => self.draft.value(None, position),
        }
    }
}

/// The field of a time that begins with seconds since the epoch, and the number of its tokens.
/// Milliseconds or microseconds may follow the seconds, after a dot or directly.
fn epoch(clock: Clock, tokens: &[Token]) -> (Field, usize) {
    let fraction = |token: Option<&Token>| match token.map(|token| &token.kind) {
        Some(Kind::Time(other, part @ (Part::MillisecondFraction | Part::MicrosecondFraction)))
            if *other == clock =>
        {
            Some(part.clone())
        }
        _ => None,
    };
    let dot =
        matches!(tokens.get(1).map(|token| &token.kind), Some(Kind::Literal(text)) if text == ".");
    match fraction(tokens.get(1)) {
        Some(Part::MillisecondFraction) => (Field::TimeEpochMilliseconds, 2),
        Some(_) => (Field::TimeEpochMicroseconds, 2),
        None if dot && fraction(tokens.get(2)).is_some() => (Field::TimeEpochSeconds, 3),
        None => (Field::TimeEpochSeconds, 1),
    }
}

/// The sequences of parts that begin at the first of `tokens` and have only literals between the
/// parts. Each entry has the number of tokens of a sequence, and the pattern of the sequence.
fn rows(clock: Clock, tokens: &[Token]) -> Vec<(usize, String)> {
    let mut rows = Vec::new();
    let mut pattern = String::new();
    for (index, token) in tokens.iter().enumerate() {
        match &token.kind {
            Kind::Literal(text) => pattern.push_str(&text.replace('%', "%%")),
            Kind::Time(other, part) if *other == clock => {
                let Some(part) = part.pattern() else { break };
                pattern.push_str(part);
                rows.push((index + 1, pattern.clone()));
            }
            Kind::Time(..) | Kind::Value(_) => break,
        }
    }
    rows
}

/// Checks that the pattern can parse the times that it writes. It must have a date, an hour and a
/// minute, and must not have a directive that can only be written.
///
/// # Errors
/// The error says why the pattern cannot parse them.
fn reads_back(pattern: &str) -> Result<(), String> {
    let time = sample();
    let utc = |time: jiff::Timestamp| time.to_zoned_datetime(TimeZone::UTC).datetime();
    let read = time
        .to_zoned_datetime(TimeZone::UTC)
        .and_then(|zoned| strtime::format(pattern, &zoned))
        .and_then(|written| BrokenDownTime::parse(pattern, &written))
        .and_then(|read| read.to_timestamp().map(utc).or_else(|_| read.to_datetime()))
        .map_err(|error| format!("`{pattern}` cannot be read back as a time: {error}"))?;
    let to_the_minute = |time: DateTime| (time.date(), time.hour(), time.minute());
    if to_the_minute(read) == to_the_minute(time) {
        Ok(())
    } else {
        Err(format!(
            "`{pattern}` does not give a date and a time of day"
        ))
    }
}

/// An example time in the afternoon. All its parts differ.
fn sample() -> DateTime {
    civil::date(2026, 11, 24).at(13, 55, 36, 123_456_789)
}

/// Expands the composites of the C locale in a pattern. The plain forms replace glibc's alternative
/// forms.
fn spelt_out(pattern: &str) -> String {
    let mut out = String::new();
    let mut chars = pattern.chars();
    while let Some(char) = chars.next() {
        if char != '%' {
            out.push(char);
            continue;
        }
        let conversion = match chars.next() {
            Some('E' | 'O') => chars.next(),
            conversion => conversion,
        };
        match conversion {
            Some('c') => out.push_str("%a %b %e %H:%M:%S %Y"),
            Some('x' | 'D') => out.push_str("%m/%d/%y"),
            Some('X' | 'T') => out.push_str("%H:%M:%S"),
            Some('r') => out.push_str("%I:%M:%S %p"),
            Some('R') => out.push_str("%H:%M"),
            Some('F') => out.push_str("%Y-%m-%d"),
            Some('h') => out.push_str("%b"),
            Some(other) => out.extend(['%', other]),
            None => out.push('%'),
        }
    }
    out
}
