//! A double of S3's `GetObject`, and of the other requests that the functions and the command line
//! send for objects. It checks requests strictly and has configurable faults:
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html>.

#![allow(
    dead_code,
    unreachable_pub,
    missing_docs,
    reason = "each test binary uses its part of this"
)]

mod bucket;
pub mod queue;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use md5::{Digest as _, Md5};

use super::support::http::{Answer, REQUEST_ID, Request, serve};

/// A fault of the double's answer.
#[derive(Clone, Copy)]
pub enum Fault {
    None,
    /// An answer with this status and code, instead of an object.
    Error(u16, &'static str),
    /// An answer with this status and code, instead of a listing.
    ListError(u16, &'static str),
    /// The answer ends after this many of its bytes.
    CutAfter(usize),
    /// The connection is cut without an answer.
    Cut,
    /// The answer takes this long.
    Slow(Duration),
    /// The answer states another size of the object than before.
    WrongSize,
    /// The answer contains another range than the requested one.
    WrongRange,
    /// The answer contains the whole object, as from a store that ignores ranges.
    Whole,
    /// The object was replaced before this request.
    Replaced,
}

/// An object as it is stored.
#[derive(Clone)]
pub struct Stored {
    bytes: Vec<u8>,
    /// How often the bytes are repeated.
    times: usize,
    pub version: Option<&'static str>,
    /// The tags, as the request set them.
    pub tags: String,
    etag: String,
}

impl Stored {
    fn size(&self) -> usize {
        self.bytes.len() * self.times
    }

    /// The bytes from the first to the last one.
    fn range(&self, first: usize, last: usize) -> Vec<u8> {
        let mut range = Vec::with_capacity(last + 1 - first);
        while range.len() < last + 1 - first {
            let left = last + 1 - first - range.len();
            let at = (first + range.len()) % self.bytes.len();
            let end = self.bytes.len().min(at + left);
            range.extend_from_slice(&self.bytes[at..end]);
        }
        range
    }
}

type Objects = Arc<Mutex<BTreeMap<String, Stored>>>;

/// A bucket, `logs`.
pub struct S3 {
    pub url: String,
    objects: Objects,
    /// The first byte of each requested range, with the key.
    pub requests: Arc<Mutex<Vec<(String, u64)>>>,
    /// The access keys by which requests were signed.
    pub access_keys: Arc<Mutex<BTreeSet<String>>>,
}

impl S3 {
    /// A double that answers request number n (from 0) with `fault(n)`.
    pub fn start(fault: impl Fn(usize) -> Fault + Send + Sync + 'static) -> Self {
        let objects = Objects::default();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let access_keys = Arc::<Mutex<BTreeSet<String>>>::default();
        let count = AtomicUsize::new(0);
        let (kept, counted) = (Arc::clone(&objects), Arc::clone(&requests));
        let signed_by = Arc::clone(&access_keys);
        let address = serve(move |request| {
            signed_by.lock().unwrap().insert(access_key(&request));
            let fault = fault(count.fetch_add(1, Ordering::SeqCst));
            answer(&request, fault, &kept, &counted)
        });
        Self {
            url: format!("http://{address}"),
            objects,
            requests,
            access_keys,
        }
    }

    /// Puts an object into a bucket without versions.
    pub fn put(&self, key: &str, bytes: Vec<u8>) {
        self.put_version(key, bytes, None);
    }

    pub fn put_version(&self, key: &str, bytes: Vec<u8>, version: Option<&'static str>) {
        self.insert(key, bytes, 1, version);
    }

    /// Puts an object that repeats these bytes, which are stored once.
    pub fn put_repeated(&self, key: &str, bytes: Vec<u8>, times: usize) {
        self.insert(key, bytes, times, None);
    }

    fn insert(&self, key: &str, bytes: Vec<u8>, times: usize, version: Option<&'static str>) {
        let etag = format!("\"{}\"", hex(&Md5::digest(&bytes)));
        let stored = Stored {
            bytes,
            times,
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

/// The access key in a request's signature for S3.
fn access_key(request: &Request) -> String {
    let signature = request.header("authorization").expect("a signed request");
    assert!(signature.contains("/s3/aws4_request"), "{signature}");
    let (_, credential) = signature.split_once("Credential=").unwrap();
    credential.split_once('/').unwrap().0.to_owned()
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
    let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
    if !path.starts_with("/logs/") && path != "/logs" {
        return error(404, "NoSuchBucket", Vec::new());
    }
    if let (Fault::ListError(status, code), true) = (fault, query.contains("list-type")) {
        return error(status, code, Vec::new());
    }
    if let Some(answer) = bucket::answer(request, path, query, objects) {
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
    let size = stored.size();
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
    let body = stored.range(first, last);
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
