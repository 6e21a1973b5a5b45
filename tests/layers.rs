//! Checks two invariants of ARCHITECTURE.md on the source text: which stage may use which, and that
//! the pure modules use nothing of the modules that do I/O.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the failure")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The modules that every stage may use: the types that pass between the stages, and helpers.
const SHARED: [&str; 9] = [
    "arrival",
    "compression",
    "event",
    "front",
    "glob",
    "near",
    "rejection",
    "secret",
    "signs",
];

/// A stage, and the stages it may use besides what is shared.
const STAGES: [(&str, &[&str]); 7] = [
    // This is the only stage that may use a later one. The table of JSON keys decides whether an
    // object is itself an event of an access log, or an envelope.
    ("payload", &["format"]),
    ("format", &[]),
    ("clean", &["format"]),
    ("enrich", &[]),
    ("drop", &[]),
    ("document", &[]),
    (
        "pipeline",
        &["payload", "format", "clean", "enrich", "drop", "document"],
    ),
];

/// The modules that do I/O, which the pure modules must not use.
const SHELL: [&str; 6] = ["aws", "bot_ranges", "cli", "clock", "config", "databases"];

/// What only the modules that do I/O may use, as it is written in code.
const OUTSIDE: [&str; 8] = [
    "std::fs",
    "std::env",
    "SystemTime::now",
    "Instant::now",
    "TcpStream",
    "async fn",
    "aws_sdk_",
    "tokio::",
];

/// The files of a module without its tests.
fn files(module: &str) -> Vec<PathBuf> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut found, mut folders) = (Vec::new(), vec![source.join(module)]);
    found.push(source.join(format!("{module}.rs")));
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false => found.push(path),
            }
        }
    }
    found.retain(|path| path.exists() && !is_test(path));
    assert!(!found.is_empty(), "{module} has no file");
    found
}

/// Whether a file is compiled only for tests, according to its path or its parent module.
fn is_test(path: &Path) -> bool {
    let parts: Vec<_> = path.iter().filter_map(|part| part.to_str()).collect();
    let stem = path.file_stem().unwrap().to_str().unwrap();
    if parts.contains(&"tests") || stem.ends_with("tests") {
        return true;
    }
    let folder = path.parent().unwrap();
    let sibling = folder.with_extension("rs");
    [folder.join("mod.rs"), sibling].iter().any(|parent| {
        let text = fs::read_to_string(parent).unwrap_or_default();
        let declared = [
            format!("#[cfg(test)]\nmod {stem};"),
            format!("#[cfg(test)]\npub(crate) mod {stem};"),
        ];
        declared
            .iter()
            .any(|text_of| text.contains(text_of.as_str()))
    })
}

/// The code of a file, without its tests and comments.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let (code, _) = text
        .split_once("#[cfg(test)]\nmod tests {")
        .unwrap_or((&text, ""));
    let lines = code.lines();
    let lines = lines.filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The modules of the crate that the code names.
fn used(code: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = code.get(at + "crate::".len()..).unwrap();
        let names = match rest.strip_prefix('{') {
            Some(list) => list.split_once('}').unwrap().0,
            None => {
                rest.split_once(|c: char| !(c.is_alphanumeric() || c == '_'))
                    .unwrap()
                    .0
            }
        };
        for name in names.split(',') {
            let name = name.trim().split("::").next().unwrap();
            used.insert(name.to_owned());
        }
    }
    used
}

#[test]
fn each_stage_uses_only_earlier_stages() {
    for (stage, before) in STAGES {
        for path in files(stage) {
            let others = STAGES.iter().map(|(name, _)| *name);
            let forbidden: Vec<_> = others
                .chain(SHELL)
                .filter(|name| *name != stage && !before.contains(name))
                .collect();
            for name in used(&code(&path)) {
                assert!(
                    !forbidden.contains(&name.as_str()),
                    "{}: {name}",
                    path.display()
                );
            }
        }
    }
}

#[test]
fn shared_modules_use_no_stage() {
    for shared in SHARED {
        for path in files(shared) {
            for name in used(&code(&path)) {
                let is_stage = STAGES.iter().any(|(stage, _)| *stage == name);
                let is_shell = SHELL.contains(&name.as_str());
                assert!(!is_stage && !is_shell, "{}: {name}", path.display());
            }
        }
    }
}

#[test]
fn the_pure_modules_do_nothing_that_only_the_shell_may_do() {
    let pure = STAGES.iter().map(|(name, _)| *name).chain(SHARED);
    for module in pure.chain([
        "mark",
        "object",
        "opensearch",
        "reader",
        "replay",
        "stream_event",
    ]) {
        for path in files(module) {
            let code = code(&path);
            for spelling in OUTSIDE {
                assert!(!code.contains(spelling), "{}: {spelling}", path.display());
            }
            for name in used(&code) {
                let is_shell = SHELL.contains(&name.as_str());
                assert!(!is_shell, "{}: {name}", path.display());
            }
        }
    }
}

#[test]
fn these_tests_find_what_they_search_for() {
    let code = "use crate::{event, rejection::Reason};\nlet x = crate::format::names();";
    let names: Vec<_> = used(code).into_iter().collect();
    assert_eq!(names, ["event", "format", "rejection"]);
    let databases = files("databases");
    assert!(
        databases
            .iter()
            .any(|path| self::code(path).contains("std::fs"))
    );
}
