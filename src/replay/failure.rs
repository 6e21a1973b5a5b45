//! The lines that Firehose writes for records that it could not deliver or transform.
//!
//! <https://docs.aws.amazon.com/firehose/latest/dev/retry.html> describes the lines for OpenSearch,
//! under `AmazonOpenSearchService_failed/`.
//! <https://docs.aws.amazon.com/firehose/latest/dev/data-transformation-failure-handling.html>
//! describes the lines under `processing-failed/`. For OpenSearch, the guide shows numbers as
//! strings, but real lines have numbers. Both are accepted. The key of the error code differs
//! between Firehose's features: `errorCode`, `ErrorCode` or `lastErrorCode`. The key of the
//! function's ARN is `lambdaArn` in the guide and `lambdaARN` in real lines.

use base64_simd::STANDARD;
use serde_json::{Map, Value};

use super::envelope::each_name;
use super::of_milliseconds;
use crate::event::Timestamp;

/// The keys of the error code.
const CODES: [&str; 3] = ["errorCode", "ErrorCode", "lastErrorCode"];

/// Keys by which an incomplete line of Firehose is recognised.
const NAMES: [&str; 4] = [
    "attemptsMade",
    "rawData",
    "arrivalTimestamp",
    "attemptEndingTimestamp",
];

/// The most characters of a code. A longer code is cut.
const CODE_LIMIT_CHARS: usize = 80;

/// The longest reason of a refusal. Longer reasons are cut, so that similar ones are counted
/// together.
const REASON_LIMIT_CHARS: usize = 160;

/// The types of OpenSearch's errors for a document that it refuses because of its content.
/// OpenSearch would refuse the document again.
const REFUSALS: [&str; 7] = [
    "mapper_parsing_exception",
    "document_parsing_exception",
    "strict_dynamic_mapping_exception",
    "illegal_argument_exception",
    "x_content_parse_exception",
    "parsing_exception",
    "mapper_exception",
];

/// A reason is cut before these texts, because what follows them differs for each document.
const PARTICULARS: [&str; 3] = [" in document with id", ". Preview of", "; For input string"];

/// A record that Firehose could not deliver or transform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedRecord {
    /// What the record's bytes contain.
    pub kind: Kind,
    /// The code of the error, such as `503` or `Lambda.FunctionError`, or `none` if the code is
    /// empty.
    pub code: String,
    /// The complete message of the error.
    pub message: String,
    /// When Firehose received the record, or `None` if the line does not say it.
    pub arrived: Option<Timestamp>,
    /// The bytes of the record.
    pub data: Vec<u8>,
}

/// What the bytes of a failed record contain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// The data of a failed delivery: normally documents, which the functions have written.
    Delivery,
    /// The data of a failed transformation: a record as its producer sent it.
    Source,
}

impl FailedRecord {
    /// Reads a JSON value. Returns `None` if Firehose did not write it for a failure.
    ///
    /// # Examples
    /// ```
    /// use weblog_enrich::replay::failure::FailedRecord;
    ///
    /// let line = br#"{"attemptsMade":4,"errorCode":"Lambda.FunctionError",
    ///     "rawData":"aGk=","lambdaARN":"f"}"#;
    /// let failure = FailedRecord::read(line).expect("Firehose wrote it");
    /// assert_eq!(failure.code, "Lambda.FunctionError");
    /// assert_eq!(failure.data, b"hi");
    /// ```
    #[must_use]
    pub fn read(value: &[u8]) -> Option<Self> {
        if !Self::has(value, "rawData") {
            return None;
        }
        let members: Map<String, Value> = serde_json::from_slice(value).ok()?;
        let one_of = |names: &[&str]| names.iter().find_map(|name| members.get(*name));
        // Every line that Firehose writes for a failure has `attemptsMade`, an error code and
        // `rawData`.
        one_of(&["attemptsMade"])?;
        let code = one_of(&CODES).map(text_of)?;
        let data = members.get("rawData")?.as_str()?;
        let data = STANDARD.decode_to_vec(data).ok()?;
        let message = one_of(&["errorMessage", "ErrorMessage", "lastErrorMessage"]);
        let is_source =
            one_of(&["lambdaArn", "lambdaARN"]).is_some() || code.starts_with("Lambda.");
        let arrived = members.get("arrivalTimestamp").map(text_of);
        Some(Self {
            kind: match is_source {
                true => Kind::Source,
                false => Kind::Delivery,
            },
            code: match code.trim() {
                "" => "none".to_owned(),
                code => code.chars().take(CODE_LIMIT_CHARS).collect(),
            },
            message: message.map(text_of).unwrap_or_default(),
            arrived: arrived
                .and_then(|text| text.parse().ok())
                .map(of_milliseconds),
            data,
        })
    }

    /// Whether a line may contain failures or the beginning of one. Other lines need not be parsed.
    pub(super) fn may_be(line: &[u8]) -> bool {
        NAMES.iter().any(|name| Self::has(line, name))
    }

