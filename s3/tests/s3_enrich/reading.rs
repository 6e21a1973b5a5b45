//! What S3 and the network may do while an object is read, and what an object may contain.

use std::time::Duration;

use super::s3::Fault;
use super::s3::queue::{created, queued};
use super::support::bombs::gzip;
use super::support::line;
use super::support::process::own_memory_kib;
use super::{AMPLE, Scene, ids, log, long_log, message, nothing_failed};

/// Bytes of one range.
const RANGE_BYTES: usize = 16 * 1024 * 1024;

/// The number of parts of a log that is longer than a range, and the number of its lines.
const PARTS: usize = 200;
const LINES: usize = 4 * PARTS;

#[test]
fn an_object_longer_than_a_range_is_read_in_ranges_despite_faults() {
    type Case = (&'static str, fn(usize) -> Fault);
    let faults: [Case; 9] = [
        ("none", |_| Fault::None),
        ("error-500", |request| {
            if request % 2 == 0 {
                Fault::Error(500, "InternalError")
            } else {
                Fault::None
            }
        }),
        ("slow-down", |request| {
            if request < 3 {
                Fault::Error(503, "SlowDown")
            } else {
                Fault::None
            }
        }),
        ("cut-in-mid-object", |request| {
            if request % 2 == 0 {
                Fault::CutAfter(1_234_567)
            } else {
                Fault::None
            }
        }),
        ("cut", |request| {
            if request == 1 {
                Fault::Cut
            } else {
                Fault::None
            }
        }),
        ("slow", |request| {
            if request == 1 {
                Fault::Slow(Duration::from_secs(2))
            } else {
                Fault::None
            }
        }),
        ("wrong-size", |request| {
            if request == 1 {
                Fault::WrongSize
            } else {
                Fault::None
            }
        }),
        ("wrong-range", |request| {
            if request == 1 {
                Fault::WrongRange
            } else {
                Fault::None
            }
        }),
        ("no-ranges", |_| Fault::Whole),
    ];
    let text = long_log(PARTS);
    assert!(text.len() > RANGE_BYTES);
    for (name, fault) in faults {
        let scene = Scene::new(fault);
        scene.s3.put("long.log", text.clone());
        let function = scene.start();
        let event = queued(&[message("long.log")]);
        assert_eq!(
            function.invoke(&event, AMPLE),
            Ok(nothing_failed()),
            "{name}: {}",
            function.logs()
        );
        assert_eq!(scene.firehose.documents().len(), LINES, "{name}");
        assert_eq!(
            scene.indexed(),
            ids(&scene.s3.id_prefix("long.log"), &text),
            "{name}"
        );
    }
}

#[test]
fn two_versions_of_an_object_are_never_mixed() {
    let scene = Scene::new(|request| {
        if request == 1 {
            Fault::Replaced
        } else {
            Fault::None
        }
    });
    scene.s3.put("long.log", long_log(PARTS));
    let function = scene.start();
    let event = queued(&[message("long.log")]);
    assert_eq!(function.invoke(&event, AMPLE), Ok(nothing_failed()));
    assert!(
        function
            .logs_with("ObjectsGone")
            .contains("\"ObjectsGone\":1")
    );
    let documents = scene.firehose.documents();
    assert!(documents.len() < LINES);
    assert!(
        documents.iter().all(|document| document["error"].is_null()),
        "a line has parts of two objects"
    );
}

#[test]
fn any_compression_is_opened_and_each_version_is_a_separate_object() {
    let scene = Scene::new(|_| Fault::None);
    let text = log(2_000);
    let zlib = {
        let mut encoder =
            flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        std::io::Write::write_all(&mut encoder, &text).unwrap();
        encoder.finish().unwrap()
    };
    let zstd =
        ruzstd::encoding::compress_to_vec(&text[..], ruzstd::encoding::CompressionLevel::Fastest);
    let function = scene.start();
    let half = line(0).len() + line(1).len();
    let members = [gzip(&text[..half]), gzip(&text[half..])].concat();
    for (key, bytes) in [
        ("a.gz", gzip(&text)),
        ("b.gz", members),
        ("c", zlib),
        ("d.zst", zstd),
        ("e", text.clone()),
    ] {
        scene.s3.put(key, bytes);
        assert_eq!(
            function.invoke(&queued(&[message(key)]), AMPLE),
            Ok(nothing_failed()),
            "{key}"
        );
        assert_eq!(
            scene.indexed(),
            ids(&scene.s3.id_prefix(key), &text),
            "{key}"
        );
        scene.firehose.accepted.lock().unwrap().clear();
    }
    scene.s3.put_version("e", text.clone(), Some("v1"));
    let first = scene.s3.id_prefix("e");
    let event = queued(&[created("e", Some("v1")).to_string()]);
    assert_eq!(function.invoke(&event, AMPLE), Ok(nothing_failed()));
    scene.s3.put_version("e", text.clone(), Some("v2"));
    let event = queued(&[created("e", Some("v2")).to_string()]);
    assert_eq!(function.invoke(&event, AMPLE), Ok(nothing_failed()));
    let mut expected = ids(&first, &text);
    expected.extend(ids(&scene.s3.id_prefix("e"), &text));
    assert_eq!(scene.indexed(), expected);
    assert!(scene.indexed().iter().all(|id| id.len() < 64));
}

#[test]
fn a_bomb_is_one_rejection_and_its_neighbours_are_read() {
    let scene = Scene::new(|_| Fault::None);
    let zeros = vec![b'0'; 8 * 1024 * 1024];
    let member = gzip(&zeros);
    // 1.6 GB in 1.6 MB of repeated gzip members, 0.4 GB of short lines in such members, and the
    // first of these within gzip again.
    scene.s3.put("bomb.gz", member.repeat(200));
    scene
        .s3
        .put("lines.gz", gzip(&b"x\n".repeat(4 * 1024 * 1024)).repeat(50));
    scene.s3.put("nested.gz", gzip(&member.repeat(200)));
    for key in ["a.log", "b.log"] {
        scene.s3.put(key, log(5));
    }
    let function = scene.start();
    let event = queued(&["a.log", "bomb.gz", "lines.gz", "nested.gz", "b.log"].map(message));
    assert_eq!(function.invoke(&event, AMPLE), Ok(nothing_failed()));
    let kinds: Vec<_> = scene
        .firehose
        .documents()
        .iter()
        .map(|document| document["error"]["type"].as_str().map(str::to_owned))
        .collect();
    let bomb = || Some("payload_expansion".to_owned());
    let lines = || vec![None; 5];
    assert_eq!(
        kinds,
        [lines(), vec![bomb(), bomb(), bomb()], lines()].concat()
    );
    let peak_kib = function.peak_memory_kib();
    assert!(peak_kib < 128 * 1024, "{peak_kib} KiB");
}

/// The most memory that the function may use for an object of any length, without file pages:
/// 96 MiB.
const OWN_LIMIT_KIB: u64 = 96 * 1024;

/// A compressed log of this many mebibytes of text, and the number of its lines. `has_remarks`
/// selects the remarks of [`long_log`] instead of an ordinary log.
fn gzipped(mebibytes: usize, has_remarks: bool) -> (Vec<u8>, usize) {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let (mut lines, mut bytes) = (0, 0);
    let remarks = long_log(10);
    while bytes < mebibytes * 1024 * 1024 {
        let part = match has_remarks {
            true => remarks.clone(),
            false => (lines..lines + 1000).flat_map(line).collect(),
        };
        std::io::Write::write_all(&mut encoder, &part).unwrap();
        bytes += part.len();
        lines += if has_remarks { 40 } else { 1000 };
    }
    (encoder.finish().unwrap(), lines)
}

#[test]
fn a_long_object_takes_less_than_96_mib_of_memory() {
    let text = long_log(10 * mebibytes());
    let lines = ids("", &text).len();
    takes_little_memory("long.log", text, lines);
}

#[test]
fn a_long_compressed_object_takes_less_than_96_mib_of_memory() {
    let (bytes, lines) = gzipped(mebibytes(), true);
    takes_little_memory("long.log.gz", bytes, lines);
}

#[test]
fn a_long_log_of_many_lines_takes_less_than_96_mib_of_memory() {
    // Each line is a document. The double reads documents more slowly than the function writes
    // them.
    let (bytes, lines) = gzipped(mebibytes() / 10, false);
    takes_little_memory("lines.log.gz", bytes, lines);
}

/// The length of an object's text in MiB: 40, or what `OBJECT_MIB` says. `make soak` asks for 200.
fn mebibytes() -> usize {
    let asked = std::env::var("OBJECT_MIB").ok();
    asked.as_deref().unwrap_or("40").parse().unwrap()
}

fn takes_little_memory(key: &str, bytes: Vec<u8>, lines: usize) {
    let scene = Scene::new(|_| Fault::None);
    let length = bytes.len();
    scene.s3.put(key, bytes);
    let function = scene.start();
    // The longest possible invocation, because one invocation has to suffice.
    let limit = Duration::from_mins(15);
    function.begin(&queued(&[message(key)]), limit);
    let (mut documents, mut own_kib) = (0, 0);
    while documents < lines {
        std::thread::sleep(Duration::from_millis(10));
        documents += std::mem::take(&mut *scene.firehose.accepted.lock().unwrap()).len();
        own_kib = own_kib.max(own_memory_kib(function.process_id()).unwrap());
    }
    assert_eq!(function.answer(limit), Ok(nothing_failed()), "{key}");
    println!(
        "{key}: {length} bytes, {lines} lines, {} MiB of memory",
        own_kib / 1024
    );
    assert!(own_kib < OWN_LIMIT_KIB, "{key}: {own_kib} KiB");
}
