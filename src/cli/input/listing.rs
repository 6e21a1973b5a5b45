//! The sources that the arguments name: files, the files of folders, and the objects below a
//! prefix.

use std::collections::VecDeque;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use tokio::runtime::Handle;

use crate::aws::s3::bucket::{Buckets, Listed};
use crate::event::Timestamp;
use crate::object::key::Keys;

/// How many sources are listed in advance. The last page of a bucket, or the last folder, may
/// exceed this number, because it is listed as a whole.
const AHEAD_LIMIT: usize = 10_000;

/// A source: a file or an object of S3.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) enum InputSource {
    /// A file. `below` is its path below the folder that the argument names, or its name if the
    /// argument names the file itself.
    File {
        path: PathBuf,
        below: PathBuf,
        bytes: u64,
        written: Option<Timestamp>,
    },
    /// An object.
    Object { bucket: String, listed: Listed },
}

impl InputSource {
    /// The source's name in messages and in the state file.
    pub(in crate::cli) fn name(&self) -> String {
        match self {
            Self::File { path, .. } => path.display().to_string(),
            Self::Object { bucket, listed } => format!("s3://{bucket}/{}", listed.key),
        }
    }

    /// A text by which a replaced source is noticed: the size and time of a file, or the `ETag` of
    /// an object.
    pub(in crate::cli) fn version(&self) -> String {
        match self {
            Self::File { bytes, written, .. } => {
                let seconds = written.map_or(0, |time| time.seconds);
                let nanoseconds = written.map_or(0, |time| time.nanoseconds);
                format!("{bytes}:{seconds}.{nanoseconds}")
            }
            Self::Object { listed, .. } => listed.etag.clone().unwrap_or_default(),
        }
    }

    /// The stored size of the source in bytes.
    pub(in crate::cli) fn bytes(&self) -> u64 {
        match self {
            Self::File { bytes, .. } => *bytes,
            Self::Object { listed, .. } => listed.bytes,
        }
    }
}

/// The bucket and the prefix of `s3://bucket/prefix`. `None` if the path is not an address of S3.
pub(in crate::cli) fn address(source: &Path) -> Option<(&str, &str)> {
    let rest = source.to_str()?.strip_prefix("s3://")?;
    Some(rest.split_once('/').unwrap_or((rest, "")))
}

/// Lists sources, about [`AHEAD_LIMIT`] of them in advance.
#[derive(Debug)]
pub(in crate::cli) struct Listing {
    ready: VecDeque<InputSource>,
    /// The names that are not listed yet, or not to their end. A prefix that is listed in part has
    /// the token with which its listing continues.
    left: VecDeque<(PathBuf, Option<String>)>,
    buckets: Option<(Buckets, Handle)>,
    keys: Keys,
}

impl Listing {
    /// A listing of the sources that these names mean. `buckets` lists the objects of S3.
    pub(in crate::cli) fn new(
        names: &[PathBuf],
        buckets: Option<(Buckets, Handle)>,
        keys: Keys,
    ) -> Self {
        Self {
            ready: VecDeque::new(),
            left: names.iter().map(|name| (name.clone(), None)).collect(),
            buckets,
            keys,
        }
    }

    /// Lists sources in advance.
    ///
    /// # Errors
    /// A name cannot be listed, or no object has the prefix. The error has the name and the reason.
    pub(in crate::cli) fn fill(&mut self) -> Result<(), String> {
        while self.ready.len() < AHEAD_LIMIT
            && let Some((name, after)) = self.left.pop_front()
        {
            let fault = |why: String| format!("{}: {why}", name.display());
            match address(&name) {
                Some((bucket, prefix)) => self.page(&name, bucket, prefix, after).map_err(fault)?,
                None => self
                    .files(&name, Path::new(""), true)
                    .map_err(|error| fault(error.to_string()))?,
            }
        }
        Ok(())
    }

