//! The project as one of the peers that `benches/peers/run` compares. It is built like a release.
//! `benches/peers/src/main.rs` explains the arguments.

#![expect(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a measurement ends where something is wrong; the corpus serves others too"
)]

mod corpus;

use std::fs;
use std::io::{self, Write as _};
use std::time::Instant;

use weblog_enrich::pipeline::{Outcome, Pipeline};

fn main() {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["lines", "uniform"] => write_lines(corpus::Addresses::Uniform),
        ["lines", "zipf"] => write_lines(corpus::Addresses::Zipf),
        [file, "documents"] => write_documents(file),
        [file, passes] => measure(file, passes.parse().unwrap()),
        _ => panic!("benches/peers/src/main.rs explains the arguments at its top"),
    }
}

fn write_lines(addresses: corpus::Addresses) {
    for line in corpus::lines(corpus::LINE_COUNT, addresses) {
        println!("{line}");
    }
}

fn write_documents(file: &str) {
    let mut pipeline = corpus::pipeline();
    let mut out = io::stdout().lock();
    for line in fs::read_to_string(file).unwrap().lines() {
        run(&mut pipeline, line, &mut |document| {
            out.write_all(document).unwrap();
            out.write_all(b"\n").unwrap();
        });
    }
}

fn measure(file: &str, passes: usize) {
    let text = fs::read_to_string(file).unwrap();
    let lines: Vec<_> = text.lines().collect();
    let mut pipeline = corpus::pipeline();
    let mut bytes = 0;
    let mut nanoseconds = Vec::new();
    for _ in 0..passes {
        let start = Instant::now();
        for line in &lines {
            run(&mut pipeline, line, &mut |document| bytes += document.len());
        }
        nanoseconds.push(start.elapsed().as_nanos());
    }
    println!("{nanoseconds:?} {bytes}");
}

fn run(pipeline: &mut Pipeline, line: &str, each: &mut dyn FnMut(&[u8])) {
    pipeline.run(&corpus::record(line), &mut |outcome| match outcome {
        Outcome::Event { document, .. } => each(document),
        _ => panic!("every line is an event"),
    });
}
