//! The clock on the wall, which only the shell may read.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::event::Timestamp;

/// Now, to the millisecond: when a line that is read from a file arrived.
pub(super) fn now() -> Timestamp {
    // A clock set before 1970 is not worth a failure.
    let since_epoch = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Timestamp {
        seconds: i64::try_from(since_epoch.as_secs()).unwrap_or(i64::MAX),
        nanoseconds: since_epoch.subsec_millis() * 1_000_000,
        digits: 3,
    }
}
