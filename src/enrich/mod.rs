//! Enriching: what the event does not say itself. An enrichment never fails an event.

use crate::event::AccessEvent;

/// The enrichments in their order, with their databases and caches.
#[derive(Debug, Default)]
pub struct Enricher {}

impl Enricher {
    /// Completes an event with everything that can be known about it.
    pub fn enrich(&mut self, _event: &mut AccessEvent<'_>) {}
}
