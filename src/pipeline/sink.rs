//! The receivers of a pipeline's outcomes and steps.

use std::ops::ControlFlow;

use super::{Outcome, Step};

/// Receives outcomes and steps. It is a trait rather than a closure, so that a pipeline without an
/// observer is compiled without the steps.
pub(super) trait Sink {
    /// Receives a step of a line, before its outcome.
    fn step(&mut self, step: Step<'_>);
    /// Receives the outcome of a line.
    fn done(&mut self, outcome: Outcome<'_>);
    /// Whether to read the rest of the record.
    fn continues(&self) -> bool;
}

/// Receives every outcome, and no steps.
pub(super) struct All<'a>(pub(super) &'a mut dyn FnMut(Outcome<'_>));

impl Sink for All<'_> {
    #[inline]
    fn step(&mut self, _: Step<'_>) {}

    fn done(&mut self, outcome: Outcome<'_>) {
        (self.0)(outcome);
    }

    fn continues(&self) -> bool {
        true
    }
}

/// Receives outcomes until `each` breaks, and no steps.
pub(super) struct Bounded<'a> {
    pub(super) each: &'a mut dyn FnMut(Outcome<'_>) -> ControlFlow<()>,
    pub(super) flow: ControlFlow<()>,
}

impl Sink for Bounded<'_> {
    #[inline]
    fn step(&mut self, _: Step<'_>) {}

    fn done(&mut self, outcome: Outcome<'_>) {
        if self.flow.is_continue() {
            self.flow = (self.each)(outcome);
        }
    }

    fn continues(&self) -> bool {
        self.flow.is_continue()
    }
}

/// Receives every step, outcomes included.
pub(super) struct Observed<'a>(pub(super) &'a mut dyn FnMut(Step<'_>));

impl Sink for Observed<'_> {
    fn step(&mut self, step: Step<'_>) {
        (self.0)(step);
    }

    fn done(&mut self, outcome: Outcome<'_>) {
        (self.0)(Step::Done(outcome));
    }

    fn continues(&self) -> bool {
        true
    }
}
