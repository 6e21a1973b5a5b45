//! Opens JSON objects in which a shipper put a line under a key.
//!
//! - Fluent Bit, FireLens and Docker's own driver write it under `log`:
//!   <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_firelens.html>,
//!   <https://docs.docker.com/engine/logging/drivers/json-file/>
//! - Vector, Filebeat, Logstash and Fluentd write it under `message`:
//!   <https://vector.dev/docs/reference/configuration/sources/file/>,
//!   <https://www.elastic.co/docs/reference/beats/filebeat/exported-fields-log>
//!
//! A JSON access log may also have a `log` or `message` key. An object is an envelope if two
//! conditions hold. Its `log` is text, or else its `message` is text that is not blank. Nothing
//! else in the object describes a request: no key begins like one of [`ACCESS_KEYS`], no `status`
//! begins with a digit, and the table of JSON keys finds no access event in the object
//! ([`is_json_access_log`]).

use std::borrow::Cow;

use super::object::Object;
use crate::event::Origin;
use crate::format::is_json_access_log;

/// The beginnings of the keys of access logs, in lower case, without `_`, `-`, `:` and `$`.
const ACCESS_KEYS: [&str; 18] = [
    "request",
    "response",
    "http",
    "method",
    "verb",
    "url",
    "uri",
    "statuscode",
    "useragent",
    "remoteaddr",
    "remoteip",
    "clientip",
    "clientaddr",
    "clienthost",
    "downstream",
    "bodybytes",
    "bytessent",
    "authority",
];

/// The keys under which loggers put the fields of a request beside a message, such as `meta` of
/// winston, or `req` and `res` of bunyan and pino.
const NESTED_KEYS: [&str; 4] = ["meta", "context", "req", "res"];

const FILE_KEYS: [&str; 4] = ["log.file.path", "file", "filename", "path"];
/// The keys that name a host. The container's name is used if the object has none of the others, as
/// on Fargate.
const HOST_KEYS: [&str; 6] = [
    "host.name",
    "host",
    "hostname",
    "kubernetes.host",
    "ec2_instance_id",
    "container_name",
];

/// The text and its origin, or `None` if the object is not an envelope. `bytes` are the object as
/// it is written.
pub(super) fn open<'a>(object: &Object<'a>, bytes: &[u8]) -> Option<(Cow<'a, str>, Origin<'a>)> {
    if is_access_log(object) {
        return None;
    }
    // A blank `log` is a blank line of a container. A blank `message` shows that the object itself
    // is the event.
    let message = || {
        object
            .string("message")
            .filter(|text| !text.trim().is_empty())
    };
    let text = object.string("log").or_else(message)?;
    // The request may be nested, or its names may be known only to the table of JSON keys.
    (!is_json_access_log(bytes)).then(|| (text, origin(object)))
}

/// The origin of the text, as far as the object names it.
pub(super) fn origin<'a>(object: &Object<'a>) -> Origin<'a> {
    Origin {
        file_path: object.first_text(&FILE_KEYS),
        host_name: object.first_text(&HOST_KEYS),
        region: region(object),
    }
}

/// Whether any key describes a request.
pub(super) fn is_access_log(object: &Object<'_>) -> bool {
    let nested = |key: &str, value: &str| {
        let inner = || serde_json::from_str::<Object<'_>>(value).ok();
        NESTED_KEYS.contains(&key) && inner().is_some_and(|inner| is_access_log(&inner))
    };
    object
        .members()
        .any(|(key, value)| is_access_field(key, value) || nested(key, value))
}

fn is_access_field(key: &str, value: &str) -> bool {
    let plain = || {
        let letters = key
            .bytes()
            .filter(|byte| !matches!(byte, b'_' | b'-' | b':' | b'$'));
        letters.map(|byte| byte.to_ascii_lowercase())
    };
    let is_number = || {
        value
            .trim_start_matches('"')
            .starts_with(|first: char| first.is_ascii_digit())
    };
    let begins = |known: &str| known.bytes().eq(plain().take(known.len()));
    ACCESS_KEYS.iter().any(|known| begins(known)) || (plain().eq(*b"status") && is_number())
}

