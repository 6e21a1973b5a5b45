//! Lambda function fed by an SQS queue of S3's events: `weblog_enrich::aws::s3`.

use std::process::ExitCode;
use std::sync::{Arc, Mutex};

use weblog_enrich::aws::delivery::Delivery;
use weblog_enrich::aws::lambda::{self, Invocation};
use weblog_enrich::aws::s3::Function;
use weblog_enrich::aws::stream::Stream;
use weblog_enrich::aws::{client, runtime};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let (config, pipeline) = match lambda::start() {
        Ok(started) => started,
        Err(code) => return code,
    };
    let Some(stream) = config.delivery_stream.clone() else {
        return lambda::refuse(
            "DELIVERY_STREAM: not set; it names the Firehose stream to deliver to",
        );
    };
    lambda::log_as_json(config.log_level);
    let shared = client::config().await;
    let client = aws_sdk_firehose::Client::new(&shared);
    let delivery = Delivery::new(Stream::firehose(client, stream));
    let pipeline = Arc::new(Mutex::new(pipeline));
    let function = match Function::new(pipeline, config, delivery, &shared) {
        Ok(function) => function,
        Err(error) => return lambda::refuse(&error.to_string()),
    };
    let answered = runtime::run_with(async |event, context| {
        let invocation = Invocation::of(context, function.drop_rules());
        function.handle(&event, invocation).await
    });
    match answered.await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => lambda::refuse(&error.to_string()),
    }
}
