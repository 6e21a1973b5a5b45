//! Reads a line by a format and prints its fields.
//!
//! `cargo run --example parse_line -- [FORMAT [LINE]]`; the format is `auto` by default.

use std::error::Error;

use weblog_enrich::format::{Field, Format, Reading};

const LINE: &str = r#"203.0.113.7 - - [10/Oct/2025:13:55:36 +0200] "GET /a?b=1 HTTP/1.1" 200 512 "-" "curl/8.5.0""#;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let format = arguments.next().unwrap_or_else(|| "auto".to_owned());
    let line = arguments.next().unwrap_or_else(|| LINE.to_owned());
    let mut format = Format::compile(&format, None)?;
    let Reading::Line(fields) = format.read(line.as_bytes())? else {
        println!("a directive of the log");
        return Ok(());
    };
    for field in Field::ALL {
        // `bytes` undoes the escapes of the format; `raw` would leave them.
        if let Some(value) = fields.bytes(field) {
            println!("{:24} {}", field.name(), String::from_utf8_lossy(&value));
        }
    }
    Ok(())
}
