//! The requests and messages of `weblog setup`, without a cluster.

use crate::http::{Answer, serve};
use crate::{run, weblog};

#[test]
fn a_password_is_sent_over_http_only_to_this_machine_unless_that_is_allowed() {
    let setup = |options: &[&str]| {
        let mut command = weblog(&[&["setup", "--wait", "0", "--user", "admin"], options].concat());
        run(command.env("OPENSEARCH_PASSWORD", "PLANTED"))
    };
    let elsewhere = "http://search.invalid:9200";
    for address in ["--endpoint", "--dashboards"] {
        let mut options = vec!["--endpoint", "https://search.invalid", address, elsewhere];
        if address == "--endpoint" {
            options.drain(..2);
        }
        let ran = setup(&options).with_one_message(2, &[address, "http", "--allow-http"]);
        assert!(!ran.stderr.contains("PLANTED"), "{ran:?}");
    }
    // The address is allowed, but there is no such machine, so the failure is another one.
    let words = ["failed to set up", "search.invalid"];
    setup(&["--endpoint", elsewhere, "--allow-http"]).with_one_message(1, &words);
    let words = ["failed to set up", "127.0.0.1"];
    setup(&["--endpoint", "http://127.0.0.1:9"]).with_one_message(1, &words);
}

#[test]
fn a_server_s_message_cannot_harm_the_terminal() {
    let address = serve(|_| {
        let body = r#"{"error":{"reason":"\u001b[2J\u009b31m\u202egone"}}"#;
        Answer::reply(400, &[], body)
    });
    let address = format!("http://{address}");
    let ran = run(&mut weblog(&[
        "setup",
        "--wait",
        "0",
        "--endpoint",
        &address,
    ]));
    let shown = [r"\x1B[2J\xC2\x9B31m\u{202e}gone"];
    let ran = ran.with_one_message(1, &shown);
    assert!(!ran.stderr.trim_end().contains(char::is_control), "{ran:?}");
}
