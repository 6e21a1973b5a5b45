//! Configuration: every variable of the environment, read here and nowhere else.
//!
//! Values are checked at start-up; one that cannot work is refused in a line that names its variable. An empty value is
//! an absent one, since templates can hardly leave a variable out.

use std::fmt;
use std::net::IpAddr;

use ipnet::IpNet;
use tracing::Level;

use crate::arrival::PAST_DAYS;
use crate::document::Form;
use crate::drop::DropRules;
use crate::enrich::Enricher;
use crate::format::{Format, UnitOfD};
use crate::pipeline::{RecordLimits, Settings};
use crate::{batch, bot_ranges, clean, databases, mark, payload};

/// A variable, as the README's table lists it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Variable {
    /// Its name.
    pub name: &'static str,
    /// What holds when it is not set.
    pub default: &'static str,
}

/// Every variable that the functions and the command line know. (`AWS_*` variables are the SDK's own.)
pub const VARIABLES: [Variable; 25] = [
    Variable {
        name: "DELIVERY_STREAM",
        default: "none",
    },
    Variable {
        name: "LOG_FORMAT",
        default: "auto",
    },
    Variable {
        name: "LOG_FIELDS",
        default: "none",
    },
    Variable {
        name: "PERCENT_D",
        default: "microseconds",
    },
    Variable {
        name: "TRUSTED_PROXIES",
        default: "none",
    },
    Variable {
        name: "REDACT_PARAMETERS",
        default: "a built-in list",
    },
    Variable {
        name: "KEEP_ORIGINAL",
        default: "false",
    },
    Variable {
        name: "DOCUMENTS",
        default: "full",
    },
    Variable {
        name: "ADDRESS_TRUNCATION",
        default: "false",
    },
    Variable {
        name: "USER_HASH_KEY",
        default: "none",
    },
    Variable {
        name: "DROP",
        default: "none",
    },
    Variable {
        name: "GEOIP_PATH",
        default: "`/opt/geoip`, `geoip`, then the built-in database",
    },
    Variable {
        name: "BOT_RANGES_PATH",
        default: "the built-in lists",
    },
    Variable {
        name: "OWN_DOMAINS",
        default: "none",
    },
    Variable {
        name: "EXPANSION_LIMIT_MIB",
        default: "64",
    },
    Variable {
        name: "MISDATED_DAYS",
        default: "31",
    },
    Variable {
        name: "RECORD_LINES_LIMIT",
        default: "250000",
    },
    Variable {
        name: "RECORD_DOCUMENTS_LIMIT_MIB",
        default: "256",
    },
    Variable {
        name: "SEVERAL_LINES",
        default: "reput",
    },
    Variable {
        name: "REPUT_KEY",
        default: "the stream's ARN",
    },
    Variable {
        name: "UNREADABLE",
        default: "document",
    },
    Variable {
        name: "OUTPUT_NEWLINE",
        default: "false",
    },
    Variable {
        name: "PARTITION_KEYS",
        default: "none",
    },
    Variable {
        name: "AWS_LAMBDA_LOG_LEVEL",
        default: "INFO",
    },
    Variable {
        name: "OPENSEARCH_PASSWORD",
        default: "none",
    },
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

/// What the operator chose, checked as far as it can be without opening anything.
#[derive(Debug, Clone)]
pub struct Config {
    /// `DELIVERY_STREAM`: the Firehose stream's name; the Kinesis function needs it.
    pub delivery_stream: Option<String>,
    /// `LOG_FORMAT`.
    pub log_format: String,
    /// `LOG_FIELDS`.
    pub log_fields: Option<String>,
    /// `PERCENT_D`.
    pub unit_of_d: UnitOfD,
    /// `TRUSTED_PROXIES`, `REDACT_PARAMETERS`, `ADDRESS_TRUNCATION` and `USER_HASH_KEY`.
    pub rules: clean::Rules,
    /// `KEEP_ORIGINAL`.
    pub keep_original: bool,
    /// `DOCUMENTS`.
    pub documents: Form,
    /// `DROP`.
    pub drop_rules: DropRules,
    /// `GEOIP_PATH`.
    pub geoip_path: Option<String>,
    /// `BOT_RANGES_PATH`.
    pub bot_ranges_path: Option<String>,
    /// `OWN_DOMAINS`, in small letters.
    pub own_domains: Vec<String>,
    /// `EXPANSION_LIMIT_MIB`, in bytes.
    pub expansion_limit_bytes: usize,
    /// `MISDATED_DAYS`.
    pub past_days: Option<u32>,
    /// `RECORD_LINES_LIMIT` and `RECORD_DOCUMENTS_LIMIT_MIB`.
    pub record_limits: RecordLimits,
    /// `SEVERAL_LINES`, `REPUT_KEY`, `UNREADABLE`, `OUTPUT_NEWLINE` and `PARTITION_KEYS`: how the transform hook answers.
    pub hook: Hook,
    /// `AWS_LAMBDA_LOG_LEVEL`, which Lambda sets to what the function's logging configuration says.
    pub log_level: Level,
}

/// How the transform hook answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hook {
    /// `SEVERAL_LINES=join`: all documents of a record go into its one answer, a line each, as S3 takes them. Otherwise the first
    /// answers and the others are put again.
    pub joins_lines: bool,
    /// `REPUT_KEY`: marks what is put again, so that nobody else can send it.
    pub reput_key: Option<mark::Key>,
    /// `UNREADABLE=processing_failed`: a record that cannot be read goes to Firehose's own error channel. Otherwise it becomes a
    /// `pipeline_error` document.
    pub fails_unreadable: bool,
    /// `OUTPUT_NEWLINE=true`: each answer ends in a newline, and each document that the Kinesis function delivers.
    pub ends_lines: bool,
    /// `PARTITION_KEYS`: what dynamic partitioning is told.
    pub partition_keys: Vec<PartitionKey>,
}