    /// Whether text that cannot be read as a failure is a cut or damaged failure.
    pub(super) fn is_damaged(text: &[u8]) -> bool {
        let (mut found, mut has_code) = ([false; NAMES.len()], false);
        let read = each_name(text, &mut |name| {
            let known = NAMES.iter().zip(&mut found);
            known.for_each(|(known, found)| *found |= *known == name);
            has_code |= CODES.contains(&name);
        });
        let [has_attempts, has_data, ..] = found;
        match read {
            // A line with all three names is Firehose's. It could not be read because a value is
            // invalid, such as data that is not base64.
            Ok(()) => has_attempts && has_data && has_code,
            Err(_) => found.contains(&true),
        }
    }

    fn has(line: &[u8], name: &str) -> bool {
        let mut places = memchr::memmem::find_iter(line, name);
        let quote = Some(&b'"');
        line.starts_with(b"{")
            && places.any(|at| {
                line.get(at.wrapping_sub(1)) == quote && line.get(at + name.len()) == quote
            })
    }

    /// What OpenSearch did not accept in the document's content. Similar documents have the same
    /// reason. Returns `None` if OpenSearch may accept the document another time.
    #[must_use]
    pub fn refusal(&self) -> Option<String> {
        match self.kind {
            Kind::Delivery => refusal(&self.message),
            Kind::Source => None,
        }
    }
}

/// Finds in an error message (JSON or text) what OpenSearch did not accept in a document's content.
/// Returns `None` if the content was not the reason.
#[must_use]
pub fn refusal(message: &str) -> Option<String> {
    let kind = REFUSALS.iter().find(|kind| message.contains(**kind))?;
    let error: Option<Value> = serde_json::from_str(message).ok();
    let error = error
        .as_ref()
        .map(|error| error.get("error").unwrap_or(error));
    let reason = error
        .and_then(|error| error.get("reason"))
        .and_then(Value::as_str);
    let reason = reason.map_or_else(
        || message.to_owned(),
        |reason| match reason.contains(*kind) {
            true => reason.to_owned(),
            false => format!("{kind}: {reason}"),
        },
    );
    let ends = PARTICULARS.iter().filter_map(|end| reason.find(end));
    let end = ends.min().unwrap_or(reason.len());
    let shared = reason.get(..end).unwrap_or(&reason);
    Some(shared.chars().take(REASON_LIMIT_CHARS).collect())
}

