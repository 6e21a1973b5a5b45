//! Tests of properties that hold for any bytes, and for any lines.

use proptest::prelude::*;

use super::super::kpl::aggregate;
use super::*;

/// Adds a layer around lines.
#[derive(Debug, Clone, Copy)]
enum Layer {
    Gzip,
    Zlib,
    Zstd,
    ZstdStored,
    Aggregate,
    Base64,
}

impl Layer {
    fn wrap(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Gzip => gzip(bytes),
            Self::Zlib => zlib(bytes),
            Self::Zstd => zstd(bytes),
            Self::ZstdStored => compress_to_vec(bytes, CompressionLevel::Uncompressed),
            Self::Aggregate => aggregate(&[bytes]),
            Self::Base64 => base64_simd::STANDARD
                .encode_to_string(gzip(bytes))
                .into_bytes(),
        }
    }
}

fn layer() -> impl Strategy<Value = Layer> {
    prop_oneof![
        Just(Layer::Gzip),
        Just(Layer::Zlib),
        Just(Layer::Zstd),
        Just(Layer::ZstdStored),
        Just(Layer::Aggregate),
        Just(Layer::Base64),
    ]
}

/// Lines as servers write them. A line begins with a letter and contains no control characters. It
/// also contains no backslashes, which could make the whole line an escaped one.
fn some_lines() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec("[a-z][^\x00-\x1f\x7f\\\\]{0,40}", 1..12)
}

fn places(found: &[Found]) -> Vec<(Option<u32>, u32)> {
    let place = |found: &Found| match *found {
        Found::Line(subsequence, number, _) | Found::Unreadable(subsequence, number, ..) => {
            Some((subsequence, number))
        }
        Found::Control => None,
    };
    found.iter().filter_map(place).collect()
}

fn check(record: &[u8]) -> Result<(), TestCaseError> {
    let found = opened_within(record, 1 << 16);
    prop_assert_eq!(&found, &opened_within(record, 1 << 16), "redelivered");
    let mut places = places(&found);
    let count = places.len();
    places.dedup();
    prop_assert_eq!(places.len(), count, "places are unique");
    prop_assert!(places.is_sorted(), "places are in order");
    for content in found {
        if let Found::Line(_, _, line) = content {
            prop_assert!(!line.trim_ascii().is_empty(), "no line is blank");
        }
    }
    Ok(())
}

/// Whether a byte is white space, zero or a record separator. Line endings, blank lines, the space
/// that a server reserved, and the beginnings of values in a JSON text sequence have these bytes.
fn is_left_out(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, 0 | 0x0b | 0x1e)
}

/// How many bytes at the beginning of a text belong to no line: a blank, or a line that is a JSON
/// string of blanks.
fn bytes_left_out(text: &[u8]) -> usize {
    let end = text.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
    let line = &text[..end.unwrap_or(text.len())];
    match serde_json::from_slice::<String>(line) {
        Ok(quoted) if quoted.bytes().all(is_left_out) => line.len(),
        _ => usize::from(text.first().is_some_and(|byte| is_left_out(*byte))),
    }
}

