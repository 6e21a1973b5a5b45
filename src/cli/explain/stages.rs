//! The way of a line, one stage after the other, each with what it made.
//!
//! What cleaning and enriching made is shown through the document's own serialiser, before and after, so that every
//! field shows under the name that it has in the index and none can be forgotten here. The document itself comes from
//! the whole pipeline: the page shows what is delivered, not what this file believes.

use std::collections::VecDeque;

use super::page::Page;
use super::show::{
    Fate, event_fields, show_fate, show_fields, show_line, show_nearest, show_payload,
    show_rejected_record, show_rejection, shown, time_place,
};
use crate::arrival::Arrival;
use crate::clean;
use crate::cli::failure::Failure;
use crate::cli::options::Options;
use crate::cli::paint::Paint;
use crate::cli::text::{counted, visible};
use crate::clock;
use crate::document::Context;
use crate::event::Position;
use crate::format::Reading;
use crate::payload::{self, Content};
use crate::pipeline::{Pipeline, Record, Settings};
use crate::rejection::Rejection;

/// How documents name the line in their `event.id`.
const RECORD_ID: &str = "explain";

/// Explains lines, one after the other.
pub(super) struct Explainer {
    format_name: String,
    settings: Settings,
    pipeline: Pipeline,
    paint: Paint,
}

impl Explainer {
    /// With the settings of every other command.
    pub(super) fn new(options: &Options, paint: Paint) -> Result<Self, Failure> {
        Ok(Self {
            format_name: options.config()?.log_format,
            settings: options.settings()?,
            pipeline: Pipeline::new(options.settings()?),
            paint,
        })
    }

    /// Explains a record: everything in it that is a line. What a directive before it said holds if it is `continued`.
    pub(super) fn explain(&mut self, bytes: &[u8], continued: bool) -> String {
        let mut fates = self.fates(bytes, continued);
        let mut page = Page::new(self.paint);
        if !continued {
            self.settings.format.start_source();
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

    fn fates(&mut self, data: &[u8], continued: bool) -> VecDeque<Fate> {
        let record = Record {
            data,
            id: RECORD_ID,
            arrival: Arrival::Clock(clock::now()),
            continued,
        };
        let mut fates = VecDeque::new();
        self.pipeline
            .run(&record, &mut |outcome| fates.push_back(Fate::of(&outcome)));
        fates
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
        let recognised = settings.format.recognised(line);
        let format_name = visible(format_name.as_bytes());
        let layout = recognised.map_or_else(
            || format!("`{format_name}`"),
            |name| format!("`{format_name}`, which takes it for {name}"),
        );
        let read = match settings.format.read(line) {
            Ok(Reading::Line(read)) => read,
            Ok(Reading::Directive) => {
                page.stage("format", "a directive of the log: heeded, no document");
                return false;
            }
            Err(rejection) => {
                show_rejection(page, "format", line, &rejection, rejection.offset);
                page.finding(&format!("by {layout}"));
                show_nearest(page, line, &rejection);
                return true;
            }
        };
        show_fields(page, &layout, line, &read);
        let mut event = match clean::clean(&read, &settings.rules) {
            Ok(event) => event,
            Err(rejection) => {
                // Cleaning sees values, not places; only a time makes it reject.
                let place = rejection.offset.or_else(|| time_place(line, &read));
                show_rejection(page, "clean", line, &rejection, place);
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
