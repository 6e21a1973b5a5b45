//! What a person gives and sees: the key of the hook's marks, credentials, and the progress.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Command, Stdio};

use serde_json::json;
use weblog_enrich::mark::Key;

use super::s3::{Fault as S3Fault, S3};
use super::support::firehose::{Fault, Firehose};
use super::support::http::{Answer, serve};
use super::support::{SECRET, line};
use super::{Place, documents, id_of, ran, unprocessed};

#[test]
fn a_marked_document_is_sent_unchanged_only_if_its_key_is_configured() {
    let place = Place::new();
    let made = documents("full", 2);
    let key = "0123456789abcdef0123456789abcdef";
    let mut marked = Vec::new();
    Key::new(key).unwrap().seal(&made[0], &mut marked);
    let mut changed = Vec::new();
    Key::new(key).unwrap().seal(&made[1], &mut changed);
    // Somebody changed the document after the hook marked it.
    let last = changed.len() - 2;
    changed[last] ^= 1;
    let lines = [
        unprocessed(&marked),
        unprocessed(&changed),
        unprocessed(&line(9)),
    ];
    place.write("object", &lines.concat());
    let replay = |variables: &[(&str, &str)]| {
        let ran = place
            .run_with(&["--to-stdout", "object"], variables)
            .ended(0, &[]);
        ran.documents()
    };
    let with_key = replay(&[("REPUT_KEY", key)]);
    let original: serde_json::Value = serde_json::from_slice(&made[0]).unwrap();
    assert_eq!(with_key[0], original);
    let kinds = |documents: &[serde_json::Value]| -> Vec<_> {
        documents
            .iter()
            .map(|document| document["event"]["kind"].clone())
            .collect()
    };
    assert_eq!(kinds(&with_key), ["event", "pipeline_error", "event"]);
    for variables in [&[][..], &[("REPUT_KEY", "another key of the hook")]] {
        let found = replay(variables);
        assert_eq!(kinds(&found), ["pipeline_error", "pipeline_error", "event"]);
        assert!(
            found
                .iter()
                .all(|document| id_of(document).starts_with("failed:"))
        );
    }
    place
        .run_with(&["--to-stdout", "object"], &[("REPUT_KEY", "short")])
        .ended(2, &["REPUT_KEY: has 5 bytes"]);
}

/// Reads the only object of a bucket without credentials and region in the environment.
fn with_files(
    place: &Place,
    config: &str,
    credentials: &str,
    variables: &[(&str, String)],
) -> (super::Ran, Vec<String>) {
    place.write("config", config.as_bytes());
    place.write("credentials", credentials.as_bytes());
    let s3 = S3::start(|_| S3Fault::None);
    s3.put("a.log", line(1));
    let mut command = place.command(&["--to-stdout", "s3://logs/"]);
    for variable in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION"] {
        command.env_remove(variable);
    }
    let ran = ran(command
        .env("AWS_PROFILE", "logs")
        .env("AWS_CONFIG_FILE", place.path("config"))
        .env("AWS_SHARED_CREDENTIALS_FILE", place.path("credentials"))
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .env("PATH", "/usr/bin:/bin")
        .env("HOME", place.path(""))
        .envs(variables.iter().map(|(name, value)| (name, value)))
        .env("AWS_ENDPOINT_URL_S3", &s3.url));
    let keys = s3.access_keys.lock().unwrap().iter().cloned().collect();
    (ran, keys)
}

#[test]
fn credentials_and_region_are_those_of_a_profile() {
    let place = Place::new();
    let config = "[profile logs]\nregion = eu-central-1\n";
    let credentials = "[default]\naws_access_key_id = OTHER\naws_secret_access_key = s\n\
                       [logs]\naws_access_key_id = OFPROFILE\naws_secret_access_key = s\n";
    let (ran, keys) = with_files(&place, config, credentials, &[]);
    assert_eq!(ran.ended(0, &[]).documents().len(), 1);
    assert_eq!(keys, ["OFPROFILE"]);
    let (ran, keys) = with_files(&place, "[profile logs]\n", credentials, &[]);
    ran.ended(2, &["AWS_REGION: not set, and the profile names no region"]);
    assert!(keys.is_empty());
}

