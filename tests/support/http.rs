//! A plain HTTP/1.1 server on 127.0.0.1, with a thread for each connection. The Rust tests make
//! their doubles of services with it.

#![allow(
    dead_code,
    unreachable_pub,
    missing_docs,
    reason = "each test binary uses its part of this"
)]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a malformed request fails the test"
)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use serde_json::Value;

/// A request.
#[derive(Debug, Clone)]
pub struct Request {
    pub method: String,
    /// Path and query.
    pub path: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Request {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error} in the body of {}", self.name()))
    }

    /// Method and path, as tests name requests.
    pub fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

/// An answer.
#[derive(Debug, Clone)]
pub enum Answer {
    Reply {
        status: u16,
        headers: Vec<(String, String)>,
        body: Vec<u8>,
    },
    /// The connection is cut after this many bytes of the body.
    CutAfter {
        status: u16,
        headers: Vec<(String, String)>,
        body: Vec<u8>,
        bytes: usize,
    },
    /// The connection is cut without an answer.
    Cut,
    /// The connection is cut in the middle of the answer.
    CutWithin,
    /// There is no answer, however long the client waits.
    Hang,
}

/// The id that a service gives each request.
pub const REQUEST_ID: &str = "d3f1e2a0-7b61-4c52-9f55-5a1c9b0e7a11";

impl Answer {
    /// JSON as an AWS service answers it.
    pub fn json(status: u16, body: &Value) -> Self {
        let headers = [
            ("content-type", "application/x-amz-json-1.1"),
            ("x-amzn-requestid", REQUEST_ID),
        ];
        Self::reply(status, &headers, body.to_string())
    }

    pub fn reply(status: u16, headers: &[(&str, &str)], body: impl Into<Vec<u8>>) -> Self {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Self::Reply {
            status,
            headers: headers.iter().map(owned).collect(),
            body: body.into(),
        }
    }
}

/// Serves until the process ends. Returns the server's address.
pub fn serve(handler: impl Fn(Request) -> Answer + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    thread::spawn(move || accept(&listener, handler));
    address
}

/// Serves at a listener until the process ends.
pub fn accept(listener: &TcpListener, handler: impl Fn(Request) -> Answer + Send + Sync + 'static) {
    let handler = Arc::new(handler);
    for stream in listener.incoming().map_while(Result::ok) {
        let handler = Arc::clone(&handler);
        thread::spawn(move || connection(stream, &*handler));
    }
}

fn connection(stream: TcpStream, handler: &dyn Fn(Request) -> Answer) {
    // Head and body are two writes. Without this option, the second waits 40 ms for the
    // acknowledgement of the first.
    stream.set_nodelay(true).unwrap();
    let mut writer = stream.try_clone().unwrap();
    let mut reader = BufReader::new(stream);
    while let Some(request) = read(&mut reader) {
        match handler(request) {
            Answer::Reply {
                status,
                headers,
                body,
            } => {
                let head = head(status, &headers, body.len());
                if writer
                    .write_all(&head)
                    .and_then(|()| writer.write_all(&body))
                    .is_err()
                {
                    return;
                }
            }
            Answer::CutAfter {
                status,
                headers,
                body,
                bytes,
            } => {
                let _ = writer.write_all(&head(status, &headers, body.len()));
                let _ = writer.write_all(&body[..bytes.min(body.len() - 1)]);
                return;
            }
            Answer::Cut => return,
            Answer::Hang => loop {
                thread::park();
            },
            Answer::CutWithin => {
                let _ =
                    writer.write_all(b"HTTP/1.1 200 x\r\ncontent-length: 1000\r\n\r\n{\"Failed");
                return;
            }
        }
    }
}

fn head(status: u16, headers: &[(String, String)], length: usize) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {status} x\r\ncontent-length: {length}\r\n");
    for (name, value) in headers {
        head.extend([name.as_str(), ": ", value.as_str(), "\r\n"]);
    }
    head.push_str("\r\n");
    head.into_bytes()
}

fn read(reader: &mut BufReader<TcpStream>) -> Option<Request> {
    let mut first = String::new();
    reader.read_line(&mut first).ok().filter(|read| *read > 0)?;
    let mut words = first.split_whitespace();
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        match line.trim_end().split_once(':') {
            Some((name, value)) => headers.push((name.to_owned(), value.trim().to_owned())),
            None => break,
        }
    }
    let mut request = Request {
        method,
        path,
        headers,
        body: Vec::new(),
    };
    if request
        .header("transfer-encoding")
        .is_some_and(|value| value.contains("chunked"))
    {
        loop {
            let mut size = String::new();
            reader.read_line(&mut size).ok()?;
            let size = usize::from_str_radix(size.trim(), 16).ok()?;
            let mut chunk = vec![0; size + 2];
            reader.read_exact(&mut chunk).ok()?;
            if size == 0 {
                break;
            }
            request.body.extend_from_slice(&chunk[..size]);
        }
    } else if let Some(length) = request
        .header("content-length")
        .and_then(|length| length.parse::<usize>().ok())
    {
        request.body = vec![0; length];
        reader.read_exact(&mut request.body).ok()?;
    }
    Some(request)
}
