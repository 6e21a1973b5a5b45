//! Measures times, for each stage and for all together: `make bench`. Each figure is for one pass
//! over 2,000 lines; the rate is in lines per second.

#![expect(
    dead_code,
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a measurement ends where something is wrong; the corpus serves others too"
)]

mod corpus;

use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};

use corpus::{Addresses, RECORD_ID};
use weblog_enrich::clean;
use weblog_enrich::document::{self, Context, Form};
use weblog_enrich::event::{AccessEvent, Origin, Position, Tags};
use weblog_enrich::format::{Format, LogLine, Reading};
use weblog_enrich::payload::{self, Content};
use weblog_enrich::pipeline::Pipeline;

const LINES: usize = 2_000;

/// Each stage alone, with warm caches.
fn stages(criterion: &mut Criterion) {
    let lines = corpus::lines(LINES, Addresses::Uniform);
    let mut settings = corpus::settings();
    let mut format = Format::compile("combined", None).unwrap();
    let mut group = criterion.benchmark_group("stage");
    group.throughput(Throughput::Elements(LINES as u64));

    group.bench_function("payload and format", |b| {
        b.iter(|| {
            for line in &lines {
                payload::open(line.as_bytes(), usize::MAX, &mut |content| {
                    if let Content::Line { line, .. } = content {
                        black_box(settings.format.read(line).is_ok());
                    }
                });
            }
        });
    });
    group.bench_function("format combined", |b| {
        b.iter(|| {
            for line in &lines {
                black_box(format.read(line.as_bytes()).is_ok());
            }
        });
    });
    let mut formats: Vec<_> = lines
        .iter()
        .map(|_| Format::compile("combined", None).unwrap())
        .collect();
    let read: Vec<LogLine<'_>> = formats
        .iter_mut()
        .zip(&lines)
        .map(|(format, line)| match format.read(line.as_bytes()) {
            Ok(Reading::Line(line)) => line,
            other => panic!("{other:?}"),
        })
        .collect();
    group.bench_function("clean", |b| {
        b.iter(|| {
            for line in &read {
                black_box(clean::clean(line, &settings.rules).is_ok());
            }
        });
    });
    let mut events: Vec<AccessEvent<'_>> = read
        .iter()
        .map(|line| clean::clean(line, &settings.rules).unwrap())
        .collect();
    group.bench_function("enrich", |b| {
        b.iter(|| {
            for event in &mut events {
                settings.enricher.enrich(black_box(event));
            }
        });
    });
    let origin = Origin::default();
    let mut out = Vec::new();
    group.bench_function("document", |b| {
        b.iter(|| {
            for event in &events {
                out.clear();
                let position = Position::start_of(RECORD_ID);
                let context = Context {
                    position,
                    origin: &origin,
                };
                document::write_event(&mut out, event, Form::Full, None, Tags::default(), &context);
                black_box(&out);
            }
        });
    });
    group.finish();
}

/// The whole processing of a line, and of an event.
fn whole(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("whole");
    group.throughput(Throughput::Elements(LINES as u64));
    for (name, addresses) in [("uniform", Addresses::Uniform), ("zipf", Addresses::Zipf)] {
        let lines = corpus::lines(LINES, addresses);
        let mut warm = corpus::pipeline();
        group.bench_function(format!("line to document, warm, {name}"), |b| {
            b.iter(|| take_lines(&mut warm, &lines));
        });
        group.bench_function(format!("line to document, cold, {name}"), |b| {
            b.iter_batched_ref(
                corpus::pipeline,
                |pipeline| take_lines(pipeline, &lines),
                BatchSize::LargeInput,
            );
        });
        let json = corpus::event(&lines);
        group.bench_function(format!("event to documents, cold, {name}"), |b| {
            b.iter_batched_ref(
                corpus::pipeline,
                |pipeline| corpus::batches(pipeline, json.as_bytes()),
                BatchSize::LargeInput,
            );
        });
    }
    group.finish();
}

fn take_lines(pipeline: &mut Pipeline, lines: &[String]) {
    for line in lines {
        pipeline.run(&corpus::record(line), &mut |outcome| {
            black_box(&outcome);
        });
    }
}

criterion_group!(benches, stages, whole);
criterion_main!(benches);
