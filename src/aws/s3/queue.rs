//! The queue for continuing messages:
//! <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html>.

use std::time::{Duration, Instant};

use tokio::time::timeout;

use crate::aws::delivery::backoff;
use crate::aws::stream;
use crate::object::continuation::Continuation;

/// How long one request may take.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(2);

/// Sends continuing messages.
#[derive(Debug, Clone)]
pub struct Queue {
    client: aws_sdk_sqs::Client,
}

impl Queue {
    /// Uses this client to send.
    #[must_use]
    pub fn new(client: aws_sdk_sqs::Client) -> Self {
        Self { client }
    }

    /// Sends a message until the queue accepts or finally refuses it, or until the deadline.
    /// Returns `false` if it is not certain that the queue accepted the message. If the queue gets
    /// the message twice, the second copy gives the same documents with the same ids.
    pub async fn send(&self, url: &str, continuation: &Continuation, deadline: Instant) -> bool {
        let body = continuation.message();
        for tries in 0_u32.. {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            let sent = self.client.send_message();
            let sent = sent.queue_url(url).message_body(&body).send();
            match timeout(left.min(ATTEMPT_TIMEOUT), sent).await {
                Ok(Ok(sent)) if sent.message_id().is_some_and(|id| !id.is_empty()) => return true,
                Ok(Ok(_)) => tracing::warn!(
                    "the queue's answer has no id for a continuing message, so the message may not \
                     have been accepted"
                ),
                Ok(Err(error)) => {
                    let failure = stream::failure(&error);
                    let (code, detail) = (&failure.code, &failure.detail);
                    tracing::warn!(
                        code,
                        detail,
                        "the queue did not accept a continuing message"
                    );
                    if failure.is_hopeless() {
                        break;
                    }
                }
                Err(_) => tracing::warn!("the queue did not answer in time"),
            }
            let wait = backoff(tries);
            if Instant::now() + wait >= deadline {
                break;
            }
            tokio::time::sleep(wait).await;
        }
        false
    }
}

/// The address of the queue with this ARN: `arn:aws:sqs:REGION:ACCOUNT:NAME`. Returns `None` if the
/// text is not such an ARN.
#[must_use]
pub fn url_of(arn: &str) -> Option<String> {
    let mut parts = arn.split(':');
    let (_, partition, service) = (parts.next()?, parts.next()?, parts.next()?);
    let (region, account, name) = (parts.next()?, parts.next()?, parts.next()?);
    let end = match partition {
        "aws-cn" => "amazonaws.com.cn",
        _ => "amazonaws.com",
    };
    let is_queue = service == "sqs" && !name.is_empty() && parts.next().is_none();
    is_queue.then(|| format!("https://sqs.{region}.{end}/{account}/{name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_a_queue_is_in_its_arn() {
        let cases = [
            (
                "arn:aws:sqs:us-east-2:123456789012:logs",
                Some("https://sqs.us-east-2.amazonaws.com/123456789012/logs"),
            ),
            (
                "arn:aws-cn:sqs:cn-north-1:123456789012:logs",
                Some("https://sqs.cn-north-1.amazonaws.com.cn/123456789012/logs"),
            ),
            ("arn:aws:sns:us-east-2:123456789012:logs", None),
            ("arn:aws:sqs:us-east-2:123456789012", None),
            ("", None),
        ];
        for (arn, expected) in cases {
            assert_eq!(url_of(arn).as_deref(), expected, "{arn}");
        }
    }
}
