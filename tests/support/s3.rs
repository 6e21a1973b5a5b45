//! A double of S3's `GetObject`, of S3's other requests that the command line sends, and of SQS's
//! `SendMessage`. It checks requests strictly and has configurable faults:
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html>,
//! <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html>.

#![allow(
    dead_code,
    unreachable_pub,
    missing_docs,
    reason = "each test binary uses its part of this"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use md5::{Digest as _, Md5};
use serde_json::{Value, json};

use super::support::http::{Answer, REQUEST_ID, Request, serve};

/// A fault of the double's answer.
#[derive(Clone, Copy)]
pub enum Fault {
    None,
    /// An answer with this status and code.
    Error(u16, &'static str),
    /// The answer ends after this many of its bytes.
    CutAfter(usize),
    /// The connection is cut without an answer.
    Cut,
    /// The answer takes this long.
    Slow(Duration),
    /// The object's size differs from before.
    WrongSize,
    /// Another range than the requested one.
    WrongRange,
    /// The whole object, as from a store without ranges.
    Whole,
    /// The object was replaced before this request.
    Replaced,
}

/// An object as it is stored.
#[derive(Clone)]
pub struct Stored {
    pub bytes: Vec<u8>,
    pub version: Option<&'static str>,
    /// The tags, as the request set them.
    pub tags: String,
    etag: String,
}

type Objects = Arc<Mutex<BTreeMap<String, Stored>>>;

/// A bucket, `logs`.
pub struct S3 {
    pub url: String,
    objects: Objects,
    /// The first byte of each requested range, with the key.
    pub requests: Arc<Mutex<Vec<(String, u64)>>>,
}

impl S3 {
    /// A double that answers request number n (from 0) with `fault(n)`.
    pub fn start(fault: impl Fn(usize) -> Fault + Send + Sync + 'static) -> Self {
        let objects = Objects::default();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let count = AtomicUsize::new(0);
        let (kept, counted) = (Arc::clone(&objects), Arc::clone(&requests));
        let address = serve(move |request| {
            let fault = fault(count.fetch_add(1, Ordering::SeqCst));
            answer(&request, fault, &kept, &counted)
        });
        Self {
            url: format!("http://{address}"),
            objects,
            requests,
        }
    }

    /// Puts an object into a bucket without versions.
    pub fn put(&self, key: &str, bytes: Vec<u8>) {
        self.put_version(key, bytes, None);
    }

    pub fn put_version(&self, key: &str, bytes: Vec<u8>, version: Option<&'static str>) {
        let etag = format!("\"{}\"", hex(&Md5::digest(&bytes)));
        let stored = Stored {
            bytes,
            version,
            tags: String::new(),
            etag,
        };
        self.objects.lock().unwrap().insert(key.to_owned(), stored);
    }

    /// The keys of all objects.
    pub fn keys(&self) -> Vec<String> {
        self.objects.lock().unwrap().keys().cloned().collect()
    }

    /// The tags of an object, as the request set them.
    pub fn tags(&self, key: &str) -> String {
        self.objects.lock().unwrap()[key].tags.clone()
    }

    pub fn requests(&self) -> Vec<(String, u64)> {
        self.requests.lock().unwrap().clone()
    }

    /// How the ids of an object's documents begin.
    pub fn id_prefix(&self, key: &str) -> String {
        let objects = self.objects.lock().unwrap();
        let stored = &objects[key];
        let version = stored.version.unwrap_or(stored.etag.trim_matches('"'));
        weblog_enrich::object::id::prefix("logs", key, version)
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").unwrap();
        hex
    })
}

fn error(status: u16, code: &str, headers: Vec<(String, String)>) -> Answer {
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code><Message>as \
         ordered</Message><RequestId>{REQUEST_ID}</RequestId></Error>"
    );
    Answer::Reply {
        status,
        headers,
        body: body.into_bytes(),
    }
}

/// The decoded key in a request's path.
fn key_of(path: &str) -> String {
    let path = path
        .strip_prefix("/logs/")
        .unwrap_or_else(|| panic!("no path of the bucket: {path}"));
    let mut bytes = Vec::new();
    let mut rest = path.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        bytes.push(match byte {
            b'%' => {
                let (code, after) = rest.split_at(2);
                rest = after;
                u8::from_str_radix(std::str::from_utf8(code).unwrap(), 16).unwrap()
            }
            byte => *byte,
        });
    }
    String::from_utf8(bytes).unwrap()
}

/// The most keys of a page. It is small, so that a few objects need several pages.
const PAGE_KEYS: usize = 2;

fn xml(body: &str) -> Answer {
    Answer::Reply {
        status: 200,
        headers: vec![("content-type".to_owned(), "application/xml".to_owned())],
        body: format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{body}").into_bytes(),
    }
}

