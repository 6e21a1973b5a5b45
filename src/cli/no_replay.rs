//! `weblog replay` in a build without clients of S3. It reports how to get such a build.

use std::ffi::OsString;

use clap::Args;

use super::failure::Failure;

/// Delivers failed records and documents again, and old logs for the first time (not in this build)
///
/// It needs clients of S3, which no other command needs. Releases have them, and `cargo install
/// --locked --path . --bin weblog --features replay` builds them.
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

/// What a person needs who wants it.
const NEEDS: &str = "this build is without `replay`: take `weblog` of a release, or build it with \
     `cargo install --locked --path . --bin weblog --features replay`";
