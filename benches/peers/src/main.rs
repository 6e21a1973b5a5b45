//! One peer processes the lines of a file in one thread; `benches/peers/run` compares peers.
//!
//! | arguments | what it does |
//! |---|---|
//! | PEER FILE `documents` | writes a document for each line of the file |
//! | PEER FILE PASSES | makes the documents this many times, and writes nanoseconds and bytes |
//!
//! With zero passes, a peer only prepares itself. The instructions for this are subtracted.
//! `peer.py` and the project's own `benches/peer.rs` take the same arguments without PEER.
//! `benches/peer.rs` also takes `lines uniform` and `lines zipf`, which write the lines of
//! `benches/corpus`.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a measurement ends where something is wrong"
)]

mod databases;
mod plain;
mod vector;

use std::fs;
use std::io::{self, Write as _};
use std::time::Instant;

#[expect(clippy::large_enum_variant, reason = "there is only one value")]
enum Peer {
    Vector(vector::Vector),
    Plain(plain::Plain),
}

impl Peer {
    fn named(name: &str) -> Self {
        match name {
            "vrl" => Self::Vector(vector::Vector::new("fast")),
            "vrl-enriched" => Self::Vector(vector::Vector::new("enriched")),
            "plain" => Self::Plain(plain::Plain::new()),
            other => panic!("there is no peer {other}"),
        }
    }

    fn document(&mut self, line: &str) -> Vec<u8> {
        match self {
            Self::Vector(vector) => vector.document(line),
            Self::Plain(plain) => plain.document(line),
        }
    }
}

fn main() {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        [name, file, "documents"] => write_documents(name, file),
        [name, file, passes] => measure(name, file, passes.parse().unwrap()),
        _ => panic!("main.rs explains the arguments at its top"),
    }
}

fn write_documents(name: &str, file: &str) {
    let mut peer = Peer::named(name);
    let mut out = io::stdout().lock();
    for line in fs::read_to_string(file).unwrap().lines() {
        out.write_all(&peer.document(line)).unwrap();
        out.write_all(b"\n").unwrap();
    }
}

fn measure(name: &str, file: &str, passes: usize) {
    let text = fs::read_to_string(file).unwrap();
    let lines: Vec<_> = text.lines().collect();
    let mut peer = Peer::named(name);
    let mut bytes = 0;
    let mut nanoseconds = Vec::new();
    for _ in 0..passes {
        let start = Instant::now();
        for line in &lines {
            bytes += peer.document(line).len();
        }
        nanoseconds.push(start.elapsed().as_nanos());
    }
    println!("{nanoseconds:?} {bytes}");
}
