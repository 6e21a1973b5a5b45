//! Lambda function that is Firehose's transform hook: `weblog_enrich::aws::firehose`.

use std::process::ExitCode;
use std::sync::{Arc, Mutex};

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
    let pipeline = Arc::new(Mutex::new(pipeline));
    let answered = runtime::run(async |event, context| {
        let invocation = Invocation::of(context, &config.drop_rules);
        firehose::handle(&pipeline, &config.hook, &clients, event, invocation).await
    });
    match answered.await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => lambda::refuse(&error.to_string()),
    }
}
