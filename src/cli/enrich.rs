//! `weblog enrich`: reads files, and writes documents or their summary.

use std::path::PathBuf;

use clap::Args;

use super::failure::Failure;
use super::fates::fates;
use super::input;
use super::options::Options;
use super::output::Output;
use super::progress::Progress;
use super::run::{Run, inputs};
use super::text::write_message;
use crate::pipeline::Pipeline;

/// Reads logs and writes one JSON document for each line
///
/// Reads raw logs and Lambda events of Kinesis and Firehose, plain or compressed (gzip, zlib,
/// zstd). All are recognised by their content. Writes one document per line to standard output, in
/// order, while the lines arrive. A file is processed in stretches of whole lines. The id of a
/// line's document (event.id) consists of the file's name, the byte at which the stretch begins,
/// and the line's number within the stretch, so the same file gives the same ids.
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

A line that cannot be read becomes a document too (event.kind is pipeline_error). At the end, stderr
shows the number of these lines by reason; the exit status is still 0. A file that cannot be read is
reported, the other files are read, and the exit status is 1. Invalid options or variables end the
command with status 2 before anything is read. If the reader of the output closes it (`| head`), the
command ends quietly.")]
pub(super) struct Enrich {
    /// Prints tables of counts instead of documents: by outcome, page, country, browser, bot and so
    /// on
    #[arg(long)]
    summary: bool,

    /// The maximum number of names in a table of the summary; all other names share one row
    #[arg(long, value_name = "N", default_value_t = 10, requires = "summary")]
    top: usize,

    /// Logs or Lambda events; `-` or no file means standard input. Builds with the feature
    /// `replay`, such as releases, also read `s3://bucket/prefix`
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,

    // This field is last because its heading in the help applies to all fields that follow.
    #[command(flatten)]
    options: Options,
}

impl Enrich {
    /// Processes every input.
    pub(super) fn run(&self) -> Result<(), Failure> {
        let settings = self.options.settings()?;
        let (paths, are_listed) = inputs(&self.files);
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
            write_message(sentence);
        }
        if all_read && are_listed {
            Ok(())
        } else {
            Err(Failure::Inputs)
        }
    }
}
