//! Runs `geoip/fetch` with files and with a local server. Tests which databases the script
//! installs, and which it refuses.
//!
//! The script needs curl, gzip and tar. If one is missing, these tests report that and pass, unless
//! `CI` is set.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

#[path = "support/http.rs"]
mod http;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use http::Answer;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn database(name: &str) -> PathBuf {
    Path::new(ROOT).join("tests/databases").join(name)
}

/// Runs the script, which installs databases into this folder. If `cargo test` has built the
/// program that checks a database, the script uses that program. Otherwise the script builds the
/// program.
fn fetch(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    let mut command = Command::new(Path::new(ROOT).join("geoip/fetch"));
    command
        .args(arguments)
        .env("GEOIP_DIR", folder)
        .envs(variables.iter().copied());
    let built = std::env::current_exe()
        .unwrap()
        .ancestors()
        .nth(2)
        .unwrap()
        .join("examples/geoip-check");
    if built.exists() {
        command.env("GEOIP_CHECK", built);
    }
    command.output().unwrap()
}

/// Whether the programs that the script needs exist.
fn is_possible() -> bool {
    let missing = ["curl", "gzip", "tar"]
        .into_iter()
        .find(|program| Command::new(program).arg("--version").output().is_err());
    if let Some(program) = missing {
        assert!(std::env::var_os("CI").is_none(), "{program} is not here");
        eprintln!("skipped: {program} is not here");
    }
    missing.is_none()
}

fn says(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Serves what `answer` returns for a request's path and its `Authorization` header.
fn serve(answer: impl Fn(&str, Option<&str>) -> Option<Vec<u8>> + Send + Sync + 'static) -> String {
    let address =
        http::serve(
            move |request| match answer(&request.path, request.header("authorization")) {
                Some(body) => Answer::reply(200, &[], body),
                None => Answer::reply(404, &[], ""),
            },
        );
    format!("http://{address}")
}

fn piped(program: &str, arguments: &[&str]) -> Vec<u8> {
    let output = Command::new(program).args(arguments).output().unwrap();
    assert!(output.status.success(), "{program}: {}", says(&output));
    output.stdout
}

#[test]
fn a_file_is_read_and_installed() {
    if !is_possible() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let source = database("city.mmdb");
    let output = fetch(folder.path(), &[source.to_str().unwrap(), "mine"], &[]);
    assert!(output.status.success(), "{}", says(&output));
    assert_eq!(files(folder.path()), ["mine.mmdb"]);
    assert_eq!(
        fs::read(folder.path().join("mine.mmdb")).unwrap(),
        fs::read(source).unwrap()
    );
    assert!(String::from_utf8_lossy(&output.stdout).contains("knows cities"));
}

#[test]
fn archives_are_recognised_by_content_and_unpacked() {
    if !is_possible() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let root = format!("{ROOT}/tests");
    let zipped = piped("gzip", &["-c", database("asn.mmdb").to_str().unwrap()]);
    let archive = piped("tar", &["-C", &root, "-czf", "-", "databases"]);
    for (name, bytes) in [("zipped.mmdb.gz", zipped), ("archive.tar.gz", archive)] {
        let source = folder.path().join(name);
        fs::write(&source, bytes).unwrap();
        let output = fetch(folder.path(), &[source.to_str().unwrap()], &[]);
        assert!(output.status.success(), "{name}: {}", says(&output));
        fs::remove_file(source).unwrap();
    }
    assert_eq!(files(folder.path()), ["archive.mmdb", "zipped.mmdb"]);
}

#[test]
fn a_file_that_is_not_a_database_changes_nothing_and_is_named_in_one_line() {
    if !is_possible() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let whole = fs::read(database("city.mmdb")).unwrap();
    let good = folder.path().join("city.mmdb");
    fs::write(&good, &whole).unwrap();
    let bad = folder.path().join("bad");
    for (bytes, expected) in [
        (
            &whole[..whole.len() / 2],
            "is cut short or not a MaxMind DB file",
        ),
        (
            b"<html>not found</html>",
            "is cut short or not a MaxMind DB file",
        ),
        (b"", "is empty"),
    ] {
        fs::write(&bad, bytes).unwrap();
        let output = fetch(folder.path(), &[bad.to_str().unwrap(), "city"], &[]);
        assert!(!output.status.success());
        assert!(says(&output).contains(expected), "{}", says(&output));
        assert_eq!(fs::read(&good).unwrap(), whole);
        assert_eq!(files(folder.path()), ["bad", "city.mmdb"]);
    }
}

#[test]
fn failures_are_reported() {
    if !is_possible() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let nobody = [("MAXMIND_ACCOUNT_ID", ""), ("MAXMIND_LICENSE_KEY", "")];
    for (arguments, code, expected) in [
        (&[][..], 2, "usage: geoip/fetch WHAT"),
        (&["dbip"], 1, "dbip is neither a file nor a known database"),
        (
            &["geolite2-city"],
            1,
            "MAXMIND_ACCOUNT_ID and MAXMIND_LICENSE_KEY are not set",
        ),
        (
            &["https://127.0.0.1:1/x.mmdb"],
            1,
            "https://127.0.0.1:1/x.mmdb cannot be downloaded",
        ),
    ] {
        let output = fetch(folder.path(), arguments, &nobody);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}");
        assert!(
            says(&output).contains(expected),
            "{arguments:?}: {}",
            says(&output)
        );
    }
    assert!(files(folder.path()).is_empty());
}

