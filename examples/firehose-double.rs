//! The tests' double of Firehose and Kinesis as a process of its own, for functions that run under `cargo lambda watch`:
//! `cargo run --example firehose-double`.
//!
//! Its first line says where it listens. For each line it then reads, it writes what it has accepted since, a document a line,
//! and an empty line. It ends where its input ends.

#[path = "../tests/support/mod.rs"]
#[expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a double fails its test by failing"
)]
mod support;

use std::io::{self, BufRead, Write};

use support::firehose::{Fault, Firehose};

fn main() -> io::Result<()> {
    let firehose = Firehose::start(|_| Fault::None);
    let mut out = io::stdout().lock();
    writeln!(out, "{}", firehose.url)?;
    out.flush()?;
    for line in io::stdin().lock().lines() {
        line?;
        let accepted = std::mem::take(&mut *firehose.accepted.lock().expect("no one panics"));
        for (_, document) in accepted {
            out.write_all(document.trim_ascii_end())?;
            out.write_all(b"\n")?;
        }
        out.write_all(b"\n")?;
        out.flush()?;
    }
    Ok(())
}
