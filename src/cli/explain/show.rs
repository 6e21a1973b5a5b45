//! Writes the findings of each stage on the page.

use std::collections::BTreeMap;

use serde_json::Value;

use super::json::{fields, pretty};
use super::page::Page;
use super::place::pointed;
use crate::cli::text::{counted, visible};
use crate::document::{self, Context, Form};
use crate::event::{AccessEvent, Origin, Position, Tags};
use crate::format::{Field, LogLine, Nearest, nearest};
use crate::pipeline::Outcome;
use crate::rejection::Rejection;

/// Fields that are not listed, because they are the same for every line, contain only the line's
/// position, or repeat the line.
const CONSTANT_FIELDS: [&str; 5] = [
    "event.id",
    "event.kind",
    "event.category",
    "event.type",
    "event.original",
];

/// Shows the line as it is in its record.
pub(super) fn show_line(page: &mut Page, line: &[u8]) {
    page.stage("line", &counted(line.len() as u64, "byte"));
    page.finding(&visible(line));
}

/// Shows the envelopes around the line.
pub(super) fn show_payload(page: &mut Page, record: &[u8], line: &[u8], context: &Context<'_>) {
    if record.trim_ascii_end() == line.trim_ascii_end() {
        return page.stage("payload", "no envelope");
    }
    let Position {
        subsequence,
        line: number,
        ..
    } = context.position;
    let whole = subsequence.map_or_else(
        || "an envelope".to_owned(),
        |index| format!("record {} in a KPL aggregate", u64::from(index) + 1),
    );
    let finding = format!(
        "line {} of {whole} of {}",
        u64::from(number) + 1,
        counted(record.len() as u64, "byte")
    );
    page.stage("payload", &finding);
    let Origin {
        file_path,
        host_name,
        region,
    } = context.origin;
    let facts = [
        ("log.file.path", file_path),
        ("host.name", host_name),
        ("cloud.region", region),
    ];
    page.names(facts.iter().filter_map(|(name, value)| {
        let value = value.as_deref()?;
        Some((*name, visible(value.as_bytes())))
    }));
}

/// Shows the fields that the format found, in the order in which they are in the line.
pub(super) fn show_fields(page: &mut Page, layout: &str, line: &[u8], read: &LogLine<'_>) {
    let mut found: Vec<_> = Field::ALL
        .into_iter()
        .filter_map(|field| read.raw(field).map(|raw| (place(line, raw), field, raw)))
        .collect();
    found.sort_by_key(|(place, ..)| place.unwrap_or(usize::MAX));
    let cut = if read.cut {
        ", the last one incomplete"
    } else {
        ""
    };
    let count = counted(found.len() as u64, "field");
    page.stage("format", &format!("{count} of {layout}{cut}"));
    let rows = found.iter().map(|(place, field, raw)| {
        let place = place.map_or_else(String::new, |start| {
            format!("{start}..{}", start + raw.len())
        });
        let undone = read.bytes(*field).filter(|undone| **undone != **raw);
        let undone = undone.map_or_else(String::new, |undone| {
            format!("  meaning  {}", visible(&undone))
        });
        (
            field.name(),
            format!("{place:>10}  {}{undone}", visible(raw)),
        )
    });
    page.names(rows);
}

/// The offset in the line at which `stretch` begins. `None` if `stretch` is not a part of the line.
fn place(line: &[u8], stretch: &[u8]) -> Option<usize> {
    let start = stretch.as_ptr().addr().checked_sub(line.as_ptr().addr())?;
    (start + stretch.len() <= line.len()).then_some(start)
}

