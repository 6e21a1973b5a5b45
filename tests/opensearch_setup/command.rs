//! `weblog setup`, the built command.

use std::process::{Command, Output};

use super::cluster::{Cluster, State};

fn weblog(arguments: &[&str], password: Option<&str>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_weblog"));
    command
        .arg("setup")
        .args(arguments)
        .env_clear()
        .env("AWS_EC2_METADATA_DISABLED", "true");
    if let Some(password) = password {
        command.env("OPENSEARCH_PASSWORD", password);
    }
    command.output().unwrap()
}

fn results(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (
        output.status.code(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

#[test]
fn a_person_sees_what_became_of_each_item() {
    let cluster = Cluster::start(State::default());
    let url = cluster.double.url();
    let arguments = [
        "--endpoint",
        &url,
        "--user",
        "admin",
        "--firehose-role",
        "f",
        "--dashboards",
        &format!("{url}/_dashboards"),
        "--retention-days",
        "30",
    ];
    let (status, stdout, stderr) = results(&weblog(&arguments, Some("s3cret")));
    assert_eq!((status, stderr.as_str()), (Some(0), ""));
    for line in [
        "ingest pipeline weblogs: created",
        "retention policy weblogs: created",
        "mapping of role weblogs_firehose: created",
        "dashboards: created",
    ] {
        assert!(
            stdout.lines().any(|shown| shown == line),
            "{line}: {stdout}"
        );
    }
    let asked = cluster.double.asked();
    assert!(
        asked
            .iter()
            .all(|asked| asked.header("authorization").unwrap_or_default()
                == "Basic YWRtaW46czNjcmV0")
    );
    let policy = cluster.kept("/_plugins/_ism/policies/weblogs");
    assert_eq!(
        policy
            .pointer("/policy/states/0/transitions/0/conditions/min_index_age")
            .unwrap(),
        "30d"
    );

    let (_, stdout, _) = results(&weblog(&arguments, Some("s3cret")));
    assert!(
        !stdout.contains("created") && !stdout.contains("updated"),
        "{stdout}"
    );
}

#[test]
fn requests_for_a_region_are_signed() {
    let cluster = Cluster::start(State::default());
    let mut command = Command::new(env!("CARGO_BIN_EXE_weblog"));
    command
        .args([
            "setup",
            "--endpoint",
            &cluster.double.url(),
            "--region",
            "eu-central-1",
        ])
        .env_clear();
    command.envs([
        ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
        ("AWS_SECRET_ACCESS_KEY", "s3cret"),
        ("AWS_EC2_METADATA_DISABLED", "true"),
    ]);
    assert!(command.output().unwrap().status.success());
    for asked in cluster.double.asked() {
        assert!(
            asked
                .header("authorization")
                .unwrap_or_default()
                .contains("/eu-central-1/es/aws4_request"),
            "{}",
            asked.name()
        );
    }
}

#[test]
fn failures_are_one_line_and_a_status() {
    let cluster = Cluster::start(State::default());
    let url = cluster.double.url();
    let cases: [(&str, &[&str], i32, &str); 5] = [
        (
            "no-password",
            &["--endpoint", &url, "--user", "admin"],
            2,
            "OPENSEARCH_PASSWORD: not set; --user needs it",
        ),
        (
            "no-such-file",
            &["--endpoint", &url, "--ca", "/no/such/file"],
            2,
            "--ca /no/such/file: ",
        ),
        (
            "no-certificate",
            &["--endpoint", &url, "--ca", "Cargo.toml"],
            2,
            "--ca: ",
        ),
        (
            "no-address",
            &["--endpoint", "ftp://x"],
            2,
            "--endpoint: ftp://x cannot be used: the scheme is neither http nor https",
        ),
        (
            "nobody-there",
            &["--endpoint", "http://127.0.0.1:9", "--wait", "0"],
            1,
            "failed to set up: GET http://127.0.0.1:9/ got no answer: ",
        ),
    ];
    for (name, arguments, expected, words) in cases {
        let (status, stdout, stderr) = results(&weblog(arguments, None));
        assert_eq!(
            (status, stdout.as_str()),
            (Some(expected), ""),
            "{name}: {stderr}"
        );
        assert!(
            stderr.starts_with(&format!("weblog: {words}")) && stderr.lines().count() == 1,
            "{name}: {stderr}"
        );
    }
    assert_eq!(
        weblog(&["--endpoint", &url, "--retention-days", "0"], None)
            .status
            .code(),
        Some(2)
    );
    assert!(cluster.double.asked().is_empty());
}
