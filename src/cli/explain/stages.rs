//! The way of a line, one stage after the other, each with what it made.
//!
//! What cleaning and enriching made is shown through the document's own serialiser, before and after, so that every
//! field shows under the name that it has in the index and none can be forgotten here. The document itself comes from
//! the whole pipeline: the page shows what is delivered, not what this file believes.

use std::collections::{BTreeMap, VecDeque};

use serde_json::Value;

use super::json::{fields, pretty};
use super::page::Page;
use super::place::pointed;
use crate::clean;
use crate::cli::clock;
use crate::cli::failure::Failure;
use crate::cli::options::Options;
use crate::cli::paint::Paint;
use crate::cli::text::{counted, visible};
use crate::document::{self, Context};
use crate::event::{AccessEvent, Origin, Position};
use crate::format::{Field, LogLine, Reading};
use crate::payload::{self, Content};
use crate::pipeline::{Outcome, Pipeline, Record, Settings};
use crate::rejection::Rejection;

/// Fields that stand in every document and say nothing of the line.
const CONSTANT_FIELDS: [&str; 5] = [
    "event.id",
    "event.kind",
    "event.category",
    "event.type",
    "event.original",
];

/// How documents name the line in their `event.id`.
const RECORD_ID: &str = "explain";

/// Explains lines, one after the other: what a directive among them said holds for the next.
pub(super) struct Explainer {
    format_name: String,
    settings: Settings,
    pipeline: Pipeline,
    paint: Paint,
    continued: bool,
}

/// What the whole pipeline made of a line.
enum Fate {
    Document(String),
    Dropped(String),
}

impl Explainer {
    /// With the settings of every other command.
    pub(super) fn new(options: &Options, paint: Paint) -> Result<Self, Failure> {
        Ok(Self {
            format_name: options.config()?.log_format,
            settings: options.settings()?,
            pipeline: Pipeline::new(options.settings()?),
            paint,
            continued: false,
        })
    }

    /// Explains a record: everything in it that is a line.
    pub(super) fn explain(&mut self, bytes: &[u8]) -> String {
        let mut fates = self.fates(bytes);
        let mut page = Page::new(self.paint);
        if !self.continued {
            self.settings.format.start_source();
            self.continued = true;
        }
        let limit_bytes = self.settings.expansion_limit_bytes;
        let (settings, format_name) = (&mut self.settings, &self.format_name);
        payload::open(bytes, limit_bytes, &mut |content| match content {
            Content::Line {
                line,
                subsequence,
                number,
                origin,
            } => {
                let position = Position {
                    record: RECORD_ID,
                    subsequence,
                    line: number,
                };
                let context = Context { position, origin };
                show_line(&mut page, line);
                show_payload(&mut page, bytes, line, &context);
                let made = Stages {
                    page: &mut page,
                    settings,
                    format_name,
                }
                .show(line, &context);
                if made {
                    show_fate(&mut page, line.len(), fates.pop_front());
                }
                page.gap();
            }
            Content::Unreadable { raw, rejection, .. } => {
                show_rejected_record(&mut page, raw, &rejection, fates.pop_front());
            }
            Content::Control => {
                page.stage(
                    "payload",
                    "a control message of CloudWatch Logs: no line, no document",
                );
                page.gap();
            }
        });
        page.into_text()
    }

    /// Explains a record that could not even be decoded.
    pub(super) fn reject(&mut self, raw: &[u8], rejection: &Rejection) -> String {
        let mut fate = None;
        self.pipeline
            .reject_record(raw, rejection, RECORD_ID, clock::now(), &mut |outcome| {
                fate = Some(Fate::of(&outcome));
            });
        let mut page = Page::new(self.paint);
        show_rejected_record(&mut page, raw, rejection, fate);
        page.into_text()
    }

    fn fates(&mut self, data: &[u8]) -> VecDeque<Fate> {
        let record = Record {
            data,
            id: RECORD_ID,
            arrival: clock::now(),
            continued: self.continued,
        };
        let mut fates = VecDeque::new();
        self.pipeline
            .run(&record, &mut |outcome| fates.push_back(Fate::of(&outcome)));
        fates
    }
}

impl Fate {
    fn of(outcome: &Outcome<'_>) -> Self {
        match outcome {
            Outcome::Event { document, .. } | Outcome::Rejected { document, .. } => {
                Self::Document(String::from_utf8_lossy(document).into_owned())
            }
            Outcome::Dropped { rule } => Self::Dropped((*rule).to_owned()),
        }
    }
}

/// The stages that look at one line.
struct Stages<'a> {
    page: &'a mut Page,
    settings: &'a mut Settings,
    format_name: &'a str,
}

