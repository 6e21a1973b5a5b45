//! `weblog replay` in a build without clients of S3. It reports how to get a build that has them.

use std::ffi::OsString;

use clap::Args;

use super::failure::Failure;

/// Delivers failed records and documents again, and old logs for the first time (not in this build)
///
/// The command needs a client of S3, which this build does not have. Releases have it, and `cargo
/// install --locked --path . --bin weblog --features replay` builds it.
#[derive(Debug, Args)]
#[command(disable_help_flag = true)]
pub(super) struct Replay {
    /// Ignored
    #[arg(
        value_name = "ARGUMENT",
        trailing_var_arg = true,
        allow_hyphen_values = true
    )]
    arguments: Vec<OsString>,
}

impl Replay {
    /// Says how to get the command.
    pub(super) fn run(&self) -> Result<(), Failure> {
        let _ = &self.arguments;
        Err(Failure::Settings(NEEDS.to_owned()))
    }
}

/// The error, which says how to get the command.
const NEEDS: &str = "this build has no `replay` command: use the `weblog` of a release, or run \
     `cargo install --locked --path . --bin weblog --features replay`";
