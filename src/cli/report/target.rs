//! The file that a report is written to.

use std::fs::{self, File};
use std::io::{self, Error, ErrorKind};
use std::path::{Path, PathBuf};

use crate::cli::failure::Failure;

/// Fails if the target is a folder, or if no file can be created beside the target. Devices, pipes
/// and links are not checked. This is done before a log is read, because reading may take long.
pub(super) fn check(target: &Path) -> Result<(), Failure> {
    let written = if target.is_dir() {
        Err(Error::from(ErrorKind::IsADirectory))
    } else if is_whole(target) {
        let part = part(target);
        File::create(&part).and_then(|_| fs::remove_file(&part))
    } else {
        Ok(())
    };
    written.map_err(|error| failure(target, &error))
}

/// Writes the report. A regular file is replaced as a whole, so a reader sees either the previous
/// file or the new one.
pub(super) fn replace(target: &Path, text: &str) -> Result<(), Failure> {
    let written = if is_whole(target) {
        let part = part(target);
        fs::write(&part, text).and_then(|()| fs::rename(&part, target))
    } else {
        fs::write(target, text)
    };
    written.map_err(|error| failure(target, &error))
}

/// Whether the target is a regular file or does not exist. Devices, pipes and links must be kept,
/// so they are not replaced.
fn is_whole(target: &Path) -> bool {
    fs::symlink_metadata(target).map_or(true, |metadata| metadata.is_file())
}

/// The file that becomes the target when it is complete.
fn part(target: &Path) -> PathBuf {
    let mut name = target.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    target.with_file_name(name)
}

fn failure(target: &Path, error: &io::Error) -> Failure {
    Failure::Report(format!(
        "{}: {error}; choose another file with --output",
        target.display()
    ))
}

/// Opens a page with the system's default program.
pub(super) fn open(target: &Path) -> Result<(), Failure> {
    let program = match std::env::consts::OS {
        "macos" => "open",
        "windows" => "explorer",
        _ => "xdg-open",
    };
    let opened = std::process::Command::new(program).arg(target).spawn();
    opened.map(drop).map_err(|error| {
        Failure::Report(format!(
            "{program}: {error}; open {} in a browser yourself",
            target.display()
        ))
    })
}
