//! `weblog enrich`: files in, documents or their summary out.

use std::path::PathBuf;

use clap::Args;

use super::failure::Failure;
use super::fates::fates;
use super::input;
use super::options::Options;
use super::output::Output;
use super::progress::Progress;
use super::run::{Run, inputs};
use super::text::tell;
use crate::pipeline::Pipeline;

/// Reads logs and writes one JSON document a line of them
///
/// Reads raw logs, plain or compressed (gzip, zstd), and Lambda events of Kinesis and Firehose, all told by what they
/// hold. Writes one document a line to standard output, in order, while the lines arrive. The id of a document
/// (event.id) is the file's name, the place of a stretch of lines within it, in bytes, and the line within the stretch:
/// the same file gives the same ids.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
#[command(after_long_help = "\
Examples:
  weblog enrich access.log
  weblog enrich --format '%h %l %u %t \"%r\" %>s %b %D' access.log access.log.*.gz
  weblog enrich --summary --top 5 access.log
  weblog enrich --geoip /usr/share/GeoIP --trusted-proxy 192.0.2.0/24 access.log
  weblog enrich events/kinesis-combined.json
  tail -F access.log | weblog enrich | jq .source.ip

A line that cannot be read becomes a document, too (event.kind is pipeline_error); how many there were, and why, is told
on stderr at the end, and the exit status stays 0. A file that cannot be read is told, the others are read all the same,
and the exit status is 1. Options or variables that cannot work end with 2 before anything is read. A reader that goes
away (`| head`) ends the command quietly.")]
pub(super) struct Enrich {
    /// Prints counts by outcome, status, country, browser, system and bot as tables, instead of documents
    #[arg(long)]
    summary: bool,

    /// Rows of each table of the summary; what is beyond them is added up
    #[arg(long, value_name = "N", default_value_t = 10, requires = "summary")]
    top: usize,

    /// Logs or Lambda events; `-` is standard input, and so is no file at all
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,

    // Last, for its heading in the help holds for all that follows.
    #[command(flatten)]
    options: Options,
}

impl Enrich {
    /// Takes every input through the pipeline.
    pub(super) fn run(&self) -> Result<(), Failure> {
        let paths = inputs(&self.files);
        let settings = self.options.settings()?;
        let (pipeline, output) = match self.summary {
            true => (Pipeline::without_documents(settings), Output::summary()),
            false => (Pipeline::new(settings), Output::documents()),
        };
        let progress = Progress::new(input::total_bytes(&paths));
        let mut run = Run::new(pipeline, output, progress);
        let all_read = run.take_all(&paths).map_err(Failure::Output)?;
        run.progress.finish();
        run.output.finish(self.top).map_err(Failure::Output)?;
        for sentence in fates(&run.tally) {
            tell(sentence);
        }
        if all_read {
            Ok(())
        } else {
            Err(Failure::Inputs)
        }
    }
}