/// A key of Firehose's dynamic partitioning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartitionKey {
    /// The virtual host that was asked for.
    Host,
    /// The day, UTC: `2025-10-10`.
    Date,
    /// `2xx` to `5xx`.
    StatusClass,
    /// ISO 3166-1 code.
    Country,
    /// `event` or `pipeline_error`.
    Kind,
}

impl PartitionKey {
    /// Every key with the name that `PARTITION_KEYS` and Firehose's prefix call it by.
    pub const ALL: [(&'static str, Self); 5] = [
        ("host", Self::Host),
        ("date", Self::Date),
        ("status_class", Self::StatusClass),
        ("country", Self::Country),
        ("kind", Self::Kind),
    ];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL
            .into_iter()
            .find(|(_, key)| *key == self)
            .map_or("", |(name, _)| name)
    }
}

impl Config {
    /// Reads the variables through `lookup` (`|name| std::env::var(name).ok()` in the binaries).
    ///
    /// # Errors
    /// The first variable whose value cannot work.
    pub fn read(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let value = |name: &str| {
            lookup(name)
                .map(|value| value.trim().to_owned())
                .filter(|value| !value.is_empty())
        };
        if switch("KEEP_ORIGINAL", value("KEEP_ORIGINAL").as_deref())?
            && value("USER_HASH_KEY").is_some()
        {
            let reason = "the raw line would show the users that USER_HASH_KEY hides";
            return Err(refused("KEEP_ORIGINAL", reason));
        }
        let redaction = value("REDACT_PARAMETERS").map(|names| clean::Redaction::parse(&names));
        Ok(Self {
            delivery_stream: value("DELIVERY_STREAM"),
            log_format: value("LOG_FORMAT").unwrap_or_else(|| "auto".to_owned()),
            log_fields: value("LOG_FIELDS"),
            unit_of_d: match choice(
                "PERCENT_D",
                value("PERCENT_D").as_deref(),
                ["microseconds", "milliseconds"],
            )? {
                false => UnitOfD::Microseconds,
                true => UnitOfD::Milliseconds,
            },
            rules: clean::Rules {
                trusted_proxies: networks("TRUSTED_PROXIES", value("TRUSTED_PROXIES"))?,
                redaction: redaction.unwrap_or_default(),
                truncate_addresses: switch(
                    "ADDRESS_TRUNCATION",
                    value("ADDRESS_TRUNCATION").as_deref(),
                )?,
                user_hash_key: user_hash_key("USER_HASH_KEY", value("USER_HASH_KEY"))?,
            },
            keep_original: switch("KEEP_ORIGINAL", value("KEEP_ORIGINAL").as_deref())?,
            documents: match choice(
                "DOCUMENTS",
                value("DOCUMENTS").as_deref(),
                ["full", "compact"],
            )? {
                false => Form::Full,
                true => Form::Compact,
            },
            drop_rules: DropRules::parse(&value("DROP").unwrap_or_default())
                .map_err(|error| refused("DROP", error.to_string()))?,
            geoip_path: value("GEOIP_PATH"),
            bot_ranges_path: value("BOT_RANGES_PATH"),
            own_domains: domains("OWN_DOMAINS", value("OWN_DOMAINS"))?,
            expansion_limit_bytes: match value("EXPANSION_LIMIT_MIB") {
                Some(text) => mebibytes("EXPANSION_LIMIT_MIB", &text)?,
                None => payload::EXPANSION_LIMIT_BYTES,
            },
            past_days: past_days(value("MISDATED_DAYS").as_deref())?,
            record_limits: RecordLimits {
                lines: match value("RECORD_LINES_LIMIT") {
                    Some(text) => lines("RECORD_LINES_LIMIT", &text)?,
                    None => RecordLimits::DEFAULT.lines,
                },
                documents_bytes: match value("RECORD_DOCUMENTS_LIMIT_MIB") {
                    Some(text) => mebibytes("RECORD_DOCUMENTS_LIMIT_MIB", &text)? as u64,
                    None => RecordLimits::DEFAULT.documents_bytes,
                },
            },
            hook: Hook {
                joins_lines: choice(
                    "SEVERAL_LINES",
                    value("SEVERAL_LINES").as_deref(),
                    ["reput", "join"],
                )?,
                reput_key: value("REPUT_KEY")
                    .map(|key| mark::Key::new(&key))
                    .transpose()
                    .map_err(|reason| refused("REPUT_KEY", reason))?,
                fails_unreadable: choice(
                    "UNREADABLE",
                    value("UNREADABLE").as_deref(),
                    ["document", "processing_failed"],
                )?,
                ends_lines: switch("OUTPUT_NEWLINE", value("OUTPUT_NEWLINE").as_deref())?,
                partition_keys: partition_keys("PARTITION_KEYS", value("PARTITION_KEYS"))?,
            },
            log_level: level(
                "AWS_LAMBDA_LOG_LEVEL",
                value("AWS_LAMBDA_LOG_LEVEL").as_deref(),
            )?,
        })
    }

