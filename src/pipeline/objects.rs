//! Reads objects and other long texts part by part, each by its format, without the limits of a
//! record.

use std::ops::ControlFlow;

use super::sink::Bounded;
use super::{ObjectStretch, Outcome, Pipeline, RecordLimits};
use crate::document::Context;
use crate::format::Format;
use crate::payload::Place;
use crate::rejection::Rejection;

impl Pipeline {
    /// Reads the lines of a part until `each` breaks. `each` is called once for each line, in
    /// order.
    pub fn run_stretch(
        &mut self,
        stretch: &ObjectStretch<'_>,
        each: &mut dyn FnMut(Outcome<'_>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let mut sink = Bounded {
            each,
            flow: ControlFlow::Continue(()),
        };
        self.take(&stretch.line_source(), RecordLimits::NONE, &mut sink);
        sink.flow
    }

    /// Rejects bytes of a part, which count as one line.
    pub fn reject_stretch(
        &mut self,
        stretch: &ObjectStretch<'_>,
        rejection: &Rejection,
        each: &mut dyn FnMut(Outcome<'_>),
    ) {
        self.tally.bytes_in += stretch.data.len() as u64;
        self.tally.lines += 1;
        let source = stretch.line_source();
        let context = Context {
            position: source.position(None, 0, Place::START),
            origin: source.origin,
        };
        let arrival = stretch.arrival.time();
        self.reject(stretch.data, rejection, arrival, &context, each);
    }

    /// Reads the following lines by another format. Returns the previous one.
    pub fn set_format(&mut self, format: Format) -> Format {
        std::mem::replace(&mut self.settings.format, format)
    }

    /// The format, with the log's own directives applied.
    pub fn format(&mut self) -> &mut Format {
        &mut self.settings.format
    }

    /// The most bytes that compressed text may expand to, however dense it is.
    #[must_use]
    pub fn expansion_limit_bytes(&self) -> usize {
        self.settings.expansion_limit_bytes
    }

    /// The limits for one record.
    #[must_use]
    pub fn record_limits(&self) -> RecordLimits {
        self.settings.record_limits
    }
}
