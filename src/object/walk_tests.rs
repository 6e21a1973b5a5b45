use std::io::Cursor;

use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::compression::pack;
use crate::config::Config;
use crate::event::Timestamp;
use crate::pipeline::Tally;

const WRITTEN: Timestamp = Timestamp {
    seconds: 1_760_104_800,
    nanoseconds: 0,
    digits: 0,
};

const LIMIT_BYTES: usize = 4 * 1024 * 1024;

fn pipeline() -> Pipeline {
    let mut settings = Config::read(|_| None).unwrap().settings().unwrap();
    settings.expansion_limit_bytes = LIMIT_BYTES;
    Pipeline::new(settings)
}

fn packed(text: &[u8], kind: usize) -> Vec<u8> {
    match kind {
        0 => text.to_vec(),
        1 => pack::gzip(text),
        2 => pack::zlib(text),
        _ => pack::zstd(text),
    }
}

/// Every document, the places at which stretches began, and how far the text was processed.
fn walked(
    pipeline: &mut Pipeline,
    bytes: Vec<u8>,
    from: &Begin,
    compressed: bool,
    mut stop_before: impl FnMut(usize) -> bool,
) -> (Vec<String>, Vec<Begin>, Walked) {
    let origin = Origin::default();
    let text = ObjectText {
        id: "s3:object",
        arrival: Arrival::Stream(WRITTEN),
        origin: &origin,
        from,
        compressed,
    };
    let (mut documents, mut begins) = (Vec::new(), Vec::new());
    let walked = walk(
        pipeline,
        Cursor::new(bytes),
        &text,
        &|| false,
        &mut |step| {
            match step {
                WalkStep::Begin(_) if stop_before(begins.len()) => return ControlFlow::Break(()),
                WalkStep::Begin(begin) => begins.push(begin.clone()),
                WalkStep::Line(
                    Outcome::Event { document, .. } | Outcome::Rejected { document, .. },
                ) => documents.push(String::from_utf8(document.to_vec()).unwrap()),
                WalkStep::Line(Outcome::Dropped { .. }) => {}
            }
            ControlFlow::Continue(())
        },
    );
    (documents, begins, walked)
}

fn whole(bytes: Vec<u8>) -> (Vec<String>, Vec<Begin>, Walked) {
    walked(&mut pipeline(), bytes, &Begin::default(), false, |_| false)
}

fn id(document: &str) -> String {
    let document: Value = serde_json::from_str(document).unwrap();
    document["event"]["id"].as_str().unwrap().to_owned()
}

fn code(document: &str) -> Option<String> {
    let document: Value = serde_json::from_str(document).unwrap();
    document["error"]["type"].as_str().map(str::to_owned)
}

fn combined(path: &str) -> String {
    format!(
        "203.0.113.7 - - [10/Oct/2025:13:55:36 +0000] \"GET {path} HTTP/1.1\" 200 5 \"-\" \
         \"curl/8.5.0\""
    )
}

#[test]
fn a_line_s_id_has_the_byte_at_which_it_begins() {
    let text = [
        "\u{feff}#Version: 1.0\r\n",
        "#Fields: date time c-ip cs-method cs-uri-stem sc-status\r\n",
        "2025-10-10 13:55:36 203.0.113.7 GET /1 200\r\n",
        "\r\n",
        &combined("/2"),
        "\n",
        "{\"time\":\"2025-10-10T13:55:36Z\",\"client\":\"203.0.113.7\",\
         \"status\":200}{\"time\":\"2025-10-10T13:55:36Z\",\"client\":\"203.0.113.7\",\
         \"status\":404}\n",
        "nothing that is known\n",
        &combined("/last"),
    ];
    let offset = |index: usize| text[..index].concat().len();
    let expected = [
        offset(2).to_string(),
        offset(4).to_string(),
        offset(6).to_string(),
        format!("{}.1", offset(6)),
        offset(7).to_string(),
        offset(8).to_string(),
    ];
    for kind in 0..4 {
        let (documents, _, walked) = whole(packed(text.concat().as_bytes(), kind));
        let ids: Vec<_> = documents.iter().map(|document| id(document)).collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|at| format!("s3:object:{at}"))
            .collect();
        assert_eq!(ids, expected, "{kind}");
        assert_eq!(code(&documents[4]).as_deref(), Some("line_unrecognised"));
        assert_eq!((walked.rest, walked.compressed), (None, kind > 0));
    }
}

