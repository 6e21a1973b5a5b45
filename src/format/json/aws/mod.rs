//! The JSON logs that AWS itself delivers. There is a table for each type of log. Each field in a
//! table either has a meaning or is ignored for a reason.
//!
//! `tests/aws/vended-log-fields.tsv` has the fields that AWS declares for CloudFront, the load
//! balancers and S3; a test fails if one of them is in no table. AWS declares no fields for AWS
//! WAF, API Gateway and VPC Lattice. Their fields are from the documentation.
//!
//! - <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html> -
//!   <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html> -
//!   <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html> -
//!   <https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-access-logs.html>
//! - <https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html>
//! - <https://docs.aws.amazon.com/waf/latest/developerguide/logging-fields.html> -
//!   <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html>
//! - <https://docs.aws.amazon.com/vpc-lattice/latest/ug/monitoring-access-logs.html>
//!
//! Deviation: the connection logs of CloudFront and of the load balancers, the network load
//! balancer's access log and the health checks describe no request. Their fields are in the tables,
//! but their lines do not count as lines of an access log.

mod api_gateway;
mod cloudfront;
mod load_balancing;
mod s3;
#[cfg(test)]
mod tests;
mod usage;
mod vpc_lattice;
mod waf;

use super::meaning::Meaning;
use usage::Use;

/// A type of log: its name, and its fields.
pub(super) type Type = (&'static str, &'static [(&'static str, Use)]);

const TYPES: [Type; 10] = [
    ("CloudFront ACCESS_LOGS", cloudfront::ACCESS),
    ("CloudFront CONNECTION_LOGS", cloudfront::CONNECTION),
    ("ALB_ACCESS_LOGS", load_balancing::ALB),
    ("ALB_CONNECTION_LOGS", load_balancing::ALB_CONNECTION),
    ("ALB_HEALTH_CHECK_LOGS", load_balancing::ALB_HEALTH_CHECK),
    ("NLB_ACCESS_LOGS", load_balancing::NLB),
    ("S3_SERVER_ACCESS_LOGS", s3::ACCESS),
    ("WAF", waf::FIELDS),
    ("API Gateway", api_gateway::FIELDS),
    ("VPC Lattice", vpc_lattice::FIELDS),
];

/// The fields that have a meaning.
pub(super) fn mapped() -> impl Iterator<Item = (&'static str, Meaning)> {
    let fields = TYPES.iter().flat_map(|(_, fields)| fields.iter());
    fields.filter_map(|(name, used)| match used {
        Use::As(meaning) => Some((*name, *meaning)),
        Use::Ignored(_) => None,
    })
}
