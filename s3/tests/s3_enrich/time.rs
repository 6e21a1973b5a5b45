//! Objects that take more time than an invocation has, functions that die, messages that come twice or not at all.

use std::thread;
use std::time::Duration;

use super::s3::{Fault, Sent, Sqs, queued};
use super::support::bombs::gzip;
use super::support::firehose::{self, Firehose};
use super::{AMPLE, Scene, failed, ids, log, message, nothing_failed, wide_log};

/// So little that a long object takes several invocations.
const SHORT: Duration = Duration::from_secs(4);

/// The lines of a log of 40 stretches.
const LINES: usize = 400;

/// A log of several stretches.
fn long_log() -> Vec<u8> {
    wide_log(LINES)
}

/// A Firehose that takes its time, so that the object does too.
fn slow_firehose() -> Firehose {
    Firehose::start(|_| {
        thread::sleep(Duration::from_secs(1));
        firehose::Fault::None
    })
}

#[test]
fn an_object_too_long_for_an_invocation_goes_on_where_it_stopped() {
    let text = long_log();
    for (key, bytes) in [("long.log", text.clone()), ("long.log.gz", gzip(&text))] {
        let mut scene = Scene::new(|_| Fault::None);
        scene.firehose = slow_firehose();
        scene.s3.put(key, bytes);
        let function = scene.start();
        let invocations = scene.drain(&function, &[message(key)], SHORT);
        assert!(invocations > 1, "{key}: one invocation sufficed");
        assert_eq!(
            scene.indexed(),
            ids(&scene.s3.id_prefix(key), &text),
            "{key}"
        );
        let offsets: Vec<_> = scene
            .s3
            .requests()
            .iter()
            .map(|(_, offset)| *offset)
            .collect();
        assert_eq!(
            offsets.iter().all(|offset| *offset == 0),
            key.contains("gz"),
            "{key}: {offsets:?}"
        );
        // A stretch at most is delivered again at each of them, and nothing from the start.
        let again = scene.firehose.documents().len() - LINES;
        assert!(
            again < invocations * 200,
            "{key}: {again} again in {invocations}"
        );
    }
}

#[test]
fn a_continuing_message_that_comes_twice_changes_nothing() {
    let text = long_log();
    let mut scene = Scene::new(|_| Fault::None);
    scene.firehose = slow_firehose();
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
}

#[test]
fn a_continuing_message_that_is_not_sent_or_not_known_to_be_brings_its_object_again() {
    type Case = (&'static str, fn(usize) -> Sent);
    let faults: [Case; 3] = [
        ("refused", |request| {
            if request < 2 {
                Sent::Refused(403, "AccessDenied")
            } else {
                Sent::Once
            }
        }),
        ("throttled", |request| {
            if request < 2 {
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
    let text = long_log();
    for (name, fault) in faults {
        let mut scene = Scene::new(|_| Fault::None);
        scene.firehose = slow_firehose();
        scene.sqs = Sqs::start(fault);
        scene.s3.put("long.log", text.clone());
        let function = scene.start();
        scene.drain(&function, &[message("long.log")], SHORT);
        assert_eq!(
            scene.indexed(),
            ids(&scene.s3.id_prefix("long.log"), &text),
            "{name}"
        );
    }
}

#[test]
fn a_function_killed_in_mid_object_and_a_message_twice_give_each_line_one_id() {
    let text = long_log();
    let mut scene = Scene::new(|_| Fault::None);
    scene.firehose = slow_firehose();
    scene.s3.put("long.log", text.clone());
    let mut function = scene.start();
    let event = queued(&[message("long.log")]);
    function.begin(&event, AMPLE);
    while scene.firehose.documents().is_empty() {
        thread::sleep(Duration::from_millis(20));
    }
    function.kill();
    let before = scene.firehose.documents().len();
    assert!(before < LINES, "it was not in the midst");
    let (first, second) = (scene.start(), scene.start());
    for function in [&first, &second] {
        assert_eq!(function.invoke(&event, AMPLE), Ok(nothing_failed()));
    }
    assert_eq!(scene.indexed(), ids(&scene.s3.id_prefix("long.log"), &text));
}

#[test]
fn what_the_time_does_not_suffice_for_is_left_to_the_queue() {
    let mut scene = Scene::new(|_| Fault::None);
    scene.firehose = Firehose::start(|_| firehose::Fault::Throttle);
    scene.s3.put("a.log", log(700));
    let function = scene.start();
    let event = queued(&[message("a.log")]);
    assert_eq!(function.invoke(&event, SHORT), Ok(failed(&[0])));
    assert!(
        scene.sqs.take().is_empty(),
        "nothing was accepted, so nothing goes on"
    );
}

#[test]
fn an_s3_that_hangs_fails_the_message_in_time() {
    let scene = Scene::new(|_| Fault::Slow(Duration::from_mins(1)));
    scene.s3.put("a.log", log(3));
    let function = scene.start();
    let event = queued(&[message("a.log")]);
    assert_eq!(function.invoke(&event, SHORT), Ok(failed(&[0])));
}

#[test]
fn objects_that_were_not_begun_go_on_by_messages_of_their_own() {
    let mut scene = Scene::new(|_| Fault::None);
    scene.firehose = slow_firehose();
    let text = long_log();
    let keys = ["a.log", "b.log", "c.log"];
    for key in keys {
        scene.s3.put(key, text.clone());
    }
    let function = scene.start();
    let event = queued(&keys.map(message));
    assert_eq!(function.invoke(&event, SHORT), Ok(nothing_failed()));
    let messages = scene.sqs.take();
    assert_eq!(messages.len(), 3);
    scene.drain(&function, &messages, AMPLE);
    let expected = keys
        .iter()
        .flat_map(|key| ids(&scene.s3.id_prefix(key), &text))
        .collect();
    assert_eq!(scene.indexed(), expected);
}
