//! What a network may do: connections cut while a request is on its way up.

use super::support::cut::cut_uploads;
use super::support::firehose::{Fault, Firehose};
use super::{AMPLE, ids_of, indexed, nothing_failed, numbered, start};

#[test]
fn uploads_cut_in_their_midst_are_sent_again_and_nothing_is_accepted_twice() {
    let mut firehose = Firehose::start(|_| Fault::None);
    // Requests of 500 documents have far more.
    firehose.url = cut_uploads(&firehose.url, 5, 64 * 1024);
    let event = numbered(2_000);
    assert_eq!(start(&firehose).invoke(&event, AMPLE), Ok(nothing_failed()));
    assert_eq!(indexed(&firehose), ids_of(&event));
    assert_eq!(firehose.documents().len(), 2_000, "half a request is none");
}
