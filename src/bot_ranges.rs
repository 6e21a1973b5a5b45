//! Opens the lists of bots' addresses. This module does the I/O for [`crate::enrich::BotRanges`].

use std::fmt;
use std::fs;
use std::path::Path;

use crate::enrich::BotRanges;

/// Why lists cannot be opened: one line that names the file or folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ListError(String);

impl fmt::Display for ListError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ListError {}

/// Opens the compiled-in lists. A file in `folder` (`BOT_RANGES_PATH`) replaces the list of the
/// same name.
///
/// # Errors
/// The error names the file or folder and says what is wrong with it.
pub(crate) fn open(folder: Option<&str>) -> Result<BotRanges, ListError> {
    let mut newer = Vec::new();
    if let Some(folder) = folder {
        let entries = fs::read_dir(folder)
            .map_err(|error| ListError(format!("cannot open {folder}: {error}")))?;
        let mut paths: Vec<_> = entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| {
                path.extension()
                    .is_some_and(|extension| extension == "json")
            })
            .collect();
        paths.sort();
        for path in &paths {
            newer.push((name(path), read(path)?));
        }
        if newer.is_empty() {
            return Err(ListError(format!("{folder} holds no list (*.json)")));
        }
    }
    BotRanges::new(&newer).map_err(|error| match folder {
        Some(folder) => ListError(format!("{folder}/{}.json: {}", error.list, error.reason)),
        None => ListError(error.to_string()),
    })
}

fn name(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}

fn read(path: &Path) -> Result<String, ListError> {
    let cannot = |error| ListError(format!("cannot read {}: {error}", path.display()));
    fs::read_to_string(path).map_err(cannot)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_of_a_folder_are_read_and_a_broken_file_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().to_str().unwrap();
        let reason = |path| open(Some(path)).unwrap_err().to_string();
        assert!(reason("/nowhere").starts_with("cannot open /nowhere: "));
        assert_eq!(reason(path), format!("{path} holds no list (*.json)"));
        fs::write(folder.path().join("gptbot.json"), "<html>").unwrap();
        assert!(reason(path).starts_with(&format!("{path}/gptbot.json: expected value")));
        let json = r#"{"prefixes":[{"ipv4Prefix":"192.88.99.0/24"}]}"#;
        fs::write(folder.path().join("gptbot.json"), json).unwrap();
        assert!(open(Some(path)).is_ok());
    }
}
