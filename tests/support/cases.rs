//! The cases of `tests/cases`: a folder for each format or topic, with logs and the settings by
//! which they are read.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test binary uses its part of this"
)]
#![allow(
    clippy::unwrap_used,
    reason = "a case that cannot be read fails the test"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use weblog_enrich::event::Timestamp;

/// 2026-01-01T00:00:00Z, when every record of a case arrived.
pub const ARRIVAL: Timestamp = Timestamp {
    seconds: 1_767_225_600,
    nanoseconds: 0,
    digits: 0,
};

/// The folders of the cases.
pub fn folders() -> Vec<PathBuf> {
    entries(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases"))
}

/// The logs of a folder.
pub fn logs(folder: &Path) -> Vec<PathBuf> {
    let is_log = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "log");
    entries(folder).into_iter().filter(is_log).collect()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths
}

/// The settings of a folder: what its `settings.env` says, with the folder's name as the default of
/// `LOG_FORMAT`.
pub fn settings(folder: &Path) -> BTreeMap<String, String> {
    let name = folder.file_name().unwrap().to_str().unwrap();
    let mut settings = BTreeMap::from([("LOG_FORMAT".to_owned(), name.to_owned())]);
    let text = fs::read_to_string(folder.join("settings.env")).unwrap_or_default();
    for line in text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        let (key, value) = line
            .split_once('=')
            .unwrap_or_else(|| panic!("{}: {line} has no `=`", folder.display()));
        settings.insert(key.to_owned(), value.to_owned());
    }
    settings
}
