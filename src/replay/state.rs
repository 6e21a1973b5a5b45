//! The file that lets an interrupted replay continue. Its first line identifies the replay, and
//! each further line names a source whose wanted entries were all accepted. If the machine stopped
//! while a line was written, the line is incomplete and is ignored.

use std::collections::HashMap;

use serde_json::{Value, json};

/// The key and version that identify such a file.
const KIND: (&str, u64) = ("weblog-replay", 1);

/// The content of a state file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    /// Identifies the replay: its destination and its selection.
    pub replay: String,
    /// The sources that the file names, with their versions.
    settled: HashMap<String, String>,
}

impl State {
    /// The first line of a new file.
    #[must_use]
    pub fn head(replay: &str) -> String {
        let (kind, version) = KIND;
        format!("{}\n", json!({ kind: version, "replay": replay }))
    }

    /// The line of a source whose wanted entries were all accepted.
    #[must_use]
    pub fn line(name: &str, version: &str, entries: u64) -> String {
        let line = json!({ "source": name, "version": version, "entries": entries });
        format!("{line}\n")
    }

    /// Reads a file. Returns `None` if it is not a state file.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let head: Value = serde_json::from_str(lines.next()?).ok()?;
        let (kind, version) = KIND;
        if head.get(kind)?.as_u64()? != version {
            return None;
        }
        let mut settled = HashMap::new();
        for line in lines {
            let line: Value = serde_json::from_str(line).unwrap_or_default();
            let text = |key: &str| line.get(key).and_then(Value::as_str);
            if let (Some(source), Some(version)) = (text("source"), text("version")) {
                settled.insert(source.to_owned(), version.to_owned());
            }
        }
        Some(Self {
            replay: head.get("replay")?.as_str()?.to_owned(),
            settled,
        })
    }

    /// Whether the file names this version of a source.
    #[must_use]
    pub fn is_settled(&self, name: &str, version: &str) -> bool {
        let known = self.settled.get(name);
        known.is_some_and(|known| known == version)
    }

    /// The number of sources that the file names.
    #[must_use]
    pub fn len(&self) -> usize {
        self.settled.len()
    }

    /// Whether the file names no source.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.settled.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_names_its_settled_sources_and_a_cut_line_is_ignored() {
        let text = State::head("firehose:documents")
            + &State::line("s3://b/\"é\"\n", "\"etag\"", 3)
            + &State::line("b.log", "7", 0);
        let state = State::read(&text).unwrap();
        assert_eq!(state.replay, "firehose:documents");
        assert!(state.is_settled("s3://b/\"é\"\n", "\"etag\""));
        assert!(!state.is_settled("s3://b/\"é\"\n", "\"another\""));
        assert!(state.is_settled("b.log", "7"));
        assert!(!state.is_settled("c.log", "7"));
        let first = State::head("firehose:documents").len();
        // The last line is complete even without its line feed.
        let last = text.len() - 1;
        for (end, _) in text
            .char_indices()
            .skip(first)
            .filter(|(end, _)| *end < last)
        {
            let cut = State::read(text.get(..end).unwrap()).unwrap();
            assert!(cut.len() <= 2 && !cut.is_settled("b.log", "7"));
        }
    }

    #[test]
    fn other_files_are_not_state_files() {
        for text in [
            "",
            "{}",
            "{\"weblog-replay\":2,\"replay\":\"x\"}",
            "a log\n",
        ] {
            assert_eq!(State::read(text), None, "{text}");
        }
    }
}
