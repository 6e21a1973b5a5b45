//! Lambda function fed by Kinesis.

fn main() {}
