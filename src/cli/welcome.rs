//! `weblog` without arguments: what to try first.

use std::fs::File;
use std::path::Path;

/// Where packages of web servers write their logs, the commonest first.
const LOGS: [&str; 5] = [
    "/var/log/nginx/access.log",
    "/var/log/apache2/access.log",
    "/var/log/httpd/access_log",
    "/var/log/caddy/access.log",
    "/opt/homebrew/var/log/nginx/access.log",
];

/// What to try first, with a readable log of this machine, if there is one.
pub(super) fn welcome() -> String {
    let log = LOGS.into_iter().find(|log| {
        let can_be_read = |log| File::open(log).is_ok();
        Path::new(log).is_file() && can_be_read(log)
    });
    message(log)
}

fn message(log: Option<&str>) -> String {
    let found = match log {
        Some(log) => format!("There is a log on this machine: {log}\n"),
        None => "A log may be compressed, and its format is normally recognised.\n".to_owned(),
    };
    let log = log.unwrap_or("access.log");
    format!(
        "weblog reads web servers' access logs. {found}
Try first:
  weblog report --open {log}
      a page in your browser: who came, what they read, what failed, what was slow
  weblog enrich --summary {log}
      the same numbers here, as tables
  weblog explain \"$(tail -1 {log})\"
      how the last line is read, and why a line is rejected
  weblog enrich {log} > documents.ndjson
      each line as a JSON document, located and classified

`weblog help` lists every command."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_command_uses_an_existing_log() {
        let found = message(Some("/var/log/nginx/access.log"));
        assert!(found.contains("weblog report --open /var/log/nginx/access.log\n"));
        assert!(message(None).contains("weblog report --open access.log\n"));
    }
}
