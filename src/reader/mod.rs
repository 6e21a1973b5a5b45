//! Divides streams of bytes, from a file, a pipe or an object, into stretches of whole lines in
//! bounded memory.
//!
//! | module | |
//! |---|---|
//! | [`bound`] | ends a stream that expands too much |
//! | [`chunks`] | whole lines, and where they begin |

mod bound;
mod chunks;

pub use self::bound::{Bounded, EXPANSION_RATIO, Excess};
pub use self::chunks::{Chunks, LINE_LIMIT_BYTES, Stretch};