/// The content of a string, or the JSON of any other value.
fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lines_of_the_guide_and_of_real_buckets_are_read() {
        let at = |milliseconds| Some(of_milliseconds(milliseconds));
        let cases = [
            (
                "opensearch-of-strings",
                r#"{"attemptsMade":"8","arrivalTimestamp":"1790000000123","errorCode":"503","errorMessage":"{}","attemptEndingTimestamp":"1790000007200","esDocumentId":"49","esIndexName":"weblogs","esTypeName":"","rawData":"aGk="}"#,
                (Kind::Delivery, "503", at(1_790_000_000_123)),
            ),
            (
                "opensearch-of-numbers",
                r#"{"attemptsMade":1,"arrivalTimestamp":1790000000123,"errorCode":400,"errorMessage":"no","attemptEndingTimestamp":1,"esDocumentId":"49","esIndexName":"weblogs","rawData":"aGk="}"#,
                (Kind::Delivery, "400", at(1_790_000_000_123)),
            ),
            (
                "opensearch-serverless",
                r#"{"attemptsMade":"1","arrivalTimestamp":"1790000000123","errorCode":"403","errorMessage":"","attemptEndingTimestamp":"1","osDocumentId":"49","osIndexName":"weblogs","rawData":"aGk="}"#,
                (Kind::Delivery, "403", at(1_790_000_000_123)),
            ),
            (
                "processing-failed",
                r#"{"rawData":"aGk=","errorCode":"Lambda.FunctionError","errorMessage":"The Lambda function was successfully invoked but it returned an error result.","attemptsMade":4,"arrivalTimestamp":1741088912364,"attemptEndingTimestamp":1741089007666,"lambdaARN":"arn:aws:lambda:eu-west-2:000000000000:function:f:$LATEST"}"#,
                (Kind::Source, "Lambda.FunctionError", at(1_741_088_912_364)),
            ),
            (
                "format-conversion-failed",
                r#"{"attemptsMade":1,"arrivalTimestamp":7000,"lastErrorCode":"DataFormatConversion.ParseError","lastErrorMessage":"","attemptEndingTimestamp":1,"rawData":"aGk=","sequenceNumber":"49","subSequenceNumber":0,"dataCatalogTable":{}}"#,
                (Kind::Delivery, "DataFormatConversion.ParseError", at(7000)),
            ),
        ];
        for (name, line, (kind, code, arrived)) in cases {
            let failure = FailedRecord::read(line.as_bytes()).expect(name);
            assert_eq!(failure.kind, kind, "{name}");
            assert_eq!(failure.code, code, "{name}");
            assert_eq!(failure.arrived, arrived, "{name}");
            assert_eq!(failure.data, b"hi", "{name}");
        }
    }

    #[test]
    fn other_lines_are_not_failures() {
        for line in [
            "",
            "203.0.113.7 - - [10/Oct/2025:13:55:36 +0000] \"GET /\\\"rawData\\\" HTTP/1.1\" 200 1",
            r#"{"rawData":"aGk="}"#,
            r#"{"rawData":"aGk=","errorCode":"x"}"#,
            r#"{"rawData":"%","errorCode":"x","attemptsMade":1}"#,
            r#"{"rawData":7,"errorCode":"x","attemptsMade":1}"#,
            r#"{"rawData":"aGk=","errorCode":"x","attemptsMade":1"#,
        ] {
            assert_eq!(FailedRecord::read(line.as_bytes()), None, "{line}");
        }
    }

    #[test]
    fn a_line_that_is_cut_or_damaged_is_recognised_from_its_first_key_on() {
        for line in [
            r#"{"attemptsMade":4,"arrivalTimestamp":1790000000123,"errorCode":"503","errorMessage":"\"","rawData":"aGk=","lambdaARN":"f"}"#,
            r#"{"rawData":"aGk=","errorCode":"Lambda.FunctionError","attemptsMade":4,"arrivalTimestamp":7}"#,
            r#"{"arrivalTimestamp":7,"attemptEndingTimestamp":8,"attemptsMade":4,"errorCode":"503","rawData":"aGk="}"#,
        ] {
            let line = line.as_bytes();
            let first = memchr::memmem::find(line, b"\":").unwrap() + 1;
            for end in first..line.len() {
                let cut = line.get(..end).unwrap();
                assert!(FailedRecord::may_be(cut), "{}", cut.escape_ascii());
                assert!(FailedRecord::is_damaged(cut), "{}", cut.escape_ascii());
                // The next line follows without a line feed.
                let joined = [cut, line].concat();
                assert!(
                    FailedRecord::is_damaged(&joined) || end + 1 == line.len(),
                    "{}",
                    joined.escape_ascii()
                );
            }
            assert!(FailedRecord::read(line).is_some());
        }
        assert!(FailedRecord::is_damaged(
            br#"{"rawData":"%","errorCode":"x","attemptsMade":1}"#
        ));
        for line in [
            r#"{"rawData":"aGk="}"#,
            r#"{"rawData":"aGk=","errorCode":"x"}"#,
            r#"{"status":200,"note":{"rawData":"aGk"#,
            r#"{"status":200,"note":"attemptsMade"#,
        ] {
            assert!(!FailedRecord::is_damaged(line.as_bytes()), "{line}");
        }
    }

    #[test]
    fn permanent_and_temporary_refusals_of_opensearch_are_distinguished() {
        let parsing = r#"{"type":"mapper_parsing_exception","reason":"failed to parse field [http.response.bytes] of type [long] in document with id 'a:0'. Preview of field's value: 'x'","caused_by":{"type":"illegal_argument_exception","reason":"For input string: \"x\""}}"#;
        let cases = [
            (
                parsing,
                Some(
                    "mapper_parsing_exception: \
                     failed to parse field [http.response.bytes] of type [long]",
                ),
            ),
            (
                r#"{"error":{"type":"strict_dynamic_mapping_exception","reason":"mapping set to strict"}}"#,
                Some("strict_dynamic_mapping_exception: mapping set to strict"),
            ),
            (
                "illegal_argument_exception: Limit of total fields [1000] has been exceeded",
                Some("illegal_argument_exception: Limit of total fields [1000] has been exceeded"),
            ),
            // A full cluster answers with status 400 too, but its error does not depend on the
            // document.
            (
                r#"{"type":"validation_exception","reason":"this action would add [2] total shards"}"#,
                None,
            ),
            (
                r#"{"type":"cluster_block_exception","reason":"index blocked"}"#,
                None,
            ),
            ("", None),
        ];
        for (message, expected) in cases {
            assert_eq!(refusal(message).as_deref(), expected, "{message}");
        }
    }

    proptest! {
        #[test]
        fn a_record_is_read_unchanged(
            data in proptest::collection::vec(any::<u8>(), 0..200),
            code in "[A-Za-z.0-9]{1,20}",
            message in "\\PC{0,40}",
            milliseconds in 0..4_000_000_000_000_i64,
        ) {
            let line = serde_json::json!({
                "attemptsMade": 3, "arrivalTimestamp": milliseconds, "errorCode": code,
                "errorMessage": message,
                "rawData": STANDARD.encode_to_string(&data),
            });
            let failure = FailedRecord::read(line.to_string().as_bytes()).unwrap();
            prop_assert_eq!(failure.data, data);
            prop_assert_eq!(failure.code, code);
            prop_assert_eq!(failure.message, message);
            prop_assert_eq!(failure.arrived, Some(of_milliseconds(milliseconds)));
        }

        #[test]
        fn no_line_panics(line in r#"\{[{}\[\]":,a1\\ ]{0,20}"rawData"[{}\[\]":,a1\\ ]{0,20}"#) {
            let _ = FailedRecord::read(line.as_bytes());
        }
    }
}
