//! The table of variables. A new variable needs a row here, its value in `read.rs`, and a row in
//! the README.

/// A variable of the environment, as the README's table lists it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Variable {
    /// The variable's name.
    pub name: &'static str,
    /// The default, in words.
    pub default: &'static str,
}

/// A row of the table.
const fn variable(name: &'static str, default: &'static str) -> Variable {
    Variable { name, default }
}

/// Every variable with which an operator configures the functions and the command line, in the
/// order of the README's table. (The other `AWS_*` variables belong to the SDK. `NO_COLOR` and
/// `TERM` belong to the terminal.)
pub const VARIABLES: &[Variable] = &[
    variable("DELIVERY_STREAM", "none"),
    variable("LOG_FORMAT", "auto"),
    variable("LOG_FIELDS", "none"),
    variable("PERCENT_D", "microseconds"),
    variable("TRUSTED_PROXIES", "none"),
    variable("REDACT_PARAMETERS", "a built-in list"),
    variable("KEEP_ORIGINAL", "false"),
    variable("DOCUMENTS", "full"),
    variable("ADDRESS_TRUNCATION", "false"),
    variable("USER_HASH_KEY", "none"),
    variable("VISITOR_KEY", "none"),
    variable("DROP", "none"),
    variable(
        "GEOIP_PATH",
        "`/opt/geoip`, `geoip`, then the built-in database",
    ),
    variable("BOT_RANGES_PATH", "the built-in lists"),
    variable("OWN_DOMAINS", "none"),
    variable("EXPANSION_LIMIT_MIB", "64"),
    variable("MISDATED_DAYS", "31"),
    variable("RECORD_LINES_LIMIT", "250000"),
    variable("RECORD_DOCUMENTS_LIMIT_MIB", "256"),
    variable("SEVERAL_LINES", "reput"),
    variable("REPUT_KEY", "the stream's ARN"),
    variable("UNREADABLE", "document"),
    variable("OUTPUT_NEWLINE", "false"),
    variable("PARTITION_KEYS", "none"),
    variable("S3_KEY_PATTERN", "every key"),
    variable("LOG_FORMAT_BY_KEY", "none"),
    variable("OBJECT_PATH", "false"),
    variable("CONTINUE_QUEUE_URL", "the queue that the message came from"),
    variable("AWS_LAMBDA_LOG_LEVEL", "INFO"),
    variable("OPENSEARCH_PASSWORD", "none"),
];
