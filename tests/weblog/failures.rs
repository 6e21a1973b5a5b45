//! The messages of `weblog enrich` if it cannot do everything.

use std::io::{BufRead as _, BufReader, Read as _};

use crate::inputs::{gzip, lines};
use crate::{LINE, Logs, run, run_on, weblog};

#[test]
fn a_file_that_cannot_be_read_is_reported_and_the_others_are_read() {
    let logs = Logs::new();
    let good = logs.file("good.log", format!("{LINE}\n"));
    let missing = logs.path("missing.log").display().to_string();
    let folder = logs.path("").display().to_string();
    for (unreadable, reason, advice) in [
        (missing, "No such file", "`-` for standard input"),
        (folder, "directory", "name the logs in it"),
    ] {
        let ran = run(&mut weblog(&["enrich", &good, &unreadable, &good]));
        let ran = ran.with_one_message(1, &[&unreadable, reason, advice]);
        assert_eq!(ran.documents().len(), 2);
    }
}

#[test]
fn a_broken_archive_gives_the_lines_before_the_defect() {
    let logs = Logs::new();
    let mut archive = gzip(&lines("a", 20_000));
    archive.truncate(archive.len() / 2);
    let file = logs.file("access.log.gz", archive);
    let ran = run(&mut weblog(&["enrich", &file]));
    assert_eq!(ran.status, 1);
    assert!(ran.stderr.contains(&file), "{}", ran.stderr);
    let documents = ran.documents().len();
    assert!((1_000..20_000).contains(&documents), "{documents}");
}

#[test]
fn invalid_options_are_refused_in_one_line_before_anything_is_read() {
    let logs = Logs::new();
    let no_database = logs.file("no.mmdb", "not a database");
    let cases: [(&str, &[&str], &str); 4] = [
        (
            "format-that-nothing-can-be-read-by",
            &["--format", "nonsense"],
            "--format: ",
        ),
        (
            "directive-that-is-none",
            &["--format", "%h %Y"],
            "--format: ",
        ),
        (
            "network-that-is-none",
            &["--trusted-proxy", "203.0.113.7/99"],
            "--trusted-proxy: ",
        ),
        (
            "database-that-is-none",
            &["--geoip", &no_database],
            "--geoip: ",
        ),
    ];
    for (name, options, word) in cases {
        let ran = run_on(LINE.as_bytes(), &[&["enrich"], options].concat());
        let ran = ran.with_one_message(2, &[word]);
        assert_eq!(ran.stdout, "", "{name}");
    }
    let ran = run(weblog(&["enrich"]).env("LOG_FORMAT", "nonsense"));
    ran.with_one_message(2, &["LOG_FORMAT: "]);
}

#[test]
fn a_reader_that_closes_the_output_ends_it_quietly() {
    let logs = Logs::new();
    let file = logs.file("access.log", lines("a", 20_000));
    let mut child = weblog(&["enrich", &file])
        .spawn()
        .expect("weblog was built");
    let mut documents = BufReader::new(child.stdout.take().expect("standard output is a pipe"));
    let mut first = String::new();
    documents.read_line(&mut first).expect("weblog writes");
    drop(documents);
    let mut said = String::new();
    let mut stderr = child.stderr.take().expect("stderr is a pipe");
    stderr
        .read_to_string(&mut said)
        .expect("messages are UTF-8");
    let status = child.wait().expect("weblog ends");
    assert_eq!((status.code(), said.as_str()), (Some(0), ""));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_reported() {
    let full = std::fs::File::options()
        .write(true)
        .open("/dev/full")
        .expect("Linux has it");
    let logs = Logs::new();
    let file = logs.file("access.log", format!("{LINE}\n"));
    let ran = run(weblog(&["enrich", &file]).stdout(full));
    ran.with_one_message(1, &["standard output: "]);
}

#[test]
fn a_file_name_cannot_harm_the_terminal() {
    let ran = run(&mut weblog(&[
        "enrich",
        "gone\u{1b}[2J\nweblog: all is well\u{9b}",
    ]));
    let shown = [r"gone\x1B[2J\x0Aweblog: all is well\xC2\x9B"];
    ran.with_one_message(1, &shown);
    let ran = run(&mut weblog(&["enrich", "--no\u{202e}\u{9b}2J"]));
    assert_eq!(ran.status, 2);
    assert!(ran.stderr.contains(r"--no\u{202e}\xC2\x9B2J"), "{ran:?}");
}

#[test]
fn a_short_key_of_users_is_refused_without_being_quoted() {
    let ran = run(weblog(&["enrich"]).env("USER_HASH_KEY", "PLANTED"));
    let ran = ran.with_one_message(2, &["USER_HASH_KEY: ", "16 bytes"]);
    assert!(!ran.stderr.contains("PLANTED"), "{ran:?}");
}

#[cfg(not(feature = "replay"))]
#[test]
fn a_build_without_clients_of_s3_says_how_to_get_them() {
    let logs = Logs::new();
    let file = logs.file("access.log", format!("{LINE}\n"));
    let words = [
        "s3://logs/web/a.gz: this build cannot read objects of S3; \
         use one with the feature `replay`",
        "a release",
        "aws s3 cp s3://logs/web/a.gz - |",
    ];
    let object = "s3://logs/web/a.gz";
    let ran = run(&mut weblog(&["enrich", object, &file])).with_one_message(1, &words);
    assert_eq!(ran.documents().len(), 1);
    let arguments = ["report", "--format", "json", object, &file];
    run(&mut weblog(&arguments)).with_one_message(1, &words);
    let arguments = [
        "replay",
        "--to-firehose",
        "weblogs",
        "--done=tag",
        "s3://logs/",
    ];
    let words = ["this build has no `replay` command", "--features replay"];
    run(&mut weblog(&arguments)).with_one_message(2, &words);
}
