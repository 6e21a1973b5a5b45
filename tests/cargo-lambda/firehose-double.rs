//! A Firehose for trying the functions by hand. It listens on 127.0.0.1, accepts every record, and
//! writes one line for each.
//!
//! `cargo run --example firehose-double -- 4577` starts it. A function with
//! `AWS_ENDPOINT_URL_FIREHOSE=http://127.0.0.1:4577` uses it.

#[path = "../support/http.rs"]
mod http;

use std::net::TcpListener;
use std::process::ExitCode;

use base64_simd::STANDARD;
use http::{Answer, Request};
use serde_json::{Value, json};

fn main() -> ExitCode {
    let Some(port) = std::env::args()
        .nth(1)
        .and_then(|port| port.parse::<u16>().ok())
    else {
        eprintln!("firehose-double: needs a port");
        return ExitCode::FAILURE;
    };
    let listener = match TcpListener::bind(("127.0.0.1", port)) {
        Ok(listener) => listener,
        Err(error) => {
            eprintln!("firehose-double: port {port}: {error}");
            return ExitCode::FAILURE;
        }
    };
    http::accept(&listener, |request| answer(&request));
    ExitCode::SUCCESS
}

fn answer(request: &Request) -> Answer {
    let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    let records = body.get("Records").and_then(Value::as_array);
    let mut responses = Vec::new();
    for record in records.into_iter().flatten() {
        let data = record.get("Data").and_then(Value::as_str);
        let document = STANDARD.decode_to_vec(data.unwrap_or_default());
        let document = document.unwrap_or_default();
        println!("{}", String::from_utf8_lossy(&document).trim_end());
        responses.push(json!({ "RecordId": responses.len().to_string() }));
    }
    let accepted =
        json!({ "FailedPutCount": 0, "Encrypted": false, "RequestResponses": responses });
    Answer::json(200, &accepted)
}
