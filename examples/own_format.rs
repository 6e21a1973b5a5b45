//! Reads lines of a custom format, which is built from literals and fields.
//!
//! `cargo run --example own_format`

use std::error::Error;

use weblog_enrich::clean::{Rules, clean};
use weblog_enrich::format::{Escape, Field, Layout, Piece};

fn main() -> Result<(), Box<dyn Error>> {
    // This layout is that of the LogFormat string `%h|%t|%r|%>s`, which `format::apache::compile`
    // accepts.
    let layout = Layout::new(&[
        Piece::Field(Field::RemoteAddress),
        Piece::literal("|["),
        Piece::Field(Field::TimeClf),
        Piece::literal("]|"),
        Piece::Field(Field::RequestLine),
        Piece::literal("|"),
        Piece::Field(Field::Status),
    ])?
    .with_escape(Escape::Backslash);

    let line = b"203.0.113.7|[10/Oct/2025:13:55:36 +0200]|GET /a?token=1 HTTP/1.1|200";
    let event = clean(&layout.read(line)?, &Rules::default())?;
    println!("status  {:?}", event.http.status);
    println!("path    {:?}", event.url.path);
    println!("query   {:?}", event.url.query);
    Ok(())
}
