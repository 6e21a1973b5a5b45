//! A cluster's answers, and the reasons that it gives when it refuses a request.

use serde_json::Value;

use crate::opensearch::SetupError;

/// The most bytes of an answer that an error repeats.
const QUOTED_BYTES: usize = 400;

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The JSON of a successful answer.
    ///
    /// # Errors
    /// Fails if the cluster refuses or if the answer is not JSON. `request` names the request.
    pub(super) fn accept(&self, request: &str) -> Result<Value, SetupError> {
        let request = request.to_owned();
        let json: Result<Value, _> = serde_json::from_slice(&self.body);
        if !(200..300).contains(&self.status) {
            let reason = json
                .ok()
                .as_ref()
                .and_then(reason_of)
                .unwrap_or_else(|| quote(&self.body));
            return Err(SetupError::Refused {
                request,
                status: self.status,
                reason,
            });
        }
        json.map_err(|_| SetupError::Unexpected {
            request,
            reason: format!("not JSON: {:?}", quote(&self.body)),
        })
    }
}

/// The cluster's own reason. OpenSearch, its plugins and the service in front of it put the reason
/// into different places.
fn reason_of(answer: &Value) -> Option<String> {
    let places = [
        "/error/root_cause/0/reason",
        "/error/reason",
        "/error",
        "/message",
        "/Message",
        "/reason",
    ];
    places
        .iter()
        .find_map(|place| answer.pointer(place).and_then(Value::as_str))
        .map(|reason| quote(reason.as_bytes()))
}

fn quote(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes.get(..QUOTED_BYTES).unwrap_or(bytes));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_repeats_the_cluster_s_own_words_wherever_they_are() {
        let cases = [
            (
                "opensearch",
                r#"{
                    "error": {
                        "root_cause": [{"reason": "no permissions for [x]"}],
                        "reason": "all failed"
                    },
                    "status": 403
                }"#,
                "no permissions for [x]",
            ),
            (
                "opensearch-without-a-root-cause",
                r#"{"error":{"reason":"no such index"},"status":404}"#,
                "no such index",
            ),
            (
                "no-handler",
                r#"{"error":"no handler found for uri [/x]"}"#,
                "no handler found for uri [/x]",
            ),
            (
                "security-plugin",
                r#"{"status":"NOT_FOUND","message":"role 'x' not found."}"#,
                "role 'x' not found.",
            ),
            (
                "amazon-opensearch-service",
                r#"{"Message":"User: arn is not authorized"}"#,
                "User: arn is not authorized",
            ),
            (
                "a-page",
                "<html>\n  <h1>Bad Gateway</h1>\n</html>",
                "<html> <h1>Bad Gateway</h1> </html>",
            ),
            ("nothing", "", ""),
        ];
        for (name, body, expected) in cases {
            let answer = Answer {
                status: 403,
                body: body.as_bytes().to_vec(),
            };
            let refused = SetupError::Refused {
                request: "GET /x".to_owned(),
                status: 403,
                reason: expected.to_owned(),
            };
            assert_eq!(answer.accept("GET /x"), Err(refused), "{name}");
        }
    }

    #[test]
    fn a_page_is_not_a_success_and_only_part_of_it_is_repeated() {
        let answer = Answer {
            status: 200,
            body: "é".repeat(5000).into_bytes(),
        };
        let Err(SetupError::Unexpected { reason, .. }) = answer.accept("GET /x") else {
            panic!("a page was accepted as an answer");
        };
        assert!(reason.len() < 1000, "{reason}");
    }
}
