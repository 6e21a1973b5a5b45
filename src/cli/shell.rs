//! `weblog completions` and `weblog man`: files that a package installs beside the program.

use std::fs;
use std::io::{Write as _, stdout};
use std::path::PathBuf;

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::failure::Failure;

/// Prints a script with which a shell completes the commands and options of `weblog`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  weblog completions bash > /etc/bash_completion.d/weblog
  weblog completions zsh > ~/.zfunc/_weblog
  weblog completions fish > ~/.config/fish/completions/weblog.fish")]
pub(super) struct Completions {
    /// The shell that runs the script
    shell: Shell,
}

impl Completions {
    pub(super) fn run<Program: CommandFactory>(&self) -> Result<(), Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Program::command(), "weblog", &mut script);
        let mut stdout = stdout().lock();
        let written = stdout.write_all(&script);
        written
            .and_then(|()| stdout.flush())
            .map_err(Failure::Output)
    }
}

/// Writes the manual pages into a folder, one for each command
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  weblog man /usr/local/share/man/man1")]
pub(super) struct Man {
    /// The folder, which is created if it does not exist
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
}

impl Man {
    pub(super) fn run<Program: CommandFactory>(&self) -> Result<(), Failure> {
        let made = fs::create_dir_all(&self.folder);
        let written =
            made.and_then(|()| clap_mangen::generate_to(Program::command(), &self.folder));
        written.map_err(|error| Failure::Report(format!("{}: {error}", self.folder.display())))
    }
}
