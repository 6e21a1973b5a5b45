//! The command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    weblog_enrich::cli::run()
}
