//! The project itself, with every default on.

use weblog_enrich::pipeline::{Outcome, Pipeline, Record};

use crate::corpus;

pub(crate) struct Project(Pipeline);

impl Project {
    pub(crate) fn new() -> Self {
        Self(corpus::pipeline())
    }

    pub(crate) fn document(&mut self, line: &str, each: &mut dyn FnMut(&[u8])) {
        let record = Record {
            data: line.as_bytes(),
            id: "shardId-000000000006:49590338271490256608559692538361571095921575989136588898",
            arrival: corpus::ARRIVAL,
            continued: false,
        };
        self.0.run(&record, &mut |outcome| match outcome {
            Outcome::Event { document, .. } => each(document),
            _ => panic!("every line is an event"),
        });
    }
}
