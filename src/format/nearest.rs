//! Finds the known format that is most similar to a rejected line, and the place where the line
//! differs from it. `weblog explain` shows both.

use super::descriptors::{DESCRIPTORS, Descriptor, Reader};
use super::field::Field;
use super::layout::Layout;
use super::line::LogLine;
use super::sound::{fits, is_mark};
use super::w3c::W3c;
use crate::rejection::{Reason, Rejection};

/// The known format that is nearest to a line.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Nearest {
    /// The name of the format in `LOG_FORMAT`.
    pub name: &'static str,
    /// Where and why the line does not match the format; `None` if it matches.
    pub rejection: Option<Rejection>,
    /// How many bytes of the line match. If not all of them match, these are the bytes up to the
    /// end of a value: for layouts, the last value that is evidence for its field; for columns, the
    /// last value before the first misfit.
    reach: usize,
}

/// The nearest format of a line with or without a syslog header. `None` if no part of the line
/// matches a format.
///
/// # Examples
/// ```
/// use weblog_enrich::format::nearest;
///
/// // The quote before the request is missing.
/// let line = br#"203.0.113.7 - - [10/Oct/2025:13:55:36 +0200] GET / HTTP/1.1" 200 5"#;
/// let nearest = nearest(line).expect("an address and a time fit");
/// assert_eq!(nearest.name, "common");
/// assert_eq!(nearest.rejection.and_then(|rejection| rejection.offset), Some(45));
/// ```
#[must_use]
pub fn nearest(line: &[u8]) -> Option<Nearest> {
    let front = line.len() - line.trim_ascii_start().len();
    let message = super::auto::message(line);
    let whole = nearest_at(line, front);
    let inside = (message > front)
        .then(|| nearest_at(line, message))
        .flatten();
    better(whole, inside)
}

fn better(one: Option<Nearest>, other: Option<Nearest>) -> Option<Nearest> {
    one.into_iter()
        .chain(other)
        .reduce(|best, found| if found.is_better(&best) { found } else { best })
}

/// The nearest format of the text that begins at an offset; `None` if no part of the text matches a
/// format. The offset of its rejection is that in the whole line.
fn nearest_at(line: &[u8], start: usize) -> Option<Nearest> {
    let line = line.get(start..).unwrap_or_default();
    let mut best: Option<Nearest> = None;
    for found in DESCRIPTORS
        .iter()
        .filter_map(|descriptor| try_one(descriptor, line))
    {
        if best.as_ref().is_none_or(|best| found.is_better(best)) {
            best = Some(found);
        }
    }
    let mut best = best.filter(|best| best.reach > 0)?;
    if let Some(offset) = best
        .rejection
        .as_mut()
        .and_then(|rejection| rejection.offset.as_mut())
    {
        *offset += start;
    }
    Some(best)
}

impl Nearest {
    fn is_better(&self, other: &Self) -> bool {
        (self.rejection.is_none(), self.reach) > (other.rejection.is_none(), other.reach)
    }
}

fn try_one(descriptor: &Descriptor, line: &[u8]) -> Option<Nearest> {
    let by_columns = |w3c: W3c| {
        let (reach, rejection) = w3c.read_far(line);
        Some(Nearest {
            name: descriptor.name,
            rejection,
            reach,
        })
    };
    match descriptor.reader {
        Reader::Combined(preset) | Reader::Preset(preset) => preset()
            .layouts()
            .map(|layout| of_layout(descriptor.name, layout, line))
            .max_by_key(|found| (found.rejection.is_none(), found.reach)),
        Reader::W3c => by_columns(W3c::iis()),
        Reader::CloudFront => by_columns(W3c::cloudfront()),
        Reader::Realtime => by_columns(W3c::whole_realtime()),
        // A rejection of JSON already says what the object lacks, and `auto` is not a format of its
        // own.
        Reader::Json | Reader::Auto => None,
    }
}

