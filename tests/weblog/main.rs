//! The command line as a person uses it: the built `weblog`, its output, its messages, its exit
//! status.

#![cfg(all(feature = "aws", feature = "cli"))]

mod enrich;
mod explain;
mod failures;
#[path = "../support/http.rs"]
mod http;
mod inputs;
mod report;
mod setup;
mod summary;

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A line of Apache's combined format, from an address that no database has.
const LINE: &str = r#"203.0.113.7 - ada [10/Oct/2025:13:55:36 -0700] "GET /a%20b.html?page=2 HTTP/1.1" 200 2326 "https://example.com/start" "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0""#;

/// A line that belongs to no log.
const NO_LINE: &str = "the quick brown fox";

/// The results of a run of `weblog`.
#[derive(Debug)]
struct Ran {
    status: i32,
    stdout: String,
    stderr: String,
}

impl Ran {
    /// The documents on standard output, of which each is one line.
    fn documents(&self) -> Vec<Value> {
        let parse =
            |line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        self.stdout.lines().map(parse).collect()
    }

    /// Asserts that the run succeeded without a message.
    #[track_caller]
    fn quietly(self) -> Self {
        assert_eq!((self.status, self.stderr.as_str()), (0, ""), "{self:?}");
        self
    }

    /// Asserts that the run ended with this status and one line on stderr, which contains all these
    /// words.
    #[track_caller]
    fn with_one_message(self, status: i32, words: &[&str]) -> Self {
        assert_eq!(self.status, status, "{self:?}");
        assert_eq!(self.stderr.lines().count(), 1, "{self:?}");
        assert!(self.stderr.starts_with("weblog: "), "{self:?}");
        for word in words {
            assert!(self.stderr.contains(word), "no `{word}`: {self:?}");
        }
        self
    }
}

/// The command, in an environment without configuration.
fn weblog(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_weblog"));
    command.args(arguments).env_clear();
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Runs the command to its end.
fn run(command: &mut Command) -> Ran {
    let output = command.output().expect("weblog was built");
    Ran {
        status: output.status.code().expect("weblog ended by itself"),
        stdout: String::from_utf8(output.stdout).expect("output is UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("messages are UTF-8"),
    }
}

/// Runs the command on standard input.
fn run_on(stdin: &[u8], arguments: &[&str]) -> Ran {
    let (reader, mut writer) = std::io::pipe().expect("a pipe can be made");
    // A separate thread writes, because a write to a full pipe waits for the reader.
    let bytes = stdin.to_vec();
    let feed = std::thread::spawn(move || writer.write_all(&bytes));
    let ran = run(weblog(arguments).stdin(reader));
    // The test does not fail if the command stopped reading.
    let _ = feed.join();
    ran
}

/// A folder of logs, deleted with the test.
struct Logs {
    folder: TempDir,
}

impl Logs {
    fn new() -> Self {
        Self {
            folder: TempDir::new().expect("a folder can be made"),
        }
    }

    /// Writes a file and returns its path.
    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        fs::write(&path, content).expect("the file can be written");
        path.to_str().expect("the path is UTF-8").to_owned()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

/// The value at a place such as `/event/kind`.
#[track_caller]
fn at<'a>(document: &'a Value, place: &str) -> &'a str {
    let value = document.pointer(place).and_then(Value::as_str);
    value.unwrap_or_else(|| panic!("no {place} in {document}"))
}

#[test]
fn version_and_help_exist() {
    let version = run(&mut weblog(&["--version"])).quietly();
    assert_eq!(
        version.stdout,
        format!("weblog {}\n", env!("CARGO_PKG_VERSION"))
    );
    for (arguments, word) in [
        (&["--help"][..], "weblog explain"),
        (&["enrich", "--help"], "--trusted-proxy"),
        (&["explain", "--help"], "grep POST"),
    ] {
        let help = run(&mut weblog(arguments)).quietly();
        assert!(
            help.stdout.contains("Examples:") && help.stdout.contains(word),
            "{help:?}"
        );
    }
}

#[test]
fn without_arguments_it_suggests_what_to_try_first() {
    let ran = run(&mut weblog(&[]));
    assert_eq!((ran.status, ran.stdout.as_str()), (2, ""));
    assert!(ran.stderr.contains("weblog report --open "), "{ran:?}");
}

#[test]
fn completions_and_manual_pages_name_every_command() {
    let commands = [
        "completions",
        "enrich",
        "explain",
        "formats",
        "man",
        "report",
        "setup",
    ];
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = run(&mut weblog(&["completions", shell])).quietly().stdout;
        for command in commands {
            assert!(script.contains(command), "{shell} {command}");
        }
    }
    let logs = Logs::new();
    let folder = logs.path("man1");
    run(&mut weblog(&["man", folder.to_str().unwrap()])).quietly();
    for command in commands {
        let page = fs::read_to_string(folder.join(format!("weblog-{command}.1"))).unwrap();
        assert!(page.contains(".TH"), "{command}");
    }
}

#[test]
fn formats_are_listed_and_named_in_the_help() {
    let listed = run(&mut weblog(&["formats"])).quietly().stdout;
    let help = run(&mut weblog(&["enrich", "--help"])).quietly().stdout;
    let help: String = help.split_whitespace().collect();
    for descriptor in weblog_enrich::format::DESCRIPTORS {
        assert!(listed.contains(descriptor.example), "{}", descriptor.name);
        assert!(
            help.contains(&format!("{},", descriptor.name))
                || help.contains(&format!("{}.", descriptor.name)),
            "{}",
            descriptor.name
        );
    }
    assert!(listed.contains("trace_id"), "{listed}");
}

#[test]
fn an_unknown_option_is_a_usage_error() {
    assert_eq!(run(&mut weblog(&["enrich", "--nonsense"])).status, 2);
    assert_eq!(run(&mut weblog(&[])).status, 2);
}
