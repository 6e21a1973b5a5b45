//! The command line, `weblog`, which runs the pipeline of the functions on a person's own machine.
//!
//! A new command needs a module, a variant of [`Command`] and an arm in [`run()`].

#[cfg(feature = "aws")]
mod cluster;
mod enrich;
mod explain;
mod failure;
mod fates;
mod formats;
mod input;
mod options;
mod output;
mod paint;
mod progress;
#[cfg(feature = "replay")]
mod replay;
#[cfg(not(feature = "replay"))]
#[path = "no_replay.rs"]
mod replay;
mod report;
mod run;
#[cfg(feature = "aws")]
mod setup;
mod shell;
mod summary;
mod table;
mod text;
mod welcome;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Turns web server access logs into small, clean, located, classified JSON documents
///
/// Runs the pipeline of the Lambda functions on your own machine.
#[derive(Debug, Parser)]
#[command(name = "weblog", version, verbatim_doc_comment)]
#[command(after_help = "\
Examples:
  weblog report --open access.log                 a page: who came, what failed, what was slow
  weblog enrich access.log > documents.ndjson     one document for each line
  weblog enrich --summary access.log.*.gz         who came, and what failed, as tables
  tail -F access.log | weblog enrich              documents while lines arrive
  weblog explain \"$(tail -1 access.log)\"          how one line is read, or why it is rejected
  weblog formats                                  the formats that have a name, with examples
  weblog replay --to-firehose NAME s3://BUCKET/failed/   delivers again what failed
  weblog setup --endpoint https://...             sets up an OpenSearch cluster for the documents

`weblog help COMMAND` explains a command. Exit status: 0 success, 1 not everything could be done (an
input could not be read, for example), 2 invalid options or variables.")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Completions(shell::Completions),
    Enrich(enrich::Enrich),
    Explain(explain::Explain),
    Formats(formats::Formats),
    Man(shell::Man),
    Replay(Box<replay::Replay>),
    Report(Box<report::ReportCommand>),
    #[cfg(feature = "aws")]
    Setup(setup::Setup),
}

/// Runs the command that the process's arguments name. Failures are reported on stderr.
///
/// # Errors
/// Errors become the exit status: 0 for success, 1 if the command could not do everything (for
/// example, an input could not be read), 2 if arguments or configuration are invalid or missing,
/// 130 if Ctrl-C ended a replay.
#[must_use]
pub fn run() -> ExitCode {
    if std::env::args_os().len() <= 1 {
        eprintln!("{}", welcome::welcome());
        return ExitCode::from(failure::USAGE);
    }
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return refuse(&error),
    };
    let done = match cli.command {
        Command::Completions(command) => command.run::<Cli>(),
        Command::Enrich(command) => command.run(),
        Command::Explain(command) => command.run(),
        Command::Formats(_) => formats::Formats::run(),
        Command::Man(command) => command.run::<Cli>(),
        Command::Replay(command) => command.run(),
        Command::Report(command) => command.run(),
        #[cfg(feature = "aws")]
        Command::Setup(command) => command.run(),
    };
    done.map_or_else(failure::Failure::report, |()| ExitCode::SUCCESS)
}

/// Prints clap's output: help, the version, or what is wrong with the arguments. An argument may be
/// a file name of any bytes; a message that quotes one is made harmless to terminals.
fn refuse(error: &clap::Error) -> ExitCode {
    let is_harmless = |argument: OsString| {
        let bytes = argument.as_encoded_bytes();
        text::visible(bytes).as_bytes() == bytes
    };
    if std::env::args_os().all(is_harmless) {
        // If the text cannot be written, this is not reported. The exit status remains the same.
        let _ = error.print();
    } else {
        for line in error.to_string().lines() {
            eprintln!("{}", text::visible(line.as_bytes()));
        }
    }
    u8::try_from(error.exit_code()).map_or(ExitCode::FAILURE, ExitCode::from)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn arguments_do_not_contradict_each_other() {
        super::Cli::command().debug_assert();
    }
}
