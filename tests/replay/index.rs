//! Replays to OpenSearch: a double of `_bulk` that keeps documents by id, as `create` does.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use super::support::http::{Answer, serve};
use super::support::{kinesis_event, line};
use super::{Place, Ran, documents, gzip, put_aside, undelivered};

/// How the node answers a document.
#[derive(Clone, Copy, PartialEq)]
enum Item {
    Take,
    Busy,
    Refuse,
}

struct Node {
    url: String,
    documents: Arc<Mutex<BTreeMap<String, Value>>>,
}

impl Node {
    /// A node whose request number n (from 0) answers document number m with `item(n, m)`. If that
    /// is `None`, the answer to the whole request is 429.
    fn start(item: impl Fn(usize, usize) -> Option<Item> + Send + Sync + 'static) -> Self {
        let documents = Arc::new(Mutex::new(BTreeMap::new()));
        let (kept, count) = (Arc::clone(&documents), AtomicUsize::new(0));
        let address = serve(move |request| {
            assert_eq!(request.method, "POST");
            assert_eq!(
                request.path,
                "/_bulk?filter_path=items.*.status,items.*.error"
            );
            assert_eq!(request.header("content-type"), Some("application/x-ndjson"));
            assert!(request.body.len() <= 10 * 1024 * 1024 && request.body.ends_with(b"\n"));
            let number = count.fetch_add(1, Ordering::SeqCst);
            let lines: Vec<Value> = request
                .body
                .split(|byte| *byte == b'\n')
                .filter(|line| !line.is_empty())
                .map(|line| serde_json::from_slice(line).unwrap())
                .collect();
            let mut items = Vec::new();
            for (position, pair) in lines.chunks(2).enumerate() {
                let [action, document] = pair else {
                    panic!("a pair is broken")
                };
                let action = &action["create"];
                assert_eq!(action["_index"], "weblogs");
                let id = action["_id"].as_str().unwrap().to_owned();
                let error = |status: u16, kind: &str| {
                    let error = json!({ "type": kind, "reason": "as ordered" });
                    json!({ "create": { "status": status, "error": error } })
                };
                let Some(item) = item(number, position) else {
                    return Answer::json(429, &json!({ "error": "busy" }));
                };
                let mut kept = kept.lock().unwrap();
                items.push(match item {
                    Item::Busy => error(429, "rejected_execution_exception"),
                    Item::Refuse => error(400, "mapper_parsing_exception"),
                    Item::Take if kept.contains_key(&id) => {
                        error(409, "version_conflict_engine_exception")
                    }
                    Item::Take => {
                        kept.insert(id, document.clone());
                        json!({ "create": { "status": 201 } })
                    }
                });
            }
            Answer::json(200, &json!({ "items": items }))
        });
        Self {
            url: format!("http://{address}"),
            documents,
        }
    }

    fn documents(&self) -> BTreeMap<String, Value> {
        self.documents.lock().unwrap().clone()
    }
}

fn replay(place: &Place, node: &Node, arguments: &[&str]) -> Ran {
    let arguments = [
        &["--to-opensearch", &node.url, "--rate", "100MiB/s"],
        arguments,
    ]
    .concat();
    place.run(&arguments)
}

/// Writes the sources below `in`. Returns the ids of their documents.
fn fill(place: &Place) -> Vec<String> {
    let made = documents("compact", 1100);
    let lines: Vec<u8> = made
        .iter()
        .flat_map(|document| undelivered(document, "429", ""))
        .collect();
    place.write("in/a.gz", &gzip(&lines));
    place.write("in/b", &put_aside(&kinesis_event(&[line(0), line(1)])));
    let mut ids: Vec<_> = made
        .iter()
        .map(|document| super::id_of(&serde_json::from_slice(document).unwrap()))
        .collect();
    ids.sort();
    ids
}

#[test]
fn a_second_replay_changes_nothing_in_the_index() {
    let place = Place::new();
    let ids = fill(&place);
    let node = Node::start(|_, _| Some(Item::Take));
    // The failed records have the ids of the first two documents.
    replay(&place, &node, &["in"]).ended(
        0,
        &["1,102 entries accepted, 2 of them already existed; 2 sources complete"],
    );
    let index = node.documents();
    assert_eq!(index.keys().cloned().collect::<Vec<_>>(), ids);
    assert!(
        index
            .iter()
            .all(|(id, document)| document["event"]["id"] == **id)
    );
    replay(&place, &node, &["--state", "again", "in"]).ended(
        0,
        &["1,102 entries accepted, 1,102 of them already existed"],
    );
    assert_eq!(node.documents(), index);
}

#[test]
fn documents_that_a_busy_node_rejects_are_sent_again() {
    let place = Place::new();
    let ids = fill(&place);
    let node = Node::start(|request, document| match request {
        0 => None,
        1 | 2 if document % 3 == 0 => Some(Item::Busy),
        _ => Some(Item::Take),
    });
    replay(&place, &node, &["in"]).ended(0, &["1,102 entries accepted", "2 sources complete"]);
    assert_eq!(node.documents().len(), ids.len());
}

#[test]
fn refused_documents_are_counted_by_reason_and_their_source_stays() {
    let place = Place::new();
    let made = documents("full", 2);
    place.write("in/refused", &undelivered(&made[0], "503", ""));
    place.write("in/taken", &undelivered(&made[1], "503", ""));
    let node = Node::start(|request, document| {
        Some(if (request, document) == (0, 0) {
            Item::Refuse
        } else {
            Item::Take
        })
    });
    let words = [
        "1 refused: mapper_parsing_exception: as ordered",
        "1 entry accepted",
        "1 entry not accepted; run the same command to continue",
    ];
    replay(&place, &node, &["--done", "delete", "in"]).ended(1, &words);
    assert!(place.exists("in/refused") && !place.exists("in/taken"));
    replay(&place, &node, &["--done", "delete", "in"]).ended(0, &["1 entry accepted"]);
    assert!(!place.exists("in/refused"));
    assert_eq!(node.documents().len(), 2);
}

#[test]
fn an_address_that_cannot_work_is_refused_before_anything_is_read() {
    let place = Place::new();
    place.write("in", b"");
    place
        .run(&["--to-opensearch", "ftp://x", "in"])
        .ended(2, &["--to-opensearch: "]);
    let arguments = [
        "--to-opensearch",
        "http://search.example",
        "--user",
        "admin",
        "in",
    ];
    place
        .run_with(&arguments, &[("OPENSEARCH_PASSWORD", "secret")])
        .ended(2, &["a password would be sent over http"]);
}