/// The offset at which the line's time begins. `None` if no time was found, or if its text is not a
/// part of the line.
pub(super) fn time_place(line: &[u8], read: &LogLine<'_>) -> Option<usize> {
    let is_time = |field: &Field| {
        matches!(
            field,
            Field::TimeClf
                | Field::TimeIso8601
                | Field::TimeEpochSeconds
                | Field::TimeEpochMilliseconds
                | Field::TimeEpochMicroseconds
                | Field::TimeEpochNanoseconds
                | Field::TimePattern
                | Field::Date
                | Field::TimeOfDay
        )
    };
    let mut times = Field::ALL.into_iter().filter(is_time);
    times.find_map(|field| place(line, read.raw(field)?))
}

/// Shows why the processing of the line ended, and where.
pub(super) fn show_rejection(
    page: &mut Page,
    stage: &str,
    bytes: &[u8],
    rejection: &Rejection,
    place: Option<usize>,
) {
    page.fault(stage, &format!("rejected: {}", rejection.code()));
    page.finding(&visible(rejection.to_string().as_bytes()));
    if let Some(offset) = place {
        page.finding(&pointed(bytes, offset));
    }
}

/// Shows the known format that is most similar to a rejected line, and where the line differs from
/// it.
pub(super) fn show_nearest(page: &mut Page, line: &[u8], rejection: &Rejection) {
    match nearest(line) {
        Some(Nearest {
            name,
            rejection: None,
            ..
        }) => {
            page.finding(&format!("`{name}` reads the line: use --format {name}"));
        }
        Some(Nearest {
            name,
            rejection: Some(found),
            ..
        }) => {
            let found_text = visible(found.to_string().as_bytes());
            page.finding(&format!(
                "the most similar format is `{name}`: {found_text}"
            ));
            if let Some(offset) = found
                .offset
                .filter(|offset| rejection.offset != Some(*offset))
            {
                page.finding(&pointed(line, offset));
            }
        }
        // The rejection of a JSON object already names what the object lacks.
        None if line.trim_ascii_start().starts_with(b"{") => {}
        None => page.finding("the line is not similar to any format that has a name"),
    }
}

/// Shows a record, or a part of one, that should contain lines and cannot be read.
pub(super) fn show_unreadable(page: &mut Page, raw: &[u8], rejection: &Rejection) {
    page.stage("record", &counted(raw.len() as u64, "byte"));
    show_rejection(page, "payload", raw, rejection, rejection.offset);
}

/// Shows what is delivered for a line.
pub(super) fn show_outcome(page: &mut Page, line_bytes: usize, outcome: &Outcome<'_>) {
    let document = match outcome {
        Outcome::Event { document, .. } | Outcome::Rejected { document, .. } => *document,
        Outcome::Dropped { rule } => {
            let rule = visible(rule.as_bytes());
            page.stage("drop", &format!("by the rule `{rule}`"));
            return page.stage("document", "none");
        }
    };
    let size = counted(document.len() as u64, "byte");
    let ratio = ratio(document.len(), line_bytes);
    page.stage("document", &format!("{size}, {ratio} times the line"));
    for line in pretty(&String::from_utf8_lossy(document)).lines() {
        page.finding(&visible(line.as_bytes()));
    }
}

/// The ratio of `whole` to `part`, to a tenth.
fn ratio(whole: usize, part: usize) -> String {
    let tenths = (whole * 10 + part / 2) / part.max(1);
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// The fields that a document of the event would have, by their names in the index, without
/// [`CONSTANT_FIELDS`].
pub(super) fn event_fields(
    event: &AccessEvent<'_>,
    context: &Context<'_>,
) -> BTreeMap<String, Value> {
    let mut document = Vec::new();
    document::write_event(
        &mut document,
        event,
        Form::Full,
        None,
        Tags::default(),
        context,
    );
    let mut fields = fields(&document);
    fields.retain(|name, _| !CONSTANT_FIELDS.contains(&name.as_str()));
    fields
}

/// A field's name, and its value as text that is harmless to a terminal.
pub(super) fn shown<'a>((name, value): (&'a String, &Value)) -> (&'a str, String) {
    let text = value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned);
    (name, visible(text.as_bytes()))
}