#[test]
fn a_text_that_is_not_a_log_ends_with_one_rejection() {
    let noise: Vec<u8> = (0..3_000_000_u64)
        .scan(7_u64, |state, _| {
            *state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            Some(state.to_be_bytes()[0])
        })
        .collect();
    let wide: Vec<u8> = combined("/")
        .repeat(20_000)
        .bytes()
        .flat_map(|byte| [byte, 0])
        .collect();
    let zeros = vec![b'0'; 64 * 1024 * 1024];
    let short = b"x\n".repeat(32 * 1024 * 1024);
    let line = combined("/1") + "\n";
    let cut = |kind| {
        let mut bytes = packed(line.repeat(3).as_bytes(), kind);
        bytes.truncate(bytes.len() - 5);
        bytes
    };
    let cases = [
        (
            "noise",
            [b"\x01\x02".to_vec(), noise].concat(),
            0,
            "payload_binary",
        ),
        (
            "utf-16",
            [b"\xff\xfe".to_vec(), wide].concat(),
            0,
            "payload_binary",
        ),
        ("bomb-of-a-line", packed(&zeros, 1), 0, "payload_expansion"),
        ("bomb-of-lines", packed(&short, 1), 0, "payload_expansion"),
        (
            "bomb-of-lines-zstd",
            packed(&short, 3),
            0,
            "payload_expansion",
        ),
        (
            "bomb-in-a-bomb",
            packed(&packed(&zeros, 1), 1),
            0,
            "payload_expansion",
        ),
        ("gzip-cut-behind-lines", cut(1), 3, "payload_compression"),
    ];
    for (name, bytes, events, expected) in cases {
        let (documents, _, walked) = whole(bytes);
        assert_eq!(documents.len(), events + 1, "{name}");
        assert_eq!(
            code(&documents[events]).as_deref(),
            Some(expected),
            "{name}"
        );
        assert_eq!(walked.rest, None, "{name}");
    }
}

#[test]
fn an_incomplete_line_before_a_defect_is_not_read_as_a_complete_one() {
    let lines: Vec<_> = (0..4000)
        .map(|n| combined(&format!("/{n}/{}", n * 7919)) + "\n")
        .collect();
    let mut bytes = packed(lines.concat().as_bytes(), 1);
    bytes.truncate(bytes.len() / 2);
    let (documents, _, _) = whole(bytes);
    let (last, events) = documents.split_last().unwrap();
    assert_eq!(code(last).as_deref(), Some("payload_compression"));
    assert!(events.len() > 1000 && events.len() < lines.len());
    assert!(events.iter().all(|document| code(document).is_none()));
    let end = lines
        .iter()
        .take(events.len())
        .map(String::len)
        .sum::<usize>();
    assert_eq!(id(last), format!("s3:object:{end}"));
}

#[test]
fn a_dense_stream_of_short_lines_ends_at_the_limit_of_lines() {
    let mut settings = Config::read(|_| None).unwrap().settings().unwrap();
    settings.record_limits.lines = 1000;
    let mut pipeline = Pipeline::new(settings);
    let from = Begin::default();
    let bytes = packed(&b"x\n".repeat(100_000), 1);
    let (documents, _, walked) = walked(&mut pipeline, bytes, &from, false, |_| false);
    let last = documents.last().unwrap();
    assert_eq!(code(last).as_deref(), Some("payload_lines"));
    assert_eq!(documents.len(), 1001);
    assert_eq!(walked.rest, None);
}

/// What a walk reported and counted if the receiver fails at the first `failures` rejections of an
/// envelope. The pipeline reports such a rejection outside the `catch_unwind` of a line, so this
/// has the same effect as a failure of this crate on the envelope.
fn walked_with_failures(text: &[u8], failures: usize, limit: u64) -> (Vec<String>, Tally) {
    let mut settings = Config::read(|_| None).unwrap().settings().unwrap();
    settings.record_limits.lines = limit;
    let mut pipeline = Pipeline::new(settings);
    let (origin, from) = (Origin::default(), Begin::default());
    let text_of = ObjectText {
        id: "s3:object",
        arrival: Arrival::Stream(WRITTEN),
        origin: &origin,
        from: &from,
        compressed: false,
    };
    let (mut documents, mut left) = (Vec::new(), failures);
    let bytes = Cursor::new(packed(text, 1));
    walk(&mut pipeline, bytes, &text_of, &|| false, &mut |step| {
        if let WalkStep::Line(Outcome::Rejected { rejection, .. }) = &step
            && rejection.code() == "payload_envelope"
            && left > 0
        {
            left -= 1;
            panic!("as ordered");
        }
        if let WalkStep::Line(
            Outcome::Event { document, .. } | Outcome::Rejected { document, .. },
        ) = step
        {
            documents.push(String::from_utf8(document.to_vec()).unwrap());
        }
        ControlFlow::Continue(())
    });
    assert_eq!(left, 0);
    (documents, pipeline.take_tally())
}

