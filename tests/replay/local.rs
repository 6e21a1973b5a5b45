//! Replays files to standard output, and the table of a dry run.

use serde_json::Value;

use super::support::{kinesis_event, line, sequence_number};
use super::{MAPPING, Place, documents, gzip, id_of, put_aside, undelivered, unprocessed};

#[test]
fn every_kind_of_object_gives_its_documents() {
    let place = Place::new();
    let made = documents("full", 4);
    let undelivered: Vec<u8> = made[..2]
        .iter()
        .flat_map(|document| undelivered(document, "503", ""))
        .collect();
    place.write(
        "failed/AmazonOpenSearchService_failed/2025/10/10/14/weblogs-1.gz",
        &gzip(&undelivered),
    );
    // Firehose joins records in S3 without a separator if they do not end in a line feed.
    place.write(
        "failed/documents/2025/10/10/14/weblogs-1",
        &made[2..].concat(),
    );
    let record = [line(7), line(8)].concat();
    place.write(
        "failed/processing-failed/2025/10/10/14/weblogs-1",
        &unprocessed(&record),
    );
    let event = kinesis_event(&[line(0), line(1), line(2)]);
    place.write(
        "failed/aws/lambda/m/shardId-000000000000/2025/10/10/t-1",
        &put_aside(&event),
    );
    place.write(
        "failed/raw/access.log.gz",
        &gzip(&[line(3), line(4)].concat()),
    );
    let ran = place.run(&["--to-stdout", "failed"]).ended(0, &[]);
    let found = ran.documents();
    assert_eq!(found.len(), 2 + 2 + 2 + 3 + 2);
    let ids = ran.ids();
    let shard = "shardId-000000000000";
    let of_shard: Vec<_> = (0..3)
        .map(|n| format!("{shard}:{}:0", sequence_number(&event, n)))
        .collect();
    // The documents are in the order of the objects' names: undelivered, batch of Lambda,
    // documents, unprocessed, raw.
    let parse = |document: &Vec<u8>| serde_json::from_slice::<Value>(document).unwrap();
    let originals: Vec<_> = made.iter().map(parse).collect();
    assert_eq!(found[..2], originals[..2]);
    assert_eq!(ids[2..5], of_shard);
    assert_eq!(found[5..7], originals[2..]);
    let (first, second) = (&ids[7], &ids[8]);
    assert!(
        first.starts_with("failed:") && first.ends_with(":0"),
        "{first}"
    );
    assert_eq!(second.trim_end_matches(":1"), first.trim_end_matches(":0"));
    assert_eq!(
        ids[9..],
        [
            "failed/raw/access.log.gz:0:0",
            "failed/raw/access.log.gz:0:1"
        ]
    );
    assert!(
        found
            .iter()
            .all(|document| document["event"]["kind"] == "event")
    );
    // A second replay gives the same documents, and a copy gives the same ids.
    assert_eq!(place.run(&["--to-stdout", "failed"]).stdout, ran.stdout);
    std::fs::rename(place.path("failed/processing-failed"), place.path("copy")).unwrap();
    assert_eq!(
        place.run(&["--to-stdout", "copy"]).ids(),
        [first.clone(), second.clone()]
    );
}

#[test]
fn records_of_a_producer_are_read_as_lines_even_if_they_look_like_documents() {
    let place = Place::new();
    let [document] = documents("full", 1).try_into().unwrap();
    place.write("object", &unprocessed(&document));
    let ran = place.run(&["--to-stdout", "object"]).ended(0, &[]);
    let [made] = ran.documents().try_into().unwrap();
    assert!(id_of(&made).starts_with("failed:"), "{made}");
    assert_eq!(made["source"]["ip"], "203.0.113.0");
}

#[test]
fn refused_documents_are_counted_and_sent_only_with_include_mapping() {
    let place = Place::new();
    let made = documents("full", 3);
    let lines = [
        undelivered(&made[0], "400", MAPPING),
        undelivered(&made[1], "400", MAPPING),
        undelivered(&made[2], "429", ""),
    ];
    place.write("object", &lines.concat());
    let words = [
        "2 skipped: refused by OpenSearch because of their content",
        "2 already refused by OpenSearch: mapper_parsing_exception: \
         failed to parse field [http.response.bytes] of type [long]\n",
    ];
    let ran = place.run(&["--to-stdout", "object"]).ended(0, &words);
    assert_eq!(ran.documents().len(), 1);
    let ran = place
        .run(&["--to-stdout", "--include", "mapping", "object"])
        .ended(0, &[]);
    assert_eq!(ran.documents().len(), 3);
}

