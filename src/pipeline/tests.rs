//! Tests of lines that are too long or misdated, and of defects of this crate.

use super::*;
use crate::config::Config;
use crate::event::Timestamp;

const ARRIVAL: Timestamp = Timestamp {
    seconds: 1_760_000_000,
    nanoseconds: 0,
    digits: 0,
};

fn pipeline(document_limit_bytes: usize) -> Pipeline {
    let settings = Config::read(|_| None).unwrap().settings().unwrap();
    Pipeline::new(Settings {
        document_limit_bytes,
        ..settings
    })
}

fn line(path: &str) -> String {
    format!(
        "203.0.113.7 - - [10/Oct/2025:13:55:36 +0000] \"GET {path} HTTP/1.1\" 200 5 \"-\" \"-\"\n"
    )
}

/// Returns each document, with `event` or with the code of its rejection.
fn run(
    pipeline: &mut Pipeline,
    data: &str,
    mut observe: impl FnMut(&Outcome<'_>),
) -> Vec<(String, &'static str)> {
    let record = Record {
        data: data.as_bytes(),
        id: "r",
        arrival: Arrival::Stream(ARRIVAL),
        continued: false,
    };
    let mut documents = Vec::new();
    pipeline.run(&record, &mut |outcome| {
        observe(&outcome);
        let (document, kind) = match outcome {
            Outcome::Event { document, .. } => (document, "event"),
            Outcome::Rejected {
                document,
                rejection,
                ..
            } => (document, rejection.code()),
            Outcome::Dropped { .. } => return,
        };
        documents.push((String::from_utf8(document.to_vec()).unwrap(), kind));
    });
    documents
}

#[test]
fn a_defect_on_one_line_rejects_that_line_alone() {
    let mut pipeline = pipeline(10_000);
    let data = [line("/1"), line("/poison"), line("/3")].concat();
    let documents = run(&mut pipeline, &data, |outcome| {
        if let Outcome::Event { event, .. } = outcome {
            assert_ne!(event.url.path.as_deref(), Some("/poison"), "as ordered");
        }
    });
    let kinds: Vec<_> = documents.iter().map(|(_, kind)| *kind).collect();
    assert_eq!(kinds, ["event", "internal", "event"]);
    assert!(documents[1].0.contains(r#""id":"r:1""#) && documents[1].0.contains("/poison"));
    assert_eq!(pipeline.take_tally().lines, 3);
}

#[test]
fn a_document_larger_than_the_stream_accepts_becomes_a_rejection_that_fits() {
    let mut pipeline = pipeline(600);
    let long = format!("/{}", "x".repeat(1_000));
    let documents = run(&mut pipeline, &(line(&long) + &line("/2")), |_| ());
    let kinds: Vec<_> = documents.iter().map(|(_, kind)| *kind).collect();
    assert_eq!(kinds, ["document_oversize", "event"]);
    assert!(documents.iter().all(|(document, _)| document.len() <= 600));
    assert!(
        documents[0].0.contains(r#""tags":["truncated"]"#) && documents[0].0.contains("GET /xxx")
    );
    let tally = pipeline.take_tally();
    assert_eq!((tally.lines, tally.events, tally.rejected()), (2, 1, 1));
}

#[test]
fn the_origin_is_left_out_if_it_alone_is_too_long() {
    let mut pipeline = pipeline(600);
    for (length, is_kept) in [(10, true), (1_000, false)] {
        let data = format!(r#"{{"log":"no line","host":"{}"}}"#, "h".repeat(length));
        let documents = run(&mut pipeline, &data, |_| ());
        assert_eq!(documents.len(), 1);
        let document = &documents[0].0;
        assert!(document.len() <= 600 && document.contains("no line"));
        assert_eq!(document.contains(r#""host":{"name":"hhh"#), is_kept);
    }
}

#[test]
fn a_line_far_from_its_arrival_is_marked_and_keeps_its_time() {
    let limit_bytes = 1_000_000;
    let times = ["10/Oct/2025", "01/Jan/0001", "31/Dec/9999", "07/Sep/2025"];
    let data: String = times
        .iter()
        .map(|day| line("/").replace("10/Oct/2025", day))
        .collect();
    let marked = |pipeline: &mut Pipeline, data: &str| -> Vec<bool> {
        let documents = run(pipeline, data, |_| {});
        let is_marked = |(document, kind): &(String, &str)| {
            assert_eq!(*kind, "event");
            document.contains(r#""tags":["misdated"]"#)
        };
        documents.iter().map(is_marked).collect()
    };
    let mut usual = pipeline(limit_bytes);
    assert_eq!(marked(&mut usual, &data), [false, true, true, true]);
    // When another function delivers the lines again, each gets the same tag.
    assert_eq!(
        marked(&mut pipeline(limit_bytes), &data),
        marked(&mut usual, &data)
    );
    let documents = run(&mut usual, &data, |_| {});
    assert!(
        documents[1]
            .0
            .starts_with(r#"{"@timestamp":"0001-01-01T13:55:36Z""#)
    );
    let mut any = pipeline(limit_bytes);
    any.settings.past_days = None;
    assert_eq!(marked(&mut any, &data), [false; 4]);
    // A line that cannot be read has the time of its arrival.
    assert!(!run(&mut usual, "x\n", |_| {})[0].0.contains("misdated"));
}

#[test]
fn an_observer_sees_every_step_and_the_same_documents() {
    let mixed = [
        line("/1"),
        "no line of a log\n".to_owned(),
        "#Fields: date time c-ip cs-method cs-uri-stem\n".to_owned(),
        line("/2"),
        r#"203.0.113.7 - - [99/Foo/2025:13:55:36 +0000] "GET / HTTP/1.1" 200 5"#.to_owned(),
    ]
    .concat();
    let expected = run(&mut pipeline(10_000), &mixed, |_| {});
    let record = Record {
        data: mixed.as_bytes(),
        id: "r",
        arrival: Arrival::Stream(ARRIVAL),
        continued: false,
    };
    let (mut steps, mut documents) = (Vec::new(), Vec::new());
    pipeline(10_000).observe(&record, &mut |step| match step {
        Step::Line { .. } => steps.push("line"),
        Step::Directive => steps.push("directive"),
        Step::Read { .. } => steps.push("read"),
        Step::Unread { .. } => steps.push("unread"),
        Step::Cleaned { .. } => steps.push("cleaned"),
        Step::Unclean { .. } => steps.push("unclean"),
        Step::Enriched { .. } => steps.push("enriched"),
        Step::Unreadable { .. } => steps.push("unreadable"),
        Step::Control => steps.push("control"),
        Step::Done(Outcome::Event { document, .. }) => documents.push((document.to_vec(), "event")),
        Step::Done(Outcome::Rejected {
            document,
            rejection,
            ..
        }) => documents.push((document.to_vec(), rejection.code())),
        Step::Done(Outcome::Dropped { .. }) => steps.push("dropped"),
    });
    let documents: Vec<_> = documents
        .into_iter()
        .map(|(document, kind)| (String::from_utf8(document).unwrap(), kind))
        .collect();
    assert_eq!(documents, expected);
    let event = ["line", "read", "cleaned", "enriched"];
    let expected = [
        &event[..],
        &["line", "unread"],
        &["line", "directive"],
        &event,
        &["line", "read", "unclean"],
    ];
    assert_eq!(steps, expected.concat());
}

#[test]
fn merged_tallies_have_the_older_day_of_bots_addresses() {
    let tally = |bot_ranges_seconds| Tally {
        lines: 1,
        bot_ranges_seconds,
        ..Tally::default()
    };
    for (one, other, expected) in [
        (None, None, None),
        (Some(5), None, Some(5)),
        (None, Some(5), Some(5)),
        (Some(7), Some(5), Some(5)),
    ] {
        let mut merged = tally(one);
        merged.merge(tally(other));
        assert_eq!(merged.bot_ranges_seconds, expected);
        assert_eq!(merged.lines, 2);
    }
}
