//! Keys: which objects are logs, and in which format.
//!
//! Other objects in the same place are recognised by their keys: the placeholders of folders
//! (<https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-folders.html>), and the
//! files with which load balancers test their permission
//! (<https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html>).

use std::fmt;

use crate::glob::Glob;

/// The files with which load balancers test whether they may write.
const TEST_FILES: [&str; 2] = ["ELBAccessLogTestFile", "ELBConnectionLogTestFile"];

/// The end of the keys of folders' placeholders that Hadoop's tools write.
const HADOOP_FOLDER: &str = "_$folder$";

/// Why an object is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoLog {
    /// A placeholder for a folder.
    Folder,
    /// The object is empty.
    Empty,
    /// A load balancer's test of its permission.
    TestFile,
    /// `S3_KEY_PATTERN` excludes the key, or does not include it.
    Excluded,
}

impl NoLog {
    /// The short code of the reason, for logs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Folder => "folder",
            Self::Empty => "empty",
            Self::TestFile => "test_file",
            Self::Excluded => "excluded",
        }
    }
}

/// Why the operator's patterns of keys cannot be used. It is displayed as a lower-case fragment.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PatternError {
    /// The pattern after a `!` is empty.
    Empty,
    /// This entry of [`KeyFormat::parse`] lacks a pattern or a format.
    Incomplete(String),
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("`!` has no pattern behind it"),
            Self::Incomplete(entry) => {
                write!(f, "`{entry}` is not a pattern, `=` and a format")
            }
        }
    }
}

impl std::error::Error for PatternError {}

/// Which keys are read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keys {
    included: Vec<Glob>,
    excluded: Vec<Glob>,
}

impl Keys {
    /// Reads patterns that are separated by commas. A pattern after `!` excludes the keys that
    /// match it. Any other key is read if a pattern without `!` matches it, or if there is no
    /// pattern without `!`.
    ///
    /// # Errors
    /// [`PatternError::Empty`].
    pub fn parse(patterns: &str) -> Result<Self, PatternError> {
        let mut keys = Self::default();
        for pattern in patterns.split(',').map(str::trim) {
            match pattern.strip_prefix('!').map(str::trim_start) {
                Some("") => return Err(PatternError::Empty),
                Some(excluded) => keys.excluded.push(Glob::new(excluded)),
                None if pattern.is_empty() => {}
                None => keys.included.push(Glob::new(pattern)),
            }
        }
        Ok(keys)
    }

    /// Why an object is not read, or `None` for a log. `bytes` is its size, if known.
    #[must_use]
    pub fn no_log(&self, key: &str, bytes: Option<u64>) -> Option<NoLog> {
        let name = key.rsplit('/').next().unwrap_or(key);
        let any = |globs: &[Glob]| globs.iter().any(|glob| glob.matches(key));
        if key.ends_with('/') || key.ends_with(HADOOP_FOLDER) {
            Some(NoLog::Folder)
        } else if TEST_FILES.contains(&name) {
            Some(NoLog::TestFile)
        } else if any(&self.excluded) || !(self.included.is_empty() || any(&self.included)) {
            Some(NoLog::Excluded)
        } else {
            (bytes == Some(0)).then_some(NoLog::Empty)
        }
    }
}

/// The format of the objects whose keys match a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyFormat {
    /// The pattern of the keys.
    pub(crate) keys: Glob,
    /// The format, as `LOG_FORMAT` takes it.
    pub format: String,
}

impl KeyFormat {
    /// Reads entries `pattern = format`, which are separated by `;`. A pattern ends at the first
    /// `=` with spaces around it, or else at the first `=`.
    ///
    /// # Errors
    /// [`PatternError::Incomplete`].
    pub fn parse(entries: &str) -> Result<Vec<Self>, PatternError> {
        let entries = entries.split(';').map(str::trim);
        entries
            .filter(|entry| !entry.is_empty())
            .map(|entry| {
                let parts = entry.split_once(" = ").or_else(|| entry.split_once('='));
                let parts = parts.map(|(keys, format)| (keys.trim(), format.trim()));
                match parts {
                    Some((keys, format)) if !keys.is_empty() && !format.is_empty() => Ok(Self {
                        keys: Glob::new(keys),
                        format: format.to_owned(),
                    }),
                    _ => Err(PatternError::Incomplete(entry.to_owned())),
                }
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALB: &str = "web/AWSLogs/123456789012/elasticloadbalancing/us-east-2/2025/10/10\
                       /123456789012_elasticloadbalancing_us-east-2_app.web.1234567890abcdef\
                       _20251010T1355Z_192.0.2.7_2soosksi.log.gz";

    #[test]
    fn other_objects_beside_logs_are_recognised_by_their_keys() {
        let cases = [
            ("", ALB, Some(7), None),
            ("", ALB, None, None),
            ("", ALB, Some(0), Some(NoLog::Empty)),
            ("", "logs/", Some(0), Some(NoLog::Folder)),
            ("", "logs_$folder$", None, Some(NoLog::Folder)),
            (
                "",
                "web/AWSLogs/123456789012/ELBAccessLogTestFile",
                Some(101),
                Some(NoLog::TestFile),
            ),
            ("", "ELBConnectionLogTestFile", None, Some(NoLog::TestFile)),
            ("", "ELBAccessLogTestFile/a.log", Some(1), None),
            ("*.gz", ALB, Some(7), None),
            ("*.gz", "a.csv", Some(7), Some(NoLog::Excluded)),
            ("cdn/*, web/*", ALB, Some(7), None),
            ("!*/connection_log*", ALB, Some(7), None),
            ("web/*, !*.gz", ALB, Some(7), Some(NoLog::Excluded)),
            ("!web/*", "cdn/E1.2025.gz", Some(7), None),
        ];
        for (patterns, key, bytes, expected) in cases {
            let keys = Keys::parse(patterns).unwrap();
            assert_eq!(keys.no_log(key, bytes), expected, "{patterns} {key}");
        }
        let error = Keys::parse("a, !").unwrap_err();
        assert_eq!(error.to_string(), "`!` has no pattern behind it");
    }

    #[test]
    fn a_format_belongs_to_a_pattern() {
        let entries = "*/elasticloadbalancing/* = alb; year=*/cdn* = cloudfront;x=$remote_addr \
                       t=$request_time;";
        let found: Vec<_> = KeyFormat::parse(entries)
            .unwrap()
            .into_iter()
            .map(|entry| (entry.keys, entry.format))
            .collect();
        let expected = [
            ("*/elasticloadbalancing/*", "alb"),
            ("year=*/cdn*", "cloudfront"),
            ("x", "$remote_addr t=$request_time"),
        ];
        let expected = expected.map(|(keys, format)| (Glob::new(keys), format.to_owned()));
        assert_eq!(found, expected);
        for wrong in ["alb", "= alb", "a ="] {
            let error = KeyFormat::parse(wrong).unwrap_err().to_string();
            assert_eq!(
                error,
                format!("`{wrong}` is not a pattern, `=` and a format")
            );
        }
    }
}
