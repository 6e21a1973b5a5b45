//! `weblog explain`: shows the result of every stage for one line.

mod json;
mod page;
mod place;
mod show;
mod stages;

use std::ffi::OsString;
use std::io::{Write, stdout};
use std::path::Path;

use clap::Args;

use super::failure::Failure;
use super::input::{self, Input};
use super::options::Options;
use super::paint::Paint;
use super::progress::Progress;
use super::text::write_message;
use crate::reader::{LINE_LIMIT_BYTES, Stretch};
use crate::stream_event::Data;
use stages::Explainer;

/// Shows the result of every stage for one line, and why a line was rejected
///
/// Shows each stage: the envelope of the payload, what the format found in the line, the fields
/// after cleaning, what enrichment added, the rule that drops the line (if any), and the document.
/// If the line does not match the format, a caret points at the first wrong byte, where one is
/// known.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
#[command(after_long_help = "\
Examples:
  weblog explain '203.0.113.7 - - [10/Oct/2000:13:55:36 -0700] \"GET / HTTP/1.1\" 200 2326'
  weblog explain --format nginx \"$(tail -1 /var/log/nginx/access.log)\"
  grep POST access.log | head -3 | weblog explain

If LINE is `-` or missing, the lines of standard input are explained, or the records of a Lambda
event. The exit status is 0 for a rejected line too, because the explanation succeeded.")]
pub(super) struct Explain {
    /// The line, as the server wrote it; `-` for the lines of standard input
    #[arg(value_name = "LINE", allow_hyphen_values = true)]
    line: Option<OsString>,

    // This field is last because its heading in the help applies to all fields that follow.
    #[command(flatten)]
    options: Options,
}

impl Explain {
    /// Explains the line, or every line or record of standard input.
    pub(super) fn run(&self) -> Result<(), Failure> {
        let mut explainer = Explainer::new(&self.options, Paint::for_stdout())?;
        match &self.line {
            Some(line) if line != "-" => print(&explainer.explain(line.as_encoded_bytes(), false)),
            _ => explain_stdin(&mut explainer),
        }
    }
}

fn explain_stdin(explainer: &mut Explainer) -> Result<(), Failure> {
    let unread = |error: &dyn std::fmt::Display| {
        write_message(format_args!("stdin: {error}"));
        Failure::Inputs
    };
    let input =
        input::open(Path::new("-"), &Progress::new(None)).map_err(|error| unread(&error))?;
    match input {
        Input::Event(events) => {
            let mut printed = Ok(());
            let read = input::each_record(&events, |record| {
                if printed.is_ok() {
                    printed = print(&match record.data {
                        Data::Bytes(data) => explainer.explain(data, false),
                        Data::Unreadable(text, why) => explainer.reject(text, why),
                    });
                }
            });
            printed?;
            read.map_err(|error| unread(&error))
        }
        Input::Lines(mut chunks) => {
            let mut continued = false;
            while let Some((_, stretch)) = chunks.next_stretch().map_err(|error| unread(&error))? {
                match stretch {
                    Stretch::Lines(lines) => {
                        for line in lines.split(|byte| *byte == b'\n') {
                            print(&explainer.explain(line, continued))?;
                            continued = true;
                        }
                    }
                    Stretch::TooLong(_) => {
                        print(&format!(
                            "a line of more than {LINE_LIMIT_BYTES} bytes: rejected\n"
                        ))?;
                    }
                }
            }
            Ok(())
        }
    }
}

fn print(text: &str) -> Result<(), Failure> {
    let mut stdout = stdout().lock();
    stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush())
        .map_err(Failure::Output)
}
