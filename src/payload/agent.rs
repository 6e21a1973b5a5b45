//! The Kinesis Agent's `ADDMETADATA`: `{"ts":"..","metadata":{..},"data":"<one or more lines>"}`.
//!
//! <https://docs.aws.amazon.com/streams/latest/dev/writing-with-agents.html>. The agent's
//! configuration decides which metadata there is. The host and the file are therefore looked up
//! under the names that people commonly choose.

use std::borrow::Cow;

use super::object::Object;
use crate::event::Origin;

const FILE_KEYS: [&str; 7] = [
    "file_path",
    "filePath",
    "file",
    "fileName",
    "filename",
    "path",
    "log.file.path",
];
const HOST_KEYS: [&str; 9] = [
    "host_name",
    "hostname",
    "hostName",
    "host",
    "host.name",
    "instance_id",
    "instanceId",
    "ec2_instance_id",
    "server",
];
const REGION_KEYS: [&str; 3] = ["region", "awsRegion", "aws_region"];

/// The text and its origin, or `None` when the object is not the agent's.
pub(super) fn open<'a>(object: &Object<'a>) -> Option<(Cow<'a, str>, Origin<'a>)> {
    let metadata = object.object("metadata")?;
    let text = object.string("data")?;
    let origin = Origin {
        file_path: metadata.first_text(&FILE_KEYS),
        host_name: metadata.first_text(&HOST_KEYS),
        region: metadata.first_text(&REGION_KEYS),
    };
    Some((text, origin))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_with_data_and_metadata_is_an_envelope() {
        type Expected = (
            Option<&'static str>,
            Option<&'static str>,
            Option<&'static str>,
        );
        type Case = (&'static str, &'static str, Option<(&'static str, Expected)>);
        let cases: [Case; 6] = [
            (
                "as-documented",
                r#"{"ts":"2025-10-10T13:55:36Z","metadata":{"k":"v","o":{"p":"q"}},"data":"a \"b\"\n"}"#,
                Some(("a \"b\"\n", (None, None, None))),
            ),
            (
                "with-origin",
                r#"{"metadata":{"hostname":"web-1","filePath":"/var/log/httpd/access_log","region":"eu-west-1"},"data":"a"}"#,
                Some((
                    "a",
                    (
                        Some("/var/log/httpd/access_log"),
                        Some("web-1"),
                        Some("eu-west-1"),
                    ),
                )),
            ),
            (
                "without-origin",
                r#"{"metadata":{"hostname":"","host":"-","file":7},"data":""}"#,
                Some(("", (None, None, None))),
            ),
            ("no-metadata", r#"{"data":"a"}"#, None),
            ("metadata-no-object", r#"{"metadata":"m","data":"a"}"#, None),
            (
                "data-no-text",
                r#"{"metadata":{},"data":{"status":200}}"#,
                None,
            ),
        ];
        for (name, line, expected) in cases {
            let object = Object::of_shipper(line.as_bytes()).unwrap();
            let found = open(&object);
            let found = found.as_ref().map(|(text, origin)| {
                let known = (
                    origin.file_path.as_deref(),
                    origin.host_name.as_deref(),
                    origin.region.as_deref(),
                );
                (&**text, known)
            });
            assert_eq!(found, expected, "{name}");
        }
    }
}
