//! Lambda function that CloudFormation calls to ready OpenSearch.

fn main() {}
