//! Compares the whole function with a minimal one: what `kinesis-enrich` costs beyond the runtime
//! and the SDK, how long an event of 6 MiB takes, how much memory the function needs, and how fast
//! it starts. `benches/handler` builds both programs and runs this.
//!
//! Arguments: the two programs, `kinesis-enrich` and `bare`. Prints rows of Markdown. Times are
//! medians of several runs, and memory is the maximum. Where the two programs are compared, their
//! runs are interleaved.

#![expect(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a measurement ends where something is wrong; of the tests' doubles only some parts \
              are used"
)]

mod corpus;
#[path = "../tests/support/http.rs"]
mod http;
#[path = "../tests/support/runtime_api.rs"]
mod runtime_api;

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use base64_simd::STANDARD;
use corpus::Addresses;
use http::{Answer, serve};
use runtime_api::Function;
use serde_json::Value;

/// How long `PutRecordBatch` takes to answer.
const REPLY_TIME: Duration = Duration::from_millis(30);
/// The largest event: <https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>.
const EVENT_BYTES: usize = 6 * 1024 * 1024;
const LINES_AN_EVENT: usize = 4_000;
const ROUNDS: usize = 11;
const AMPLE: Duration = Duration::from_mins(2);

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (Some(enrich), Some(bare)) = (arguments.next(), arguments.next()) else {
        panic!("handler KINESIS_ENRICH BARE");
    };
    let folder = tempfile::tempdir().unwrap();
    let documents = folder.path().join("documents");
    println!("| figure | value |\n|---|---|");
    cpu(&enrich, &bare, &documents);
    largest_event(&enrich);
    start(&enrich, &bare);
}

/// The handler's processor time, divided by the time for only sending as many documents.
fn cpu(enrich: &str, bare: &str, documents: &Path) {
    let lines = corpus::lines(LINES_AN_EVENT * (ROUNDS + 1), Addresses::Uniform);
    let events: Vec<_> = lines.chunks(LINES_AN_EVENT).map(event_of).collect();
    let firehose = Firehose::start(Duration::ZERO);
    let function = start_function(enrich, &firehose, &[]);
    // The first event warms up the function, and its documents are what the bare function sends.
    assert_all_taken(&function.invoke(&events[0], AMPLE).unwrap());
    fs::write(documents, firehose.documents()).unwrap();
    let floor = start_function(
        bare,
        &firehose,
        &[("DOCUMENTS_FILE", documents.to_str().unwrap())],
    );
    floor.invoke(&Value::Null, AMPLE).unwrap();
    let mut ratios = Vec::new();
    let mut costs = Vec::new();
    for event in &events[1..] {
        let before = cpu_ns(&function);
        assert_all_taken(&function.invoke(event, AMPLE).unwrap());
        let own = cpu_ns(&function) - before;
        let before = cpu_ns(&floor);
        floor.invoke(&Value::Null, AMPLE).unwrap();
        let least = cpu_ns(&floor) - before;
        ratios.push(own as f64 / least as f64);
        costs.push(own as f64 / LINES_AN_EVENT as f64 / 1e3);
    }
    println!(
        "| handler CPU, divided by the SDK's own for sending as many documents | {:.2} |",
        median(&mut ratios)
    );
    println!(
        "| handler CPU a line, all of it, µs on this machine | {:.1} |",
        median(&mut costs)
    );
}

/// Wall time and memory for an event of almost the largest possible size.
fn largest_event(enrich: &str) {
    let mut count = 6_000;
    let lines = corpus::lines(2 * count, Addresses::Uniform);
    while corpus::event(&lines[..count]).len() > EVENT_BYTES {
        count -= 50;
    }
    let event = corpus::event(&lines[..count]).into_bytes();
    let firehose = Firehose::start(REPLY_TIME);
    let function = start_function(enrich, &firehose, &[]);
    let anonymous = Arc::new(AtomicU64::new(0));
    let over = Arc::new(AtomicBool::new(false));
    let watch = {
        let (anonymous, over, id) = (
            Arc::clone(&anonymous),
            Arc::clone(&over),
            function.process_id(),
        );
        thread::spawn(move || {
            while !over.load(Ordering::Relaxed) {
                anonymous.fetch_max(status_kib(id, "RssAnon:"), Ordering::Relaxed);
                thread::sleep(Duration::from_millis(2));
            }
        })
    };
    for _ in 0..2 {
        function.begin_with(event.clone(), AMPLE);
        assert_all_taken(&function.answer(AMPLE).unwrap());
    }
    over.store(true, Ordering::Relaxed);
    watch.join().unwrap();
    let mut walls: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let event = event.clone();
            let started = Instant::now();
            function.begin_with(event, AMPLE);
            assert_all_taken(&function.answer(AMPLE).unwrap());
            started.elapsed().as_secs_f64() / REPLY_TIME.as_secs_f64()
        })
        .collect();
    let mib = |kib: u64| kib as f64 / 1024.0;
    println!(
        "| event of 6 MiB ({count} records), replies after 30 ms: wall time, divided by 30 ms \
         | {:.1} |",
        median(&mut walls)
    );
    println!(
        "| the same: anonymous memory at most, MiB | {:.0} |\n| the same: resident at most, mapped \
         databases included, MiB | {:.0} |",
        mib(anonymous.load(Ordering::Relaxed)),
        mib(status_kib(function.process_id(), "VmHWM:"))
    );
}

