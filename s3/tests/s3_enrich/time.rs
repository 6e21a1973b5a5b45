//! Objects that take more time than an invocation has, functions that are killed, and messages that
//! are delivered twice or never.

use std::thread;
use std::time::Duration;

use super::s3::Fault;
use super::s3::queue::{Sent, Sqs, queued};
use super::support::bombs::gzip;
use super::support::firehose::{self, Firehose};
use super::{AMPLE, Scene, failed, ids, log, long_log, message, nothing_failed};

/// A time so short that an object with a hanging range is not read to its end.
const SHORT: Duration = Duration::from_secs(8);

/// The number of parts of a log of three ranges, and the number of its lines.
const PARTS: usize = 400;
const LINES: usize = 4 * PARTS;

/// An S3 whose second answer takes longer than an invocation has.
fn hangs_once(request: usize) -> Fault {
    match request {
        1 => Fault::Slow(2 * SHORT),
        _ => Fault::None,
    }
}

#[test]
fn an_object_too_long_for_an_invocation_continues_where_it_stopped() {
    let text = long_log(PARTS);
    for (key, bytes) in [("long.log", text.clone()), ("long.log.gz", gzip(&text))] {
        let scene = Scene::new(hangs_once);
        scene.s3.put(key, bytes);
        let function = scene.start();
        let invocations = scene.drain(&function, &[message(key)], SHORT);
        assert!(invocations > 1, "{key}: one invocation sufficed");
        assert_eq!(
            scene.indexed(),
            ids(&scene.s3.id_prefix(key), &text),
            "{key}"
        );
        let documents = scene.firehose.documents().len();
        assert_eq!(documents, LINES, "{key}: a line was delivered again");
        // Only a compressed object is read again from its beginning. The first two requests belong
        // to the first invocation.
        let again = scene
            .s3
            .requests()
            .iter()
            .skip(2)
            .filter(|(_, offset)| *offset == 0)
            .count();
        assert_eq!(
            again > 0,
            key.contains("gz"),
            "{key}: {:?}",
            scene.s3.requests()
        );
    }
}

#[test]
fn a_repeated_continuing_message_changes_nothing() {
    let text = long_log(PARTS);
    let mut scene = Scene::new(hangs_once);
    scene.sqs = Sqs::start(|request| {
        if request == 0 {
            Sent::Twice
        } else {
            Sent::Once
        }
    });
    scene.s3.put("long.log", text.clone());
    let function = scene.start();
    assert!(scene.drain(&function, &[message("long.log")], SHORT) > 2);
    assert_eq!(scene.indexed(), ids(&scene.s3.id_prefix("long.log"), &text));
    assert!(
        scene.firehose.documents().len() > LINES,
        "it was read twice"
    );
}

#[test]
fn an_object_is_delivered_again_if_its_continuing_message_was_not_certainly_sent() {
    type Case = (&'static str, fn(usize) -> Sent);
    let faults: [Case; 3] = [
        ("refused", |_| Sent::Refused(403, "AccessDenied")),
        ("throttled", |request| {
            if request == 0 {
                Sent::Refused(400, "RequestThrottled")
            } else {
                Sent::Once
            }
        }),
        ("cut", |request| {
            if request == 0 {
                Sent::CutWithin
            } else {
                Sent::Once
            }
        }),
    ];
    let text = long_log(PARTS);
    for (name, fault) in faults {
        let mut scene = Scene::new(hangs_once);
        scene.sqs = Sqs::start(fault);
        scene.s3.put("long.log", text.clone());
        let function = scene.start();
        assert!(
            scene.drain(&function, &[message("long.log")], SHORT) > 1,
            "{name}"
        );
        assert_eq!(
            scene.indexed(),
            ids(&scene.s3.id_prefix("long.log"), &text),
            "{name}"
        );
    }
}

#[test]
fn each_line_has_one_id_after_a_kill_in_mid_object_and_a_repeated_message() {
    let text = long_log(PARTS);
    let scene = Scene::new(hangs_once);
    scene.s3.put("long.log", text.clone());
    let mut function = scene.start();
    let event = queued(&[message("long.log")]);
    function.begin(&event, AMPLE);
    while scene.firehose.documents().is_empty() {
        thread::sleep(Duration::from_millis(20));
    }
    function.kill();
    assert!(
        scene.firehose.documents().len() < LINES,
        "the function was not killed in the middle of the object"
    );
    let (first, second) = (scene.start(), scene.start());
    for function in [&first, &second] {
        assert_eq!(function.invoke(&event, AMPLE), Ok(nothing_failed()));
    }
    assert_eq!(scene.indexed(), ids(&scene.s3.id_prefix("long.log"), &text));
}

#[test]
fn documents_that_firehose_does_not_accept_in_time_are_left_to_the_queue() {
    let mut scene = Scene::new(|_| Fault::None);
    scene.firehose = Firehose::start(|_| firehose::Fault::Throttle);
    scene.s3.put("a.log", log(700));
    let function = scene.start();
    let event = queued(&[message("a.log")]);
    assert_eq!(function.invoke(&event, SHORT), Ok(failed(&[0])));
    assert!(
        scene.sqs.take().is_empty(),
        "nothing was accepted, so no message continues the object"
    );
}

#[test]
fn the_message_fails_in_time_if_s3_hangs() {
    let scene = Scene::new(|_| Fault::Slow(Duration::from_mins(1)));
    scene.s3.put("a.log", log(3));
    let function = scene.start();
    let event = queued(&[message("a.log")]);
    assert_eq!(function.invoke(&event, SHORT), Ok(failed(&[0])));
}

#[test]
fn objects_that_were_not_begun_continue_by_separate_messages() {
    let scene = Scene::new(hangs_once);
    let long = long_log(PARTS);
    let text = log(20);
    scene.s3.put("a.log", long.clone());
    for key in ["b.log", "c.log"] {
        scene.s3.put(key, text.clone());
    }
    let function = scene.start();
    let event = queued(&["a.log", "b.log", "c.log"].map(message));
    assert_eq!(function.invoke(&event, SHORT), Ok(nothing_failed()));
    let messages = scene.sqs.take();
    // The request that hangs is for the second range of the first object or for the second object,
    // because the second object is opened while the first is read.
    assert!((2..=3).contains(&messages.len()), "{messages:?}");
    scene.drain(&function, &messages, AMPLE);
    let mut expected = ids(&scene.s3.id_prefix("a.log"), &long);
    for key in ["b.log", "c.log"] {
        expected.extend(ids(&scene.s3.id_prefix(key), &text));
    }
    assert_eq!(scene.indexed(), expected);
}