proptest! {
    #[test]
    fn no_bytes_cause_a_panic_or_a_false_place(
        magic in 0..14_usize,
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
    ) {
        let magics: [&[u8]; 14] = [
            b"",
            b"\x78\x9c",
            b"eJ",
            b"\xef\xbb\xbf",
            b"203 \\\"",
            b"8 <13>",
            b"2025-12-31T17:37:40Z stdout P a\n2025-12-31T17:37:40Z \
            stdout F ",
            b"\x1f\x8b\x08\0\0\0\0\0\0\0",
            b"\x28\xb5\x2f\xfd",
            b"\xf3\x89\x9a\xc2",
            b"{",
            b"{\n",
            b"H4sI",
            b"2025-12-31T17:37:40Z stdout F ",
        ];
        check(&[magics[magic], &bytes].concat())?;
    }

    #[test]
    fn no_object_causes_a_panic_or_a_false_place(
        text in r#"(\{|\}|\[|\]|,|:|\n|"log"|"data"|"metadata"|"message"|"messageType"|"DATA_MESSAGE"|"logEvents"|"\\\\n"|"a"|7|"records"|"stream"|"time"|"logtag"|"P"|"F"| ){0,24}"#,
    ) {
        check(text.as_bytes())?;
    }

    #[test]
    fn no_damaged_layer_causes_a_panic_or_a_false_place(
        lines in some_lines(),
        layers in proptest::collection::vec(layer(), 1..3),
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut record = layers
            .iter()
            .fold(lines.join("\n").into_bytes(), |bytes, layer| {
                layer.wrap(&bytes)
            });
        let at = at.index(record.len());
        record[at] = byte;
        check(&record)?;
        check(&record[..cut.index(record.len())])?;
    }

    #[test]
    fn every_plain_byte_is_in_exactly_one_line_or_all_are_in_a_rejection(
        bytes in proptest::collection::vec(
            prop_oneof![Just(b'\n'), Just(b'\r'), Just(b' '), any::<u8>()],
            0..80,
        ),
    ) {
        // No layer begins with this first byte.
        let record = [b"a", &bytes[..]].concat();
        let mut rest = &record[..];
        for content in opened(&record) {
            let line = match content {
                Found::Line(None, _, line) => line,
                Found::Unreadable(None, 0, "payload_binary", raw) => {
                    prop_assert_eq!(&raw, &record);
                    raw
                }
                other => panic!("{other:?}"),
            };
            // Only blank lines and line endings are left out.
            while !rest.starts_with(&line) {
                let bytes = bytes_left_out(rest);
                prop_assert!(bytes > 0);
                rest = &rest[bytes..];
            }
            rest = &rest[line.len()..];
        }
        while !rest.is_empty() {
            let bytes = bytes_left_out(rest);
            prop_assert!(bytes > 0);
            rest = &rest[bytes..];
        }
    }

    #[test]
    fn each_line_of_a_text_has_its_line_number(text in "[a-z \r\n]{0,60}") {
        let expected: Vec<_> = (0..).zip(text.split('\n'))
            .map(|(number, line)| (number, line.trim_end_matches('\r')))
            .filter(|(_, line)| !line.trim_ascii().is_empty())
            .map(|(number, line)| Found::Line(None, number, line.as_bytes().to_vec()))
            .collect();
        prop_assert_eq!(opened(text.as_bytes()), expected);
    }

    #[test]
    fn wrapped_lines_are_unwrapped(
        wanted in some_lines(),
        layers in proptest::collection::vec(layer(), 0..3),
        crlf in any::<bool>(),
    ) {
        let ending = if crlf { "\r\n" } else { "\n" };
        let text = wanted.join(ending).into_bytes();
        let record = layers.iter().fold(text, |bytes, layer| layer.wrap(&bytes));
        prop_assert_eq!(lines(&record), wanted);
    }

    #[test]
    fn messages_and_records_of_aggregates_are_opened(wanted in some_lines()) {
        let texts: Vec<_> = wanted.iter().map(String::as_str).collect();
        prop_assert_eq!(&lines(&gzip(&cloudwatch_logs(&texts))), &wanted);
        let records: Vec<_> = texts.iter().map(|text| text.as_bytes()).collect();
        let found = opened(&aggregate(&records));
        let expected: Vec<_> = (0..)
            .zip(&records)
            .map(|(index, line)| Found::Line(Some(index), 0, line.to_vec()))
            .collect();
        prop_assert_eq!(found, expected);
        for key in ["log", "message"] {
            let object = |text| serde_json::json!({ key: text, "host": "web-1" }).to_string();
            let record = texts.iter().map(object).collect::<Vec<_>>().join("\n");
            prop_assert_eq!(&lines(record.as_bytes()), &wanted);
        }
    }

    #[test]
    fn a_line_written_as_the_text_of_a_json_string_is_unescaped(
        client in "[0-9a-f:.]{3,15}",
        request in "[^\r\n\0\"\\\\]{0,20}",
        agent in "[^\r\n\0]{0,20}",
        quoted in any::<bool>(),
        feed in any::<bool>(),
    ) {
        // Apache writes a backslash before a quote within a value.
        let agent = agent.replace('\\', "\\\\").replace('"', "\\\"");
        let line = format!("{client} - - [10/Oct/2025:13:55:36 +0200] \"{request}\" 200 5 \"-\" \
                            \"{agent}\"");
        let text = if feed { format!("{line}\n") } else { line.clone() };
        let string = serde_json::to_string(&text).unwrap();
        let record = if quoted { &string[..] } else { &string[1..string.len() - 1] };
        prop_assert_eq!(lines(record.as_bytes()), [&line[..]], "{}", record);
        // A line that is not escaped is not changed.
        prop_assert_eq!(lines(line.as_bytes()), [&line[..]]);
    }

    #[test]
    fn objects_are_split_however_they_are_joined(
        values in proptest::collection::vec(("[a-z]{1,5}", "[ -~]{0,12}", 0..3_u8), 1..6),
        join in 0..6_usize,
        pretty in any::<bool>(),
    ) {
        let value = |(key, text, depth): &(String, String, u8)| {
            let mut value = serde_json::json!({ "k": text });
            for _ in 0..*depth {
                value = serde_json::json!({ key.as_str(): [value], "x": [] });
            }
            value
        };
        let values: Vec<_> = values.iter().map(value).collect();
        let write = |value: &serde_json::Value| match pretty {
            true => serde_json::to_string_pretty(value).unwrap(),
            false => value.to_string(),
        };
        let written: Vec<_> = values.iter().map(write).collect();
        let record = match join {
            0 => written.join("\n"),
            1 => written.concat(),
            2 => written.join(", "),
            3 => format!("[{}]", written.join(",")),
            4 => format!("[\n  {}\n]\n", written.join(",\n  ")),
            _ => format!("\u{feff} {}", written.join("\r\n")),
        };
        let read: Vec<serde_json::Value> = lines(record.as_bytes())
            .iter()
            .map(|line| serde_json::from_str(line.trim_start_matches(['\u{feff}', ' '])).unwrap())
            .collect();
        prop_assert_eq!(read, values, "{}", record);
    }

    #[test]
    fn pieces_of_a_line_are_joined_whatever_is_between_them(
        wanted in "[a-z][ -\\[\\]-~]{0,40}",
        cuts in proptest::collection::vec(any::<prop::sample::Index>(), 0..4),
        shape in 0..4_usize,
    ) {
        let mut cuts: Vec<_> = cuts.iter().map(|cut| cut.index(wanted.len())).collect();
        cuts.extend([0, wanted.len()]);
        cuts.sort_unstable();
        cuts.dedup();
        let last = cuts.len() - 2;
        let piece = |(index, bounds): (usize, &[usize])| {
            let (text, is_last) = (&wanted[bounds[0]..bounds[1]], index == last);
            match shape {
                0 => {
                    let tag = if is_last { "F" } else { "P" };
                    format!("2025-12-31T17:37:40.{index}Z stdout {tag} \
                             {text}\n2025-12-31T17:37:40Z stderr F other\n")
                }
                1 => serde_json::json!({
                    "log": text, "logtag": if is_last { "F" } else { "P" }, "stream": "stdout",
                    "time": index,
                }).to_string() + "\n",
                2 => serde_json::json!({
                    "log": text, "partial_message": "true", "partial_id": "7",
                    "partial_last": is_last.to_string(),
                }).to_string() + "\n",
                _ => serde_json::json!({
                    "log": if is_last { format!("{text}\n") } else { text.to_owned() },
                    "stream": "stdout", "time": index.to_string(),
                }).to_string() + "\n",
            }
        };
        let record: String = cuts.windows(2).enumerate().map(piece).collect();
        let found: Vec<_> = lines(record.as_bytes())
            .into_iter()
            .filter(|line| line != "other")
            .collect();
        prop_assert_eq!(found, [wanted], "{}", record);
        check(record.as_bytes())?;
    }
}
