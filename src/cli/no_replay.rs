//! `weblog replay` of a build without S3: says how to get it.

use std::ffi::OsString;

use clap::Args;

use super::failure::Failure;

/// Delivers again what failed, from files and S3 (this build is without it)
///
/// It needs clients of S3 that no other command needs: releases have them, and `cargo install --locked --path . --bin
/// weblog --features replay` builds them.
#[derive(Debug, Args)]
#[command(disable_help_flag = true)]
pub(super) struct Replay {
    /// Taken and not looked at
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