    /// Compiles the format and opens the databases.
    ///
    /// # Errors
    /// The variable whose value cannot work: a format that cannot be compiled, a database that cannot be read.
    pub fn settings(&self) -> Result<Settings, ConfigError> {
        let format =
            Format::compile_in(&self.log_format, self.log_fields.as_deref(), self.unit_of_d)
                .map_err(|error| {
                    // Where fields are configured, the format beside them is a name, and right or not for them.
                    let variable = match self.log_fields {
                        Some(_) => "LOG_FIELDS",
                        None => "LOG_FORMAT",
                    };
                    refused(
                        variable,
                        format!("{} at position {}", error.reason, error.position),
                    )
                })?;
        let databases = databases::open(self.geoip_path.as_deref());
        let databases = databases.map_err(|error| refused("GEOIP_PATH", error.to_string()))?;
        let ranges = bot_ranges::open(self.bot_ranges_path.as_deref())
            .map_err(|reason| refused("BOT_RANGES_PATH", reason))?;
        let mut enricher = Enricher::new(&databases).with_own_domains(&self.own_domains);
        // Of a truncated address no list of smaller ranges can say whether it was in one.
        if !self.rules.truncate_addresses {
            enricher = enricher.with_bot_ranges(ranges);
        }
        Ok(Settings {
            format,
            rules: self.rules.clone(),
            enricher,
            drop_rules: self.drop_rules.clone(),
            keep_original: self.keep_original,
            documents: self.documents,
            past_days: self.past_days,
            expansion_limit_bytes: self.expansion_limit_bytes,
            record_limits: self.record_limits,
            // What is put before a document, or behind it, has to fit in as well.
            document_limit_bytes: batch::RECORD_LIMIT_BYTES
                - mark::BYTES.max(usize::from(self.hook.ends_lines)),
        })
    }
}

/// `OPENSEARCH_PASSWORD`: the password of `weblog setup --user`; an argument would stand in the list of processes.
#[must_use]
pub fn opensearch_password(lookup: impl Fn(&str) -> Option<String>) -> Option<String> {
    lookup("OPENSEARCH_PASSWORD")
}