#[test]
fn requests_follow_the_makers_rules() {
    if !is_possible() {
        return;
    }
    let zipped = piped("gzip", &["-c", database("city.mmdb").to_str().unwrap()]);
    let archive = piped(
        "tar",
        &[
            "-C",
            &format!("{ROOT}/tests"),
            "-czf",
            "-",
            "databases/asn.mmdb",
        ],
    );
    let country = fs::read(database("country.mmdb")).unwrap();
    let base = serve(move |path, authorization| match (path, authorization) {
        // The header contains `account:key` in base64.
        ("/GeoLite2-ASN/download?suffix=tar.gz", Some("Basic YWNjb3VudDprZXk=")) => {
            Some(archive.clone())
        }
        ("/user-country.mmdb", None) => Some(country.clone()),
        (path, None) if path.starts_with("/dbip-city-lite-20") && path.ends_with(".mmdb.gz") => {
            Some(zipped.clone())
        }
        _ => None,
    });
    let folder = tempfile::tempdir().unwrap();
    let variables = [
        ("DBIP_URL", base.as_str()),
        ("MAXMIND_URL", &base),
        ("IP_LOCATION_DB_URL", &base),
        ("MAXMIND_ACCOUNT_ID", "account"),
        ("MAXMIND_LICENSE_KEY", "key"),
        ("no_proxy", "*"),
    ];
    for what in ["dbip-city", "geolite2-asn", "country"] {
        let output = fetch(folder.path(), &[what], &variables);
        assert!(output.status.success(), "{what}: {}", says(&output));
    }
    assert_eq!(
        files(folder.path()),
        ["country.mmdb", "dbip-city.mmdb", "geolite2-asn.mmdb"]
    );
    let output = fetch(folder.path(), &["geolite2-city"], &variables);
    assert!(
        says(&output).contains("GeoLite2-City cannot be downloaded from http://127.0.0.1"),
        "{}",
        says(&output)
    );
    assert!(!says(&output).contains("account:key"));
}

/// On the first days of a month, only the previous month's database exists.
#[test]
fn last_month_is_used_if_this_month_is_not_published_yet() {
    if !is_possible() {
        return;
    }
    let zipped = piped("gzip", &["-c", database("city.mmdb").to_str().unwrap()]);
    let asked = std::sync::Mutex::new(None::<String>);
    let base = serve(move |path, _| {
        let mut asked = asked.lock().unwrap();
        let again = asked
            .as_ref()
            .is_some_and(|before| before > &path.to_owned());
        *asked = Some(path.to_owned());
        again.then(|| zipped.clone())
    });
    let folder = tempfile::tempdir().unwrap();
    let output = fetch(
        folder.path(),
        &["dbip-city"],
        &[("DBIP_URL", &base), ("no_proxy", "*")],
    );
    assert!(output.status.success(), "{}", says(&output));
}
