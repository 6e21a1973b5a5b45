//! Reading overlaps sending: while Firehose has not answered, the function reads on.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use super::s3::queue::{Sent, Sqs, queued};
use super::s3::{self, S3};
use super::support::firehose::{Fault, Firehose};
use super::{AMPLE, Scene, log, long_log, message, nothing_failed};

/// Invokes the function with these objects. Firehose answers its first request only after S3 was
/// asked for the given key at the given byte or later, or after half a minute.
///
/// Returns whether S3 was asked before Firehose answered.
fn is_read_before_the_answer(objects: &[(&str, Vec<u8>)], key: &'static str, from: u64) -> bool {
    let store = S3::start(|_| s3::Fault::None);
    let overlapped = Arc::new(AtomicBool::new(false));
    let (requests, seen) = (Arc::clone(&store.requests), Arc::clone(&overlapped));
    let firehose = Firehose::start(move |request| {
        if request == 0 {
            seen.store(is_asked(&requests, key, from), Ordering::SeqCst);
        }
        Fault::None
    });
    let scene = Scene {
        s3: store,
        sqs: Sqs::start(|_| Sent::Once),
        firehose,
    };
    for (key, bytes) in objects {
        scene.s3.put(key, bytes.clone());
    }
    let function = scene.start();
    let messages: Vec<_> = objects.iter().map(|(key, _)| message(key)).collect();
    assert_eq!(
        function.invoke(&queued(&messages), AMPLE),
        Ok(nothing_failed())
    );
    overlapped.load(Ordering::SeqCst)
}

/// Waits until S3 has been asked for the object with this key, from byte `from` or a later one.
/// Returns false if that does not happen within half a minute.
fn is_asked(requests: &Mutex<Vec<(String, u64)>>, key: &str, from: u64) -> bool {
    let started = Instant::now();
    while started.elapsed() < Duration::from_secs(30) {
        let mut requests = requests.lock().unwrap().clone().into_iter();
        if requests.any(|(asked, first)| asked == key && first >= from) {
            return true;
        }
        thread::sleep(Duration::from_millis(10));
    }
    false
}

#[test]
fn the_next_object_is_read_while_firehose_has_the_documents_of_the_first() {
    let objects = [("first.log", log(600)), ("second.log", log(10))];
    assert!(is_read_before_the_answer(&objects, "second.log", 0));
}

#[test]
fn the_rest_of_an_object_is_read_while_firehose_has_its_first_documents() {
    // The first range holds more than 600 lines, so a batch of 500 is sent before the second range.
    let text = long_log(320);
    let range = 16 * 1024 * 1024;
    assert!(text.len() > range);
    let objects = [("long.log", text)];
    assert!(is_read_before_the_answer(&objects, "long.log", 1));
}
