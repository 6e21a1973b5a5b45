//! Batches: documents gathered into what one `PutRecordBatch` takes. Pure splitting: nothing is lost, nothing changes places.
//!
//! <https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html>

/// The most bytes of one record, before base64: 1,000 KiB.
pub const RECORD_LIMIT_BYTES: usize = 1_000 * 1_024;

/// The most records of one request.
pub const RECORDS_LIMIT: usize = 500;

/// The most bytes of one request: 4 MiB. It is not said whether before or after base64, so we count after.
pub const REQUEST_LIMIT_BYTES: usize = 4 * 1_024 * 1_024;

/// A document, and which record of the event its line came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The document.
    pub data: Vec<u8>,
    /// The index of the record in its event.
    pub record: usize,
}

/// Gathers entries into requests' worth of them.
#[derive(Debug, Default)]
pub struct Batcher {
    open: Vec<Entry>,
    bytes: usize,
}

impl Batcher {
    /// Adds an entry; what was gathered before it when that is a request's worth.
    pub fn push(&mut self, entry: Entry) -> Option<Vec<Entry>> {
        let bytes = encoded_bytes(entry.data.len());
        let full = self.open.len() == RECORDS_LIMIT || self.bytes + bytes > REQUEST_LIMIT_BYTES;
        let batch = if full { self.finish() } else { None };
        self.bytes += bytes;
        self.open.push(entry);
        batch
    }

    /// What is left, if anything.
    pub fn finish(&mut self) -> Option<Vec<Entry>> {
        self.bytes = 0;
        Some(std::mem::take(&mut self.open)).filter(|batch| !batch.is_empty())
    }
}

/// Bytes in base64.
#[must_use]
pub const fn encoded_bytes(bytes: usize) -> usize {
    bytes.div_ceil(3) * 4
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn batches(sizes: &[usize]) -> Vec<Vec<Entry>> {
        let mut batcher = Batcher::default();
        let entries = sizes.iter().enumerate().map(|(record, &size)| Entry {
            data: vec![b'x'; size],
            record,
        });
        let mut batches: Vec<_> = entries.filter_map(|entry| batcher.push(entry)).collect();
        batches.extend(batcher.finish());
        batches
    }

    #[test]
    fn limits_are_met_exactly() {
        let sizes = |sizes: &[usize]| batches(sizes).iter().map(Vec::len).collect::<Vec<_>>();
        assert_eq!(sizes(&[]), [0; 0]);
        assert_eq!(sizes(&[1; 500]), [500]);
        assert_eq!(sizes(&[1; 501]), [500, 1]);
        // Three records of 1,365,336 bytes in base64, and what is left of 4 MiB.
        assert_eq!(
            sizes(&[
                RECORD_LIMIT_BYTES,
                RECORD_LIMIT_BYTES,
                RECORD_LIMIT_BYTES,
                73_722
            ]),
            [4]
        );
        assert_eq!(
            sizes(&[
                RECORD_LIMIT_BYTES,
                RECORD_LIMIT_BYTES,
                RECORD_LIMIT_BYTES,
                73_723
            ]),
            [3, 1]
        );
    }

    proptest! {
        #[test]
        fn nothing_is_lost_or_changes_places(sizes in proptest::collection::vec(prop_oneof![1_usize..2_000, 500_000..RECORD_LIMIT_BYTES], 0..40)) {
            let batches = batches(&sizes);
            for batch in &batches {
                prop_assert!(!batch.is_empty() && batch.len() <= RECORDS_LIMIT);
                let bytes: usize = batch.iter().map(|entry| encoded_bytes(entry.data.len())).sum();
                prop_assert!(bytes <= REQUEST_LIMIT_BYTES);
            }
            let found: Vec<_> = batches.iter().flatten().map(|entry| (entry.record, entry.data.len())).collect();
            let expected: Vec<_> = sizes.iter().copied().enumerate().collect();
            prop_assert_eq!(found, expected);
        }
    }
}
