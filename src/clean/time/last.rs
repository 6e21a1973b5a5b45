//! The time of the previous line. Consecutive lines often have the same time.

use super::clf;
use crate::event::Timestamp;

/// The length of `10/Oct/2000:13:55:36 -0700`. Other notations are not remembered.
const CLF_BYTES: usize = 26;

/// The most recently read time of the Common Log Format, and its text. To compare the text costs 20
/// instructions, to read the time costs 350.
#[derive(Debug, Default)]
pub(crate) struct LastTime(Option<([u8; CLF_BYTES], Timestamp)>);

impl LastTime {
    /// Reads a time of the Common Log Format.
    pub(super) fn clf(&mut self, text: &[u8]) -> Option<Timestamp> {
        let fixed = <[u8; CLF_BYTES]>::try_from(text).ok();
        if let (Some(fixed), Some((last, time))) = (fixed, self.0)
            && fixed == last
        {
            return Some(time);
        }
        let time = clf(text)?;
        if let Some(fixed) = fixed {
            self.0 = Some((fixed, time));
        }
        Some(time)
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    const ENDS: &[&str] = &[
        " +0200",
        " -0700",
        " Z",
        "",
        "+0200",
        ".123 +0200",
        " +02x0",
    ];

    proptest! {
        #[test]
        fn a_remembered_time_is_the_time_that_is_read(
            seconds in vec(0..3, 1..20),
            ends in vec(select(ENDS), 20),
        ) {
            let mut last = LastTime::default();
            for (second, end) in seconds.iter().zip(ends) {
                let text = format!("10/Oct/2025:13:55:{second:02}{end}");
                prop_assert_eq!(last.clf(text.as_bytes()), clf(text.as_bytes()), "{}", text);
            }
        }
    }
}
