//! `weblog enrich` and `weblog report` on objects of S3.

use serde_json::Value;

use super::s3::{Fault, S3};
use super::support::line;
use super::{Place, Ran, gzip, ran};

fn weblog(place: &Place, s3: &S3, arguments: &[&str]) -> Ran {
    let mut command = place.weblog(arguments);
    ran(command.env("AWS_ENDPOINT_URL_S3", &s3.url))
}

/// Asserts that the run ended with this status and one message, which contains all these words.
#[track_caller]
fn with_one_message(ran: &Ran, status: i32, words: &[&str]) {
    assert_eq!(ran.status, Some(status), "{ran:#?}");
    assert_eq!(ran.stderr.lines().count(), 1, "{ran:#?}");
    assert!(ran.stderr.starts_with("weblog: "), "{ran:#?}");
    for word in words {
        assert!(ran.stderr.contains(word), "no `{word}`: {ran:#?}");
    }
}

fn log(lines: std::ops::Range<usize>) -> Vec<u8> {
    lines.flat_map(line).collect()
}

/// The ids that `s3-enrich` gives the lines of a text.
fn ids(s3: &S3, key: &str, text: &[u8]) -> Vec<String> {
    let prefix = s3.id_prefix(key);
    let mut at = 0;
    let lines = text.split_inclusive(|byte| *byte == b'\n');
    let ids = lines.map(|line| {
        at += line.len();
        format!("{prefix}:{}", at - line.len())
    });
    ids.collect()
}

/// Fills the bucket: three logs and the marker of a folder below a prefix, and one log outside.
fn fill(s3: &S3) {
    s3.put("web/a.log", log(0..30));
    s3.put("web/b c+\u{e9}.log.gz", gzip(&log(30..50)));
    s3.put("web/c.log", log(50..55));
    s3.put("web/", Vec::new());
    s3.put("other/d.log", log(90..99));
}

#[test]
fn objects_give_the_documents_of_the_function_plain_or_compressed() {
    let (place, s3) = (Place::new(), S3::start(|_| Fault::None));
    fill(&s3);
    let ran = weblog(&place, &s3, &["enrich", "s3://logs/web/"]).ended(0, &[]);
    assert_eq!(ran.stderr, "");
    let expected = [
        ids(&s3, "web/a.log", &log(0..30)),
        ids(&s3, "web/b c+\u{e9}.log.gz", &log(30..50)),
        ids(&s3, "web/c.log", &log(50..55)),
    ];
    assert_eq!(ran.ids(), expected.concat());
    // One object, a file, and an object again.
    place.write("x.log", &log(70..72));
    let arguments = [
        "enrich",
        "s3://logs/web/c.log",
        "x.log",
        "s3://logs/other/d.log",
    ];
    let ran = weblog(&place, &s3, &arguments).ended(0, &[]);
    assert_eq!(ran.documents().len(), 5 + 2 + 9);
    let summary = weblog(&place, &s3, &["enrich", "--summary", "s3://logs/web/"]).ended(0, &[]);
    assert!(summary.stdout.contains("55"), "{}", summary.stdout);
}

#[test]
fn a_report_counts_every_object_of_a_prefix() {
    let (place, s3) = (Place::new(), S3::start(|_| Fault::None));
    fill(&s3);
    let requests = |ran: &Ran| -> Value {
        let report: Value = serde_json::from_str(&ran.stdout).unwrap();
        report["totals"]["requests"].clone()
    };
    let ran = weblog(
        &place,
        &s3,
        &["report", "--format", "json", "s3://logs/web/"],
    )
    .ended(0, &[]);
    assert_eq!(requests(&ran), 55);
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    let names = ["a.log", "b c+\u{e9}.log.gz", "c.log"].map(|name| format!("s3://logs/web/{name}"));
    assert_eq!(report["sources"], serde_json::json!(names));
    weblog(&place, &s3, &["report", "s3://logs/web/"]).ended(0, &["55 requests"]);
    assert!(place.exists("report.html"));
}

