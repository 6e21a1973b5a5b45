//! `weblog formats`: the formats with a name, and the fields that a configuration can bind.

use std::fmt::Write as _;
use std::io::{Write as _, stdout};

use clap::Args;

use super::failure::Failure;
use crate::format::{DESCRIPTORS, Field};

/// The widest line of the fields, in characters.
const WIDTH_CHARS: usize = 100;

/// Lists the formats that have a name, with an example of each, and the fields that `LOG_FIELDS`
/// accepts
///
/// Every name is a value of --format (in `weblog report`: --log-format) and of `LOG_FORMAT`. An
/// Apache `LogFormat`, an nginx `log_format` and a W3C #Fields: line are values too.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Formats {}

impl Formats {
    /// Prints the list.
    pub(super) fn run() -> Result<(), Failure> {
        let mut stdout = stdout().lock();
        stdout
            .write_all(page().as_bytes())
            .and_then(|()| stdout.flush())
            .map_err(Failure::Output)
    }
}

fn page() -> String {
    let mut page = String::new();
    for descriptor in DESCRIPTORS {
        // Writing into a string cannot fail.
        let _ = writeln!(page, "{}\n    {}", descriptor.name, plain(descriptor.reads));
        let _ = writeln!(page, "    {}", descriptor.example);
        if !descriptor.specification.is_empty() {
            let _ = writeln!(page, "    {}", descriptor.specification);
        }
        page.push('\n');
    }
    page.push_str(
        "Fields to which LOG_FIELDS binds keys for json and auto, as in \
                   `client.addr=remote_address`:\n",
    );
    let mut line = String::new();
    for field in Field::ALL {
        if line.len() + field.name().len() + 1 > WIDTH_CHARS {
            let _ = writeln!(page, "{line}");
            line.clear();
        }
        line.push_str(if line.is_empty() { "    " } else { " " });
        line.push_str(field.name());
    }
    let _ = writeln!(page, "{line}");
    page
}

/// The text without the backticks of Markdown.
fn plain(text: &str) -> String {
    text.replace('`', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_and_every_field_is_listed() {
        let page = page();
        for descriptor in DESCRIPTORS {
            let block = format!("\n{}\n", descriptor.name);
            assert!(format!("\n{page}").contains(&block), "{}", descriptor.name);
            assert!(page.contains(descriptor.example), "{}", descriptor.name);
        }
        let (_, fields) = page.split_once("LOG_FIELDS binds keys").unwrap();
        for field in Field::ALL {
            let mut listed = fields.split_whitespace();
            assert!(listed.any(|name| name == field.name()), "{}", field.name());
        }
    }
}
