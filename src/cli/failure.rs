//! Why a command ended early, and the status that it ends with.

use std::io;
use std::process::ExitCode;

use super::text;

/// The status of arguments or configuration that cannot work: the one that clap ends with, too.
pub(super) const USAGE: u8 = 2;

/// Why a command did not do all that it was asked for.
#[derive(Debug)]
pub(super) enum Failure {
    /// An option or variable that cannot work: its name, and what is wrong.
    Settings(String),
    /// At least one input could not be read, as was told when it happened; the others were.
    Inputs,
    /// A cluster could not be set up.
    #[cfg(feature = "aws")]
    Setup(String),
    /// A report could not be made, or not be written or opened.
    Report(String),
    /// The output could not be written.
    Output(io::Error),
}

impl Failure {
    /// Tells what is not told yet, and gives the status to end with.
    pub(super) fn tell(self) -> ExitCode {
        match self {
            Self::Settings(message) => {
                text::tell(message);
                ExitCode::from(USAGE)
            }
            Self::Report(message) => {
                text::tell(message);
                ExitCode::FAILURE
            }
            Self::Inputs => ExitCode::FAILURE,
            #[cfg(feature = "aws")]
            Self::Setup(message) => {
                text::tell(format_args!("failed to set up: {message}"));
                ExitCode::FAILURE
            }
            // Who reads has seen enough (`| head`): that is no failure, and no news.
            Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
            Self::Output(error) => {
                text::tell(format_args!("standard output: {error}"));
                ExitCode::FAILURE
            }
        }
    }
}
