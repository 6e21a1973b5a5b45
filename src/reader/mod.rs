//! Streams of bytes, from a file, a pipe or an object, down to stretches of whole lines in bounded memory.
//!
//! | module | |
//! |---|---|
//! | [`compression`] | opens gzip, zlib and zstd as they come |
//! | [`members`] | the members of a gzip or zlib stream, the frames of a zstd stream |
//! | [`bound`] | ends a stream that expands without end |
//! | [`chunks`] | whole lines, and where they begin |

mod bound;
mod chunks;
mod compression;
mod members;

pub use self::bound::{Bounded, EXPANSION_RATIO, Excess};
pub use self::chunks::{Chunks, LINE_LIMIT_BYTES, Stretch};
pub use self::compression::{Compression, MAGIC_BYTES};