/// Answers a request that does not read or continue an object. Returns `None` for `GetObject`.
fn bucket(request: &Request, path: &str, query: &str, objects: &Objects) -> Option<Answer> {
    let mut objects = objects.lock().unwrap();
    let parameter = |name: &str| {
        let value = query
            .split('&')
            .find_map(|part| part.strip_prefix(name)?.strip_prefix('='));
        value.map(|value| key_of(&format!("/logs/{value}")))
    };
    if path.trim_end_matches('/') == "/logs" {
        assert_eq!(
            (request.method.as_str(), parameter("list-type").as_deref()),
            ("GET", Some("2"))
        );
        let (prefix, after) = (parameter("prefix")?, parameter("continuation-token"));
        let found = objects.iter().filter(|(key, _)| key.starts_with(&prefix));
        let found = found.filter(|(key, _)| after.as_ref().is_none_or(|after| *key > after));
        let found: Vec<_> = found.take(PAGE_KEYS + 1).collect();
        let mut body = "<ListBucketResult>".to_owned();
        for (key, stored) in found.iter().take(PAGE_KEYS) {
            write!(
                body,
                "<Contents><Key>{key}</Key><ETag>{}</ETag><Size>{}</Size><LastModified>2025-10-10T14:00:00.000Z</LastModified></Contents>",
                stored.etag.replace('"', "&quot;"),
                stored.bytes.len()
            )
            .unwrap();
        }
        let more = found.len() > PAGE_KEYS;
        write!(body, "<IsTruncated>{more}</IsTruncated>").unwrap();
        if more {
            let (last, _) = found[PAGE_KEYS - 1];
            write!(
                body,
                "<NextContinuationToken>{last}</NextContinuationToken>"
            )
            .unwrap();
        }
        body.push_str("</ListBucketResult>");
        return Some(xml(&body));
    }
    let key = key_of(path);
    let etag_of = |objects: &BTreeMap<String, Stored>, key: &str| {
        objects.get(key).map(|stored| stored.etag.clone())
    };
    match (request.method.as_str(), query.contains("tagging")) {
        ("GET", true) => {
            let tags = objects.get(&key)?.tags.clone();
            let set = tags
                .split_once("<TagSet>")
                .map_or("", |(_, rest)| rest.split_once("</TagSet>").unwrap().0);
            Some(xml(&format!("<Tagging><TagSet>{set}</TagSet></Tagging>")))
        }
        ("PUT", true) => {
            objects.get_mut(&key)?.tags = String::from_utf8(request.body.clone()).unwrap();
            Some(xml(""))
        }
        ("PUT", false) => {
            let source = request.header("x-amz-copy-source").expect("a copy");
            let source = key_of(&format!("/{source}"));
            let asked = request.header("x-amz-copy-source-if-match");
            assert_eq!(asked.map(str::to_owned), etag_of(&objects, &source));
            let stored = objects[&source].clone();
            let etag = stored.etag.replace('"', "&quot;");
            objects.insert(key, stored);
            Some(xml(&format!(
                "<CopyObjectResult><ETag>{etag}</ETag></CopyObjectResult>"
            )))
        }
        ("DELETE", false) => {
            let asked = request.header("if-match");
            assert_eq!(asked.map(str::to_owned), etag_of(&objects, &key));
            objects.remove(&key);
            Some(Answer::Reply {
                status: 204,
                headers: Vec::new(),
                body: Vec::new(),
            })
        }
        _ => None,
    }
}

/// The first and the last byte that a request asks for.
fn range_of(request: &Request) -> (usize, usize) {
    let range = request.header("range").expect("a range is asked for");
    let (first, last) = range
        .strip_prefix("bytes=")
        .unwrap()
        .split_once('-')
        .unwrap();
    (first.parse().unwrap(), last.parse().unwrap())
}

fn answer(
    request: &Request,
    fault: Fault,
    objects: &Objects,
    requests: &Mutex<Vec<(String, u64)>>,
) -> Answer {
    assert!(
        request
            .header("authorization")
            .is_some_and(|value| value.contains("/s3/aws4_request"))
    );
    let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
    if let Some(answer) = bucket(request, path, query, objects) {
        return answer;
    }
    assert_eq!(request.method, "GET");
    let key = key_of(path);
    let (first, last) = range_of(request);
    requests.lock().unwrap().push((key.clone(), first as u64));
    match fault {
        Fault::Error(405, code) => {
            return error(
                405,
                code,
                vec![("x-amz-delete-marker".to_owned(), "true".to_owned())],
            );
        }
        Fault::Error(status, code) => return error(status, code, Vec::new()),
        Fault::Cut => return Answer::Cut,
        Fault::Slow(wait) => thread::sleep(wait),
        Fault::Replaced => {
            let mut objects = objects.lock().unwrap();
            let stored = objects.get_mut(&key).unwrap();
            "\"another\"".clone_into(&mut stored.etag);
        }
        _ => {}
    }
    let objects = objects.lock().unwrap();
    let Some(stored) = objects.get(&key) else {
        return error(404, "NoSuchKey", Vec::new());
    };
    let asked = query
        .split('&')
        .find_map(|part| part.strip_prefix("versionId="));
    if asked.is_some_and(|asked| stored.version != Some(asked)) {
        return error(404, "NoSuchVersion", Vec::new());
    }
    if request
        .header("if-match")
        .is_some_and(|etag| etag != stored.etag)
    {
        return error(412, "PreconditionFailed", Vec::new());
    }
    let size = stored.bytes.len();
    if first >= size {
        return error(416, "InvalidRange", Vec::new());
    }
    let last = last.min(size - 1);
    let (first, last, stated) = match fault {
        Fault::Whole => (0, size - 1, size),
        Fault::WrongSize => (first, last, size + 7),
        Fault::WrongRange => (first + 1, last, size),
        _ => (first, last, size),
    };
    let mut headers = vec![
        ("etag".to_owned(), stored.etag.clone()),
        (
            "last-modified".to_owned(),
            "Fri, 10 Oct 2025 14:00:00 GMT".to_owned(),
        ),
        ("x-amz-request-id".to_owned(), REQUEST_ID.to_owned()),
    ];
    headers.extend(
        stored
            .version
            .map(|id| ("x-amz-version-id".to_owned(), id.to_owned())),
    );
    let body = stored.bytes[first..=last].to_vec();
    if let Fault::Whole = fault {
        return Answer::Reply {
            status: 200,
            headers,
            body,
        };
    }
    headers.push((
        "content-range".to_owned(),
        format!("bytes {first}-{last}/{stated}"),
    ));
    match fault {
        Fault::CutAfter(bytes) => Answer::CutAfter {
            status: 206,
            headers,
            body,
            bytes,
        },
        _ => Answer::Reply {
            status: 206,
            headers,
            body,
        },
    }
}

