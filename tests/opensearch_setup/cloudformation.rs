//! The built `opensearch-setup` between a Lambda Runtime API and the address to which
//! CloudFormation expects the answer.
//!
//! <https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html>

use std::collections::VecDeque;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use super::double::{Double, json_answer};
use super::http::{Answer, Request};

/// The results of a run of the function.
#[derive(Debug)]
pub(crate) struct Ran {
    /// What the address received, in order.
    pub(crate) answers: Vec<Request>,
    /// Whether the invocation succeeded for Lambda.
    pub(crate) succeeded: bool,
    /// What the function reported to Lambda.
    pub(crate) response: Value,
    /// What the function logged.
    pub(crate) log: String,
    /// Milliseconds of the function's time that remained when it ended.
    pub(crate) left_ms: i128,
}

impl Ran {
    /// The last answer, which the address accepted.
    pub(crate) fn answer(&self) -> Value {
        self.answers
            .last()
            .unwrap_or_else(|| panic!("no answer: {}", self.log))
            .json()
    }
}

/// How the function is invoked.
#[derive(Debug)]
pub(crate) struct Invocation {
    pub(crate) event: Value,
    /// How long the function may run.
    pub(crate) timeout: Duration,
    /// The address's answers before it accepts.
    pub(crate) first: VecDeque<Answer>,
    /// `AWS_ENDPOINT_URL`, for Cognito.
    pub(crate) aws: Option<String>,
}

impl Invocation {
    /// An event of a type, for a resource with these properties. `ResponseURL` is added when the
    /// function is run.
    pub(crate) fn of(kind: &str, properties: &Value) -> Self {
        let event = json!({
            "RequestType": kind, "RequestId": "request-1",
            "ResourceType": "Custom::OpenSearchSetup", "LogicalResourceId": "OpenSearchSetup",
            "StackId": "arn:aws:cloudformation:eu-central-1:123456789012:stack/weblogs/6f1a",
            "ResourceProperties": properties,
        });
        Self {
            event,
            timeout: Duration::from_mins(1),
            first: VecDeque::new(),
            aws: None,
        }
    }

    /// Runs the function once.
    pub(crate) fn run(mut self) -> Ran {
        let first = Mutex::new(std::mem::take(&mut self.first));
        let address = Double::serve(move |_| {
            first
                .lock()
                .unwrap()
                .pop_front()
                .unwrap_or(json_answer(200, &json!({})))
        });
        if self.event.get("ResponseURL").is_none() {
            self.event["ResponseURL"] =
                json!(format!("{}/answer?X-Amz-Signature=s3cret", address.url()));
        }
        let deadline_ms = (SystemTime::now() + self.timeout)
            .duration_since(UNIX_EPOCH)
            .unwrap()
            .as_millis();
        let (event, given) = (self.event.clone(), AtomicBool::new(false));
        let runtime = Double::serve(move |asked| match asked.method.as_str() {
            "GET" if given.swap(true, Ordering::SeqCst) => Answer::Hang,
            "GET" => {
                let headers = [
                    ("Content-Type", "application/json"),
                    ("Lambda-Runtime-Aws-Request-Id", "invocation-1"),
                    ("Lambda-Runtime-Deadline-Ms", &deadline_ms.to_string()),
                    (
                        "Lambda-Runtime-Invoked-Function-Arn",
                        "arn:aws:lambda:eu-central-1:123456789012:function:setup",
                    ),
                ];
                Answer::reply(200, &headers, event.to_string())
            }
            _ => json_answer(202, &json!({"status": "OK"})),
        });
        let mut function = start(&runtime.address, self.aws.as_deref());
        let until = Instant::now() + self.timeout + Duration::from_secs(30);
        let last = loop {
            let last = runtime
                .asked()
                .into_iter()
                .find(|asked| asked.method == "POST");
            if last.is_some() || Instant::now() > until || function.try_wait().unwrap().is_some() {
                break last;
            }
            thread::sleep(Duration::from_millis(20));
        };
        let now_ms = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap()
            .as_millis();
        function.kill().unwrap();
        let output = function.wait_with_output().unwrap();
        let log =
            String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
        let last = last.unwrap_or_else(|| panic!("the invocation did not end: {log}"));
        Ran {
            answers: address.asked(),
            succeeded: last.path.ends_with("/response"),
            response: last.json(),
            log,
            left_ms: i128::try_from(deadline_ms).unwrap() - i128::try_from(now_ms).unwrap(),
        }
    }
}

fn start(runtime: &str, aws: Option<&str>) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_opensearch-setup"));
    command
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command.envs([
        ("AWS_LAMBDA_RUNTIME_API", runtime),
        ("AWS_LAMBDA_FUNCTION_NAME", "setup"),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256"),
        ("AWS_LAMBDA_FUNCTION_VERSION", "1"),
        ("AWS_LAMBDA_LOG_GROUP_NAME", "setup"),
        ("AWS_LAMBDA_LOG_STREAM_NAME", "1"),
        ("AWS_REGION", "eu-central-1"),
        ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
        ("AWS_SECRET_ACCESS_KEY", "k3y"),
        ("AWS_SESSION_TOKEN", "session"),
        ("AWS_EC2_METADATA_DISABLED", "true"),
    ]);
    command.envs(aws.map(|url| ("AWS_ENDPOINT_URL", url)));
    command.spawn().unwrap()
}
