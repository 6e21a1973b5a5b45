//! Lines that real servers wrote become one document each in a real index.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use serde_json::Value;

use super::clients::{AGENT, REQUESTS, ROUNDS, hostile_clients};
use super::mapping::Mapping;
use super::opensearch;
use super::real_kinesis::{self as kinesis, Kinesis};
use super::servers::{LOGS, program, start_apache, start_nginx};
use super::support::firehose::{Fault, Firehose};
use super::support::process::free_port;
use super::support::runtime_api::Function;

const AMPLE: Duration = Duration::from_mins(1);
const BATCH: i32 = 150;
const RETRIES: usize = 20;

#[test]
fn lines_of_real_servers_become_one_document_each() {
    let [apache, nginx, kinesis] = match parts() {
        Ok(programs) => programs,
        Err(missing) => {
            let ci = std::env::var("CI").as_deref() == Ok("true");
            assert!(!ci, "{missing} is missing: run tests/end-to-end/parts");
            println!("skipped: {missing} is missing; tests/end-to-end/parts brings it");
            return;
        }
    };
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    // The user that the servers run as must be able to enter this folder.
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
    write_logs(&apache, &nginx, folder);

    // Some faults are temporary. After the others, Lambda must deliver again.
    let firehose = Firehose::start(|request| match request % 7 {
        1 => Fault::Refuse(|index| index % 2 == 0),
        2 => Fault::InternalError,
        3 => Fault::AccessDenied,
        4 => Fault::CutWithin,
        _ => Fault::None,
    });
    let kinesis = Kinesis::start(&kinesis);
    let mut mapping = Mapping::new(RETRIES);
    let mut written = BTreeMap::new();
    for (log, format) in LOGS {
        let lines = lines_of(&folder.join(log));
        let (count, least) = (lines.len(), REQUESTS * ROUNDS);
        assert!(count >= least, "{log} has {count} lines");
        kinesis.put(&lines);
        // A separate function reads each format, from the place where the previous function
        // stopped.
        let ids = read_stream(&kinesis, &mut mapping, &firehose.url, format);
        assert_eq!(ids.len(), count, "{log}: the lines are not the records");
        written.insert(log, ids);
    }
    assert!(mapping.on_failure.is_empty(), "{:?}", mapping.on_failure);
    assert!(mapping.delivered_again > 0, "no batch was delivered again");

    let accepted = folder.join("accepted.ndjson");
    fs::write(&accepted, joined(&firehose)).unwrap();
    let delivered = opensearch::deliver(&accepted);
    assert_eq!(delivered["aside"], Value::Array(Vec::new()));
    let lines: usize = written.values().map(BTreeSet::len).sum();
    assert_eq!(delivered["count"], lines);
    println!(
        "{lines} lines, {} documents, {} batches delivered again",
        delivered["count"], mapping.delivered_again
    );

    let indexed = by_id(&delivered);
    let ids: BTreeSet<_> = written.values().flatten().cloned().collect();
    assert!(indexed.keys().eq(&ids), "the lines are not the documents");
    as_they_were_accepted(&indexed, &firehose);
    for (log, ids) in &written {
        let documents: Vec<_> = ids.iter().map(|id| &indexed[id]).collect();
        as_the_clients_sent_them(&documents, log);
    }
}

/// The programs of the chain, or the name of the missing one.
fn parts() -> Result<[PathBuf; 3], &'static str> {
    let apache = program("apache2").ok_or("Apache httpd")?;
    let nginx = program("nginx").ok_or("nginx")?;
    let kinesis = kinesis::program().ok_or("kinesis-local")?;
    opensearch::missing().map_or(Ok([apache, nginx, kinesis]), Err)
}

fn write_logs(apache: &Path, nginx: &Path, folder: &Path) {
    let port = free_port();
    let _apache = start_apache(apache, folder, port);
    hostile_clients(port);
    let port = free_port();
    let _nginx = start_nginx(nginx, folder, port);
    hostile_clients(port);
    // Both servers write a line only after they sent the answer.
    sleep(Duration::from_secs(2));
}