    /// The size in bytes and the number of the sources that are listed and not yet taken. `None` if
    /// some sources are not listed yet.
    pub(in crate::cli) fn total(&self) -> Option<(u64, usize)> {
        let sizes = self.ready.iter().map(InputSource::bytes);
        self.left
            .is_empty()
            .then(|| (sizes.sum(), self.ready.len()))
    }

    /// The next source. `None` after the last one.
    ///
    /// # Errors
    /// A name cannot be listed, or no object has the prefix. The error has the name and the reason.
    pub(in crate::cli) fn next(&mut self) -> Result<Option<InputSource>, String> {
        if self.ready.is_empty() {
            self.fill()?;
        }
        Ok(self.ready.pop_front())
    }

    fn page(
        &mut self,
        name: &Path,
        bucket: &str,
        prefix: &str,
        after: Option<String>,
    ) -> Result<(), String> {
        let (buckets, handle) = self.buckets.as_ref().ok_or("there is no client of S3")?;
        let is_first = after.is_none();
        let page = handle.block_on(buckets.page(bucket, prefix, after));
        let page = page.map_err(|error| error.to_string())?;
        if is_first && page.objects.is_empty() {
            return Err("no object has this prefix".to_owned());
        }
        for listed in page.objects {
            if self.keys.no_log(&listed.key, Some(listed.bytes)).is_none() {
                let bucket = bucket.to_owned();
                self.ready.push_back(InputSource::Object { bucket, listed });
            }
        }
        if page.next.is_some() {
            self.left.push_front((name.to_owned(), page.next));
        }
        Ok(())
    }

    /// Lists a file, or the files of a folder and its subfolders in the order of their names.
    /// Hidden files and subfolders are left out.
    fn files(&mut self, path: &Path, below: &Path, is_named: bool) -> std::io::Result<()> {
        let metadata = fs::metadata(path)?;
        if metadata.is_dir() {
            let mut entries = fs::read_dir(path)?.collect::<std::io::Result<Vec<_>>>()?;
            entries.sort_by_key(fs::DirEntry::file_name);
            for entry in entries {
                let name = entry.file_name();
                if !name.as_encoded_bytes().starts_with(b".") {
                    self.files(&entry.path(), &below.join(&name), false)?;
                }
            }
            return Ok(());
        }
        // A pipe in a folder is not a log.
        if !metadata.is_file() && !is_named {
            return Ok(());
        }
        let below = match is_named {
            true => path.file_name().map(PathBuf::from).unwrap_or_default(),
            false => below.to_owned(),
        };
        self.ready.push_back(InputSource::File {
            path: path.to_owned(),
            below,
            bytes: metadata.len(),
            written: metadata.modified().ok().and_then(timestamp),
        });
        Ok(())
    }
}

fn timestamp(time: SystemTime) -> Option<Timestamp> {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    Some(Timestamp {
        seconds: i64::try_from(since.as_secs()).ok()?,
        nanoseconds: since.subsec_nanos(),
        digits: 9,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_gives_its_visible_files_in_order() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir_all(at("b/2026")).unwrap();
        for name in ["b/2026/x.gz", "a.log", ".weblog-replay", "b/.hidden"] {
            fs::write(at(name), b"x").unwrap();
        }
        let mut listing = Listing::new(&[folder.path().to_owned()], None, Keys::default());
        listing.fill().unwrap();
        assert_eq!(listing.total(), Some((2, 2)));
        let mut found = Vec::new();
        while let Some(InputSource::File { below, .. }) = listing.next().unwrap() {
            found.push(below);
        }
        assert_eq!(
            found,
            [PathBuf::from("a.log"), PathBuf::from("b/2026/x.gz")]
        );
        let mut missing = Listing::new(&[at("none")], None, Keys::default());
        assert!(missing.fill().is_err());
    }

    #[test]
    fn an_address_of_s3_has_a_bucket_and_a_prefix() {
        assert_eq!(address(Path::new("s3://b/p/q")), Some(("b", "p/q")));
        assert_eq!(address(Path::new("s3://b")), Some(("b", "")));
        assert_eq!(address(Path::new("b/p")), None);
    }
}
