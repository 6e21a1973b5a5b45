//! CloudFormation custom resources: the request, and the answer that CloudFormation waits for.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref.html>. A stack whose
//! custom resource does not answer hangs until its timeout. Therefore every event that names an
//! address for the answer is answered. An invalid event is answered with a failure. An event
//! without an address cannot be answered, and is an error.

use std::collections::BTreeMap;
use std::time::Duration;

use http::HeaderValue;
use http::header::CONTENT_TYPE;
use serde_json::{Map, Value, json};

use crate::aws::rest::Http;

/// The longest answer that CloudFormation accepts, in bytes.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html>
pub(crate) const ANSWER_LIMIT_BYTES: usize = 4096;

/// How many times an answer is sent at most.
const TRIES: u32 = 5;
/// The pause before the second try. Each further pause is twice as long as the previous one.
const FIRST_PAUSE: Duration = Duration::from_millis(200);

/// What CloudFormation asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    /// The stack is created, or the resource is added to it.
    Create,
    /// A property changed.
    Update,
    /// The stack is deleted, or the resource is removed from it.
    Delete,
}

/// Who sent the request, and the address for the answer.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Caller {
    /// The address for the answer. It is pre-signed, so anyone who has it can answer. It is never
    /// printed.
    response_url: String,
    stack_id: String,
    request_id: String,
    logical_id: String,
    physical_id: String,
}

/// A request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Request {
    /// What CloudFormation asks for.
    pub(crate) action: Action,
    /// The resource's properties.
    pub(crate) properties: Map<String, Value>,
    /// The properties before an update; empty in other requests.
    pub(crate) old_properties: Map<String, Value>,
}

/// The result of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Response {
    /// The request was carried out.
    Success {
        /// A text for people, shown in the stack's events.
        reason: String,
        /// The values for `Fn::GetAtt`.
        data: BTreeMap<&'static str, String>,
    },
    /// The request failed.
    Failed {
        /// The reason.
        reason: String,
    },
}

impl Caller {
    /// The caller, or `None` if the event has no address for the answer.
    #[must_use]
    pub(crate) fn of(event: &Value) -> Option<Self> {
        let text = |key: &str| {
            event
                .get(key)
                .and_then(Value::as_str)
                .filter(|text| !text.is_empty())
                .map(str::to_owned)
        };
        let (stack_id, logical_id) = (
            text("StackId").unwrap_or_default(),
            text("LogicalResourceId").unwrap_or_default(),
        );
        // The id never changes during the life of the resource. A new id would make CloudFormation
        // delete the old resource.
        let physical_id = text("PhysicalResourceId").unwrap_or_else(|| {
            let stack = stack_id.split('/').nth(1).unwrap_or("stack");
            format!("{stack}/{logical_id}")
        });
        Some(Self {
            response_url: text("ResponseURL")?,
            request_id: text("RequestId").unwrap_or_default(),
            stack_id,
            logical_id,
            physical_id,
        })
    }

    /// Sends the answer until it is accepted or refused, at most `TRIES` times.
    ///
    /// # Errors
    /// The error says why the answer was not accepted. It does not contain the address.
    pub(crate) async fn answer(&self, http: &Http, response: &Response) -> Result<(), String> {
        let body = self.document(response);
        let mut pause = FIRST_PAUSE;
        let mut tries = 0;
        loop {
            tries += 1;
            let mut request = http::Request::put(&self.response_url)
                .body(body.clone())
                .map_err(|_| "the address for the answer is not a URL".to_owned())?;
            // The signature of the address is for an empty content type. Any other content type is
            // refused.
            request
                .headers_mut()
                .insert(CONTENT_TYPE, HeaderValue::from_static(""));
            let failure = match http.send(request).await {
                Ok(answer) if (200..300).contains(&answer.status) => return Ok(()),
                Ok(answer) if (400..500).contains(&answer.status) => {
                    return Err(format!(
                        "the answer was refused with status {}",
                        answer.status
                    ));
                }
                Ok(answer) => format!("the answer was not accepted: status {}", answer.status),
                Err(error) => format!(
                    "the answer could not be sent: {}",
                    error.to_string().replace(&self.response_url, "(address)")
                ),
            };
            if tries == TRIES {
                return Err(failure);
            }
            tokio::time::sleep(pause).await;
            pause *= 2;
        }
    }

    /// The answer as JSON. Its reason is cut so that the answer fits into [`ANSWER_LIMIT_BYTES`].
    #[must_use]
    pub(crate) fn document(&self, response: &Response) -> Vec<u8> {
        let (status, mut reason, data) = match response {
            Response::Success { reason, data } => ("SUCCESS", reason.as_str(), json!(data)),
            Response::Failed { reason } => ("FAILED", reason.as_str(), json!({})),
        };
        loop {
            let document = json!({
                "Status": status, "Reason": reason, "Data": data,
                "PhysicalResourceId": self.physical_id,
                "StackId": self.stack_id, "RequestId": self.request_id,
                "LogicalResourceId": self.logical_id,
            })
            .to_string();
            let excess = document.len().saturating_sub(ANSWER_LIMIT_BYTES);
            if excess == 0 || reason.is_empty() {
                return document.into_bytes();
            }
            // Text never becomes shorter in JSON. It therefore suffices to remove the excess bytes
            // from the reason. This may remove more than needed.
            let kept = reason.floor_char_boundary(reason.len().saturating_sub(excess));
            reason = reason.get(..kept).unwrap_or_default();
        }
    }
}

