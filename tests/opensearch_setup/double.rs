//! A small HTTP server on 127.0.0.1 that stands in for another. It keeps the requests and answers
//! as configured.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use serde_json::Value;

/// A request as it arrived.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) method: String,
    /// Path and query.
    pub(crate) path: String,
    /// Names in lower case.
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: Vec<u8>,
}

impl Asked {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error} in the body of {} {}", self.method, self.path))
    }

    /// Method and path, as tests name requests.
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

/// An answer.
#[derive(Debug, Clone)]
pub(crate) enum Reply {
    Json(u16, Value),
    Page(u16, String),
    /// Headers, and JSON.
    With(Vec<(&'static str, String)>, Value),
    /// The connection is closed without an answer.
    Cut,
    /// There is no answer, however long the client waits.
    Hang,
}

/// A running double.
#[derive(Debug)]
pub(crate) struct Double {
    pub(crate) address: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Double {
    /// Serves until the test's process ends. `answer` is called once for each request, from several
    /// threads.
    pub(crate) fn serve(answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (answer, log) = (Arc::new(answer), Arc::clone(&asked));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (answer, log) = (Arc::clone(&answer), Arc::clone(&log));
                thread::spawn(move || while exchange(&stream, &*answer, &log).is_some() {});
            }
        });
        Self { address, asked }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The requests so far.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

/// One request and its answer, or `None` at the end of the connection.
fn exchange(
    stream: &TcpStream,
    answer: &dyn Fn(&Asked) -> Reply,
    log: &Mutex<Vec<Asked>>,
) -> Option<()> {
    let asked = read(stream)?;
    log.lock().unwrap().push(asked.clone());
    let (status, headers, kind, body) = match answer(&asked) {
        Reply::Json(status, json) => (status, Vec::new(), "application/json", json.to_string()),
        Reply::Page(status, html) => (status, Vec::new(), "text/html", html),
        Reply::With(headers, json) => (200, headers, "application/json", json.to_string()),
        Reply::Cut => return None,
        Reply::Hang => loop {
            thread::park();
        },
    };
    let headers: Vec<String> = headers
        .iter()
        .map(|(name, value)| {
            format!(
                "{name}: {value}
"
            )
        })
        .collect();
    let headers = headers.concat();
    let head = format!(
        "HTTP/1.1 {status} as told\r\ncontent-type: {kind}\r\n{headers}content-length: {}\r\n\r\n",
        body.len()
    );
    let mut stream = stream;
    stream.write_all(format!("{head}{body}").as_bytes()).ok()
}

fn read(stream: &TcpStream) -> Option<Asked> {
    // A request is answered before the next one is read, so nothing of the next one is lost with
    // this buffer.
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
    let mut words = line.split_whitespace();
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            break;
        };
        headers.insert(name.to_lowercase(), value.trim().to_owned());
    }
    let length = headers
        .get("content-length")
        .and_then(|length| length.parse().ok())
        .unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Asked {
        method,
        path,
        headers,
        body,
    })
}
