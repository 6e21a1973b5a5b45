//! One peer over lines of a file, in one thread: what `benches/peers/run` compares.
//!
//! | arguments | what it does |
//! |---|---|
//! | `lines uniform` or `lines zipf` | writes the lines of `benches/corpus` |
//! | PEER FILE `documents` | writes a document for each line of the file |
//! | PEER FILE PASSES | makes the documents as many times, and writes the nanoseconds of each pass and the bytes of all documents |
//!
//! With no pass at all a peer only prepares itself, which is what instructions are counted from. `peer.py` takes the same.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a measurement ends where something is wrong"
)]
#![allow(dead_code, reason = "the corpus serves other measurements too")]

#[path = "../../corpus/mod.rs"]
mod corpus;
mod databases;
mod plain;
mod project;
mod vector;

use std::fs;
use std::io::{self, Write as _};
use std::time::Instant;

/// As many lines as the project's own bars were set with.
const LINES: usize = 10_000;

#[expect(clippy::large_enum_variant, reason = "there is one of it")]
enum Peer {
    Project(project::Project),
    Vector(vector::Vector),
    Plain(plain::Plain),
}

impl Peer {
    fn named(name: &str) -> Self {
        match name {
            "project" => Self::Project(project::Project::new()),
            "vrl" => Self::Vector(vector::Vector::new("fast")),
            "vrl-enriched" => Self::Vector(vector::Vector::new("enriched")),
            "plain" => Self::Plain(plain::Plain::new()),
            other => panic!("no peer is called {other}"),
        }
    }

    fn document(&mut self, line: &str, each: &mut dyn FnMut(&[u8])) {
        match self {
            Self::Project(project) => project.document(line, each),
            Self::Vector(vector) => each(&vector.document(line)),
            Self::Plain(plain) => each(&plain.document(line)),
        }
    }
}

fn main() {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["lines", "uniform"] => write_lines(corpus::Addresses::Uniform),
        ["lines", "zipf"] => write_lines(corpus::Addresses::Zipf),
        [name, file, "documents"] => write_documents(name, file),
        [name, file, passes] => measure(name, file, passes.parse().unwrap()),
        _ => panic!("the arguments are told at the top of main.rs"),
    }
}

fn write_lines(addresses: corpus::Addresses) {
    for line in corpus::lines(LINES, addresses) {
        println!("{line}");
    }
}

fn write_documents(name: &str, file: &str) {
    let mut peer = Peer::named(name);
    let mut out = io::stdout().lock();
    for line in fs::read_to_string(file).unwrap().lines() {
        peer.document(line, &mut |document| {
            out.write_all(document).unwrap();
            out.write_all(b"\n").unwrap();
        });
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
            peer.document(line, &mut |document| bytes += document.len());
        }
        nanoseconds.push(start.elapsed().as_nanos());
    }
    println!("{nanoseconds:?} {bytes}");
}
