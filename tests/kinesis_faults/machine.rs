//! Faults of a machine: broken databases, a full disk.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use serde_json::Value;

use super::support::firehose::{Fault, Firehose};
use super::support::runtime_api::Function;
use super::support::{kinesis_event, sequence_number};
use super::{AMPLE, BINARY, ids_of, indexed, nothing_failed, numbered, variables};

#[test]
fn a_corrupt_or_truncated_database_is_refused_at_start_in_one_line() {
    let firehose = Firehose::start(|_| Fault::None);
    let whole =
        fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/databases/city.mmdb")).unwrap();
    // The tree and the data are damaged, but not the metadata at the end.
    let mut damaged = whole.clone();
    let metadata = whole.len() - whole.len().min(1024);
    for byte in &mut damaged[..metadata] {
        *byte ^= 0x5a;
    }
    let cases: [(&str, Vec<u8>); 5] = [
        ("damaged-within", damaged),
        ("empty", Vec::new()),
        (
            "no-database",
            b"these are not the bytes of a database".repeat(64),
        ),
        ("truncated-at-the-start", whole[..whole.len() / 16].to_vec()),
        ("metadata-cut-off", whole[..whole.len() - 128].to_vec()),
    ];
    for (name, bytes) in cases {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("city.mmdb");
        fs::write(&file, bytes).unwrap();
        let path = file.to_str().unwrap();
        let mut variables = variables(&firehose).to_vec();
        variables.push(("GEOIP_PATH", path));
        let (code, said) = Function::start(BINARY, &variables).ended();
        assert_eq!(code, Some(1), "{name}: {said}");
        assert_eq!(said.lines().count(), 1, "{name}: {said}");
        assert!(
            said.starts_with("weblog-enrich: GEOIP_PATH: "),
            "{name}: {said}"
        );
    }
}

/// A line of a visitor whose address is in `tests/databases/city.mmdb`.
fn placed(n: usize) -> Vec<u8> {
    format!("192.88.99.{n} - - [10/Oct/2025:13:55:36 +0000] \"GET /{n} HTTP/1.1\" 200 1\n")
        .into_bytes()
}

/// The number of documents, and of those with a place.
fn in_all_and_placed(firehose: &Firehose) -> (usize, usize) {
    let documents = firehose.documents();
    let placed = |document: &&Value| document["source"]["geo"].is_object();
    (documents.len(), documents.iter().filter(placed).count())
}

/// A copy of the database that a test may damage.
fn own_database(folder: &Path) -> PathBuf {
    let copy = folder.join("city.mmdb");
    let database = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/databases/city.mmdb");
    fs::copy(database, &copy).unwrap();
    copy
}

fn start_with(firehose: &Firehose, database: &Path) -> Function {
    let mut variables = variables(firehose).to_vec();
    variables.push(("GEOIP_PATH", database.to_str().unwrap()));
    Function::start(BINARY, &variables)
}

#[test]
fn a_database_damaged_after_it_was_opened_costs_no_document() {
    let firehose = Firehose::start(|_| Fault::None);
    let folder = tempfile::tempdir().unwrap();
    let database = own_database(folder.path());
    let function = start_with(&firehose, &database);
    let event = kinesis_event(&(0..10).map(placed).collect::<Vec<_>>());
    assert_eq!(function.invoke(&event, AMPLE), Ok(nothing_failed()));
    assert_eq!(in_all_and_placed(&firehose), (10, 10));
    // This writes into the mapped file, so its bytes change while the function runs.
    let length = usize::try_from(fs::metadata(&database).unwrap().len()).unwrap();
    let file = File::options().write(true).open(&database).unwrap();
    for byte in [0xff, 0x00, 0x5a] {
        std::os::unix::fs::FileExt::write_all_at(&file, &vec![byte; length], 0).unwrap();
        // Addresses that the function has looked up before, and others.
        let event = kinesis_event(&(5..100).map(placed).collect::<Vec<_>>());
        assert_eq!(function.invoke(&event, AMPLE), Ok(nothing_failed()));
    }
    let (documents, placed) = in_all_and_placed(&firehose);
    assert_eq!(documents, 10 + 3 * 95);
    // Five of the ten addresses came again each time. Their places are remembered from before the
    // damage; no other address has a place.
    assert_eq!(placed, 10 + 3 * 5, "a place was made up or forgotten");
    let known: Vec<_> = (0..10).map(|n| format!("192.88.99.{n}")).collect();
    for document in firehose.documents() {
        let address = document["source"]["address"].as_str().unwrap().to_owned();
        assert_eq!(
            document["source"]["geo"].is_object(),
            known.contains(&address)
        );
    }
    assert!(!function.logs().contains("a defect"), "{}", function.logs());
}

#[test]
fn a_database_replaced_while_it_is_open_is_still_read_as_it_was() {
    let firehose = Firehose::start(|_| Fault::None);
    let folder = tempfile::tempdir().unwrap();
    let database = own_database(folder.path());
    let function = start_with(&firehose, &database);
    let event = kinesis_event(&(0..100).map(placed).collect::<Vec<_>>());
    assert_eq!(function.invoke(&event, AMPLE), Ok(nothing_failed()));
    // `geoip/fetch` and other updaters replace files in this way, though never with such a file.
    let new = folder.path().join("new");
    fs::write(&new, "no database").unwrap();
    fs::rename(&new, &database).unwrap();
    assert_eq!(function.invoke(&event, AMPLE), Ok(nothing_failed()));
    assert_eq!(in_all_and_placed(&firehose), (200, 200));
}

#[test]
fn a_full_disk_for_the_log_loses_no_document() {
    let firehose = Firehose::start(|request| {
        if request == 0 {
            Fault::Throttle
        } else {
            Fault::None
        }
    });
    // Every write to this device fails because no space is left.
    let full = File::options().write(true).open("/dev/full").unwrap();
    let function =
        Function::start_writing_to(BINARY, &variables(&firehose), full.into(), Stdio::piped());
    for count in [300, 40] {
        let event = numbered(count);
        assert_eq!(function.invoke(&event, AMPLE), Ok(nothing_failed()));
    }
    assert_eq!(indexed(&firehose), ids_of(&numbered(300)));
}

#[test]
fn a_full_disk_for_standard_output_and_standard_error_loses_no_document() {
    let firehose = Firehose::start(|request| match request {
        0 => Fault::Throttle,
        1 => Fault::AccessDenied,
        _ => Fault::None,
    });
    let full = || {
        File::options()
            .write(true)
            .open("/dev/full")
            .unwrap()
            .into()
    };
    let function = Function::start_writing_to(BINARY, &variables(&firehose), full(), full());
    let event = numbered(300);
    // The first request is throttled, and the second is refused for a lasting reason. The function
    // tries to log both.
    let failed = serde_json::json!({
        "batchItemFailures": [{ "itemIdentifier": sequence_number(&event, 0) }]
    });
    assert_eq!(function.invoke(&event, AMPLE), Ok(failed));
    for count in [300, 40] {
        assert_eq!(
            function.invoke(&numbered(count), AMPLE),
            Ok(nothing_failed())
        );
    }
    assert_eq!(indexed(&firehose), ids_of(&event));
}

#[test]
fn an_invalid_configuration_is_refused_by_its_exit_status_if_nothing_can_be_written() {
    let full = || File::options().write(true).open("/dev/full").unwrap();
    let refused = [("DELIVERY_STREAM", "")];
    let function = Function::start_writing_to(BINARY, &refused, full().into(), full().into());
    assert_eq!(function.ended().0, Some(1));
}