fn lines_of(path: &Path) -> Vec<Vec<u8>> {
    let text = fs::read(path).unwrap();
    text.split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(<[u8]>::to_vec)
        .collect()
}

/// Reads every shard from its checkpoint to its end. Returns the ids of the records' lines.
fn read_stream(
    kinesis: &Kinesis,
    mapping: &mut Mapping,
    firehose: &str,
    format: &str,
) -> BTreeSet<String> {
    let function = Function::start(
        env!("CARGO_BIN_EXE_kinesis-enrich"),
        &[
            ("DELIVERY_STREAM", "documents"),
            ("AWS_ENDPOINT_URL_FIREHOSE", firehose),
            ("LOG_FORMAT", format),
        ],
    );
    let mut ids = BTreeSet::new();
    let shards = kinesis.shards();
    assert_eq!(shards.len(), 2);
    for shard in shards {
        loop {
            let checkpoint = mapping.checkpoints.get(&shard).map(String::as_str);
            let records = kinesis.read(&shard, checkpoint, BATCH);
            if records.is_empty() {
                break;
            }
            let id = |record: &Value| format!("{}:0", record["eventID"].as_str().unwrap());
            ids.extend(records.iter().map(id));
            mapping.take(&shard, records, &mut |event| function.invoke(event, AMPLE));
        }
    }
    ids
}

/// Everything that Firehose accepted, in order, with one document per line.
fn joined(firehose: &Firehose) -> Vec<u8> {
    let accepted = firehose.accepted.lock().unwrap();
    let mut joined = Vec::new();
    for (_, document) in accepted.iter() {
        joined.extend_from_slice(document);
        joined.push(b'\n');
    }
    joined
}

fn by_id(delivered: &Value) -> BTreeMap<String, Value> {
    let hits = delivered["documents"].as_array().unwrap();
    let documents = hits.iter().map(|hit| {
        let (id, document) = (&hit["_id"], &hit["_source"]);
        assert_eq!(*id, document["event"]["id"], "the id is the event's");
        (id.as_str().unwrap().to_owned(), document.clone())
    });
    documents.collect()
}

/// Asserts that each document has the fields that the function sent, plus those that the ingest
/// pipeline adds.
fn as_they_were_accepted(indexed: &BTreeMap<String, Value>, firehose: &Firehose) {
    for document in firehose.documents() {
        let id = document["event"]["id"].as_str().unwrap();
        let mut indexed = indexed[id].clone();
        indexed.as_object_mut().unwrap().remove("ecs").unwrap();
        let event = indexed["event"].as_object_mut().unwrap();
        event.remove("ingested").unwrap();
        assert_eq!(indexed, document);
    }
}

/// Asserts that no document of a log is a rejection, and that one document of each round contains
/// what the client sent.
fn as_the_clients_sent_them(documents: &[&Value], log: &str) {
    let rejected = documents
        .iter()
        .find(|document| document["error"].is_object());
    assert_eq!(rejected, None, "{log}");
    for round in 0..ROUNDS {
        let path = format!("/page/{round}");
        let same: Vec<_> = documents
            .iter()
            .filter(|document| document["url"]["path"] == path.as_str())
            .collect();
        assert_eq!(same.len(), 1, "{log}: {path}");
        let document = same[0];
        assert_eq!(document["url"]["query"], "q=a%20b", "{log}");
        assert_eq!(document["http"]["request"]["method"], "GET", "{log}");
        assert_eq!(document["http"]["response"]["status_code"], 404, "{log}");
        let from = if round % 3 == 0 { "::1" } else { "127.0.0.1" };
        assert_eq!(document["source"]["ip"], from, "{log}");
        if log != "common" {
            assert_eq!(document["user_agent"]["original"], AGENT, "{log}");
        }
    }
}