fn refused(variable: &'static str, reason: impl Into<String>) -> ConfigError {
    ConfigError {
        variable,
        reason: reason.into(),
    }
}

fn switch(variable: &'static str, value: Option<&str>) -> Result<bool, ConfigError> {
    match value {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(other) => Err(refused(
            variable,
            format!("`{other}` is neither true nor false"),
        )),
    }
}

/// Whether the second of two words was chosen; the first is the default.
fn choice(
    variable: &'static str,
    value: Option<&str>,
    words: [&str; 2],
) -> Result<bool, ConfigError> {
    match value {
        None => Ok(false),
        Some(word) if word == words[0] => Ok(false),
        Some(word) if word == words[1] => Ok(true),
        Some(word) => Err(refused(
            variable,
            format!("`{word}` is neither {} nor {}", words[0], words[1]),
        )),
    }
}

fn user_hash_key(
    variable: &'static str,
    value: Option<String>,
) -> Result<Option<clean::UserHashKey>, ConfigError> {
    let Some(key) = value else { return Ok(None) };
    let least = clean::UserHashKey::LEAST_BYTES;
    // The key itself is not quoted.
    let short = || refused(variable, format!("the key has fewer than {least} bytes"));
    clean::UserHashKey::new(&key).map(Some).ok_or_else(short)
}

fn partition_keys(
    variable: &'static str,
    value: Option<String>,
) -> Result<Vec<PartitionKey>, ConfigError> {
    let value = value.unwrap_or_default();
    let names = value
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty());
    let key = |name: &str| {
        PartitionKey::ALL
            .into_iter()
            .find(|(known, _)| *known == name)
            .map(|(_, key)| key)
    };
    let known = || PartitionKey::ALL.map(|(name, _)| name).join(", ");
    names
        .map(|name| {
            key(name).ok_or_else(|| refused(variable, format!("`{name}` is none of {}", known())))
        })
        .collect()
}

fn level(variable: &'static str, value: Option<&str>) -> Result<Level, ConfigError> {
    match value {
        None => Ok(Level::INFO),
        // Lambda's own names; its FATAL is the least that there is.
        Some("FATAL") => Ok(Level::ERROR),
        Some(name) => name
            .parse()
            .map_err(|_| refused(variable, format!("`{name}` is no level of logs"))),
    }
}

fn networks(variable: &'static str, value: Option<String>) -> Result<Vec<IpNet>, ConfigError> {
    let value = value.unwrap_or_default();
    let entries = value
        .split(',')
        .map(str::trim)
        .filter(|entry| !entry.is_empty());
    let network = |entry: &str| {
        entry
            .parse()
            .or_else(|_| entry.parse::<IpAddr>().map(IpNet::from))
    };
    let read = |entry| {
        network(entry)
            .map_err(|_| refused(variable, format!("`{entry}` is no address and no CIDR")))
    };
    entries.map(read).collect()
}

/// A number of days, or `none` for any.
fn past_days(text: Option<&str>) -> Result<Option<u32>, ConfigError> {
    match text {
        None => Ok(Some(PAST_DAYS)),
        Some("none") => Ok(None),
        Some(text) => match text.parse() {
            Ok(days) if days > 0 => Ok(Some(days)),
            _ => Err(refused(
                "MISDATED_DAYS",
                format!("`{text}` is not a number of days above 0, nor `none`"),
            )),
        },
    }
}

fn lines(variable: &'static str, text: &str) -> Result<u64, ConfigError> {
    let lines = text.parse().ok().filter(|lines| *lines > 0);
    lines.ok_or_else(|| {
        refused(
            variable,
            format!("`{text}` is not a number of lines above 0"),
        )
    })
}

