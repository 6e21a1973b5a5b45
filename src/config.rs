//! Configuration: every variable of the environment, read here and nowhere else.
//!
//! Values are checked at start-up; one that cannot work is refused in a line that names its variable. An empty value is
//! an absent one, since templates can hardly leave a variable out.

use std::fmt;
use std::str::FromStr;

use ipnet::IpNet;

use crate::drop::DropRules;
use crate::enrich::Enricher;
use crate::format::Format;
use crate::pipeline::Settings;
use crate::{batch, clean, payload};

/// A variable, as the README's table lists it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Variable {
    /// Its name.
    pub name: &'static str,
    /// What holds when it is not set.
    pub default: &'static str,
}

/// Every variable that the functions and the command line know. (`AWS_*` variables are the SDK's own.)
pub const VARIABLES: [Variable; 11] = [
    Variable { name: "DELIVERY_STREAM", default: "none" },
    Variable { name: "LOG_FORMAT", default: "auto" },
    Variable { name: "LOG_FIELDS", default: "none" },
    Variable { name: "TRUSTED_PROXIES", default: "none" },
    Variable { name: "REDACT_PARAMETERS", default: "a built-in list" },
    Variable { name: "KEEP_ORIGINAL", default: "false" },
    Variable { name: "ADDRESS_TRUNCATION", default: "false" },
    Variable { name: "USER_HASH_KEY", default: "none" },
    Variable { name: "DROP", default: "none" },
    Variable { name: "GEOIP_PATH", default: "`/opt/geoip`, `geoip`, then the built-in database" },
    Variable { name: "EXPANSION_LIMIT_MIB", default: "64" },
];

/// A variable whose value cannot work.
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
