//! One line of AWS's logs in its two forms, text and JSON, gives the same document, except for the
//! position in the record.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "in a test a panic is the failure"
)]

#[path = "support/cases.rs"]
mod cases;

use cases::ARRIVAL;
use serde_json::{Map, Value, json};
use weblog_enrich::arrival::Arrival;
use weblog_enrich::config::Config;
use weblog_enrich::pipeline::{Outcome, Pipeline, Record};

/// The last document of a record that is read by this format.
fn document(format: &str, record: &str) -> Value {
    let setting = |name: &str| match name {
        "LOG_FORMAT" => Some(format.to_owned()),
        "GEOIP_PATH" => Some("none".to_owned()),
        _ => None,
    };
    let config = Config::read(setting).unwrap();
    let mut pipeline = Pipeline::new(config.settings().unwrap());
    let record = Record {
        data: record.as_bytes(),
        id: "pair",
        arrival: Arrival::Stream(ARRIVAL),
        continued: false,
    };
    let mut last = Value::Null;
    pipeline.run(&record, &mut |outcome| match outcome {
        Outcome::Event { document, .. } => last = serde_json::from_slice(document).unwrap(),
        Outcome::Rejected { rejection, .. } => panic!("{format}: {rejection}"),
        Outcome::Dropped { rule } => panic!("{format}: dropped by {rule}"),
    });
    last["event"].as_object_mut().unwrap().remove("id");
    last
}

/// An object of these names and values. Every value is text.
fn object<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let pairs = pairs.map(|(name, value)| (name.to_owned(), Value::from(value)));
    Value::Object(pairs.collect::<Map<_, _>>()).to_string()
}

/// Asserts that the named columns of a text line give the same document as the line itself, by
/// `json` and by `auto`.
fn same(format: &str, header: &str, line: &str, names: &str, values: &[&str]) {
    let names: Vec<_> = names.split_whitespace().collect();
    assert_eq!(names.len(), values.len(), "{line}");
    let json = object(names.into_iter().zip(values.iter().copied()));
    let expected = document(format, &format!("{header}{line}"));
    assert!(expected["http"]["response"]["status_code"].is_number());
    for by in ["json", "auto"] {
        assert_eq!(document(by, &json), expected, "{by}: {json}");
    }
}

/// The columns of a line whose quoted values contain no quote.
fn columns(line: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = line;
    while !rest.is_empty() {
        let (end, quoted) = match rest.as_bytes()[0] {
            b'"' => (rest[1..].find('"').unwrap() + 2, 1),
            b'[' => (rest.find(']').unwrap() + 1, 1),
            _ => (rest.find(' ').unwrap_or(rest.len()), 0),
        };
        found.push(&rest[quoted..end - quoted]);
        rest = rest[end..].trim_start();
    }
    found
}

const ALB: &str = "type time elb client_port target_port request_processing_time \
    target_processing_time response_processing_time elb_status_code target_status_code \
    received_bytes sent_bytes request_line user_agent ssl_cipher ssl_protocol target_group_arn \
    trace_id domain_name chosen_cert_arn matched_rule_priority request_creation_time \
    actions_executed redirect_url error_reason target_port_list target_status_code_list \
    classification classification_reason conn_trace_id";

const ALB_LINES: [&str; 2] = [
    r#"https 2025-10-10T11:55:36.186641Z app/lb/1 203.0.113.7:46532 10.0.0.66:9000 0.001 0.052 0.000 502 502 589 2084 "GET https://www.example.com:443/shop?item=7&token=SECRET HTTP/1.1" "curl/8.5.0" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 arn:aws:x "Root=1-58337281-1d84f3d73c47ec4e58577259" "www.example.com" "arn:aws:y" 1 2025-10-10T11:55:36.100000Z "waf,forward" "-" "AuthInvalidCookie" "10.0.0.66:9000" "502" "-" "-" TID_1"#,
    r#"http 2025-10-10T11:55:36.186641Z app/lb/1 203.0.113.7:46532 - -1 -1 -1 460 - 34 0 "GET http://www.example.com:80/ HTTP/1.1" "-" - - arn:aws:x "Root=1-58337262-36d228ad5d99923122bbe354" "-" "-" 0 2025-10-10T11:55:36.100000Z "-" "-" "-" "-" "-" "-" "-" TID_2"#,
];

