//! Runs `bots/fetch` with a mirror. Tests which lists the script installs, and which it refuses.
//!
//! The script needs curl. Without curl, this test reports that and passes, unless `CI` is set.

#![cfg(feature = "cli")]
#![allow(
    clippy::unwrap_used,
    reason = "in a test a panic is how a failure is reported"
)]

use std::fs;
use std::process::{Command, Output};

const LIST: &str = r#"{"prefixes":[{"ipv4Prefix":"192.88.99.0/24"}]}"#;

#[test]
fn lists_are_installed_once_they_can_be_read() {
    if Command::new("curl").arg("--version").output().is_err() {
        assert!(std::env::var_os("CI").is_none(), "curl is not here");
        eprintln!("skipped: curl is not here");
        return;
    }
    let (mirror, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    fs::write(mirror.path().join("gptbot.json"), LIST).unwrap();
    fs::write(mirror.path().join("ccbot.json"), "<html>").unwrap();
    let fetch = |lists: &[&str]| -> Output {
        Command::new(concat!(env!("CARGO_MANIFEST_DIR"), "/bots/fetch"))
            .arg(folder.path())
            .args(lists)
            .env("WEBLOG", env!("CARGO_BIN_EXE_weblog"))
            .env(
                "BOT_LISTS_URL",
                format!("file://{}", mirror.path().display()),
            )
            .output()
            .unwrap()
    };
    let said = |output: &Output| String::from_utf8_lossy(&output.stderr).into_owned();

    let done = fetch(&["gptbot"]);
    assert!(done.status.success(), "{}", said(&done));
    let list = folder.path().join("gptbot.json");
    assert_eq!(fs::read_to_string(&list).unwrap(), LIST);

    let broken = fetch(&["gptbot", "ccbot"]);
    assert!(!broken.status.success());
    assert!(
        said(&broken).contains("ccbot was not replaced"),
        "{}",
        said(&broken)
    );
    assert!(!folder.path().join("ccbot.json").exists());

    let unknown = fetch(&["nobot"]);
    assert!(
        said(&unknown).contains("nobot is not one of ahrefsbot "),
        "{}",
        said(&unknown)
    );
}