/// What happens to a continuing message.
#[derive(Clone, Copy)]
pub enum Sent {
    Once,
    /// The queue accepts it twice.
    Twice,
    /// The queue refuses it with this status and code.
    Refused(u16, &'static str),
    /// The queue accepts it, but the answer is cut.
    CutWithin,
}

/// A queue for messages.
pub struct Sqs {
    pub url: String,
    messages: Arc<Mutex<Vec<String>>>,
}

impl Sqs {
    /// A double that treats request number n (from 0) as `sent(n)` says.
    pub fn start(sent: impl Fn(usize) -> Sent + Send + Sync + 'static) -> Self {
        let messages = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&messages);
        let count = AtomicUsize::new(0);
        let address = serve(move |request| {
            assert_eq!(
                request.header("x-amz-target"),
                Some("AmazonSQS.SendMessage")
            );
            let body: Value = serde_json::from_slice(&request.body).unwrap();
            assert_eq!(
                body["QueueUrl"],
                "https://sqs.us-east-1.amazonaws.com/123456789012/logs"
            );
            let message = body["MessageBody"].as_str().unwrap().to_owned();
            assert!(message.len() <= 256 * 1024);
            let md5 = hex(&Md5::digest(message.as_bytes()));
            let taken = match sent(count.fetch_add(1, Ordering::SeqCst)) {
                Sent::Once => 1,
                Sent::Twice => 2,
                Sent::Refused(status, code) => {
                    return Answer::json(
                        status,
                        &json!({ "__type": code, "message": "as ordered" }),
                    );
                }
                Sent::CutWithin => {
                    kept.lock().unwrap().push(message);
                    return Answer::CutWithin;
                }
            };
            kept.lock()
                .unwrap()
                .extend(std::iter::repeat_n(message, taken));
            Answer::json(
                200,
                &json!({ "MessageId": "5fea7756-0ea4-451a-a703-a558b933e274", "MD5OfMessageBody": md5 }),
            )
        });
        Self {
            url: format!("http://{address}"),
            messages,
        }
    }

    /// The messages sent since the last call.
    pub fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.messages.lock().unwrap())
    }
}

/// S3's notification of a new object.
pub fn created(key: &str, version: Option<&str>) -> Value {
    let encoded: String = key
        .bytes()
        .map(|byte| match byte {
            b' ' => "+".to_owned(),
            byte if byte.is_ascii_alphanumeric() || b"/._-".contains(&byte) => {
                char::from(byte).to_string()
            }
            byte => format!("%{byte:02X}"),
        })
        .collect();
    json!({ "Records": [{
        "eventVersion": "2.1", "eventSource": "aws:s3", "awsRegion": "us-east-1",
        "eventTime": "2025-10-10T14:00:00.000Z",
        "eventName": "ObjectCreated:Put", "s3": {
            "s3SchemaVersion": "1.0", "bucket": { "name": "logs", "arn": "arn:aws:s3:::logs" },
            "object": { "key": encoded, "eTag": "e", "versionId": version, "sequencer": "0055AED6DCD90281E5" },
        },
    }] })
}

/// The event of a queue with these messages, numbered from 0.
pub fn queued(bodies: &[String]) -> Value {
    let record = |(number, body): (usize, &String)| {
        json!({
            "messageId": format!("m{number}"),
            "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a", "body": body,
            "attributes": { "ApproximateReceiveCount": "1" }, "messageAttributes": {},
            "eventSource": "aws:sqs",
            "eventSourceARN": "arn:aws:sqs:us-east-1:123456789012:logs", "awsRegion": "us-east-1",
        })
    };
    json!({ "Records": bodies.iter().enumerate().map(record).collect::<Vec<_>>() })
}
