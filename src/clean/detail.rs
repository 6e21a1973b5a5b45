//! Fields that help to find out what failed: the trace, the type of the response, and what proxies,
//! caches and firewalls report.
//!
//! - W3C Trace Context: <https://www.w3.org/TR/trace-context/#traceparent-header>
//! - `X-Amzn-Trace-Id`:
//!   <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-request-tracing.html>
//! - B3: <https://github.com/openzipkin/b3-propagation#single-header>
//! - AWS WAF's labels: <https://docs.aws.amazon.com/waf/latest/developerguide/logging-fields.html>
//!
//! Deviation: the id of the span and the sampling decision are not kept.

use std::borrow::Cow;

use super::limit::limit;
use super::number;
use super::part::part_of;
use super::text::{text, whole_text};
use super::{Rules, shown};
use crate::event::{AccessEvent, Detail, Tags, Waf};
use crate::format::{Field, LogLine};

/// The fields that this module reads.
const FIELDS: [Field; 10] = [
    Field::TraceId,
    Field::MimeType,
    Field::UpstreamStatus,
    Field::CacheStatus,
    Field::Result,
    Field::DetailedResult,
    Field::ErrorReason,
    Field::WafAction,
    Field::WafRule,
    Field::WafLabels,
];

/// The most labels of one request that are kept. AWS WAF writes at most 100.
const LABEL_LIMIT: usize = 100;

/// The longest id of a trace: a UUID has 36 characters, `X-Amzn-Trace-Id`'s root has 35, and some
/// tracers' ids are longer.
const TRACE_ID_LIMIT_BYTES: usize = 64;

/// Sets `detail`, if the line has a value for any of its fields.
pub(super) fn detail<'a>(event: &mut AccessEvent<'a>, line: &LogLine<'a>, rules: &Rules) {
    if FIELDS.iter().all(|field| line.raw(*field).is_none()) {
        return;
    }
    let tags = &mut event.tags;
    let result = text(line, Field::Result, rules, tags);
    let reason = text(line, Field::ErrorReason, rules, tags);
    let detail = Detail {
        trace_id: text(line, Field::TraceId, rules, tags)
            .as_ref()
            .and_then(trace_id),
        mime_type: text(line, Field::MimeType, rules, tags)
            .as_ref()
            .and_then(mime_type),
        upstream_status: text(line, Field::UpstreamStatus, rules, tags)
            .as_deref()
            .and_then(last_status),
        cache_status: text(line, Field::CacheStatus, rules, tags),
        // CloudFront always writes the detailed result. It is the reason of an error only if the
        // result is an error.
        error_reason: reason.or_else(|| {
            text(line, Field::DetailedResult, rules, tags)
                .filter(|detailed| result.as_deref() == Some("Error") && detailed != "Error")
        }),
        result,
        waf: Waf {
            action: text(line, Field::WafAction, rules, tags),
            rule: text(line, Field::WafRule, rules, tags),
            labels: labels(line, rules, tags),
        },
    };
    event.detail = Some(detail)
        .filter(|detail| *detail != Detail::default())
        .map(Box::new);
}

/// The id of the trace. It is within `00-<trace>-<span>-01`, `Self=...;Root=<trace>`,
/// `<trace>-<span>-1` or `<trace>/<span>`, or it is the whole text.
fn trace_id<'a>(header: &Cow<'a, str>) -> Option<Cow<'a, str>> {
    let root = header
        .split(';')
        .find_map(|part| part.trim().strip_prefix("Root="));
    let id = root.unwrap_or_else(|| {
        // Google Cloud's logs name the trace as a resource: `projects/.../traces/<trace>`.
        let id = header
            .rsplit_once("/traces/")
            .map_or(&**header, |(_, id)| id);
        let id = id.split('/').next().unwrap_or_default();
        let mut parts = id.split('-');
        match [(); 4].map(|()| parts.next()) {
            [Some(version), Some(trace), Some(span), Some(_)]
                if is_hex(version, 2) && is_hex(trace, 32) && is_hex(span, 16) =>
            {
                trace
            }
            [Some(trace), Some(span), ..]
                if (is_hex(trace, 32) || is_hex(trace, 16)) && is_hex(span, 16) =>
            {
                trace
            }
            _ => id,
        }
    });
    let of_id = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let valid = (1..=TRACE_ID_LIMIT_BYTES).contains(&id.len())
        && id.bytes().all(of_id)
        // If there is no trace, tracers write only zeros.
        && id.bytes().any(|byte| !matches!(byte, b'0' | b'-'));
    valid.then(|| part_of(header, id))
}

