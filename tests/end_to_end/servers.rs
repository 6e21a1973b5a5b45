//! Apache httpd and nginx, as Debian builds them, writing logs of several formats.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::support::process::{Process, until_it_listens};

const APACHE_OWN: &str = r#"%t %a "%{X-Forwarded-For}i" "%r" %>s %B %D "%{User-Agent}i""#;
const NGINX_OWN: &str = r#"$time_iso8601 $remote_addr "$http_x_forwarded_for" "$request" $status $body_bytes_sent $request_time "$http_user_agent""#;

/// The logs that the servers of [`start_apache`] and [`start_nginx`] write, each with its
/// `LOG_FORMAT`.
pub(crate) const LOGS: [(&str, &str); 6] = [
    ("common", "common"),
    ("combined", "combined"),
    ("vhost_combined", "vhost_combined"),
    ("apache-own", APACHE_OWN),
    ("nginx-combined", "combined"),
    ("nginx-own", NGINX_OWN),
];

/// The path of a server: unpacked by `tests/end-to-end/run`, or installed on this machine.
pub(crate) fn program(name: &str) -> Option<PathBuf> {
    [unpacked().join("usr/sbin"), "/usr/sbin".into()]
        .into_iter()
        .map(|folder| folder.join(name))
        .find(|path| path.exists())
}

fn unpacked() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(".parts/servers/root")
}

pub(crate) fn start_apache(program: &Path, folder: &Path, port: u16) -> Process {
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
CustomLog {folder}/vhost_combined \
    "%v:%p %h %l %u %t \"%r\" %>s %O \"%{{Referer}}i\" \"%{{User-Agent}}i\""
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

pub(crate) fn start_nginx(program: &Path, folder: &Path, port: u16) -> Process {
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

fn start(
    program: &Path,
    file: &str,
    configuration: &str,
    arguments: &[&str],
    port: u16,
) -> Process {
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
    let server = Process(child);
    until_it_listens(port);
    server
}
