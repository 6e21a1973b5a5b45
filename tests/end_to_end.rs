//! Real servers write logs for hostile clients; their lines go through the built function as an event source mapping hands
//! them over, past a Firehose that fails: lines written = documents, each once.
//!
//! `tests/end-to-end/run` unpacks the servers under `.parts/`. Without them this is skipped by name, or a failure with `CI=true`.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "in a test a panic is the failure"
)]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use serde_json::{Value, json};
use support::firehose::{Fault, Firehose};
use support::kinesis_event;
use support::runtime_api::Function;

const AMPLE: Duration = Duration::from_mins(1);
const ROUNDS: usize = 60;
const BATCH: usize = 100;
/// As a client sends it: quotes, a backslash, a tab, bytes beyond ASCII.
const AGENT: &str = "agent \"quoted\" back\\slash tab\there caf\u{e9}";

const APACHE_OWN: &str = r#"%t %a "%{X-Forwarded-For}i" "%r" %>s %B %D "%{User-Agent}i""#;
const NGINX_OWN: &str = r#"$time_iso8601 $remote_addr "$http_x_forwarded_for" "$request" $status $body_bytes_sent $request_time "$http_user_agent""#;

struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn lines_of_real_servers_are_documents_each_once() {
    let (Some(apache), Some(nginx)) = (program("apache2"), program("nginx")) else {
        assert!(
            std::env::var("CI").as_deref() != Ok("true"),
            "Apache httpd or nginx is missing: run tests/end-to-end/run"
        );
        println!("skipped: Apache httpd or nginx is missing; tests/end-to-end/run brings them");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
    {
        let port = free_port();
        let _server = start_apache(&apache, folder, port);
        hostile_clients(port);
        let port = free_port();
        let _server = start_nginx(&nginx, folder, port);
        hostile_clients(port);
        // Both write a line when the answer is out already.
        sleep(Duration::from_secs(2));
    }
    for (log, format) in [
        ("common", "common"),
        ("combined", "combined"),
        ("vhost_combined", "vhost_combined"),
        ("apache-own", APACHE_OWN),
        ("nginx-combined", "combined"),
        ("nginx-own", NGINX_OWN),
    ] {
        every_line_arrives(&folder.join(log), format);
    }
}

/// Where a server is: unpacked by `tests/end-to-end/run`, or of this machine.
fn program(name: &str) -> Option<PathBuf> {
    [unpacked().join("usr/sbin"), "/usr/sbin".into()]
        .into_iter()
        .map(|folder| folder.join(name))
        .find(|path| path.exists())
}

fn unpacked() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(".parts/servers/root")
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

fn start_apache(program: &Path, folder: &Path, port: u16) -> Server {
    let modules = program
        .ancestors()
        .nth(2)
        .unwrap()
        .join("lib/apache2/modules");
    let (modules, folder) = (modules.display(), folder.display());
    let own = APACHE_OWN.replace('"', "\\\"");
    let configuration = format!(
        r#"ServerName www.example.com
ServerRoot {folder}
DefaultRuntimeDir {folder}
PidFile {folder}/apache.pid
ErrorLog {folder}/apache-error
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authz_core_module {modules}/mod_authz_core.so
User www-data
Group www-data
DocumentRoot {folder}
Listen 127.0.0.1:{port}
Listen [::1]:{port}
CustomLog {folder}/common "%h %l %u %t \"%r\" %>s %b"
CustomLog {folder}/combined "%h %l %u %t \"%r\" %>s %b \"%{{Referer}}i\" \"%{{User-Agent}}i\""
CustomLog {folder}/vhost_combined "%v:%p %h %l %u %t \"%r\" %>s %O \"%{{Referer}}i\" \"%{{User-Agent}}i\""
CustomLog {folder}/apache-own "{own}"
"#
    );
    start(
        program,
        &format!("{folder}/apache.conf"),
        &configuration,
        &["-DFOREGROUND", "-f"],
        port,
    )
}

fn start_nginx(program: &Path, folder: &Path, port: u16) -> Server {
    let folder = folder.display();
    let configuration = format!(
        "user www-data;
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/nginx-error;
events {{}}
http {{
    client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
    uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
    log_format own '{NGINX_OWN}';
    access_log {folder}/nginx-combined combined;
    access_log {folder}/nginx-own own;
    server {{ listen 127.0.0.1:{port}; listen [::1]:{port}; location / {{ return 404; }} }}
}}
"
    );
    start(
        program,
        &format!("{folder}/nginx.conf"),
        &configuration,
        &["-c"],
        port,
    )
}

fn start(program: &Path, file: &str, configuration: &str, arguments: &[&str], port: u16) -> Server {
    fs::write(file, configuration).unwrap();
    let child = Command::new(program)
        .args(arguments)
        .arg(file)
        .env(
            "LD_LIBRARY_PATH",
            unpacked().join("usr/lib/x86_64-linux-gnu"),
        )
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let server = Server(child);
    for _ in 0..100 {
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return server;
        }
        sleep(Duration::from_millis(50));
    }
    panic!("{} does not listen", program.display());
}