fn is_hex(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The type `text/html` for a header `Text/HTML; charset=utf-8`. A text without `/` is not a type.
fn mime_type<'a>(header: &Cow<'a, str>) -> Option<Cow<'a, str>> {
    let mime = header.split([';', ',']).next().unwrap_or_default().trim();
    let of_type = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'%' | b'<' | b'>');
    let (kind, subtype) = mime.split_once('/')?;
    if kind.is_empty() || subtype.is_empty() || !mime.bytes().all(of_type) {
        return None;
    }
    Some(if mime.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(mime.to_ascii_lowercase())
    } else {
        part_of(header, mime)
    })
}

/// The last status in nginx's list of the upstreams that were tried: `502, 200`, `- : 504`.
fn last_status(list: &str) -> Option<u16> {
    list.rsplit([',', ' ', ':'])
        .find_map(|entry| number::status_of(entry.as_bytes()))
}

/// The names in `[{"name":"a"},{"name":"b"}]` or in `a,b`.
fn labels<'a>(line: &LogLine<'a>, rules: &Rules, tags: &mut Tags) -> Vec<Cow<'a, str>> {
    let Some(list) = whole_text(line, Field::WafLabels) else {
        return Vec::new();
    };
    let list = shown::uncut(list, rules, tags);
    let of_label =
        |char: char| char.is_ascii_alphanumeric() || matches!(char, ':' | '-' | '_' | '.');
    let mut names = list
        .split(|char: char| !of_label(char))
        .filter(|name| name.starts_with(|char: char| char.is_ascii_alphanumeric()))
        // In an array, `name` is the key of each object.
        .filter(|name| *name != "name");
    let labels = names.by_ref().take(LABEL_LIMIT);
    let labels = labels
        .map(|name| limit(part_of(&list, name), tags))
        .collect();
    if names.next().is_some() {
        tags.add(Tags::TRUNCATED);
    }
    labels
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::Rules;
    use crate::clean::limit::VALUE_LIMIT_BYTES;
    use crate::clean::tests::cleaned;

    fn detail_of(fields: &[(Field, &'static [u8])]) -> Detail<'static> {
        let event = cleaned(fields, &Rules::default());
        event.detail.map(|detail| *detail).unwrap_or_default()
    }

    #[test]
    fn a_trace_is_its_id_whatever_header_it_came_in() {
        let trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        let cases: [(&[u8], Option<&str>); 15] = [
            (
                b"projects/p/traces/4bf92f3577b34da6a3ce929d0e0e4736",
                Some(trace),
            ),
            (
                b"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                Some(trace),
            ),
            (b"4bf92f3577b34da6a3ce929d0e0e4736", Some(trace)),
            (
                b"4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1-05e3ac9a4f6e3b90",
                Some(trace),
            ),
            (b"4bf92f3577b34da6a3ce929d0e0e4736/66;o=1", Some(trace)),
            (
                b"a3ce929d0e0e4736-00f067aa0ba902b7",
                Some("a3ce929d0e0e4736"),
            ),
            (
                b"Root=1-58337262-36d228ad5d99923122bbe354",
                Some("1-58337262-36d228ad5d99923122bbe354"),
            ),
            (
                b"Self=1-67891234-12456789abcdef012345678; \
                  Root=1-58337262-36d228ad5d99923122bbe354;Sampled=1",
                Some("1-58337262-36d228ad5d99923122bbe354"),
            ),
            (b"TID_1234abcd", Some("TID_1234abcd")),
            (
                b"6ff2b2a0-3a3b-4d0a-9d59-2f6a7c1d9a11",
                Some("6ff2b2a0-3a3b-4d0a-9d59-2f6a7c1d9a11"),
            ),
            (b"00000000000000000000000000000000", None),
            (
                b"00-00000000000000000000000000000000-0000000000000000-00",
                None,
            ),
            (b"Root=", None),
            (b"<script>", None),
            (b"-", None),
        ];
        for (header, expected) in cases {
            let found = detail_of(&[(Field::TraceId, header)]).trace_id;
            assert_eq!(found.as_deref(), expected, "{header:?}");
        }
        let long = detail_of(&[(Field::TraceId, &[b'a'; TRACE_ID_LIMIT_BYTES + 1])]);
        assert_eq!(long.trace_id, None);
    }

    #[test]
    fn a_type_is_in_lower_case_and_without_its_parameters() {
        let cases: [(&[u8], Option<&str>); 7] = [
            (b"text/html", Some("text/html")),
            (b"Text/HTML; charset=utf-8", Some("text/html")),
            (b"text/html;%20charset=utf-8", Some("text/html")),
            (
                b"application/vnd.api+json",
                Some("application/vnd.api+json"),
            ),
            (b"html", None),
            (b"/html", None),
            (b"a b/c", None),
        ];
        for (header, expected) in cases {
            let found = detail_of(&[(Field::MimeType, header)]).mime_type;
            assert_eq!(found.as_deref(), expected, "{header:?}");
        }
    }

    #[test]
    fn the_last_upstream_that_answered_has_the_status() {
        let cases: [(&[u8], Option<u16>); 6] = [
            (b"502, 200", Some(200)),
            (b"502 : 404", Some(404)),
            (b"504, -", Some(504)),
            (b"- : 0", None),
            (b"200", Some(200)),
            (b"ok", None),
        ];
        for (list, expected) in cases {
            let found = detail_of(&[(Field::UpstreamStatus, list)]).upstream_status;
            assert_eq!(found, expected, "{list:?}");
        }
    }

    #[test]
    fn a_detailed_result_is_a_reason_where_the_result_is_an_error() {
        let cases: [(&[u8], &[u8], Option<&str>); 4] = [
            (b"Error", b"OriginDnsError", Some("OriginDnsError")),
            (b"Error", b"Error", None),
            (b"Miss", b"OriginShieldHit", None),
            (b"-", b"OriginDnsError", None),
        ];
        for (result, detailed, expected) in cases {
            let fields = [(Field::Result, result), (Field::DetailedResult, detailed)];
            assert_eq!(detail_of(&fields).error_reason.as_deref(), expected);
        }
    }

    #[test]
    fn labels_come_from_an_array_or_a_list() {
        let cases: [(&[u8], &[&str]); 4] = [
            (
                br#"[{"name": "awswaf:managed:a.b_c-d"}, {"name":"x:y"}]"#,
                &["awswaf:managed:a.b_c-d", "x:y"],
            ),
            (b"a:b,c:d", &["a:b", "c:d"]),
            (b"[]", &[]),
            (b"-", &[]),
        ];
        for (list, expected) in cases {
            let found = detail_of(&[(Field::WafLabels, list)]).waf.labels;
            assert_eq!(found, expected, "{list:?}");
        }
        let many = "a:b,".repeat(LABEL_LIMIT + 1);
        let line = crate::clean::tests::line(&[(Field::WafLabels, many.as_bytes())]);
        let mut tags = Tags::default();
        assert_eq!(
            labels(&line, &Rules::default(), &mut tags).len(),
            LABEL_LIMIT
        );
        assert!(tags.has(Tags::TRUNCATED));
        let long = "a".repeat(VALUE_LIMIT_BYTES + 1);
        let line = crate::clean::tests::line(&[(Field::WafLabels, long.as_bytes())]);
        let mut tags = Tags::default();
        let found = labels(&line, &Rules::default(), &mut tags);
        assert_eq!(found, [&long[..VALUE_LIMIT_BYTES]]);
        assert!(tags.has(Tags::TRUNCATED));
    }

    #[test]
    fn a_line_without_these_fields_has_no_detail() {
        let event = cleaned(&[(Field::CacheStatus, b"-")], &Rules::default());
        assert_eq!(event.detail, None);
    }
}
