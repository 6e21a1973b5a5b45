//! Cuts a connection to a double during the upload of a request.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

/// A proxy before a server. Each of the first connections is cut after this many uploaded bytes;
/// later ones pass. Returns the proxy's address.
pub fn cut_uploads(url: &str, connections: usize, bytes: usize) -> String {
    let server = url.strip_prefix("http://").unwrap().to_owned();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for (number, client) in listener.incoming().map_while(Result::ok).enumerate() {
            let server = TcpStream::connect(&server).unwrap();
            let limit = if number < connections {
                bytes
            } else {
                usize::MAX
            };
            let (up, down) = (client.try_clone().unwrap(), server.try_clone().unwrap());
            thread::spawn(move || pass(up, server, limit));
            thread::spawn(move || pass(down, client, usize::MAX));
        }
    });
    format!("http://{address}")
}

/// Forwards bytes up to a limit, and then cuts both connections.
fn pass(mut from: TcpStream, mut to: TcpStream, mut limit: usize) {
    let mut buffer = [0; 16 * 1024];
    while limit > 0 {
        let most = buffer.len().min(limit);
        let Ok(read @ 1..) = from.read(&mut buffer[..most]) else {
            break;
        };
        if to.write_all(&buffer[..read]).is_err() {
            break;
        }
        limit -= read;
    }
    for stream in [from, to] {
        let _ = stream.shutdown(std::net::Shutdown::Both);
    }
}
