//! Lambda function that is Firehose's transform hook: `weblog_enrich::aws::firehose`.

use std::process::ExitCode;

use tokio::sync::Mutex;
use weblog_enrich::aws::firehose::{self, Clients};
use weblog_enrich::aws::lambda::Invocation;
use weblog_enrich::aws::{client, lambda, runtime};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let (config, pipeline) = match lambda::start() {
        Ok(started) => started,
        Err(code) => return code,
    };
    lambda::log_as_json(config.log_level);
    let shared = client::config().await;
    let clients = Clients {
        firehose: aws_sdk_firehose::Client::new(&shared),
        kinesis: aws_sdk_kinesis::Client::new(&shared),
    };
    // One invocation at a time: the lock is never waited for.
    let pipeline = Mutex::new(pipeline);
    let answered = runtime::run(async |event, context| {
        let invocation = Invocation::of(context, &config.drop_rules);
        let mut pipeline = pipeline.lock().await;
        Ok(firehose::handle(&mut pipeline, &config.hook, &clients, &event, invocation).await)
    });
    match answered.await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => lambda::refuse(&error.to_string()),
    }
}
