//! Configuration: every variable of the environment is read here and nowhere else.
//!
//! Values are checked at start-up. An invalid value is refused with a message that names its
//! variable. An empty value counts as absent, because a CloudFormation template can hardly omit a
//! variable.

mod build;
mod read;
mod types;
mod value;
mod variables;

#[cfg(test)]
mod tests;

pub use build::Formats;
pub use read::{Config, opensearch_password};
pub use types::{Hook, LogLevel, Objects, PartitionKey, SeveralLines, Unreadable};
pub use value::ConfigError;
pub use variables::{VARIABLES, Variable};