#[test]
fn a_line_of_a_load_balancer_is_one_document_in_both_forms() {
    for line in ALB_LINES {
        same("alb", "", line, ALB, &columns(line));
    }
}

#[test]
fn a_port_separate_from_its_address_changes_only_the_raw_address() {
    let text = document("alb", ALB_LINES[0]);
    let names = ALB.split_whitespace().zip(columns(ALB_LINES[0]));
    let mut apart: Map<String, Value> = names
        .map(|(name, value)| (name.to_owned(), Value::from(value)))
        .collect();
    for (of, value) in [
        ("client_ip", "203.0.113.7"),
        ("client_port", "46532"),
        ("target_ip", "10.0.0.66"),
        ("target_port", "9000"),
    ] {
        apart.insert(of.to_owned(), Value::from(value));
    }
    let mut found = document("json", &Value::Object(apart).to_string());
    assert_eq!(found["source"]["address"], "203.0.113.7");
    found["source"]["address"] = json!("203.0.113.7:46532");
    assert_eq!(found, text);
}

#[test]
fn a_line_of_a_bucket_is_one_document_in_both_forms() {
    const NAMES: &str = "bucket_owner_id bucket_name request_time remote_ip requester request_id \
        operation key_name request_uri http_status error_code bytes_sent_size object_size \
        total_duration turn_around_duration referer user_agent version_id host_id \
        signature_version cipher_suite authentication_type host_header tls_version \
        access_point_arn acl_required";
    for line in [
        r#"79a5 b [10/Oct/2025:13:55:36 +0200] 203.0.113.7 arn:aws:iam::123456789012:user/ada 3E57427F3EXAMPLE REST.GET.OBJECT a.jpg "GET /b/a.jpg?X-Amz-Signature=SECRET HTTP/1.1" 200 - 4406583 4406583 70 10 "https://www.example.com/" "aws-sdk-java/2.20" - h1 SigV4 ECDHE-RSA-AES128-GCM-SHA256 AuthHeader b.s3.us-west-1.amazonaws.com TLSv1.2 - -"#,
        r#"79a5 b [10/Oct/2025:13:55:36 +0200] 2001:db8::7 - 3E57427F33A59F07 REST.HEAD.OBJECT a%2Bb.txt "HEAD /a%2Bb.txt HTTP/1.1" 404 NoSuchKey 297 - 7 - "-" "curl/8.5.0" - h2 - - - b.s3.amazonaws.com - - -"#,
    ] {
        same("s3", "", line, NAMES, &columns(line));
    }
}

#[test]
fn a_line_of_a_distribution_is_one_document_in_both_forms() {
    const NAMES: &str = "date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem \
        sc-status cs(Referer) cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type \
        x-edge-request-id x-host-header cs-protocol cs-bytes time-taken x-forwarded-for \
        ssl-protocol ssl-cipher x-edge-response-result-type cs-protocol-version fle-status \
        fle-encrypted-fields c-port time-to-first-byte x-edge-detailed-result-type sc-content-type \
        sc-content-len sc-range-start sc-range-end";
    let header = format!("#Version: 1.0\n#Fields: {NAMES}\n");
    for line in [
        "2025-10-10\t11:55:36\tFRA60-P2\t703\t203.0.113.7\tGET\td111111abcdef8.cloudfront.net\t\
         /shop/cart.html\t200\thttps://www.example.com/a%20b\tMozilla/5.0%20(X11)\titem=7\
         &token=abc\t-\tHit\tq1\twww.example.com\thttps\t62\t0.113\t-\tTLSv1.3\t\
         TLS_AES_128_GCM_SHA256\tHit\tHTTP/2.0\t-\t-\t4711\t0.113\tHit\ttext/html\t100\t-\t-",
        "2025-10-10\t11:55:37\tFRA60-P2\t703\t2001:db8::7\tGET\td111111abcdef8.cloudfront.net\t\
         /caf%C3%A9\t502\t-\tcurl\
         /8.5.0\t-\t-\tError\tq2\twww.example.com\thttp\t62\t2.000\t198.51.100.4\t-\t-\t\
         Error\tHTTP/1.1\t-\t-\t4711\t0.113\tOriginDnsError\ttext/html\t-\t-\t-",
    ] {
        let values: Vec<_> = line.split('\t').collect();
        same("cloudfront", &header, line, NAMES, &values);
    }
}