#[test]
fn compact_documents_are_sent_only_where_they_are_completed_or_wanted() {
    let place = Place::new();
    let made = documents("compact", 1);
    place.write("object", &undelivered(&made[0], "503", ""));
    let ran = place
        .run(&["--to-stdout", "object"])
        .ended(0, &["1 skipped: compact documents"]);
    assert_eq!(ran.stdout, "");
    let ran = place
        .run(&["--to-stdout", "--documents", "compact", "object"])
        .ended(0, &[]);
    assert_eq!(ran.stdout.as_bytes(), [&made[0][..], b"\n"].concat());
}

#[test]
fn times_codes_and_a_limit_select_entries() {
    let place = Place::new();
    let made = documents("full", 2);
    // The failures are of 2025-10-10 and 2025-10-11.
    place.write(
        "object",
        &[undelivered(&made[0], "503", ""), unprocessed(&line(9))].concat(),
    );
    let count = |arguments: &[&str]| {
        let arguments = [&["--to-stdout", "object"], arguments].concat();
        place.run(&arguments).ended(0, &[]).documents().len()
    };
    assert_eq!(count(&[]), 2);
    assert_eq!(count(&["--since", "2025-10-11"]), 1);
    assert_eq!(count(&["--until", "2025-10-11"]), 1);
    assert_eq!(
        count(&["--since", "2025-10-10", "--until", "2025-10-12"]),
        2
    );
    assert_eq!(count(&["--code", "Lambda.*"]), 1);
    assert_eq!(count(&["--code", "503", "--code", "Lambda.*"]), 2);
    assert_eq!(count(&["--code", "4*"]), 0);
    assert_eq!(count(&["--limit", "1"]), 1);
    place
        .run(&["--to-stdout", "--since", "yesterday", "object"])
        .ended(2, &["--since: `yesterday`"]);
}

#[test]
fn a_dry_run_prints_a_table_and_changes_nothing() {
    let place = Place::new();
    let made = documents("full", 2);
    let lines = [
        undelivered(&made[0], "503", ""),
        undelivered(&made[1], "503", ""),
    ]
    .concat();
    place.write(
        "failed/AmazonOpenSearchService_failed/2025/10/10/14/x",
        &lines,
    );
    place.write(
        "failed/processing-failed/2025/10/11/14/x",
        &unprocessed(&line(9)),
    );
    let ran = place
        .run(&["--dry-run", "--to-firehose", "weblogs", "failed"])
        .ended(0, &[]);
    let table: Vec<Vec<_>> = ran
        .stdout
        .lines()
        .map(|line| line.split_whitespace().collect())
        .collect();
    let bytes = made.concat().len().to_string();
    let bytes = format!("{},{}", &bytes[..1], &bytes[1..]);
    assert_eq!(
        table[0],
        ["code", "day", "prefix", "entries", "bytes", "units"]
    );
    assert_eq!(
        table[1],
        [
            "503",
            "2025-10-10",
            "failed/AmazonOpenSearchService_failed",
            "2",
            &bytes,
            "2"
        ]
    );
    assert_eq!(
        table[2][..4],
        [
            "Lambda.FunctionError",
            "2025-10-11",
            "failed/processing-failed",
            "1"
        ]
    );
    assert_eq!((table[3][0], table[3][1], table[3][3]), ("total", "3", "3"));
    assert!(
        ran.stdout
            .ends_with("Firehose bills 3 units of 5,120 bytes: 15.00 KiB\n"),
        "{}",
        ran.stdout
    );
    let left: Vec<_> = std::fs::read_dir(place.0.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

#[test]
fn unreadable_objects_are_reported_and_the_others_are_read() {
    let place = Place::new();
    let whole = gzip(&[line(1), line(2)].concat());
    place.write("in/a.gz", &whole[..whole.len() - 3]);
    place.write("in/b.log", &line(3));
    let message =
        r#"{"requestContext":{"condition":"RetryAttemptsExhausted"},"KinesisBatchInfo":{}}"#;
    place.write("in/c.json", message.as_bytes());
    let ran = place.run(&["--to-stdout", "in"]).ended(
        1,
        &[
            "in/a.gz: ",
            "in/c.json: a message of Lambda without records",
        ],
    );
    assert!(!ran.documents().is_empty());
    assert!(ran.ids().contains(&"in/b.log:0:0".to_owned()));
    place
        .run(&["--to-stdout", "nowhere"])
        .ended(1, &["nowhere: "]);
}

#[test]
fn options_that_cannot_work_are_refused() {
    let place = Place::new();
    for arguments in [
        &["in"][..],
        &["--to-stdout"],
        &["--to-stdout", "--to-firehose", "x", "in"],
        &["--to-stdout", "--done", "delete", "in"],
        &["--to-firehose", "x", "--done", "burn", "in"],
        &["--to-firehose", "x", "--rate", "4", "in"],
        &["--dry-run", "--done", "delete", "in"],
    ] {
        place.run(arguments).ended(2, &[]);
    }
}
