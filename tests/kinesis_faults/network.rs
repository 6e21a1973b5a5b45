//! Faults of a network: connections cut during an upload.

use super::support::cut::cut_uploads;
use super::support::firehose::{Fault, Firehose};
use super::support::runtime_api::Function;
use super::{AMPLE, BINARY, ids_of, indexed, nothing_failed, numbered, start};

#[test]
fn uploads_cut_in_the_middle_are_sent_again_and_nothing_is_accepted_twice() {
    let mut firehose = Firehose::start(|_| Fault::None);
    // A request of 500 documents is far longer than 64 KiB.
    firehose.url = cut_uploads(&firehose.url, 5, 64 * 1024);
    let event = numbered(2_000);
    assert_eq!(start(&firehose).invoke(&event, AMPLE), Ok(nothing_failed()));
    assert_eq!(indexed(&firehose), ids_of(&event));
    assert_eq!(
        firehose.documents().len(),
        2_000,
        "half a request is not accepted"
    );
}

#[test]
fn an_endpoint_of_this_machine_without_a_listener_is_tried_once_and_named() {
    // The port is free again when the listener is closed.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let variables = [
        ("DELIVERY_STREAM", "documents"),
        ("AWS_ENDPOINT_URL_FIREHOSE", endpoint.as_str()),
    ];
    let function = Function::start(BINARY, &variables);
    let event = numbered(3);
    let answer = function.invoke(&event, AMPLE).unwrap();
    let first = &event["Records"][0]["kinesis"]["sequenceNumber"];
    assert_eq!(&answer["batchItemFailures"][0]["itemIdentifier"], first);
    let logs = function.logs_with("nothing listens");
    assert!(logs.contains("make watch"), "{logs}");
    assert!(!logs.contains("did not accept a batch"), "{logs}");
}
