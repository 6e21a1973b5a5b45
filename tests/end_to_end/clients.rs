//! Clients like those on the open Internet.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::Duration;

/// How often each of the requests is sent.
pub(crate) const ROUNDS: usize = 100;
/// How many requests a round has.
pub(crate) const REQUESTS: usize = 8;
/// How many clients run at a time.
const CLIENTS: usize = 4;

/// The agent as a client sends it: with quotes, a backslash, a tab and bytes beyond ASCII.
pub(crate) const AGENT: &str = "agent \"quoted\" back\\slash tab\there caf\u{e9}";

/// Sends every request [`ROUNDS`] times, from several clients at once.
pub(crate) fn hostile_clients(port: u16) {
    thread::scope(|scope| {
        for client in 0..CLIENTS {
            scope.spawn(move || {
                for round in (client..ROUNDS).step_by(CLIENTS) {
                    let host = if round % 3 == 0 { "::1" } else { "127.0.0.1" };
                    for request in requests(round) {
                        send(host, port, &request);
                    }
                }
            });
        }
    });
}

fn send(host: &str, port: u16, request: &[u8]) {
    let mut stream = TcpStream::connect((host, port)).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(10)))
        .unwrap();
    stream.write_all(request).unwrap();
    // The answer does not matter, because the test reads the server's log.
    let _ = stream.read_to_end(&mut Vec::new());
}

fn requests(round: usize) -> [Vec<u8>; REQUESTS] {
    let get = |target: &str, headers: &str| {
        format!(
            "GET {target} HTTP/1.1\r\nHost: www.example.com\r\n{headers}Connection: close\r\n\r\n"
        )
        .into_bytes()
    };
    [
        get(
            &format!("/page/{round}?q=a%20b"),
            &format!("User-Agent: {AGENT}\r\nX-Forwarded-For: 203.0.113.7, 198.51.100.9\r\n"),
        ),
        // A client that mistakes the port for one of TLS.
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\xaa\"\\\r\n\r\n".to_vec(),
        get(&format!("/{}", "x".repeat(6_000)), ""),
        b"GET /old HTTP/1.0\r\n\r\n".to_vec(),
        get("/\"quoted\"\\", ""),
        b"GET /\xff\xfe\xc3 HTTP/1.1\r\nHost: www.example.com\r\nUser-Agent: \
          \xff\x80\r\nConnection: close\r\n\r\n"
            .to_vec(),
        b"NONSENSE\r\n\r\n".to_vec(),
        get("/no-agent", "Referer: https://example.org/?a=\"b\"\r\n"),
    ]
}
