//! Closes sources whose entries were all answered. If a source was read to its end and its wanted
//! entries were all accepted, adds the source to the state file. If also no entry was skipped,
//! carries out `--done`.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::sync::mpsc;

use super::shared::Shared;
use crate::aws::s3::bucket::{self, Buckets};
use crate::cli::input::{InputSource, address};
use crate::cli::text::write_message;
use crate::replay::state::State;
use crate::replay::track::Settled;

/// What to do with a source that was accepted completely.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Done {
    /// Delete the source.
    Delete,
    /// Move the source below this prefix or into this folder.
    Move(String),
    /// Add a tag to the object.
    Tag,
}

impl Done {
    /// Reads `--done`.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        match text.split_once('=') {
            None if text == "delete" => Ok(Self::Delete),
            None if text == "tag" => Ok(Self::Tag),
            Some(("move", prefix)) if !prefix.is_empty() => Ok(Self::Move(prefix.to_owned())),
            _ => Err(format!("`{text}` is not delete, move=PREFIX or tag")),
        }
    }
}

/// The state file.
#[derive(Debug)]
pub(super) struct StateFile {
    path: PathBuf,
    file: File,
}

impl StateFile {
    /// Opens the state file of a replay, or creates the file. Also returns the sources that the
    /// file names.
    pub(super) fn open(path: &Path, replay: &str) -> Result<(Self, State), String> {
        let fault = |why: String| format!("--state {}: {why}", path.display());
        let state = match fs::read_to_string(path) {
            Ok(text) => {
                let state = State::read(&text)
                    .ok_or_else(|| fault("not a state file; name another file".to_owned()))?;
                if state.replay != replay {
                    return Err(fault(
                        "the file belongs to a replay with another destination or selection; \
                         name another file, or delete this one"
                            .to_owned(),
                    ));
                }
                Some((state, text.ends_with('\n')))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(fault(error.to_string())),
        };
        let mut file = OpenOptions::new()
            .create(true)
            .append(true)
            .open(path)
            .map_err(|error| fault(error.to_string()))?;
        let begins = match &state {
            None => State::head(replay),
            // The last line is incomplete. The next one must not be joined to it.
            Some((_, false)) => "\n".to_owned(),
            Some((_, true)) => String::new(),
        };
        file.write_all(begins.as_bytes())
            .map_err(|error| fault(error.to_string()))?;
        let path = path.to_owned();
        let state = state.map(|(state, _)| state).unwrap_or_default();
        Ok((Self { path, file }, state))
    }

    fn add(&mut self, source: &InputSource, entries: u64) -> Result<(), String> {
        let line = State::line(&source.name(), &source.version(), entries);
        let written = self.file.write_all(line.as_bytes());
        written.map_err(|error| format!("--state {}: {error}", self.path.display()))
    }
}

/// How many sources were closed, and how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Closed {
    /// Sources whose wanted entries were all accepted.
    pub(super) accepted: u64,
    /// Sources for which `--done` was carried out.
    pub(super) done: u64,
    /// Sources for which `--done` was not carried out, because an entry was skipped.
    pub(super) kept: u64,
    /// Sources for which `--done` failed.
    pub(super) failed: u64,
}

/// Closes sources.
#[derive(Debug)]
pub(super) struct Closing {
    pub(super) shared: Arc<Shared>,
    pub(super) state: Option<StateFile>,
    pub(super) done: Option<Done>,
    pub(super) buckets: Option<Buckets>,
}

impl Closing {
    /// Closes sources as they settle, until the channel is closed.
    pub(super) async fn run(mut self, mut settled: mpsc::UnboundedReceiver<Settled>) -> Closed {
        let mut closed = Closed::default();
        while let Some(settled) = settled.recv().await {
            let Some(source) = self.shared.take(settled.source) else {
                continue;
            };
            if !settled.accepted {
                continue;
            }
            closed.accepted += 1;
            if let Some(state) = &mut self.state
                && let Err(why) = state.add(&source, settled.entries)
            {
                write_message(why);
            }
            match &self.done {
                None => {}
                Some(_) if !settled.whole => closed.kept += 1,
                Some(done) => match self.finish(&source, done).await {
                    Ok(()) => closed.done += 1,
                    Err(why) => {
                        closed.failed += 1;
                        write_message(format_args!("{}: {why}", source.name()));
                    }
                },
            }
        }
        closed
    }

    async fn finish(&self, source: &InputSource, done: &Done) -> Result<(), String> {
        match source {
            InputSource::File { path, below, .. } => {
                finish_file(path, below, done).map_err(|error| error.to_string())
            }
            InputSource::Object { bucket, listed } => {
                let done = match done {
                    Done::Delete => bucket::Done::Delete,
                    Done::Tag => bucket::Done::Tag,
                    Done::Move(prefix) => {
                        let (to, prefix) = address(Path::new(prefix))
                            .unwrap_or((bucket.as_str(), prefix.as_str()));
                        let prefix = prefix.trim_end_matches('/');
                        bucket::Done::Move(to.to_owned(), format!("{prefix}/{}", listed.key))
                    }
                };
                let buckets = self.buckets.as_ref().ok_or("there is no client of S3")?;
                let finished = buckets.finish(bucket, listed, &done).await;
                finished.map_err(|error| error.to_string())
            }
        }
    }
}

fn finish_file(path: &Path, below: &Path, done: &Done) -> io::Result<()> {
    match done {
        Done::Delete => fs::remove_file(path),
        Done::Move(prefix) => {
            let to = Path::new(prefix).join(below);
            if let Some(folder) = to.parent() {
                fs::create_dir_all(folder)?;
            }
            if to.exists() {
                return Err(io::Error::other(format!("{} already exists", to.display())));
            }
            fs::rename(path, to)
        }
        Done::Tag => Err(io::Error::other(
            "a file has no tags; use --done delete or move=PREFIX",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_action_of_done_is_parsed() {
        assert_eq!(Done::parse("delete"), Ok(Done::Delete));
        assert_eq!(Done::parse("tag"), Ok(Done::Tag));
        assert_eq!(Done::parse("move=x/y"), Ok(Done::Move("x/y".to_owned())));
        for text in ["", "move", "move=", "delete=x", "Delete"] {
            assert!(Done::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_state_file_of_another_replay_is_refused_and_a_cut_line_is_ignored() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state");
        let source = |name: &str| InputSource::File {
            path: name.into(),
            below: name.into(),
            bytes: 7,
            written: None,
        };
        let (mut file, state) = StateFile::open(&path, "a").unwrap();
        assert!(state.is_empty());
        file.add(&source("x"), 1).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, format!("{text}{{\"source\":\"y\"")).unwrap();
        let (mut file, _) = StateFile::open(&path, "a").unwrap();
        file.add(&source("z"), 1).unwrap();
        let (_, state) = StateFile::open(&path, "a").unwrap();
        let is_settled = |name| state.is_settled(name, &source(name).version());
        assert_eq!(
            [is_settled("x"), is_settled("y"), is_settled("z")],
            [true, false, true]
        );
        assert!(StateFile::open(&path, "b").is_err());
        fs::write(&path, "a log\n").unwrap();
        assert!(StateFile::open(&path, "a").is_err());
    }
}
