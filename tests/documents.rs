//! Every path that CONTRIBUTING.md and ARCHITECTURE.md name exists, and docs/TROUBLESHOOTING.md has
//! a row for every code of a rejection.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the failure")]

use std::fs;
use std::path::Path;

const PAGES: [&str; 2] = ["ARCHITECTURE.md", "CONTRIBUTING.md"];

/// A word without a slash is the name of a file if it has one of these extensions.
const EXTENSIONS: [&str; 7] = ["json", "md", "ndjson", "py", "rs", "toml", "yaml"];

/// The words of a page that are paths, in backticks and in links.
fn paths(page: &str) -> Vec<&str> {
    let spans = page
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|span| !span.is_empty());
    let spans = spans.filter(|span| !span.contains('\n'));
    // A command may have paths among its words.
    let words = spans.flat_map(|span| span.split(' '));
    let links = page.match_indices("](").map(|(at, open)| {
        let rest = page.get(at + open.len()..).unwrap();
        rest.split(')').next().unwrap()
    });
    words.chain(links).filter(|word| is_path(word)).collect()
}

fn is_path(word: &str) -> bool {
    // Placeholders, addresses, networks, members of documents, and paths of modules are not files.
    let is_other = word.contains("NAME")
        || word.contains("://")
        || word.contains("::")
        || word.contains(['<', '*', '(', '"', '='])
        || word.starts_with(['/', '-', '.'])
        || word
            .chars()
            .next()
            .is_none_or(|first| first.is_ascii_digit());
    let has_extension = word
        .rsplit_once('.')
        .is_some_and(|(_, extension)| EXTENSIONS.contains(&extension));
    !is_other && (word.contains('/') || has_extension)
}

#[test]
fn every_path_that_is_named_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut missing = Vec::new();
    for page in PAGES {
        let text = fs::read_to_string(root.join(page)).unwrap();
        let named = paths(&text);
        assert!(named.len() > 10, "{page}: {named:?}");
        let absent = named.iter().filter(|path| !root.join(path).exists());
        missing.extend(absent.map(|path| format!("{page}: {path}")));
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn each_code_of_a_rejection_has_one_row_of_troubleshooting() {
    let source = include_str!("../src/rejection.rs");
    let mut codes: Vec<_> = source
        .lines()
        .filter_map(|line| line.trim().strip_prefix("Self::")?.split_once(" => \""))
        .map(|(_, code)| code.trim_end_matches("\","))
        .collect();
    codes.sort_unstable();
    let page = include_str!("../docs/TROUBLESHOOTING.md");
    let (_, table) = page
        .split_once("| code | usual cause |\n|---|---|\n")
        .unwrap();
    let rows = table.lines().map_while(|line| line.strip_prefix("| "));
    let cells = rows.map(|row| row.split(" | ").next().unwrap());
    let mut explained: Vec<_> = cells
        .flat_map(|cell| cell.split('`').skip(1).step_by(2))
        .collect();
    explained.sort_unstable();
    assert!(codes.len() > 10, "{codes:?}");
    assert_eq!(explained, codes);
}

#[test]
fn words_that_are_paths_are_found() {
    let page = "See [here](docs/x.md), `src/a.rs` and `cargo test -- tests/b`, not `a::b` or \
                `2001:db8::/32`.";
    assert_eq!(paths(page), ["src/a.rs", "tests/b", "docs/x.md"]);
}
