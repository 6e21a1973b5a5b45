//! Why a command did not complete its task, and its exit status.

use std::io;
use std::process::ExitCode;

use super::text;

/// The status for invalid arguments or configuration, which clap uses too.
pub(super) const USAGE: u8 = 2;

/// The status of a command that Ctrl-C ended: 128 plus the number of the signal, as in shells.
#[cfg(feature = "replay")]
pub(super) const INTERRUPTED: u8 = 130;

/// Why a command did not complete its task.
#[derive(Debug)]
pub(super) enum Failure {
    /// An invalid option or variable: its name, and what is wrong.
    Settings(String),
    /// At least one input could not be read, or `--done` failed for a source. This was reported
    /// when it happened, and the other inputs were processed.
    Inputs,
    /// A cluster could not be set up.
    #[cfg(feature = "aws")]
    Setup(String),
    /// A replay could not be started, or did not send everything. The text says why, and how to
    /// continue if the replay had begun to send.
    #[cfg(feature = "replay")]
    Replay(String),
    /// The user ended the command early. The text says how to continue.
    #[cfg(feature = "replay")]
    Interrupted(String),
    /// A report could not be made, written or opened, or manual pages could not be written.
    Report(String),
    /// The output could not be written.
    Output(io::Error),
}

impl Failure {
    /// Reports what was not yet reported, and returns the exit status.
    pub(super) fn report(self) -> ExitCode {
        match self {
            Self::Settings(message) => {
                text::write_message(message);
                ExitCode::from(USAGE)
            }
            Self::Report(message) => {
                text::write_message(message);
                ExitCode::FAILURE
            }
            Self::Inputs => ExitCode::FAILURE,
            #[cfg(feature = "replay")]
            Self::Replay(message) => {
                text::write_message(message);
                ExitCode::FAILURE
            }
            #[cfg(feature = "replay")]
            Self::Interrupted(message) => {
                text::write_message(message);
                ExitCode::from(INTERRUPTED)
            }
            #[cfg(feature = "aws")]
            Self::Setup(message) => {
                text::write_message(format_args!("failed to set up: {message}"));
                ExitCode::FAILURE
            }
            // The reader closed the output because it has seen enough (`| head`). This is not a
            // failure and needs no message.
            Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
            Self::Output(error) => {
                text::write_message(format_args!("standard output: {error}"));
                ExitCode::FAILURE
            }
        }
    }
}
