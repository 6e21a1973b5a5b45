//! What holds for any bytes, and for any lines.

use proptest::prelude::*;

use super::super::kpl::aggregate;
use super::*;

/// Wraps lines in one more layer.
#[derive(Debug, Clone, Copy)]
enum Layer {
    Gzip,
    Zstd,
    ZstdStored,
    Aggregate,
    Base64,
}

impl Layer {
    fn wrap(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Gzip => gzip(bytes),
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
        Just(Layer::Zstd),
        Just(Layer::ZstdStored),
        Just(Layer::Aggregate),
        Just(Layer::Base64),
    ]
}

/// Lines as servers write them: any text, but for line endings within and white space alone.
fn some_lines() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec("[a-z][^\r\n]{0,40}", 1..12)
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

proptest! {
    #[test]
    fn no_bytes_are_too_strange(magic in 0..8_usize, bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let magics: [&[u8]; 8] = [b"", b"\x1f\x8b\x08\0\0\0\0\0\0\0", b"\x28\xb5\x2f\xfd", b"\xf3\x89\x9a\xc2", b"{", b"{\n", b"H4sI", b"2025-12-31T17:37:40Z stdout F "];
        check(&[magics[magic], &bytes].concat())?;
    }

    #[test]
    fn no_object_is_too_strange(text in r#"(\{|\}|\[|\]|,|:|\n|"log"|"data"|"metadata"|"message"|"messageType"|"DATA_MESSAGE"|"logEvents"|"\\\\n"|"a"|7){0,24}"#) {
        check(text.as_bytes())?;
    }

    #[test]
    fn no_damage_to_a_layer_is_too_strange(lines in some_lines(), layers in proptest::collection::vec(layer(), 1..3), at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<prop::sample::Index>()) {
        let mut record = layers.iter().fold(lines.join("\n").into_bytes(), |bytes, layer| layer.wrap(&bytes));
        let at = at.index(record.len());
        record[at] = byte;
        check(&record)?;
        check(&record[..cut.index(record.len())])?;
    }

    #[test]
    fn of_plain_bytes_every_byte_is_in_exactly_one_line(bytes in proptest::collection::vec(prop_oneof![Just(b'\n'), Just(b'\r'), Just(b' '), any::<u8>()], 0..80)) {
        // One byte that begins no layer goes before.
        let record = [b"x", &bytes[..]].concat();
        let mut rest = &record[..];
        for content in opened(&record) {
            let Found::Line(None, _, line) = content else { panic!("{content:?}") };
            // Blank lines and line endings, and nothing else, are left out.
            while !rest.starts_with(&line) {
                prop_assert!(rest[0].is_ascii_whitespace());
                rest = &rest[1..];
            }
            rest = &rest[line.len()..];
        }
        prop_assert!(rest.trim_ascii().is_empty());
    }

    #[test]
    fn text_is_its_lines_in_their_places(text in "[a-z \r\n]{0,60}") {
        let expected: Vec<_> = (0..).zip(text.split('\n'))
            .map(|(number, line)| (number, line.strip_suffix('\r').unwrap_or(line)))
            .filter(|(_, line)| !line.trim_ascii().is_empty())
            .map(|(number, line)| Found::Line(None, number, line.as_bytes().to_vec()))
            .collect();
        prop_assert_eq!(opened(text.as_bytes()), expected);
    }

    #[test]
    fn whatever_is_wrapped_comes_back(wanted in some_lines(), layers in proptest::collection::vec(layer(), 0..3), crlf in any::<bool>()) {
        let ending = if crlf { "\r\n" } else { "\n" };
        let text = wanted.join(ending).into_bytes();
        let record = layers.iter().fold(text, |bytes, layer| layer.wrap(&bytes));
        prop_assert_eq!(lines(&record), wanted);
    }

    #[test]
    fn messages_and_records_of_aggregates_come_back(wanted in some_lines()) {
        let texts: Vec<_> = wanted.iter().map(String::as_str).collect();
        prop_assert_eq!(&lines(&gzip(&cloudwatch_logs(&texts))), &wanted);
        let records: Vec<_> = texts.iter().map(|text| text.as_bytes()).collect();
        let found = opened(&aggregate(&records));
        let expected: Vec<_> = (0..).zip(&records).map(|(index, line)| Found::Line(Some(index), 0, line.to_vec())).collect();
        prop_assert_eq!(found, expected);
        for key in ["log", "message"] {
            let object = |text| serde_json::json!({ key: text, "host": "web-1" }).to_string();
            let record = texts.iter().map(object).collect::<Vec<_>>().join("\n");
            prop_assert_eq!(&lines(record.as_bytes()), &wanted);
        }
    }
}
