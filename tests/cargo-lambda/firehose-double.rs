//! A Firehose for trying the functions by hand. It listens on 127.0.0.1, accepts every record, and
//! writes one line for each.
//!
//! `cargo run --example firehose-double -- 4577`, then
//! `AWS_ENDPOINT_URL_FIREHOSE=http://127.0.0.1:4577`.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;

use base64_simd::STANDARD;
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
    for stream in listener.incoming().map_while(Result::ok) {
        std::thread::spawn(move || {
            // A broken connection is the client's problem.
            let _ = serve(&stream);
        });
    }
    ExitCode::SUCCESS
}

fn serve(stream: &TcpStream) -> std::io::Result<()> {
    let (mut reader, mut writer) = (BufReader::new(stream), stream);
    while let Some(body) = request(&mut reader)? {
        let mut responses = Vec::new();
        for record in body
            .get("Records")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            let data = record
                .get("Data")
                .and_then(Value::as_str)
                .unwrap_or_default();
            let document = STANDARD.decode_to_vec(data).unwrap_or_default();
            println!("{}", String::from_utf8_lossy(&document).trim_end());
            responses.push(json!({ "RecordId": responses.len().to_string() }));
        }
        let answer =
            json!({ "FailedPutCount": 0, "Encrypted": false, "RequestResponses": responses })
                .to_string();
        write!(
            writer,
            "HTTP/1.1 200 OK\r\ncontent-type: application/x-amz-json-1.1\r\ncontent-length: \
             {}\r\n\r\n{answer}",
            answer.len()
        )?;
    }
    Ok(())
}

fn request(reader: &mut BufReader<&TcpStream>) -> std::io::Result<Option<Value>> {
    let mut length = None;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        match line.trim_end().split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                length = value.trim().parse().ok();
            }
            None if line.trim_end().is_empty() => break,
            _ => {}
        }
    }
    let mut body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut body)?;
    Ok(Some(serde_json::from_slice(&body).unwrap_or_default()))
}
