//! A real OpenSearch node, which `weblog setup` sets up and which receives documents as from
//! Firehose. `tests/opensearch/` starts it.

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

/// A part that the node needs and that this machine lacks. `None` if no part is missing.
pub(crate) fn missing() -> Option<&'static str> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    ["java", "openssl", "python3"]
        .into_iter()
        .find(|name| !std::env::split_paths(&path).any(|folder| folder.join(name).exists()))
        .or_else(|| {
            let fetched = root.join(".parts/opensearch-2.19.1/fetched").exists();
            (!fetched).then_some("OpenSearch")
        })
}

/// Delivers a file with one document per line. Returns what the index then holds.
pub(crate) fn deliver(documents: &Path) -> Value {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/opensearch/firehose.py");
    let ran = Command::new("python3")
        .arg(script)
        .arg(documents)
        .env("WEBLOG", env!("CARGO_BIN_EXE_weblog"))
        .stderr(Stdio::inherit())
        .output()
        .unwrap();
    assert!(ran.status.success(), "the node did not take the documents");
    serde_json::from_slice(&ran.stdout).unwrap()
}
