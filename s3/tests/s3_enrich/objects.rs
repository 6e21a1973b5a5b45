//! Objects as AWS writes them. Each `tests/cases/NAME.log` is packed as AWS packs it, and its
//! documents are compared with `NAME.expected.json`, one indented block for each document.
//! `UPDATE_GOLDENS=1` rewrites these files for review.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::s3::Fault;
use super::s3::queue::queued;
use super::support::bombs::gzip;
use super::{AMPLE, Scene, message, nothing_failed};

/// A case, its key, and how AWS packs it.
const OBJECTS: [(&str, &str, Packed); 4] = [
    (
        "alb",
        "web/AWSLogs/123456789012/elasticloadbalancing/us-east-2/2025/10/10\
         /123456789012_elasticloadbalancing_us-east-2_app.shop.50dc6c495c0c9188\
         _20251010T1400Z_192.0.2.7_2soosksi.log.gz",
        Packed::Gzip,
    ),
    (
        "cloudfront",
        "cdn/E2K2LNL5N3WR51.2025-10-10-13.a1b2c3d4.gz",
        Packed::Gzip,
    ),
    (
        "cloudfront-joined",
        "cdn/2025-10-10.gz",
        Packed::GzipEachFile,
    ),
    (
        "s3",
        "access/2025-10-10-14-00-00-0123456789ABCDEF",
        Packed::Plain,
    ),
];

#[derive(Clone, Copy)]
enum Packed {
    Plain,
    Gzip,
    /// A gzip member for each file. Each file begins with its own headers.
    GzipEachFile,
}

impl Packed {
    fn pack(self, text: &str) -> Vec<u8> {
        let header = "#Version:";
        match self {
            Self::Plain => text.as_bytes().to_vec(),
            Self::Gzip => gzip(text.as_bytes()),
            Self::GzipEachFile => text
                .split(header)
                .skip(1)
                .flat_map(|file| gzip([header, file].concat().as_bytes()))
                .collect(),
        }
    }
}

/// The documents that the function makes of an object with this key and these bytes.
fn documents(key: &str, bytes: Vec<u8>, variables: &[(&str, &str)]) -> Vec<Value> {
    let scene = Scene::new(|_| Fault::None);
    scene.s3.put(key, bytes);
    let function = scene.start_with(variables);
    assert_eq!(
        function.invoke(&queued(&[message(key)]), AMPLE),
        Ok(nothing_failed())
    );
    scene.firehose.documents()
}

#[test]
fn objects_as_aws_writes_them_give_the_expected_documents() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    for (name, key, packed) in OBJECTS {
        let text = fs::read_to_string(folder.join(name).with_extension("log")).unwrap();
        let found = documents(key, packed.pack(&text), &[("OBJECT_PATH", "true")]);
        let blocks: Vec<_> = found
            .iter()
            .map(|document| serde_json::to_string_pretty(document).unwrap() + "\n")
            .collect();
        let golden = folder.join(name).with_extension("expected.json");
        if std::env::var_os("UPDATE_GOLDENS").is_some() {
            fs::write(&golden, blocks.join("\n")).unwrap();
            continue;
        }
        let expected = fs::read_to_string(&golden).unwrap_or_default();
        assert_eq!(blocks.join("\n"), expected, "{}", golden.display());
    }
}

#[test]
fn the_first_pattern_that_matches_a_key_decides_its_format() {
    let line = "203.0.113.7 ada [10/Oct/2025:13:55:36 +0000] /a 200\n";
    let formats = [
        (
            "LOG_FORMAT_BY_KEY",
            "*/old/* = combined; web/*=%h %u %t %U %>s",
        ),
        ("LOG_FORMAT", "combined"),
    ];
    let kind = |key| {
        let found = documents(key, line.as_bytes().to_vec(), &formats);
        found[0]["event"]["kind"].as_str().map(str::to_owned)
    };
    assert_eq!(kind("web/new/a.log").as_deref(), Some("event"));
    assert_eq!(kind("web/old/a.log").as_deref(), Some("pipeline_error"));
    assert_eq!(kind("a.log").as_deref(), Some("pipeline_error"));
}

#[test]
fn an_invalid_format_by_key_is_refused_at_start() {
    let scene = Scene::new(|_| Fault::None);
    for (value, reason) in [
        ("web/* = nonsense", "unknown format `nonsense`"),
        ("web/*", "`web/*` is not a pattern, `=` and a format"),
    ] {
        let (code, said) = scene.start_with(&[("LOG_FORMAT_BY_KEY", value)]).ended();
        assert_eq!(code, Some(1), "{said}");
        assert!(
            said.starts_with("weblog-enrich: LOG_FORMAT_BY_KEY: "),
            "{said}"
        );
        assert!(said.contains(reason), "{said}");
    }
}
