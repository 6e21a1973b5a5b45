//! Lambda function that CloudFormation calls to ready OpenSearch.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_runtime::Error> {
    // JSON with a time: Lambda takes a line without one for INFO, whatever its level.
    lambda_runtime::tracing::subscriber::fmt()
        .json()
        .flatten_event(true)
        .init();
    weblog_enrich::aws::opensearch_setup::run().await
}
