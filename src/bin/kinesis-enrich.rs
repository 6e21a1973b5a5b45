//! Lambda function fed by a Kinesis event source mapping: `weblog_enrich::aws::kinesis`.

use std::process::ExitCode;
use std::sync::{Arc, Mutex};

use weblog_enrich::aws::delivery::Delivery;
use weblog_enrich::aws::lambda::{self, Invocation};
use weblog_enrich::aws::stream::Stream;
use weblog_enrich::aws::{client, kinesis, runtime};

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
    let ending = config.hook.ending;
    let answered = runtime::run(async |event, context| {
        let invocation = Invocation::of(context, &config.drop_rules);
        kinesis::handle(&pipeline, &delivery, event, ending, invocation).await
    });
    match answered.await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => lambda::refuse(&error.to_string()),
    }
}
