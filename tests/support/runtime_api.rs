//! A double of the Lambda Runtime API, and a function's binary that uses it:
//! <https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html>.

use std::fs;
use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, OnceLock};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use serde_json::Value;

use super::http::{Answer, serve};

/// A running function.
pub struct Function {
    process: Child,
    invocations: Sender<(Vec<u8>, u64)>,
    answers: Receiver<Result<Vec<u8>, Vec<u8>>>,
    logs: Arc<Mutex<String>>,
    started: Instant,
    polled: Arc<OnceLock<Instant>>,
}

impl Function {
    /// Starts a binary as Lambda does, with these variables and, besides them, only those that it
    /// needs to run.
    pub fn start(binary: &str, variables: &[(&str, &str)]) -> Self {
        Self::start_writing_to(binary, variables, Stdio::piped(), Stdio::piped())
    }

    /// Like [`Self::start`], with other destinations of the output. `logs` has only what is piped.
    pub fn start_writing_to(
        binary: &str,
        variables: &[(&str, &str)],
        stdout: Stdio,
        stderr: Stdio,
    ) -> Self {
        let (invocations, queue) = channel::<(Vec<u8>, u64)>();
        let queue = Mutex::new(queue);
        let (answered, answers) = channel();
        let answered = Mutex::new(answered);
        let polled = Arc::new(OnceLock::new());
        let first_poll = Arc::clone(&polled);
        let address = serve(move |request| {
            let answer_with = |answer| drop(answered.lock().unwrap().send(answer));
            if request.path.ends_with("/invocation/next") {
                first_poll.get_or_init(Instant::now);
                let Ok((event, deadline)) = queue.lock().unwrap().recv() else {
                    return Answer::Cut;
                };
                let headers = [
                    (
                        "lambda-runtime-aws-request-id",
                        "8476a536-e9f4-11e8-9739-2dfe598c3fcd",
                    ),
                    ("lambda-runtime-deadline-ms", &deadline.to_string()),
                    (
                        "lambda-runtime-invoked-function-arn",
                        "arn:aws:lambda:us-east-1:123456789012:function:f",
                    ),
                    ("content-type", "application/json"),
                ];
                return Answer::reply(200, &headers, event);
            }
            answer_with(if request.path.ends_with("/response") {
                Ok(request.body)
            } else {
                Err(request.body)
            });
            Answer::reply(202, &[], "")
        });
        let started = Instant::now();
        let mut process = Command::new(binary)
            .env_clear()
            .envs([
                ("AWS_LAMBDA_RUNTIME_API", address.as_str()),
                ("AWS_LAMBDA_FUNCTION_NAME", "f"),
                ("AWS_LAMBDA_FUNCTION_VERSION", "1"),
                ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1769"),
                ("AWS_REGION", "us-east-1"),
                ("AWS_ACCESS_KEY_ID", "test"),
                ("AWS_SECRET_ACCESS_KEY", "test"),
                ("AWS_EC2_METADATA_DISABLED", "true"),
            ])
            .envs(variables.iter().copied())
            .stdout(stdout)
            .stderr(stderr)
            .spawn()
            .unwrap();
        let logs = Arc::new(Mutex::new(String::new()));
        if let Some(stdout) = process.stdout.take() {
            collect(stdout, &logs);
        }
        if let Some(stderr) = process.stderr.take() {
            collect(stderr, &logs);
        }
        Self {
            process,
            invocations,
            answers,
            logs,
            started,
            polled,
        }
    }

    /// The id of the function's process.
    pub fn process_id(&self) -> u32 {
        self.process.id()
    }

    /// The time from the function's start to its first request for an event.
    pub fn start_time(&self) -> Duration {
        loop {
            if let Some(polled) = self.polled.get() {
                return *polled - self.started;
            }
            thread::sleep(Duration::from_millis(1));
        }
    }

    /// Sends the function an event, and does not wait.
    pub fn begin(&self, event: &Value, limit: Duration) {
        self.begin_with(event.to_string().into_bytes(), limit);
    }

    /// Like [`Self::begin`], with the bytes of an event.
    pub fn begin_with(&self, event: Vec<u8>, limit: Duration) {
        let deadline = SystemTime::now()
            .duration_since(SystemTime::UNIX_EPOCH)
            .unwrap()
            + limit;
        let deadline = u64::try_from(deadline.as_millis()).unwrap();
        self.invocations.send((event, deadline)).unwrap();
    }

    /// Invokes the function with an event and a time limit. Returns the function's answer, or the
    /// error that it reports.
    pub fn invoke(&self, event: &Value, limit: Duration) -> Result<Value, String> {
        self.begin(event, limit);
        self.answer(limit)
    }

    /// The function's answer to the event that it received, or the error that it reports.
    pub fn answer(&self, limit: Duration) -> Result<Value, String> {
        // The limit is generous: the test asserts the answer, never its time.
        let answer = self.answers.recv_timeout(limit + Duration::from_mins(1));
        let answer =
            answer.unwrap_or_else(|_| panic!("no answer; the function said:\n{}", self.logs()));
        answer
            .map(|body| serde_json::from_slice(&body).unwrap())
            .map_err(|body| String::from_utf8_lossy(&body).into_owned())
    }

    /// The most resident memory that the function had, in KiB: `VmHWM` of
    /// <https://man7.org/linux/man-pages/man5/proc_pid_status.5.html>.
    pub fn peak_memory_kib(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let peak = peak.and_then(|peak| peak.split_whitespace().next());
        peak.unwrap().parse().unwrap()
    }

    /// The function's output so far.
    pub fn logs(&self) -> String {
        self.logs.lock().unwrap().clone()
    }

    /// Waits until the function's output contains these words, which arrive shortly after the
    /// answer. Returns the whole output, also if the words do not arrive within ten seconds.
    pub fn logs_with(&self, words: &str) -> String {
        for _ in 0..500 {
            if self.logs().contains(words) {
                break;
            }
            thread::sleep(Duration::from_millis(20));
        }
        self.logs()
    }

    /// Waits for a function that ends by itself. Returns its exit status and its output.
    pub fn ended(mut self) -> (Option<i32>, String) {
        let status = self.process.wait().unwrap();
        thread::sleep(Duration::from_millis(100));
        (status.code(), self.logs())
    }

    /// Kills the function, as if its sandbox died.
    pub fn kill(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Drop for Function {
    fn drop(&mut self) {
        self.kill();
    }
}

fn collect(mut stream: impl Read + Send + 'static, logs: &Arc<Mutex<String>>) {
    let logs = Arc::clone(logs);
    thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok(read @ 1..) = stream.read(&mut buffer) {
            logs.lock()
                .unwrap()
                .push_str(&String::from_utf8_lossy(&buffer[..read]));
        }
    });
}
