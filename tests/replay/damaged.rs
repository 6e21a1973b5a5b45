//! Objects that AWS or the functions wrote and that are cut or damaged. They are never read as
//! lines of a log.

use super::s3::{Fault as S3Fault, S3};
use super::support::firehose::{Fault, Firehose};
use super::support::{kinesis_event, line};
use super::{Place, Ran, documents, gzip, put_aside, undelivered, unprocessed};

const CUT: &str = "looks like an on-failure object of Lambda but is cut";

fn replay(place: &Place, firehose: &Firehose, arguments: &[&str]) -> Ran {
    let arguments = [&["--to-firehose", "weblogs"], arguments].concat();
    place.run_with(&arguments, &[("AWS_ENDPOINT_URL_FIREHOSE", &firehose.url)])
}

#[test]
fn an_on_failure_object_that_is_cut_is_reported_and_left_alone() {
    let (place, firehose) = (Place::new(), Firehose::start(|_| Fault::None));
    let event = kinesis_event(&[line(0), line(1), line(2)]);
    let whole = put_aside(&event);
    // Lambda writes the payload as the last member.
    let payload = serde_json::Value::from(event.to_string());
    let ordered = format!(
        r#"{{"requestContext":{{"condition":"RetryAttemptsExhausted"}},"payload":{payload}}}"#
    );
    let mut cut = Vec::new();
    for (name, object) in [("sorted", &whole), ("ordered", &ordered.into_bytes())] {
        for part in 1..20 {
            let name = format!("in/{name}-{part:02}");
            place.write(&name, &object[..object.len() * part / 20]);
            cut.push(name);
        }
    }
    place.write("in/packed.gz", &gzip(&whole[..whole.len() - 1]));
    cut.push("in/packed.gz".to_owned());
    place.write("in/whole", &whole);
    let words: Vec<_> = cut.iter().map(|name| format!("{name}: {CUT}")).collect();
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    let arguments = ["--done", "delete", "in"];
    replay(&place, &firehose, &arguments)
        .ended(1, &words)
        .ended(1, &["3 entries accepted; 1 source complete"]);
    assert!(cut.iter().all(|name| place.exists(name)));
    assert!(!place.exists("in/whole"));
    assert_eq!(firehose.ids().len(), 3);
    // The cut objects are not settled. A second replay reports them again, and nothing of them is
    // sent to Kinesis.
    replay(&place, &firehose, &arguments).ended(1, &words);
    let kinesis = Firehose::start(|_| Fault::None);
    let variables = [("AWS_ENDPOINT_URL_KINESIS", kinesis.url.as_str())];
    place
        .run_with(&["--to-kinesis", "logs", "in"], &variables)
        .ended(1, &words);
    assert_eq!((firehose.data().len(), kinesis.data().len()), (3, 0));
}

#[test]
fn other_defects_of_a_batch_are_reported() {
    let place = Place::new();
    let event = kinesis_event(&[line(0), line(1)]);
    let whole = put_aside(&event);
    let text = String::from_utf8(whole.clone()).unwrap();
    let message = "looks like an on-failure object of Lambda but";
    let cases = [
        (
            "event",
            event.to_string()[..900].to_owned(),
            "looks like an event of Lambda but is cut",
        ),
        (
            "no-record",
            "{\"Records\":[{\"eventID\":\"shardId-0".to_owned(),
            "looks like an event of Lambda but is cut",
        ),
        (
            "middle",
            text.replacen("\"condition\":", "", 1),
            "looks like an on-failure object of Lambda but is damaged: ",
        ),
        (
            "payload",
            text.replace("}]}\",", "}\","),
            "its records cannot be read",
        ),
        ("second", format!("{text}\n{}", &text[..700]), CUT),
        (
            "then-lines",
            format!("{text}\n203.0.113.7 - -\n"),
            "something else",
        ),
    ];
    for (name, object, words) in &cases {
        place.write(&format!("in/{name}"), object.as_bytes());
        let ran = place.run(&["--to-stdout", &format!("in/{name}")]);
        let ran = ran.ended(1, &[&format!("in/{name}: "), words]);
        // The first object is whole.
        let sent = if ["second", "then-lines"].contains(name) {
            2
        } else {
            0
        };
        assert_eq!(ran.documents().len(), sent, "{name}: {}", ran.stderr);
        assert_eq!(
            ran.stderr.contains(message),
            words.contains(message) || *name == "payload",
            "{name}"
        );
    }
    place.write("joined", &[&whole[..], b"\n", &whole].concat());
    let ran = place.run(&["--to-stdout", "joined"]).ended(0, &[]);
    assert_eq!(ran.documents().len(), 4);
    // A log whose JSON has the keys of an on-failure object. Its last line is cut.
    let log = "{\"requestContext\":{\"status\":200},\"payload\":\"x\"}\n".repeat(3)
        + "{\"requestContext\":";
    place.write("log", log.as_bytes());
    let ran = place.run(&["--to-stdout", "log"]).ended(0, &[]);
    assert_eq!(ran.documents().len(), 4);
}

