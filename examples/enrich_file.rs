//! Prints a document for each line of a file, and then the number of events and rejections.
//!
//! `cargo run --example enrich_file -- access.log`; variables such as `LOG_FORMAT` apply.

use std::error::Error;
use std::io::{Write as _, stdout};

use weblog_enrich::arrival::Arrival;
use weblog_enrich::config::Config;
use weblog_enrich::event::Timestamp;
use weblog_enrich::pipeline::{Outcome, Pipeline, Record};

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("name a file")?;
    let data = std::fs::read(&path)?;
    let config = Config::read(|name| std::env::var(name).ok())?;
    let mut pipeline = Pipeline::new(config.settings()?);
    let record = Record {
        data: &data,
        id: &path,
        // A file does not say when its lines arrived. Only rejections use this time.
        arrival: Arrival::Clock(Timestamp::default()),
        continued: false,
    };
    let mut out = stdout().lock();
    let mut written = Ok(());
    pipeline.run(&record, &mut |outcome| {
        if let Outcome::Event { document, .. } | Outcome::Rejected { document, .. } = outcome
            && written.is_ok()
        {
            written = out.write_all(document).and_then(|()| out.write_all(b"\n"));
        }
    });
    written?;
    let tally = pipeline.take_tally();
    eprintln!(
        "{} lines: {} events, {} rejected",
        tally.lines,
        tally.events,
        tally.rejected()
    );
    Ok(())
}
