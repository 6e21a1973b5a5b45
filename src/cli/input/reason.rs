//! Why an input cannot be opened, and what to do about it.

use std::io::{Error, ErrorKind};
use std::path::Path;

/// What is wrong, and what to do about it, if that is known.
pub(in crate::cli) fn reason(path: &Path, error: &Error) -> String {
    let path = path.display().to_string();
    let advice = match error.kind() {
        ErrorKind::Unsupported if path.starts_with("s3://") => format!(
            "use `weblog` from a release, add `--features replay` to the build, or read the object \
             through a pipe: aws s3 cp {path} - | weblog report"
        ),
        ErrorKind::NotFound => "name an existing log, or `-` for standard input".to_owned(),
        ErrorKind::IsADirectory => {
            format!("name the logs in it: {}/*", path.trim_end_matches('/'))
        }
        ErrorKind::PermissionDenied => {
            "run this as a user who may read it, with sudo for instance".to_owned()
        }
        _ => return error.to_string(),
    };
    format!("{error}; {advice}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_says_what_to_do() {
        for (path, kind, advice) in [
            ("access.log", ErrorKind::NotFound, "`-` for standard input"),
            (
                "s3://logs/a.gz",
                ErrorKind::Unsupported,
                "aws s3 cp s3://logs/a.gz - |",
            ),
            ("/var/log/", ErrorKind::IsADirectory, "/var/log/*"),
            ("access.log", ErrorKind::PermissionDenied, "sudo"),
        ] {
            let reason = reason(Path::new(path), &Error::from(kind));
            assert!(reason.contains(advice), "{reason}");
        }
        let broken = Error::from(ErrorKind::InvalidData);
        assert_eq!(reason(Path::new("a.gz"), &broken), broken.to_string());
    }
}
