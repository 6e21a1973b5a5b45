//! Explains lines by observing the pipeline: each step writes its result on the page.
//!
//! The fields after cleaning, and those that enriching added, are written by the document's own
//! serialiser. Therefore every field has the name that it has in the index, and no field is missing
//! here except `CONSTANT_FIELDS` of `show`.

use std::collections::BTreeMap;

use serde_json::Value;

use super::page::Page;
use super::show::{
    event_fields, show_fields, show_line, show_nearest, show_outcome, show_payload, show_rejection,
    show_unreadable, shown, time_place,
};
use crate::arrival::Arrival;
use crate::cli::failure::Failure;
use crate::cli::options::Options;
use crate::cli::paint::Paint;
use crate::cli::text::{counted, visible};
use crate::clock;
use crate::document::Context;
use crate::event::{AccessEvent, Origin, Position};
use crate::format::Format;
use crate::pipeline::{Pipeline, Record, Step};
use crate::rejection::Rejection;

/// The id of the record, with which the `event.id` of a document begins.
const RECORD_ID: &str = "explain";

/// Explains lines, one after the other.
pub(super) struct Explainer {
    format_name: String,
    pipeline: Pipeline,
    paint: Paint,
}

impl Explainer {
    /// An explainer with the settings that the options and the environment give.
    pub(super) fn new(options: &Options, paint: Paint) -> Result<Self, Failure> {
        Ok(Self {
            format_name: options.config()?.log_format,
            pipeline: Pipeline::new(options.settings()?),
            paint,
        })
    }

    /// Explains a record: all its lines. If the record is `continued`, the directives of earlier
    /// records still apply.
    pub(super) fn explain(&mut self, bytes: &[u8], continued: bool) -> String {
        let record = Record {
            data: bytes,
            id: RECORD_ID,
            arrival: Arrival::Clock(clock::now()),
            continued,
        };
        let mut explanation = Explanation::new(bytes, &self.format_name, self.paint);
        let oldest = self.pipeline.oldest_bot_ranges();
        explanation.bot_ranges = oldest.map(|day| day.text.to_owned());
        self.pipeline
            .observe(&record, &mut |step| explanation.show(step));
        explanation.page.into_text()
    }

    /// Explains a record that could not be decoded.
    pub(super) fn reject(&mut self, raw: &[u8], rejection: &Rejection) -> String {
        let mut page = Page::new(self.paint);
        show_unreadable(&mut page, raw, rejection);
        self.pipeline
            .reject_record(raw, rejection, RECORD_ID, clock::now(), &mut |outcome| {
                show_outcome(&mut page, raw.len(), &outcome);
            });
        page.gap();
        page.into_text()
    }
}

/// The page of one record, and what its later steps need from the earlier ones.
struct Explanation<'a> {
    page: Page,
    record: &'a [u8],
    format_name: &'a str,
    /// The line that the steps belong to.
    line: Vec<u8>,
    position: Position<'static>,
    origin: Origin<'static>,
    /// The format, and what `auto` recognises in the line.
    layout: String,
    cleaned: BTreeMap<String, Value>,
    /// The day of the oldest list of bots' addresses.
    bot_ranges: Option<String>,
}

impl<'a> Explanation<'a> {
    fn new(record: &'a [u8], format_name: &'a str, paint: Paint) -> Self {
        Self {
            page: Page::new(paint),
            record,
            format_name,
            line: Vec::new(),
            position: Position::start_of(RECORD_ID),
            origin: Origin::default(),
            layout: String::new(),
            cleaned: BTreeMap::new(),
            bot_ranges: None,
        }
    }

    fn show(&mut self, step: Step<'_>) {
        match step {
            Step::Line {
                line,
                context,
                format,
            } => self.begin(line, context, format),
            Step::Directive => {
                let finding = "a directive of the log: applied, no document";
                self.page.stage("format", finding);
                self.page.gap();
            }
            Step::Read { line, fields } => show_fields(&mut self.page, &self.layout, line, fields),
            Step::Unread { line, rejection } => {
                show_rejection(&mut self.page, "format", line, rejection, rejection.offset);
                self.page.finding(&format!("by {}", self.layout));
                show_nearest(&mut self.page, line, rejection);
            }
            Step::Unclean {
                line,
                fields,
                rejection,
            } => {
                // Cleaning sees values without their offsets. Most of its rejections are because of
                // the line's time.
                let place = rejection.offset.or_else(|| time_place(line, fields));
                show_rejection(&mut self.page, "clean", line, rejection, place);
            }
            Step::Cleaned { event } => {
                self.cleaned = self.fields(event);
                let count = counted(self.cleaned.len() as u64, "field");
                self.page.stage("clean", &count);
                self.page.names(self.cleaned.iter().map(shown));
            }
            Step::Enriched { event } => self.show_added(event),
            Step::Unreadable { raw, rejection } => {
                self.line = raw.to_vec();
                show_unreadable(&mut self.page, raw, rejection);
            }
            Step::Control => {
                let finding = "a control message of CloudWatch Logs: no line, no document";
                self.page.stage("payload", finding);
                self.page.gap();
            }
            Step::Done(outcome) => {
                show_outcome(&mut self.page, self.line.len(), &outcome);
                self.page.gap();
            }
        }
    }

    fn begin(&mut self, line: &[u8], context: &Context<'_>, format: &Format) {
        show_line(&mut self.page, line);
        show_payload(&mut self.page, self.record, line, context);
        let format_name = visible(self.format_name.as_bytes());
        self.layout = format.recognised(line).map_or_else(
            || format!("`{format_name}`"),
            |name| format!("`{format_name}`, which recognises {name}"),
        );
        self.line = line.to_vec();
        self.position = Position {
            record: RECORD_ID,
            ..context.position
        };
        self.origin = context.origin.clone().into_owned();
    }

    /// Shows what the enrichments added or changed.
    fn show_added(&mut self, event: &AccessEvent<'_>) {
        let enriched = self.fields(event);
        let added = enriched
            .iter()
            .filter(|(name, value)| self.cleaned.get(*name) != Some(value));
        match added.clone().count() {
            0 => self.page.stage("enrich", "nothing added"),
            count => {
                let finding = format!("{} added", counted(count as u64, "field"));
                self.page.stage("enrich", &finding);
            }
        }
        self.page.names(added.map(shown));
        if let (Some(_), Some(day)) = (event.bot_verification, &self.bot_ranges) {
            let finding = format!("bots' addresses from lists of {day} or later");
            self.page.finding(&finding);
        }
    }

    fn fields(&self, event: &AccessEvent<'_>) -> BTreeMap<String, Value> {
        let context = Context {
            position: self.position,
            origin: &self.origin,
        };
        event_fields(event, &context)
    }
}
