//! Finds the ends of the targets of request lines within a raw line. Each byte is read once.

use std::cell::Cell;

use crate::clean::view::View;

/// How many bytes after a space are searched for the end of the request line.
const LOOKAHEAD_BYTES: usize = 1024;

/// What is known about the request lines of a text. A line may have a secret before every space.
/// Without this memory, the same thousand bytes would be read for each space.
#[derive(Debug, Default)]
pub(super) struct Requests {
    known: Cell<Known>,
}

#[derive(Debug, Default, Clone, Copy)]
struct Known {
    /// Where the text that was read begins. This text contains no quote.
    from: usize,
    to: usize,
    /// Whether a quote follows the text that was read.
    is_closed: bool,
    /// Where the last version in this text begins, including the space before it.
    version: Option<usize>,
}

impl Requests {
    /// The end of the request line's target that contains the space at `blank`. The target ends
    /// before the last version that precedes the next quote. `None` if no quote is near, or no
    /// version is between the space and the quote.
    pub(super) fn target_end(&self, view: &View<'_>, blank: usize) -> Option<usize> {
        let mut known = self.known.get();
        if !(known.from..=known.to).contains(&blank) {
            known = Known {
                from: blank,
                to: blank,
                is_closed: false,
                version: None,
            };
        }
        let limit = blank + LOOKAHEAD_BYTES;
        while !known.is_closed
            && known.to < limit
            && let Some(byte) = view.byte(known.to)
        {
            match byte {
                b'"' => {
                    known.is_closed = true;
                    continue;
                }
                b' ' if is_version(view, known.to) => known.version = Some(known.to),
                _ => {}
            }
            known.to += 1;
        }
        self.known.set(known);
        let is_near = known.is_closed && known.to <= limit;
        known.version.filter(|version| is_near && *version >= blank)
    }
}

fn is_version(view: &View<'_>, blank: usize) -> bool {
    let mut bytes = (blank..).zip(b" HTTP/");
    bytes.all(|(at, byte)| view.byte(at) == Some(*byte))
}

#[cfg(test)]
mod tests {
    use memchr::memmem;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_remembered_end_equals_a_new_one(
            text in "(a| | HTTP/|\"|HTTP/1.1\"| HTTP/1.1\"){0,40}", far in 0_usize..3,
        ) {
            let text = format!("{text}{}{text}", "x".repeat(far * 600));
            let view = View::new(text.as_bytes());
            let requests = Requests::default();
            for (blank, _) in text.match_indices(' ') {
                let rest = &text.as_bytes()[blank..];
                let quote = memchr::memchr(b'"', rest).filter(|quote| *quote < LOOKAHEAD_BYTES);
                let end = quote.and_then(|quote| memmem::rfind(&rest[..quote], b" HTTP/"));
                prop_assert_eq!(requests.target_end(&view, blank), end.map(|end| blank + end));
            }
        }
    }
}