/// An envelope of CloudWatch Logs that is not whole.
const BROKEN_ENVELOPE: &str = r#"{"messageType":"DATA_MESSAGE","logEvents":[{"id":"1"}]}"#;

#[test]
fn a_stretch_that_is_processed_again_is_counted_once_and_read_with_its_first_directive() {
    let text = [
        "#Fields: date time c-ip cs-method cs-uri-stem sc-status\n",
        "2025-10-10 13:55:36 203.0.113.7 GET /1 200\n",
        "#Fields: date time c-ip sc-status cs-method cs-uri-stem\n",
        "2025-10-10 13:55:36 203.0.113.7 200 GET /2\n",
        BROKEN_ENVELOPE,
        "\n",
        "2025-10-10 13:55:36 203.0.113.7 200 GET /3\n",
    ]
    .concat();
    let (expected, tally) = walked_with_failures(text.as_bytes(), 0, 10);
    assert_eq!((expected.len(), tally.events, tally.directives), (4, 3, 2));
    let (documents, again) = walked_with_failures(text.as_bytes(), 1, 10);
    assert_eq!(again, tally);
    // Two documents were reported before the failure.
    assert_eq!(
        (&documents[..2], &documents[2..]),
        (&expected[..2], &*expected)
    );
    // A line that fails again is rejected alone.
    let (documents, again) = walked_with_failures(text.as_bytes(), 2, 10);
    assert_eq!(code(&documents[4]).as_deref(), Some("internal"));
    assert_eq!(id(&documents[4]), id(&expected[2]));
    assert_eq!((again.records, again.bytes_in), (1, tally.bytes_in));
    assert_eq!(
        (again.lines, again.rejections["internal"]),
        (tally.lines, 1)
    );
}

#[test]
fn lines_that_are_processed_again_count_once_for_the_limit_of_lines() {
    let text = [&"x\n".repeat(19_999), BROKEN_ENVELOPE, "\n"].concat();
    for (limit, has_all) in [(20_000, true), (19_999, false)] {
        let failures = usize::from(has_all);
        let (_, tally) = walked_with_failures(text.as_bytes(), failures, limit);
        assert_eq!(!tally.rejections.contains_key("payload_lines"), has_all);
        assert!(!has_all || tally.lines == 20_000);
    }
}

/// Parts of a log. The lines are long, so that a few make several stretches, and there are
/// directives among them.
fn part() -> impl Strategy<Value = String> {
    let long = 100_000_usize..400_000;
    prop_oneof![
        4 => long.prop_map(|length| combined(&format!("/{}", "a".repeat(length))) + "\n"),
        2 => Just(combined("/short") + "\r\n"),
        2 => Just("2025-10-10 13:55:36 203.0.113.7 GET /w 200\n".to_owned()),
        2 => (100_000_usize..400_000).prop_map(|length| format!("2025-10-10 13:55:36 203.0.113.7 \
            GET /{} 200\n", "w".repeat(length))),
        1 => Just("#Fields: date time c-ip cs-method cs-uri-stem sc-status\n".to_owned()),
        1 => Just("#Fields: date time c-ip cs-method sc-status\n".to_owned()),
        1 => Just("\n".to_owned()),
        1 => Just("what is this\n".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn a_continued_object_gives_the_same_documents_as_a_whole_one(
        parts in proptest::collection::vec(part(), 0..24),
        ends_with_newline: bool,
        kind in 0..4_usize,
    ) {
        let mut text = parts.concat();
        if !ends_with_newline {
            text.truncate(text.trim_end().len());
        }
        let bytes = packed(text.as_bytes(), kind);
        let (expected, begins, walked_whole) = whole(bytes.clone());
        prop_assert_eq!(walked_whole.rest, None);
        let ids: std::collections::BTreeSet<_> =
            expected.iter().map(|document| id(document)).collect();
        prop_assert_eq!(ids.len(), expected.len(), "an id twice");
        for (stop, begin) in begins.iter().enumerate() {
            let start = Begin::default();
            let (mut documents, _, stopped) =
                walked(&mut pipeline(), bytes.clone(), &start, false, |begun| begun == stop);
            let rest = stopped.rest.unwrap();
            prop_assert_eq!(&rest, begin);
            // A range of an uncompressed object, or all of a compressed one.
            let from = if stopped.compressed { 0 } else { usize::try_from(rest.offset).unwrap() };
            let bytes = bytes[from..].to_vec();
            let (behind, _, end) =
                walked(&mut pipeline(), bytes, &rest, stopped.compressed, |_| false);
            documents.extend(behind);
            prop_assert_eq!(end.rest, None);
            prop_assert!(documents == expected, "stopped before stretch {}", stop);
        }
    }
}
