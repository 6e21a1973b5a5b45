//! Reads objects and other long texts stretch by stretch, each text in its own format and without
//! the limits of a record.

use std::ops::ControlFlow;

use super::sink::Bounded;
use super::{ObjectStretch, Outcome, Pipeline, RecordLimits, Tally};
use crate::document::Context;
use crate::format::Format;
use crate::payload::Place;
use crate::rejection::Rejection;

impl Pipeline {
    /// Reads the lines of a stretch until `each` breaks, and returns that break. `each` is called
    /// once for each outcome, in order.
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

    /// Rejects a whole stretch, which counts as one line.
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

    /// The counts, for a caller that processes a stretch again.
    pub(crate) fn tally_mut(&mut self) -> &mut Tally {
        &mut self.tally
    }

    /// Sets the format of the following lines. Returns the previous format.
    pub fn set_format(&mut self, format: Format) -> Format {
        std::mem::replace(&mut self.settings.format, format)
    }

    /// The current format, to which the log's own directives were applied.
    pub fn format(&mut self) -> &mut Format {
        &mut self.settings.format
    }

    /// Compressed text may always expand to this many bytes, however dense it is.
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
