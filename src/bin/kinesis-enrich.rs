//! Lambda function fed by a Kinesis event source mapping: `weblog_enrich::aws::kinesis`.

use std::process::ExitCode;
use std::sync::{Arc, Mutex};

use lambda_runtime::{LambdaEvent, service_fn};
use weblog_enrich::aws::delivery::Delivery;
use weblog_enrich::aws::event::StreamEvent;
use weblog_enrich::aws::lambda::{self, Invocation};
use weblog_enrich::aws::stream::Stream;
use weblog_enrich::aws::{client, kinesis};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let (config, pipeline) = match lambda::start() {
        Ok(started) => started,
        Err(code) => return code,
    };
    let Some(stream) = &config.delivery_stream else {
        return lambda::refuse(
            "DELIVERY_STREAM: not set; it names the Firehose stream to deliver to",
        );
    };
    lambda::log_as_json(config.log_level);
    let client = aws_sdk_firehose::Client::new(&client::config().await);
    let delivery = Delivery::new(Stream::firehose(client, stream.clone()));
    let pipeline = Arc::new(Mutex::new(pipeline));
    let handler = service_fn(async |event: LambdaEvent<StreamEvent>| {
        let invocation = Invocation::of(&event.context, &config.drop_rules);
        let ends_lines = config.hook.ends_lines;
        kinesis::handle(&pipeline, &delivery, event.payload, ends_lines, invocation).await
    });
    match lambda_runtime::run(handler).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => lambda::refuse(&error.to_string()),
    }
}