/// The AWS region, from the cloud's metadata or from a task's ARN:
/// `arn:aws:ecs:eu-west-1:123456789012:task/..`.
fn region<'a>(object: &Object<'a>) -> Option<Cow<'a, str>> {
    if object
        .text_at("cloud.provider")
        .is_some_and(|provider| provider == "aws")
    {
        return object.text_at("cloud.region");
    }
    let of_arn = |arn: &str| Some(arn.strip_prefix("arn:")?.split(':').nth(2)?.to_owned());
    let region = of_arn(&object.text_at("ecs_task_arn")?)?;
    (!region.is_empty()).then_some(Cow::Owned(region))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(line: &str) -> Option<(Cow<'_, str>, Origin<'_>)> {
        open(
            &Object::of_shipper(line.as_bytes()).unwrap(),
            line.as_bytes(),
        )
    }

    #[test]
    fn the_object_of_each_shipper_gives_its_line_and_origin() {
        type Expected = [Option<&'static str>; 3];
        let cases: [(&str, &str, &str, Expected); 9] = [
            (
                "firelens-on-fargate",
                r#"{"container_id":"4e5f","container_name":"web","ecs_cluster":"shop","ecs_task_arn":"arn:aws:ecs:eu-west-1:123456789012:task/shop/0123","ecs_task_definition":"web:7","log":"a \"b\"","source":"stdout"}"#,
                "a \"b\"",
                [None, Some("web"), Some("eu-west-1")],
            ),
            (
                "firelens-on-ec2",
                r#"{"log":"a","container_name":"/web","ec2_instance_id":"i-0123456789abcdef0"}"#,
                "a",
                [None, Some("i-0123456789abcdef0"), None],
            ),
            (
                "docker",
                r#"{"log":"a\n","stream":"stdout","time":"2025-10-10T13:55:36.1Z"}"#,
                "a\n",
                [None; 3],
            ),
            (
                "kubernetes",
                r#"{"log":"a","logtag":"F","kubernetes":{"pod_name":"web-7","host":"node-1","container_name":"nginx"}}"#,
                "a",
                [None, Some("node-1"), None],
            ),
            (
                "vector",
                r#"{"file":"/var/log/nginx/access.log","host":"web-1","message":"a","source_type":"file","timestamp":"2025-10-10T13:55:36Z"}"#,
                "a",
                [Some("/var/log/nginx/access.log"), Some("web-1"), None],
            ),
            (
                "filebeat",
                r#"{"@timestamp":"2025-10-10T13:55:36.123Z","agent":{"type":"filebeat"},"cloud":{"provider":"aws","region":"us-east-1"},"ecs":{"version":"8.0.0"},"host":{"name":"web-1"},"input":{"type":"filestream"},"log":{"offset":7,"file":{"path":"/var/log/httpd/access_log"}},"message":"a"}"#,
                "a",
                [
                    Some("/var/log/httpd/access_log"),
                    Some("web-1"),
                    Some("us-east-1"),
                ],
            ),
            (
                "dotted-keys",
                r#"{"log.file.path":"/a","host.name":"web-1","message":"a","cloud.provider":"gcp","cloud.region":"x"}"#,
                "a",
                [Some("/a"), Some("web-1"), None],
            ),
            (
                "logstash",
                r#"{"@version":"1","path":"/a","host":"web-1","message":"a"}"#,
                "a",
                [Some("/a"), Some("web-1"), None],
            ),
            (
                "level-called-status",
                r#"{"message":"a","status":"info","service":"nginx"}"#,
                "a",
                [None; 3],
            ),
        ];
        for (name, line, text, known) in cases {
            let (found, origin) = opened(line).unwrap_or_else(|| panic!("{name}"));
            let Origin {
                file_path,
                host_name,
                region,
            } = &origin;
            assert_eq!(found, text, "{name}");
            assert_eq!(
                [
                    file_path.as_deref(),
                    host_name.as_deref(),
                    region.as_deref()
                ],
                known,
                "{name}"
            );
        }
    }

    #[test]
    fn a_json_access_log_stays_whole() {
        let cases = [
            ("status", r#"{"message":"served","status":200}"#),
            ("status-as-text", r#"{"message":"served","status":"404"}"#),
            (
                "ecs",
                r#"{"message":"GET /","http":{"request":{"method":"GET"}}}"#,
            ),
            ("ecs-dotted", r#"{"message":"GET /","url.path":"/"}"#),
            (
                "nginx",
                r#"{"log":"main","remote_addr":"203.0.113.7","body_bytes_sent":"7"}"#,
            ),
            ("envoy", r#"{"message":"m",":authority":"www.example.com"}"#),
            ("traefik", r#"{"log":"m","DownstreamStatus":200}"#),
            ("iis", r#"{"message":"m","User-Agent":"curl/8"}"#),
            (
                "nested",
                r#"{"message":"done","timestamp":"2026-04-05T23:43:16Z","data":{"method":"GET","path":"/a","ip":"203.0.113.7"}}"#,
            ),
            (
                "names-of-the-table",
                r#"{"log":"main","time":"2026-04-05T23:43:16Z","c-ip":"203.0.113.7","sc-status":200}"#,
            ),
            ("no-text", r#"{"log":{"level":"info"},"message":7}"#),
            ("blank-message", r#"{"message":" ","user":"x"}"#),
        ];
        for (name, line) in cases {
            assert_eq!(opened(line), None, "{name}");
        }
    }
}