impl std::fmt::Debug for Caller {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Caller({} of {})", self.logical_id, self.stack_id)
    }
}

impl Request {
    /// Reads the request in an event.
    ///
    /// # Errors
    /// The error says in words what is wrong with the event.
    pub(crate) fn read(event: &Value) -> Result<Self, String> {
        let action = match event.get("RequestType").and_then(Value::as_str) {
            Some("Create") => Action::Create,
            Some("Update") => Action::Update,
            Some("Delete") => Action::Delete,
            Some(other) => {
                return Err(format!(
                    "RequestType is {other:?}, not Create, Update or Delete"
                ));
            }
            None => return Err("the event has no text as its RequestType".to_owned()),
        };
        let object = |key: &str| {
            event
                .get(key)
                .and_then(Value::as_object)
                .cloned()
                .unwrap_or_default()
        };
        Ok(Self {
            action,
            properties: object("ResourceProperties"),
            old_properties: object("OldResourceProperties"),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn event() -> Value {
        json!({
            "RequestType": "Update", "ResponseURL": "https://answers.example/?signature=s3cret",
            "RequestId": "r-1",
            "StackId": "arn:aws:cloudformation:eu-central-1:123456789012:stack/weblogs/6f1a",
            "LogicalResourceId": "OpenSearchSetup",
            "PhysicalResourceId": "weblogs/OpenSearchSetup", "ResourceProperties": {"A": "1"},
            "OldResourceProperties": {"A": "0"},
        })
    }

    fn failed(reason: &str) -> Response {
        Response::Failed {
            reason: reason.to_owned(),
        }
    }

    #[test]
    fn an_answer_has_everything_that_cloudformation_requires() {
        let data = BTreeMap::from([("UserPoolClientId", "c1".to_owned())]);
        let answer = Caller::of(&event()).unwrap().document(&Response::Success {
            reason: "done".to_owned(),
            data,
        });
        let expected = json!({
            "Status": "SUCCESS", "Reason": "done", "Data": {"UserPoolClientId": "c1"},
            "RequestId": "r-1",
            "StackId": "arn:aws:cloudformation:eu-central-1:123456789012:stack/weblogs/6f1a",
            "LogicalResourceId": "OpenSearchSetup",
            "PhysicalResourceId": "weblogs/OpenSearchSetup",
        });
        assert_eq!(serde_json::from_slice::<Value>(&answer).unwrap(), expected);
    }

    #[test]
    fn a_resource_keeps_its_id_after_its_creation() {
        let mut create = event();
        create.as_object_mut().unwrap().remove("PhysicalResourceId");
        let (created, updated) = (Caller::of(&create).unwrap(), Caller::of(&event()).unwrap());
        assert_eq!(created, updated);
    }

    #[test]
    fn an_event_is_answered_if_it_has_an_address_for_the_answer() {
        assert_eq!(Caller::of(&json!({})), None);
        assert_eq!(Caller::of(&json!("text")), None);
        let caller = Caller::of(&json!({"ResponseURL": "https://answers.example"})).unwrap();
        let answer: Value = serde_json::from_slice(&caller.document(&failed("why"))).unwrap();
        assert_eq!(
            (&answer["Status"], &answer["Reason"], &answer["StackId"]),
            (&json!("FAILED"), &json!("why"), &json!(""))
        );
        assert!(!answer["PhysicalResourceId"].as_str().unwrap().is_empty());
    }

    #[test]
    fn invalid_requests_give_a_reason() {
        let cases = [
            (
                "no-type",
                json!({}),
                "the event has no text as its RequestType",
            ),
            (
                "no-object",
                json!([1]),
                "the event has no text as its RequestType",
            ),
            (
                "another-type",
                json!({"RequestType": "Mend"}),
                "RequestType is \"Mend\", not Create, Update or Delete",
            ),
        ];
        for (name, event, expected) in cases {
            assert_eq!(Request::read(&event), Err(expected.to_owned()), "{name}");
        }
        let request = Request::read(&event()).unwrap();
        assert_eq!(
            (
                request.action,
                &request.properties["A"],
                &request.old_properties["A"]
            ),
            (Action::Update, &json!("1"), &json!("0"))
        );
    }

    #[test]
    fn the_address_for_the_answer_is_never_printed() {
        assert!(!format!("{:?}", Caller::of(&event())).contains("s3cret"));
    }

    proptest! {
        #[test]
        fn an_answer_fits_and_is_json_whatever_the_reason(
            reason in "\\PC{0,6000}|[\"\\\\\u{1}é]{0,3000}",
        ) {
            let document = Caller::of(&event()).unwrap().document(&failed(&reason));
            prop_assert!(document.len() <= ANSWER_LIMIT_BYTES);
            let answer: Value = serde_json::from_slice(&document).unwrap();
            prop_assert!(reason.starts_with(answer["Reason"].as_str().unwrap()));
        }
    }
}
