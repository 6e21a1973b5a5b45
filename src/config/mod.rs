//! Configuration: every variable with which an operator configures the programs is read here and
//! nowhere else. (The command line also reads `NO_COLOR` and `TERM`, and the SDK reads `AWS_*`.)
//!
//! Values are checked at start-up. An invalid value is refused with a message that names its
//! variable. An empty value of a variable of [`Config`] counts as absent, because a CloudFormation
//! template can hardly omit a variable.

mod build;
mod read;
mod types;
mod value;
mod variables;

#[cfg(test)]
mod tests;

pub use build::Formats;
pub use read::{Config, opensearch_password};
pub use types::{Ending, Hook, LogLevel, Objects, PartitionKey, SeveralLines, Unreadable};
pub use value::ConfigError;
pub use variables::{VARIABLES, Variable};