fn hostile_clients(port: u16) {
    for round in 0..ROUNDS {
        let agent = AGENT;
        let long = "x".repeat(6_000);
        let requests: [Vec<u8>; 8] = [
            format!("GET /page/{round}?q=a%20b HTTP/1.1\r\nHost: www.example.com\r\nUser-Agent: {agent}\r\nX-Forwarded-For: 203.0.113.7, 198.51.100.9\r\nConnection: close\r\n\r\n").into(),
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\xaa\"\\\r\n\r\n".to_vec(),
            format!("GET /{long} HTTP/1.1\r\nHost: www.example.com\r\nConnection: close\r\n\r\n").into(),
            b"GET /old HTTP/1.0\r\n\r\n".to_vec(),
            b"GET /\"quoted\"\\ HTTP/1.1\r\nHost: www.example.com\r\nConnection: close\r\n\r\n".to_vec(),
            b"GET /\xff\xfe\xc3 HTTP/1.1\r\nHost: www.example.com\r\nUser-Agent: \xff\x80\r\nConnection: close\r\n\r\n".to_vec(),
            b"NONSENSE\r\n\r\n".to_vec(),
            b"GET /no-agent HTTP/1.1\r\nHost: www.example.com\r\nReferer: https://example.org/?a=\"b\"\r\nConnection: close\r\n\r\n".to_vec(),
        ];
        for request in requests {
            let host = if round % 3 == 0 { "::1" } else { "127.0.0.1" };
            let mut stream = TcpStream::connect((host, port)).unwrap();
            stream
                .set_read_timeout(Some(Duration::from_secs(10)))
                .unwrap();
            stream.write_all(&request).unwrap();
            let _ = stream.read_to_end(&mut Vec::new());
        }
    }
}

fn every_line_arrives(path: &Path, format: &str) {
    let text = fs::read(path).unwrap();
    let log = path.file_name().unwrap().to_str().unwrap();
    let lines: Vec<_> = text
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(<[u8]>::to_vec)
        .collect();
    assert!(lines.len() >= 8 * ROUNDS, "{log} has {} lines", lines.len());
    // What waiting mends, and what Lambda has to bring again.
    let firehose = Firehose::start(|request| match request % 7 {
        1 => Fault::Refuse(|index| index % 2 == 0),
        2 => Fault::InternalError,
        3 => Fault::AccessDenied,
        4 => Fault::CutWithin,
        _ => Fault::None,
    });
    let function = Function::start(
        env!("CARGO_BIN_EXE_kinesis-enrich"),
        &[
            ("DELIVERY_STREAM", "documents"),
            ("AWS_ENDPOINT_URL_FIREHOSE", firehose.url.as_str()),
            ("LOG_FORMAT", format),
        ],
    );
    let event = kinesis_event(&lines);
    read_shard(&function, event["Records"].as_array().unwrap());

    let documents: BTreeMap<String, Value> = firehose
        .documents()
        .into_iter()
        .map(|document| {
            (
                document["event"]["id"].as_str().unwrap().to_owned(),
                document,
            )
        })
        .collect();
    let ids: Vec<_> = event["Records"]
        .as_array()
        .unwrap()
        .iter()
        .map(|record| format!("{}:0", record["eventID"].as_str().unwrap()))
        .collect();
    assert!(
        documents.keys().eq(&ids),
        "{log}: the lines are not the documents"
    );
    let rejected: Vec<_> = documents
        .values()
        .filter(|document| !document["error"].is_null())
        .collect();
    assert!(
        rejected.is_empty(),
        "{log}: {} rejected, such as {}",
        rejected.len(),
        rejected[0]
    );
    for round in 0..ROUNDS {
        as_the_client_sent_it(&documents, round, log);
    }
}

/// Reads a shard as an event source mapping does: on from the lowest failure, in smaller batches, until all is taken.
fn read_shard(function: &Function, records: &[Value]) {
    let (mut from, mut size, mut attempts) = (0, BATCH, 0);
    while from < records.len() {
        let batch = &records[from..records.len().min(from + size)];
        let answer = function
            .invoke(&json!({ "Records": batch }), AMPLE)
            .unwrap();
        let failed = answer["batchItemFailures"].as_array().unwrap();
        let place = |failure: &Value| {
            let same =
                |record: &Value| record["kinesis"]["sequenceNumber"] == failure["itemIdentifier"];
            batch.iter().position(same).unwrap()
        };
        (from, size, attempts) = match failed.iter().map(place).min() {
            Some(lowest) => (from + lowest, (size / 2).max(1), attempts + 1),
            None => (from + batch.len(), BATCH, 0),
        };
        assert!(attempts < 20, "the shard stands still");
    }
}

fn as_the_client_sent_it(documents: &BTreeMap<String, Value>, round: usize, log: &str) {
    let path = format!("/page/{round}");
    let found: Vec<_> = documents
        .values()
        .filter(|document| document["url"]["path"] == path.as_str())
        .collect();
    assert_eq!(found.len(), 1, "{log}: {path}");
    let document = found[0];
    assert_eq!(document["url"]["query"], "q=a%20b", "{log}");
    assert_eq!(document["http"]["request"]["method"], "GET", "{log}");
    assert_eq!(document["http"]["response"]["status_code"], 404, "{log}");
    if log != "common" {
        assert_eq!(document["user_agent"]["original"], AGENT, "{log}");
    }
}
