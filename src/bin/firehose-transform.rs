//! Lambda function that is Firehose's transform hook: `weblog_enrich::aws::firehose`.

use std::process::ExitCode;

use lambda_runtime::{Error, LambdaEvent, service_fn};
use tokio::sync::Mutex;
use weblog_enrich::aws::event::StreamEvent;
use weblog_enrich::aws::firehose::{self, Clients};
use weblog_enrich::aws::lambda::Invocation;
use weblog_enrich::aws::{client, lambda};

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
    let handler = service_fn(async |event: LambdaEvent<StreamEvent>| {
        let invocation = Invocation::of(&event.context, &config.drop_rules);
        let mut pipeline = pipeline.lock().await;
        Ok::<_, Error>(
            firehose::handle(
                &mut pipeline,
                &config.hook,
                &clients,
                &event.payload,
                invocation,
            )
            .await,
        )
    });
    match lambda_runtime::run(handler).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => lambda::refuse(&error.to_string()),
    }
}