#[test]
fn credentials_are_those_that_a_process_prints() {
    let place = Place::new();
    let printed = r#"{"Version":1,"AccessKeyId":"OFPROCESS","SecretAccessKey":"s","SessionToken":"t","Expiration":"2099-01-01T00:00:00Z"}"#;
    place.write("printed", printed.as_bytes());
    let config = format!(
        "[profile logs]\nregion = eu-central-1\ncredential_process = cat {}\n",
        place.path("printed").display()
    );
    let (ran, keys) = with_files(&place, &config, "", &[]);
    assert_eq!(ran.ended(0, &[]).documents().len(), 1);
    assert_eq!(keys, ["OFPROCESS"]);
    place.write("printed", b"not json");
    let (ran, keys) = with_files(&place, &config, "", &[]);
    let ran = ran.ended(1, &["s3://logs/: "]);
    assert_eq!(ran.stderr.lines().count(), 1, "{ran:#?}");
    assert!(keys.is_empty());
}

#[test]
fn credentials_are_those_of_a_sign_in() {
    let place = Place::new();
    let portal = serve(|request| {
        assert!(
            request.path.starts_with("/federation/credentials?"),
            "{}",
            request.path
        );
        assert_eq!(
            request.header("x-amz-sso_bearer_token"),
            Some("of-the-person")
        );
        let credentials = json!({
            "accessKeyId": "OFSIGNIN", "secretAccessKey": "s", "sessionToken": "t",
            "expiration": 4_070_908_800_000_i64,
        });
        Answer::json(200, &json!({ "roleCredentials": credentials }))
    });
    // The token that `aws sso login` stores. The name of its file is the SHA-1 of the session's
    // name.
    place.write(
        ".aws/sso/cache/1221fc5c103e3112bf89c4305fa1c2b5205ff836.json",
        br#"{"accessToken":"of-the-person","expiresAt":"2099-01-01T00:00:00Z"}"#,
    );
    let config = "[profile logs]\nregion = eu-central-1\nsso_session = weblogs\n\
                  sso_account_id = 123456789012\nsso_role_name = reader\n\
                  [sso-session weblogs]\nsso_region = eu-central-1\n\
                  sso_start_url = https://weblogs.example/start\n";
    let variables = [("AWS_ENDPOINT_URL_SSO", format!("http://{portal}"))];
    let (ran, keys) = with_files(&place, config, "", &variables);
    assert_eq!(ran.ended(0, &[]).documents().len(), 1);
    assert_eq!(keys, ["OFSIGNIN"]);
}

#[test]
fn credentials_are_those_of_a_web_identity() {
    let place = Place::new();
    let sts = serve(|request| {
        let body = String::from_utf8(request.body).unwrap();
        for word in [
            "Action=AssumeRoleWithWebIdentity",
            "WebIdentityToken=of-the-pod",
        ] {
            assert!(body.contains(word), "{body}");
        }
        let answer = "<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult>\
                      <Credentials><SessionToken>t</SessionToken>\
                      <SecretAccessKey>s</SecretAccessKey>\
                      <Expiration>2099-01-01T00:00:00Z</Expiration>\
                      <AccessKeyId>OFIDENTITY</AccessKeyId></Credentials>\
                      </AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>";
        Answer::reply(200, &[("content-type", "text/xml")], answer)
    });
    let s3 = S3::start(|_| S3Fault::None);
    s3.put("a.log", line(1));
    place.write("token", b"of-the-pod");
    let mut command = place.command(&["--to-stdout", "s3://logs/"]);
    command
        .env_remove("AWS_ACCESS_KEY_ID")
        .env_remove("AWS_SECRET_ACCESS_KEY");
    let ran = ran(command
        .env("AWS_WEB_IDENTITY_TOKEN_FILE", place.path("token"))
        .env("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/reader")
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .env("AWS_ENDPOINT_URL_STS", format!("http://{sts}"))
        .env("AWS_ENDPOINT_URL_S3", &s3.url));
    assert_eq!(ran.ended(0, &[]).documents().len(), 1);
    assert!(s3.access_keys.lock().unwrap().contains("OFIDENTITY"));
}

