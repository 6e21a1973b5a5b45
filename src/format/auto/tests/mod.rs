//! Tests which lines are recognised as which format, and which lines are not recognised.

mod cases;

use cases::{Case, FAMILY, NOISE, OTHERS};

use super::recognise::recognise;
use super::{Auto, PRESET_SIGNATURES};
use crate::format::descriptors::{DESCRIPTORS, Reader, VARIANTS};
use crate::format::line::LogLine;
use crate::format::reading::{LineKind, Reading};
use crate::format::signature::Signature;
use crate::rejection::Rejection;

const TIME: &str = "10/Oct/2025:13:55:36 +0200";

impl Auto {
    fn read<'a>(&'a mut self, line: &'a [u8]) -> Result<Reading<'a>, Rejection> {
        let mut fields = LogLine::default();
        Ok(match self.read_into(line, &mut fields)? {
            LineKind::Line => Reading::Line(fields),
            LineKind::Directive => Reading::Directive,
        })
    }
}

fn check((name, line, expected, fields): &Case) {
    let line = line.replace("{}", &format!("[{TIME}] \"GET /a HTTP/1.1\""));
    let mut auto = Auto::compile(None).unwrap();
    assert_eq!(auto.name_of(line.as_bytes()), Some(*expected), "{name}");
    let read = auto.read(line.as_bytes());
    let Ok(Reading::Line(read)) = read else {
        panic!("{name}: {read:?}")
    };
    for (field, value) in *fields {
        let found = read.bytes(*field);
        let found = found.as_deref().map(String::from_utf8_lossy);
        assert_eq!(found.as_deref(), Some(*value), "{name}: {}", field.name());
    }
}

#[test]
fn lines_of_the_combined_family_are_recognised_by_the_words_before_their_time() {
    FAMILY.iter().for_each(check);
}

#[test]
fn lines_of_other_formats_are_recognised_by_their_marks() {
    OTHERS.iter().for_each(check);
}

#[test]
fn noise_is_not_recognised() {
    let mut auto = Auto::compile(None).unwrap();
    for (name, line) in NOISE {
        assert_eq!(recognise(line.as_bytes()), None, "{name}");
        let name_of = auto.name_of(line.as_bytes());
        let read = auto.read(line.as_bytes()).map(|_| ());
        let code = read.map_err(|rejection| rejection.code());
        assert_eq!((name_of, code), (None, Err("line_unrecognised")), "{name}");
    }
}

#[test]
fn a_rejection_has_the_offset_in_the_whole_line() {
    let mut auto = Auto::compile(None).unwrap();
    for (name, line, code, offset) in [
        ("cut", "203.0.113.7 - - [10/Oct/2025:13:5", "line_cut", 33),
        (
            "cut-behind-a-header",
            "<190>Oct 10 13:55:36 web1 nginx: 203.0.113.7 - - [10/Oct/2025:13:5",
            "line_cut",
            66,
        ),
        (
            "cut-and-wrapped",
            "\"203.0.113.7 - - [10/Oct/2025:13:5",
            "line_cut",
            34,
        ),
        (
            "request-without-its-quote",
            "203.0.113.7 - - [10/Oct/2025:13:55:36 +0000] GET / HTTP/1.1\" 200 5",
            "line_mismatch",
            45,
        ),
    ] {
        let rejection = auto.read(line.as_bytes()).map(|_| ()).unwrap_err();
        assert_eq!(
            (rejection.code(), rejection.offset),
            (code, Some(offset)),
            "{name}"
        );
    }
}

#[test]
fn columns_that_a_source_names_apply_until_the_next_source() {
    let mut auto = Auto::compile(None).unwrap();
    let row = b"2025-10-10 11:55:38 203.0.113.8 /w3c 304";
    assert!(auto.read(row).is_err());
    let directive = auto.read(b"#Fields: date time c-ip cs-uri-stem sc-status");
    assert!(matches!(directive, Ok(Reading::Directive)));
    assert_eq!(auto.name_of(row), Some("w3c"));
    assert!(auto.read(row).is_ok());
    assert!(auto.read(br#"{"ip":"203.0.113.7","status":200}"#).is_ok());
    auto.start_source();
    assert!(auto.read(row).is_err());
}

#[test]
fn the_example_of_every_format_has_its_signature_and_is_read_by_it() {
    let auto = Auto::compile(None).unwrap();
    for descriptor in DESCRIPTORS {
        let Some(signature) = descriptor.signature else {
            assert_eq!(descriptor.name, "auto");
            continue;
        };
        let line = descriptor.example.as_bytes();
        let found = recognise(line).map(|recognised| recognised.signature);
        assert_eq!(found, Some(signature), "{}", descriptor.name);
        let name = match (descriptor.reader, signature) {
            // The layouts of the combined family read the lines of all these presets.
            (Reader::Combined(_), Signature::Family(prefix)) => prefix.name(),
            _ => descriptor.name,
        };
        assert_eq!(auto.name_of(line), Some(name), "{}", descriptor.name);
    }
}

#[test]
fn every_signature_of_a_preset_is_tried() {
    let named = DESCRIPTORS
        .iter()
        .filter(|descriptor| matches!(descriptor.reader, Reader::Preset(_)))
        .filter_map(|descriptor| descriptor.signature);
    let variants = VARIANTS.iter().map(|variant| variant.signature);
    for signature in named.chain(variants) {
        assert!(PRESET_SIGNATURES.contains(&signature), "{signature:?}");
    }
}
