//! A double of Firehose's `PutRecordBatch` and Kinesis's `PutRecords`, with Firehose's limits and
//! configurable faults.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use base64_simd::STANDARD;
use serde_json::{Value, json};

use super::http::{Answer, Request, serve};

/// A fault of a request.
#[derive(Clone, Copy)]
pub enum Fault {
    None,
    /// HTTP 200, with the entries at these indices refused.
    Refuse(fn(usize) -> bool),
    /// HTTP 200, with the answer's entries changed in this way.
    Odd(fn(&mut Vec<Value>)),
    Throttle,
    InternalError,
    Unavailable,
    NotFound,
    AccessDenied,
    /// The connection is cut after a minute without an answer.
    Hang,
    Cut,
    /// Accepted, but the answer is cut, so the sender cannot know this.
    CutWithin,
}

/// The accepted data, in order, with the stream's name.
pub type Accepted = Arc<Mutex<Vec<(String, Vec<u8>)>>>;

pub struct Firehose {
    pub url: String,
    pub accepted: Accepted,
    /// The number of records of each request, in order.
    pub requests: Arc<Mutex<Vec<usize>>>,
}

impl Firehose {
    /// A double whose request number n (from 0) meets `fault(n)`.
    pub fn start(fault: impl Fn(usize) -> Fault + Send + Sync + 'static) -> Self {
        let accepted = Accepted::default();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let count = AtomicUsize::new(0);
        let (kept, counted) = (Arc::clone(&accepted), Arc::clone(&requests));
        let address = serve(move |request| {
            let body: Value = serde_json::from_slice(&request.body).unwrap();
            counted
                .lock()
                .unwrap()
                .push(body["Records"].as_array().unwrap().len());
            answer(
                &request,
                &body,
                fault(count.fetch_add(1, Ordering::SeqCst)),
                &kept,
            )
        });
        Self {
            url: format!("http://{address}"),
            accepted,
            requests,
        }
    }

    /// The data of every accepted record, in order.
    pub fn data(&self) -> Vec<Vec<u8>> {
        let accepted = self.accepted.lock().unwrap();
        accepted.iter().map(|(_, data)| data.clone()).collect()
    }

    /// Whether everything was put to one stream.
    pub fn all_put_to(&self, name: &str) -> bool {
        let accepted = self.accepted.lock().unwrap();
        accepted.iter().all(|(stream, _)| stream == name)
    }

    /// Every accepted document, parsed.
    pub fn documents(&self) -> Vec<Value> {
        let accepted = self.accepted.lock().unwrap();
        accepted
            .iter()
            .map(|(_, data)| serde_json::from_slice(unmarked(data)).unwrap())
            .collect()
    }

    /// The ids of the accepted documents. They are sorted, and each occurs once.
    pub fn ids(&self) -> Vec<String> {
        let mut ids: Vec<_> = self
            .documents()
            .iter()
            .map(|document| document["event"]["id"].as_str().unwrap().to_owned())
            .collect();
        ids.sort();
        ids.dedup();
        ids
    }

    pub fn request_sizes(&self) -> Vec<usize> {
        self.requests.lock().unwrap().clone()
    }
}

/// Removes the mark of a document that the hook put into the stream again; any other document is
/// unchanged.
pub fn unmarked(data: &[u8]) -> &[u8] {
    match data.starts_with(b"weblog-enrich/1 ") {
        true => &data[weblog_enrich::mark::BYTES..],
        false => data,
    }
}

fn answer(request: &Request, body: &Value, fault: Fault, accepted: &Accepted) -> Answer {
    let of_kinesis = request.header("x-amz-target").unwrap().contains("Kinesis");
    let records = body["Records"].as_array().unwrap();
    let data: Vec<_> = records
        .iter()
        .map(|record| {
            STANDARD
                .decode_to_vec(record["Data"].as_str().unwrap())
                .unwrap()
        })
        .collect();
    // The message quotes the data, as the messages of a service may.
    let quoted = data
        .first()
        .map(|data| String::from_utf8_lossy(data).into_owned());
    let message = format!("as ordered: {:?} {quoted:?}", records.first());
    let error =
        |status, code: &str| Answer::json(status, &json!({ "__type": code, "message": message }));
    let bytes: usize = data.iter().map(Vec::len).sum();
    if data.len() > 500
        || data.is_empty()
        || bytes > 4 * 1024 * 1024
        || data.iter().any(|data| data.len() > 1_024_000)
    {
        return error(400, "InvalidArgumentException");
    }
    let refuse: fn(usize) -> bool = match fault {
        Fault::None | Fault::Odd(_) | Fault::CutWithin => |_| false,
        Fault::Refuse(which) => which,
        Fault::Throttle => return error(400, "ThrottlingException"),
        Fault::InternalError => return error(500, "InternalFailure"),
        Fault::Unavailable => return error(503, "ServiceUnavailableException"),
        Fault::NotFound => return error(400, "ResourceNotFoundException"),
        Fault::AccessDenied => return error(400, "AccessDeniedException"),
        Fault::Hang => {
            thread::sleep(Duration::from_mins(1));
            return Answer::Cut;
        }
        Fault::Cut => return Answer::Cut,
    };
    let name = ["DeliveryStreamName", "StreamName", "StreamARN"]
        .iter()
        .find_map(|key| body[*key].as_str())
        .unwrap_or_default()
        .to_owned();
    let mut failed = 0;
    let mut responses: Vec<_> = (0..)
        .zip(data)
        .map(|(index, data)| {
            if refuse(index) {
                failed += 1;
                return json!({
                    "ErrorCode": "ServiceUnavailableException", "ErrorMessage": "Slow down.",
                });
            }
            accepted.lock().unwrap().push((name.clone(), data));
            if of_kinesis {
                json!({ "SequenceNumber": "1", "ShardId": "shardId-0" })
            } else {
                json!({ "RecordId": format!("r{index}") })
            }
        })
        .collect();
    match fault {
        Fault::CutWithin => return Answer::CutWithin,
        Fault::Odd(change) => change(&mut responses),
        _ => {}
    }
    let body = match of_kinesis {
        true => json!({ "FailedRecordCount": failed, "Records": responses }),
        false => {
            json!({ "FailedPutCount": failed, "Encrypted": false, "RequestResponses": responses })
        }
    };
    Answer::json(200, &body)
}