#[test]
fn cut_lines_of_firehose_are_reported_and_the_others_are_sent() {
    let (place, firehose) = (Place::new(), Firehose::start(|_| Fault::None));
    let made = documents("full", 3);
    let failed = undelivered(&made[0], "503", "");
    let unprocessed = unprocessed(&line(7));
    let half = |text: &[u8]| text[..text.len() / 2].to_vec();
    let newline = b"\n".to_vec();
    for (name, parts, at) in [
        (
            "delivery",
            vec![failed.clone(), half(&failed)],
            failed.len(),
        ),
        (
            "processing",
            vec![half(&unprocessed), newline.clone(), failed.clone()],
            0,
        ),
        // The next line follows the cut one without a line feed.
        (
            "joined",
            vec![
                failed.clone(),
                half(&unprocessed),
                unprocessed.clone(),
                failed.clone(),
            ],
            failed.len(),
        ),
    ] {
        place.write("in/object", &parts.concat());
        let words = format!(
            "in/object: 1 line cannot be read; the first looks like a failed record of Firehose \
             but is cut or damaged at byte {at}\n"
        );
        let arguments = ["--done", "delete", "--state", name, "in"];
        for _ in 0..2 {
            replay(&place, &firehose, &arguments).ended(1, &[&words, "0 sources complete"]);
            assert!(place.exists("in/object"), "{name}");
        }
        let kinds = |document: &serde_json::Value| document["event"]["kind"] == "event";
        assert!(firehose.documents().iter().all(kinds), "{name}");
        assert_eq!(firehose.ids().len(), 1, "{name}");
    }
    // Documents that Firehose joined on one line: the whole ones are sent.
    let joined = [&made[0][..], &made[1], &half(&made[2])].concat();
    place.write("in/object", &joined);
    let at = made[0].len() + made[1].len();
    let words = format!(
        "1 line cannot be read; the first looks like a document but is cut or damaged at byte {at}"
    );
    replay(&place, &firehose, &["--state", "documents", "in"])
        .ended(1, &["2 entries accepted", &words]);
    place.run(&["--dry-run", "in"]).ended(1, &[&words]);
}

#[test]
fn a_cut_object_of_a_bucket_stays_there() {
    let (place, firehose) = (Place::new(), Firehose::start(|_| Fault::None));
    let s3 = S3::start(|_| S3Fault::None);
    let whole = put_aside(&kinesis_event(&[line(3)]));
    let lines = [unprocessed(&line(4)), unprocessed(&line(5))].concat();
    s3.put("aws/lambda/cut", whole[..whole.len() - 9].to_vec());
    s3.put("aws/lambda/whole", whole);
    s3.put("processing-failed/cut.gz", gzip(&lines[..lines.len() - 9]));
    let variables = [
        ("AWS_ENDPOINT_URL_S3", s3.url.as_str()),
        ("AWS_ENDPOINT_URL_FIREHOSE", firehose.url.as_str()),
    ];
    for done in ["tag", "move=done", "delete"] {
        let arguments = ["--to-firehose", "weblogs", "--done", done, "s3://logs"];
        let words = [
            &format!("s3://logs/aws/lambda/cut: {CUT}"),
            "s3://logs/processing-failed/cut.gz: 1 line cannot be read",
        ];
        place.run_with(&arguments, &variables).ended(1, &words);
        let keys = s3.keys();
        for key in ["aws/lambda/cut", "processing-failed/cut.gz"] {
            assert!(
                keys.contains(&key.to_owned()) && s3.tags(key).is_empty(),
                "{done}: {keys:?}"
            );
        }
    }
    assert_eq!(firehose.ids().len(), 2);
}
