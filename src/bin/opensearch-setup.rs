//! Lambda function that CloudFormation calls to set up OpenSearch.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_runtime::Error> {
    weblog_enrich::aws::lambda::log_as_json(weblog_enrich::config::LogLevel::Info);
    weblog_enrich::aws::opensearch_setup::run().await
}
