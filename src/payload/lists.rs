//! Opens objects that are a list of records. Each record is the object of a JSON access log, or a
//! line. Such objects are, for example, `{"records":[{...},{...}]}` of Azure's diagnostic settings
//! (<https://learn.microsoft.com/en-us/azure/azure-monitor/platform/resource-logs-schema>), objects
//! with `Records` instead, and a CloudWatch Logs message with only its `logEvents`.
//!
//! If an object itself describes a request, it is an access log, and its lists are ignored.

use super::fluent_bit;
use super::lines;
use super::object::Object;
use super::values::Values;
use crate::event::Origin;

/// The keys that have such a list, in lower case, without `_`.
const KEYS: [&str; 5] = ["records", "logevents", "events", "entries", "logs"];

/// Whether an object may be a list of records, because it contains a list of objects or strings
/// somewhere.
pub(super) fn is_claimed(object: &[u8]) -> bool {
    memchr::memchr_iter(b'[', object).any(|at| {
        let inside = object.get(at + 1..).unwrap_or_default();
        matches!(inside.trim_ascii_start().first(), Some(b'{' | b'"'))
    })
}

/// The records, and their origin as far as the object names it. `None` if the object describes a
/// request or has no such list.
pub(super) fn open<'a>(object: &Object<'a>) -> Option<(Vec<&'a [u8]>, Origin<'a>)> {
    if fluent_bit::is_access_log(object) {
        return None;
    }
    let list = object.members().find_map(|(key, value)| {
        let plain = key.replace('_', "").to_ascii_lowercase();
        KEYS.contains(&plain.as_str()).then_some(value.as_bytes())
    })?;
    let (line, _) = lines::first(list);
    let records = Values::new(list).group(list, line)?;
    let is_whole = lines::is_blank(records.rest) && list.starts_with(b"[");
    is_whole.then(|| (records.values, fluent_bit::origin(object)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_list_of_records_is_opened() {
        let cases: [(&str, &str, Option<&[&str]>); 8] = [
            (
                "azure",
                r#"{"records":[{"a":1},{"b":2}]}"#,
                Some(&[r#"{"a":1}"#, r#"{"b":2}"#]),
            ),
            (
                "capital",
                r#"{"Records": [ {"a":1} ]}"#,
                Some(&[r#"{"a":1}"#]),
            ),
            (
                "spread",
                "{\n\"records\": [\n{\n\"a\": 1\n}\n]\n}",
                Some(&["{\n\"a\": 1\n}"]),
            ),
            (
                "lines",
                r#"{"host":"web-1","log_events":["a","b"]}"#,
                Some(&[r#""a""#, r#""b""#]),
            ),
            ("nothing", r#"{"records":[]}"#, None),
            ("numbers", r#"{"records":[1,2]}"#, None),
            ("another-list", r#"{"cookies":[{"a":1}]}"#, None),
            ("access-log", r#"{"status":200,"records":[{"a":1}]}"#, None),
        ];
        for (name, text, expected) in cases {
            let object = Object::parse(text.as_bytes()).unwrap();
            let found = open(&object).map(|(records, _)| {
                let text = |record| std::str::from_utf8(record).unwrap();
                records.into_iter().map(text).collect::<Vec<_>>()
            });
            assert_eq!(found.as_deref(), expected, "{name}");
        }
    }
}