/// Domains, in small letters.
fn domains(variable: &'static str, value: Option<String>) -> Result<Vec<String>, ConfigError> {
    let value = value.unwrap_or_default();
    let entries = value
        .split(',')
        .map(str::trim)
        .filter(|entry| !entry.is_empty());
    let is_label = |label: &str| {
        !label.is_empty()
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let read = |entry: &str| match entry.split('.').all(is_label) {
        true => Ok(entry.to_ascii_lowercase()),
        false => Err(refused(variable, format!("`{entry}` is not a domain"))),
    };
    entries.map(read).collect()
}

fn mebibytes(variable: &'static str, text: &str) -> Result<usize, ConfigError> {
    let bytes = text
        .parse::<usize>()
        .ok()
        .filter(|mebibytes| *mebibytes > 0);
    bytes
        .and_then(|mebibytes| mebibytes.checked_mul(1024 * 1024))
        .ok_or_else(|| {
            refused(
                variable,
                format!("`{text}` is not a number of mebibytes above 0"),
            )
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Result<Config, ConfigError> {
        Config::read(|name| {
            variables
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, value)| (*value).to_owned())
        })
    }

    const KEY: &str = "a key of this test";

    #[test]
    fn nothing_set_is_every_default() {
        let config = read(&[]).unwrap();
        assert_eq!(
            (config.log_format.as_str(), config.keep_original),
            ("auto", false)
        );
        let empty: Vec<_> = VARIABLES
            .iter()
            .map(|variable| (variable.name, ""))
            .collect();
        assert_eq!(
            format!("{:?}", read(&empty).unwrap()),
            format!("{config:?}")
        );
    }

    #[test]
    fn users_that_are_hashed_are_not_kept_in_the_raw_line() {
        let refused = read(&[("KEEP_ORIGINAL", "true"), ("USER_HASH_KEY", KEY)]).unwrap_err();
        assert_eq!(refused.variable, "KEEP_ORIGINAL");
        assert!(read(&[("KEEP_ORIGINAL", "false"), ("USER_HASH_KEY", KEY)]).is_ok());
    }

    #[test]
    fn a_value_that_cannot_work_is_refused_by_its_name() {
        let cases = [
            (
                "KEEP_ORIGINAL",
                "yes",
                "KEEP_ORIGINAL: `yes` is neither true nor false",
            ),
            (
                "ADDRESS_TRUNCATION",
                "1",
                "ADDRESS_TRUNCATION: `1` is neither true nor false",
            ),
            (
                "TRUSTED_PROXIES",
                "10.0.0.0/8, ten",
                "TRUSTED_PROXIES: `ten` is no address and no CIDR",
            ),
            (
                "EXPANSION_LIMIT_MIB",
                "0",
                "EXPANSION_LIMIT_MIB: `0` is not a number of mebibytes above 0",
            ),
            (
                "RECORD_LINES_LIMIT",
                "many",
                "RECORD_LINES_LIMIT: `many` is not a number of lines above 0",
            ),
            (
                "REPUT_KEY",
                "fifteen letters",
                "REPUT_KEY: has 15 bytes; it takes at least 16 to be a secret",
            ),
            (
                "SEVERAL_LINES",
                "both",
                "SEVERAL_LINES: `both` is neither reput nor join",
            ),
            (
                "DOCUMENTS",
                "small",
                "DOCUMENTS: `small` is neither full nor compact",
            ),
            (
                "PARTITION_KEYS",
                "host,day",
                "PARTITION_KEYS: `day` is none of host, date, status_class, country, kind",
            ),
            (
                "AWS_LAMBDA_LOG_LEVEL",
                "LOUD",
                "AWS_LAMBDA_LOG_LEVEL: `LOUD` is no level of logs",
            ),
            (
                "USER_HASH_KEY",
                "fifteen bytes..",
                "USER_HASH_KEY: the key has fewer than 16 bytes",
            ),
            (
                "OWN_DOMAINS",
                "example.com, https://example.org/",
                "OWN_DOMAINS: `https://example.org/` is not a domain",
            ),
            ("DROP", "path", "DROP: condition `path`: has no `=`"),
        ];
        for (name, value, expected) in cases {
            assert_eq!(read(&[(name, value)]).unwrap_err().to_string(), expected);
        }
    }

    #[test]
    fn the_readme_has_every_variable_and_no_other() {
        let readme = include_str!("../README.md");
        let rows = readme
            .lines()
            .filter_map(|line| line.strip_prefix("| `")?.split_once("` | "));
        let rows: Vec<_> = rows
            .filter(|(name, _)| name.chars().all(|c| c.is_ascii_uppercase() || c == '_'))
            .collect();
        let listed: Vec<_> = rows
            .iter()
            .map(|(name, rest)| (*name, rest.split(" | ").next().unwrap()))
            .collect();
        let known: Vec<_> = VARIABLES
            .iter()
            .map(|variable| (variable.name, variable.default))
            .collect();
        assert_eq!(listed, known);
    }
}
