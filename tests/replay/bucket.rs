//! Replays from S3: the objects listed, the ids of lines, and the changes to objects.

use std::time::Duration;

use super::s3::{Fault as S3Fault, S3};
use super::support::firehose::{Fault, Firehose};
use super::support::{kinesis_event, line};
use super::{Place, Ran, documents, gzip, put_aside, undelivered, unprocessed};

fn replay(place: &Place, s3: &S3, firehose: &Firehose, arguments: &[&str]) -> Ran {
    let arguments = [&["--to-firehose", "weblogs"], arguments].concat();
    let variables = [
        ("AWS_ENDPOINT_URL_S3", s3.url.as_str()),
        ("AWS_ENDPOINT_URL_FIREHOSE", firehose.url.as_str()),
    ];
    place.run_with(&arguments, &variables)
}

const UNDELIVERED: &str = "failed/AmazonOpenSearchService_failed/2025/10/10/14/weblogs-1-a b+c.gz";
const UNPROCESSED: &str = "failed/processing-failed/2025/10/10/14/weblogs-1.gz";
const PUT_ASIDE: &str = "aws/lambda/m/shardId-000000000000/2025/10/10/t-1";
const RAW: &str = "raw/access.log.gz";

/// Puts four objects with entries, the marker of a folder, and a test file of AWS into the bucket.
fn fill(s3: &S3) {
    let made = documents("compact", 2);
    let lines: Vec<u8> = made
        .iter()
        .flat_map(|document| undelivered(document, "503", ""))
        .collect();
    s3.put(UNDELIVERED, gzip(&lines));
    s3.put(UNPROCESSED, gzip(&unprocessed(&line(7))));
    s3.put(PUT_ASIDE, put_aside(&kinesis_event(&[line(3)])));
    s3.put(RAW, gzip(&[line(4), line(5)].concat()));
    s3.put("raw/", Vec::new());
    s3.put(
        "raw/ELBAccessLogTestFile",
        b"Enable AccessLog for ELB: app".to_vec(),
    );
}

#[test]
fn a_bucket_is_read_page_by_page_with_the_ids_of_the_functions() {
    let (place, firehose) = (Place::new(), Firehose::start(|_| Fault::None));
    let s3 = S3::start(|_| S3Fault::None);
    fill(&s3);
    replay(&place, &s3, &firehose, &["s3://logs"])
        .ended(0, &["6 entries accepted; 4 sources complete"]);
    let ids = firehose.ids();
    let prefix = s3.id_prefix(RAW);
    for id in [format!("{prefix}:0"), format!("{prefix}:{}", line(4).len())] {
        assert!(ids.contains(&id), "{id}: {ids:?}");
    }
    // The record of the failed batch has the same id as the first document.
    assert_eq!(ids.len(), 5);
    replay(&place, &s3, &firehose, &["s3://logs"]).ended(0, &["4 sources skipped, because"]);
    replay(&place, &s3, &firehose, &["--state", "again", "s3://logs/"])
        .ended(0, &["6 entries accepted"]);
    assert_eq!((firehose.data().len(), firehose.ids()), (12, ids));
    // No object was moved or deleted.
    assert_eq!(s3.keys().len(), 6);
}

#[test]
fn only_objects_below_the_prefix_are_read() {
    let (place, firehose) = (Place::new(), Firehose::start(|_| Fault::None));
    let s3 = S3::start(|_| S3Fault::None);
    fill(&s3);
    replay(&place, &s3, &firehose, &["s3://logs/failed/"])
        .ended(0, &["3 entries accepted; 2 sources complete"]);
    replay(&place, &s3, &firehose, &["s3://logs/nothing/"])
        .ended(1, &["s3://logs/nothing/: no object has this prefix"]);
}

#[test]
fn objects_are_deleted_moved_or_tagged_after_all_entries_were_accepted() {
    let (place, firehose) = (Place::new(), Firehose::start(|_| Fault::None));
    let s3 = S3::start(|_| S3Fault::None);
    fill(&s3);
    replay(
        &place,
        &s3,
        &firehose,
        &["--done", "tag", "s3://logs/raw/a"],
    )
    .ended(0, &[]);
    assert!(
        s3.tags(RAW)
            .contains("<Key>weblog-replay</Key><Value>done</Value>"),
        "{}",
        s3.tags(RAW)
    );
    replay(
        &place,
        &s3,
        &firehose,
        &["--done", "move=replayed/", "s3://logs/failed/"],
    )
    .ended(0, &[]);
    let keys = s3.keys();
    assert!(
        keys.contains(&format!("replayed/{UNDELIVERED}")),
        "{keys:?}"
    );
    assert!(!keys.contains(&UNDELIVERED.to_owned()), "{keys:?}");
    replay(
        &place,
        &s3,
        &firehose,
        &["--done", "delete", "s3://logs/aws/"],
    )
    .ended(0, &[]);
    assert!(!s3.keys().contains(&PUT_ASIDE.to_owned()));
    let refusing = Firehose::start(|_| Fault::AccessDenied);
    let before = s3.keys();
    let arguments = [
        "--done",
        "delete",
        "--state",
        "other",
        "s3://logs/replayed/",
    ];
    replay(&place, &s3, &refusing, &arguments).ended(1, &["AccessDeniedException"]);
    assert_eq!(s3.keys(), before);
}

#[test]
fn faults_of_s3_are_retried_or_reported() {
    let (place, firehose) = (Place::new(), Firehose::start(|_| Fault::None));
    let s3 = S3::start(|request| match request {
        3 => S3Fault::Error(503, "SlowDown"),
        4 => S3Fault::CutAfter(40),
        5 => S3Fault::Slow(Duration::from_millis(50)),
        _ => S3Fault::None,
    });
    fill(&s3);
    replay(&place, &s3, &firehose, &["s3://logs"])
        .ended(0, &["6 entries accepted; 4 sources complete"]);
    let refusing = S3::start(|_| S3Fault::Error(403, "AccessDenied"));
    refusing.put(RAW, gzip(&line(4)));
    let ran = replay(
        &place,
        &refusing,
        &firehose,
        &["--state", "other", "s3://logs"],
    );
    ran.ended(
        1,
        &["s3://logs/raw/access.log.gz: S3 refuses the object: AccessDenied"],
    );
}