/// The time from the start of the process to its first request for an event, relative to the bare
/// function.
fn start(enrich: &str, bare: &str) {
    let firehose = Firehose::start(Duration::ZERO);
    let (mut ratios, mut own, mut least) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..2 * ROUNDS {
        let time = |binary| {
            start_function(binary, &firehose, &[])
                .start_time()
                .as_secs_f64()
                * 1e3
        };
        let (a, b) = (time(enrich), time(bare));
        ratios.push(a / b);
        own.push(a);
        least.push(b);
    }
    println!(
        "| start to first poll, divided by that of the bare function | {:.2} ({:.1} ms / {:.1} ms) |",
        median(&mut ratios),
        median(&mut own),
        median(&mut least)
    );
}

fn event_of(lines: &[String]) -> Value {
    serde_json::from_str(&corpus::event(lines)).unwrap()
}

fn assert_all_taken(answer: &Value) {
    assert_eq!(answer["batchItemFailures"], serde_json::json!([]));
}

fn start_function(binary: &str, firehose: &Firehose, more: &[(&str, &str)]) -> Function {
    let databases = std::env::var("GEOIP_PATH").unwrap_or_default();
    let mut variables = vec![
        ("DELIVERY_STREAM", "documents"),
        ("AWS_ENDPOINT_URL_FIREHOSE", firehose.url.as_str()),
        ("GEOIP_PATH", databases.as_str()),
    ];
    variables.extend(more);
    Function::start(binary, &variables)
}

/// Accepts every document after a delay. Remembers as many of the first requests as one event
/// needs.
struct Firehose {
    url: String,
    bodies: Arc<Mutex<Vec<Vec<u8>>>>,
}

impl Firehose {
    fn start(reply_time: Duration) -> Self {
        let bodies = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&bodies);
        let address = serve(move |request| {
            let came = Instant::now();
            let count = memchr::memmem::find_iter(&request.body, br#""Data":"#).count();
            let mut bodies = kept.lock().unwrap();
            // The bodies of one event's requests are enough.
            if bodies.len() < LINES_AN_EVENT.div_ceil(500) {
                bodies.push(request.body);
            }
            drop(bodies);
            let taken = vec![r#"{"RecordId":"1"}"#; count].join(",");
            let body = format!(r#"{{"FailedPutCount":0,"RequestResponses":[{taken}]}}"#);
            thread::sleep(reply_time.saturating_sub(came.elapsed()));
            Answer::Reply {
                status: 200,
                headers: vec![(
                    "content-type".to_owned(),
                    "application/x-amz-json-1.1".to_owned(),
                )],
                body: body.into_bytes(),
            }
        });
        Self {
            url: format!("http://{address}"),
            bodies,
        }
    }

    fn documents(&self) -> Vec<u8> {
        let mut lines = Vec::new();
        for body in &*self.bodies.lock().unwrap() {
            let body: Value = serde_json::from_slice(body).unwrap();
            for record in body["Records"].as_array().unwrap() {
                let data = STANDARD
                    .decode_to_vec(record["Data"].as_str().unwrap())
                    .unwrap();
                lines.write_all(data.trim_ascii_end()).unwrap();
                lines.push(b'\n');
            }
        }
        lines
    }
}

/// Processor time of all threads of a process:
/// <https://docs.kernel.org/scheduler/sched-stats.html>.
fn cpu_ns(function: &Function) -> u64 {
    let tasks = fs::read_dir(format!("/proc/{}/task", function.process_id())).unwrap();
    tasks
        .map(|task| {
            let text = fs::read_to_string(task.unwrap().path().join("schedstat")).unwrap();
            text.split(' ').next().unwrap().parse::<u64>().unwrap()
        })
        .sum()
}

fn status_kib(process_id: u32, name: &str) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process_id}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let number = line.and_then(|line| line.split_whitespace().next());
    number.map_or(0, |number| number.parse().unwrap())
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