#[test]
fn what_is_not_there_or_refused_is_one_message_and_the_others_are_read() {
    let (place, s3) = (Place::new(), S3::start(|_| Fault::None));
    fill(&s3);
    place.write("x.log", &log(70..72));
    for (name, why) in [
        ("s3://logs/web/gone.log", "no object has this prefix"),
        (
            "s3://nowhere/web/",
            "S3 answers with the error NoSuchBucket (request ",
        ),
    ] {
        let ran = weblog(&place, &s3, &["enrich", "x.log", name]);
        with_one_message(&ran, 1, &[&format!("weblog: {name}: {why}")]);
        assert_eq!(ran.documents().len(), 2, "{name}");
        let ran = weblog(&place, &s3, &["report", "--format", "json", "x.log", name]);
        with_one_message(&ran, 1, &[name, why]);
        let ran = weblog(&place, &s3, &["report", name]);
        ran.ended(1, &[name, why, "no report is written"]);
        assert!(!place.exists("report.html"));
    }
    let refusing = S3::start(|_| Fault::ListError(403, "AccessDenied"));
    fill(&refusing);
    let ran = weblog(&place, &refusing, &["enrich", "s3://logs/web/"]);
    with_one_message(
        &ran,
        1,
        &["weblog: s3://logs/web/: S3 answers with the error AccessDenied (request "],
    );
    let refusing = S3::start(|_| Fault::Error(403, "AccessDenied"));
    fill(&refusing);
    let ran = weblog(
        &place,
        &refusing,
        &["enrich", "x.log", "s3://logs/web/c.log"],
    );
    with_one_message(
        &ran,
        1,
        &["s3://logs/web/c.log: S3 refuses the object: AccessDenied"],
    );
    assert_eq!(ran.documents().len(), 2);
    // The other objects of a prefix are read. Requests 0 and 1 list the prefix.
    let refusing = S3::start(|request| match request {
        2 => Fault::Error(403, "AccessDenied"),
        3 => Fault::Error(404, "NoSuchKey"),
        _ => Fault::None,
    });
    fill(&refusing);
    let ran = weblog(&place, &refusing, &["enrich", "s3://logs/web/"]).ended(
        1,
        &[
            "s3://logs/web/a.log: S3 refuses the object: AccessDenied",
            "s3://logs/web/b c+\u{e9}.log.gz: the object no longer exists",
        ],
    );
    assert_eq!(ran.documents().len(), 5);
    let mut command = place.weblog(&["enrich", "s3://logs/web/"]);
    let ran = ran_without_region(command.env("AWS_ENDPOINT_URL_S3", &s3.url));
    with_one_message(&ran, 1, &["AWS_REGION"]);
}

/// Runs a command where neither the environment, a file nor an instance gives a region.
fn ran_without_region(command: &mut std::process::Command) -> Ran {
    ran(command
        .env_remove("AWS_REGION")
        .env("AWS_EC2_METADATA_DISABLED", "true"))
}

/// A log that is longer than one requested range, with few lines.
fn long_log() -> Vec<u8> {
    let remark = [b"#Remark: ", "x".repeat(100_000).as_bytes(), b"\n"].concat();
    (0..200)
        .flat_map(|n| [line(n), remark.clone()].concat())
        .collect()
}

/// The fault of each request, and the message about it.
type Case = (fn(usize) -> Fault, &'static str);

#[test]
fn an_answer_that_is_cut_is_continued_or_reported() {
    let place = Place::new();
    let text = long_log();
    for (key, bytes) in [("long.log", text.clone()), ("long.log.gz", gzip(&text))] {
        // Request 0 lists the bucket. Request 1 is for the object, and its answer is cut. Request 2
        // is for the rest.
        let s3 = S3::start(|request| match request {
            1 => Fault::CutAfter(30_000),
            _ => Fault::None,
        });
        s3.put(key, bytes.clone());
        let name = format!("s3://logs/{key}");
        let ran = weblog(&place, &s3, &["enrich", &name]).ended(0, &[]);
        assert_eq!(ran.documents().len(), 200, "{key}");
        assert_eq!(s3.requests()[1], (key.to_owned(), 30_000));
        // The request for the rest is refused, or another object has replaced the first.
        let faults: [Case; 2] = [
            (
                |request| {
                    if request == 1 {
                        Fault::CutAfter(30_000)
                    } else {
                        Fault::Error(403, "AccessDenied")
                    }
                },
                "S3 refuses the object: AccessDenied",
            ),
            (
                |request| {
                    if request == 1 {
                        Fault::CutAfter(30_000)
                    } else {
                        Fault::Replaced
                    }
                },
                "another object has replaced the object",
            ),
        ];
        for (fault, why) in faults {
            let s3 = S3::start(fault);
            s3.put(key, bytes.clone());
            let ran = weblog(&place, &s3, &["enrich", &name]);
            with_one_message(&ran, 1, &[&format!("weblog: {name}: {why}")]);
            let documents = ran.documents();
            assert!(documents.len() < 200, "{key}");
            // No line was cut.
            assert!(
                documents
                    .iter()
                    .all(|document| document["event"]["kind"] == "event"),
                "{key}"
            );
            let s3 = S3::start(fault);
            s3.put(key, bytes.clone());
            let ran = weblog(&place, &s3, &["report", "--format", "json", &name]);
            assert_eq!(ran.status, Some(1), "{ran:#?}");
        }
    }
}

#[test]
fn an_object_whose_gzip_is_cut_is_a_rejection_and_not_a_silent_end() {
    let (place, s3) = (Place::new(), S3::start(|_| Fault::None));
    let whole = gzip(&log(0..2000));
    s3.put("cut.gz", whole[..whole.len() / 2].to_vec());
    let ran = weblog(&place, &s3, &["enrich", "s3://logs/cut.gz"])
        .ended(0, &["lines rejected: payload_compression 1"]);
    let kinds: Vec<_> = ran
        .documents()
        .iter()
        .map(|document| document["event"]["kind"].clone())
        .collect();
    assert!(kinds.len() > 500 && kinds.len() < 2000, "{}", kinds.len());
    let rejected = kinds.iter().filter(|kind| *kind == "pipeline_error");
    assert_eq!(rejected.count(), 1);
}