impl Stages<'_> {
    /// Shows format, clean and enrich; `false` where the line is a directive, and makes no document.
    fn show(self, line: &[u8], context: &Context<'_>) -> bool {
        let Self {
            page,
            settings,
            format_name,
        } = self;
        let read = match settings.format.read(line) {
            Ok(Reading::Line(read)) => read,
            Ok(Reading::Directive) => {
                page.stage("format", "a directive of the log: heeded, no document");
                return false;
            }
            Err(rejection) => {
                show_rejection(page, "format", line, &rejection);
                return true;
            }
        };
        show_fields(page, format_name, line, &read);
        let mut event = match clean::clean(&read, &settings.rules) {
            Ok(event) => event,
            Err(rejection) => {
                show_rejection(page, "clean", line, &rejection);
                return true;
            }
        };
        let cleaned = event_fields(&event, context);
        page.stage("clean", &counted(cleaned.len() as u64, "field"));
        page.names(cleaned.iter().map(shown));
        settings.enricher.enrich(&mut event);
        let enriched = event_fields(&event, context);
        let added = enriched
            .iter()
            .filter(|(name, value)| cleaned.get(*name) != Some(value));
        match added.clone().count() {
            0 => page.stage("enrich", "nothing is known beyond the line"),
            count => page.stage(
                "enrich",
                &format!("{} added", counted(count as u64, "field")),
            ),
        }
        page.names(added.map(shown));
        true
    }
}

fn show_line(page: &mut Page, line: &[u8]) {
    page.stage("line", &counted(line.len() as u64, "byte"));
    page.finding(&visible(line));
}

fn show_payload(page: &mut Page, record: &[u8], line: &[u8], context: &Context<'_>) {
    if record.trim_ascii_end() == line.trim_ascii_end() {
        return page.stage("payload", "no envelope");
    }
    let Position {
        subsequence,
        line: number,
        ..
    } = context.position;
    let part = subsequence.map_or_else(String::new, |index| {
        format!(", part {} of a KPL aggregate", u64::from(index) + 1)
    });
    let finding = format!(
        "line {}{part} of an envelope of {}",
        u64::from(number) + 1,
        counted(record.len() as u64, "byte")
    );
    page.stage("payload", &finding);
    let Origin {
        file_path,
        host_name,
        region,
    } = context.origin;
    let told = [
        ("log.file.path", file_path),
        ("host.name", host_name),
        ("cloud.region", region),
    ];
    page.names(told.iter().filter_map(|(name, value)| {
        let value = value.as_deref()?;
        Some((*name, visible(value.as_bytes())))
    }));
}

fn show_fields(page: &mut Page, format_name: &str, line: &[u8], read: &LogLine<'_>) {
    let mut found: Vec<_> = Field::ALL
        .into_iter()
        .filter_map(|field| read.raw(field).map(|raw| (place(line, raw), field, raw)))
        .collect();
    found.sort_by_key(|(place, ..)| place.unwrap_or(usize::MAX));
    let cut = if read.cut {
        ", cut in the midst of the last"
    } else {
        ""
    };
    let count = counted(found.len() as u64, "field");
    page.stage(
        "format",
        &format!("{} of `{}`{cut}", count, visible(format_name.as_bytes())),
    );
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

/// Where a stretch of the line begins, if it is one.
fn place(line: &[u8], stretch: &[u8]) -> Option<usize> {
    let start = stretch.as_ptr().addr().checked_sub(line.as_ptr().addr())?;
    (start + stretch.len() <= line.len()).then_some(start)
}

fn show_rejection(page: &mut Page, stage: &str, bytes: &[u8], rejection: &Rejection) {
    page.fault(stage, &format!("rejected: {}", rejection.code()));
    page.finding(&visible(rejection.to_string().as_bytes()));
    if let Some(offset) = rejection.offset {
        page.finding(&pointed(bytes, offset));
    }
}

fn show_rejected_record(page: &mut Page, raw: &[u8], rejection: &Rejection, fate: Option<Fate>) {
    page.stage("record", &counted(raw.len() as u64, "byte"));
    show_rejection(page, "payload", raw, rejection);
    show_fate(page, raw.len(), fate);
    page.gap();
}

fn show_fate(page: &mut Page, line_bytes: usize, fate: Option<Fate>) {
    match fate {
        None => page.stage("document", "none"),
        Some(Fate::Dropped(rule)) => {
            page.stage(
                "drop",
                &format!("by the rule `{}`", visible(rule.as_bytes())),
            );
            page.stage("document", "none");
        }
        Some(Fate::Document(document)) => {
            let size = counted(document.len() as u64, "byte");
            page.stage(
                "document",
                &format!(
                    "{size}, {} times the line",
                    ratio(document.len(), line_bytes)
                ),
            );
            for line in pretty(&document).lines() {
                page.finding(&visible(line.as_bytes()));
            }
        }
    }
}

/// How many times `whole` is `part`, to a tenth.
fn ratio(whole: usize, part: usize) -> String {
    let tenths = (whole * 10 + part / 2) / part.max(1);
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn event_fields(event: &AccessEvent<'_>, context: &Context<'_>) -> BTreeMap<String, Value> {
    let mut document = Vec::new();
    document::write_event(
        &mut document,
        event,
        None,
        crate::event::Tags::default(),
        context,
    );
    let mut fields = fields(&document);
    fields.retain(|name, _| !CONSTANT_FIELDS.contains(&name.as_str()));
    fields
}

fn shown<'a>((name, value): (&'a String, &Value)) -> (&'a str, String) {
    let text = value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned);
    (name, visible(text.as_bytes()))
}