fn of_layout(name: &'static str, layout: &Layout, line: &[u8]) -> Nearest {
    let (read, rejection) = layout.read_far(line);
    let place = |value: &[u8]| value.as_ptr().addr().wrapping_sub(line.as_ptr().addr());
    let unsound = unsound(&read).map(|(field, value)| (place(value), field));
    let rejection = match (unsound, rejection) {
        (Some((offset, field)), _) => {
            let expected = field.name().to_owned();
            Some(Rejection::at(offset, Reason::Mismatch { expected }))
        }
        (None, rejection) => rejection,
    };
    let marks = Field::ALL.into_iter().filter(|field| is_mark(*field));
    let ends = marks.filter_map(|field| {
        let value = read.raw(field)?;
        Some(place(value) + value.len())
    });
    let reach = match unsound {
        Some((offset, _)) => ends.filter(|end| *end <= offset).max(),
        None if rejection.is_none() => Some(line.len()),
        None => ends.max(),
    };
    Nearest {
        name,
        rejection,
        reach: reach.unwrap_or_default(),
    }
}

/// The first value of a line that does not have the form of its field.
fn unsound<'a>(read: &LogLine<'a>) -> Option<(Field, &'a [u8])> {
    let values = Field::ALL
        .into_iter()
        .filter_map(|field| Some((field, read.raw(field)?)));
    values
        .filter(|(field, value)| !fits(*field, value))
        .min_by_key(|(_, value)| value.as_ptr().addr())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_every_format_is_nearest_to_its_format() {
        for descriptor in DESCRIPTORS {
            let found = nearest(descriptor.example.as_bytes());
            match descriptor.reader {
                Reader::Auto | Reader::Json => {}
                // The example has nine fields. The columns that are tried here are those of a log
                // with all fields.
                Reader::Realtime => assert_eq!(found.unwrap().name, descriptor.name),
                Reader::W3c | Reader::CloudFront | Reader::Combined(_) | Reader::Preset(_) => {
                    let found = found.unwrap_or_else(|| panic!("{}: none", descriptor.name));
                    assert_eq!(found.rejection, None, "{}", descriptor.name);
                }
            }
        }
    }

    #[test]
    fn the_place_where_a_line_stops_matching_is_reported() {
        for (line, name, message) in [
            (
                "203.0.113.7 - - [10/Oct/2025:13:55:36 +0000] GET / HTTP/1.1\" 200 5",
                "common",
                "expected `\"` before request_line at byte 45",
            ),
            (
                "www.example.com 203.0.113.7 - - [2025-10-10 13:55:36] \"GET / HTTP/1.1\" 200 5",
                "vhost_combined",
                "expected time_clf at byte 33",
            ),
            (
                "1760097336.127 180 203.0.113.7 TCP_MISS/OK 512 GET http://www.example.com/ - \
                 HIER_NONE/- -",
                "squid",
                "expected status at byte 40",
            ),
            (
                "2025-10-10 11:55:36 192.0.2.10 GET /a - 443 - 203.0.113.7 curl - 200 0 0",
                "w3c",
                "line ended, expected 15 columns, found 14 at byte 72",
            ),
        ] {
            let found = nearest(line.as_bytes()).unwrap_or_else(|| panic!("{line}: none"));
            let found = (
                found.name,
                found.rejection.map(|rejection| rejection.to_string()),
            );
            assert_eq!(found, (name, Some(message.to_owned())), "{line}");
        }
        let behind_a_header = "<190>Oct 10 13:55:36 web1 squid: 1760097336.127 180 203.0.113.7 \
                               TCP_MISS/OK 5 GET / - HIER_NONE/- -";
        let found = nearest(behind_a_header.as_bytes()).unwrap();
        let offset = found.rejection.and_then(|rejection| rejection.offset);
        assert_eq!((found.name, offset), ("squid", Some(73)));
        assert_eq!(nearest(b"the quick brown fox"), None);
        assert_eq!(nearest(b""), None);
    }
}