#[test]
fn without_a_terminal_the_progress_is_lines_with_rate_and_time_left() {
    let place = Place::new();
    let firehose = Firehose::start(|_| Fault::None);
    let log: Vec<u8> = (0..12_000).flat_map(line).collect();
    for name in ["a.log", "b.log"] {
        place.write(&format!("in/{name}"), &log);
    }
    // At this rate, the first line about the progress is written long before the end.
    let arguments = ["--to-firehose", "weblogs", "--rate", "100KiB/s", "in"];
    let mut command = place.command(&arguments);
    command.env("AWS_ENDPOINT_URL_FIREHOSE", &firehose.url);
    let mut child = command.spawn().unwrap();
    let mut said = BufReader::new(child.stderr.take().unwrap()).lines();
    let first = said.next().unwrap().unwrap();
    let number = child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-INT", &number])
            .status()
            .unwrap()
            .success()
    );
    let rest: Vec<_> = said.map_while(Result::ok).collect();
    assert_eq!(child.wait().unwrap().code(), Some(130), "{first} {rest:?}");
    let [what, sizes, accepted, rate, left] = first.split(", ").collect::<Vec<_>>()[..] else {
        panic!("{first}");
    };
    assert_eq!(what, "weblog: source 1 of 2");
    assert!(
        sizes.ends_with(" MiB read") && sizes.contains(" of "),
        "{first}"
    );
    assert!(
        accepted.ends_with(" accepted") && rate.ends_with("B/s sent"),
        "{first}"
    );
    assert!(left.ends_with(" left"), "{first}");
}

#[test]
fn on_a_terminal_the_progress_is_a_bar_and_ctrl_c_removes_it() {
    let place = Place::new();
    let firehose = Firehose::start(|_| Fault::None);
    let log: Vec<u8> = (0..12_000).flat_map(line).collect();
    place.write("in/a.log", &log);
    let weblog = place.command(&[]).get_program().to_owned();
    let weblog = weblog.into_string().unwrap();
    // `script` runs a program on a terminal of its own, and copies what the terminal shows.
    let replay = format!("{weblog} replay --to-firehose weblogs --rate 100KiB/s in");
    let mut command = Command::new("script");
    let mut child = command
        .args(["--quiet", "--return", "--command", &replay, "/dev/null"])
        .current_dir(place.path(""))
        .env("AWS_ACCESS_KEY_ID", "test")
        .env("AWS_SECRET_ACCESS_KEY", SECRET)
        .env("AWS_REGION", "us-east-1")
        .env("GEOIP_PATH", "none")
        .env("AWS_ENDPOINT_URL_FIREHOSE", &firehose.url)
        .env("TERM", "xterm")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut shown = Vec::new();
    let mut screen = child.stdout.take().unwrap();
    let mut part = [0; 4096];
    while !String::from_utf8_lossy(&shown).contains(" left") {
        let length = screen.read(&mut part).unwrap();
        assert!(length > 0, "{}", String::from_utf8_lossy(&shown));
        shown.extend_from_slice(&part[..length]);
    }
    let bar = String::from_utf8(std::mem::take(&mut shown)).unwrap();
    for part in [" % ", " of ", " accepted, ", "B/s sent, "] {
        assert!(bar.contains(part), "no `{part}`: {bar:?}");
    }
    let mut keyboard = child.stdin.take().unwrap();
    keyboard.write_all(b"\x03").unwrap();
    screen.read_to_end(&mut shown).unwrap();
    let shown = String::from_utf8_lossy(&shown);
    assert_eq!(child.wait().unwrap().code(), Some(130), "{shown}");
    // The terminal deletes the bar's line, and shows how to go on.
    let (_, after) = shown.rsplit_once("\x1b[2K").unwrap();
    let is_said = after.contains("run the same command to continue");
    assert!(is_said && !after.contains(" left"), "{after:?}");
}
