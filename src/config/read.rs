//! The configuration, read from the variables.

use ipnet::IpNet;

use super::value::{self, ConfigError, Values};
use super::{Ending, Hook, LogLevel, Objects, SeveralLines, Unreadable};
use crate::arrival::PAST_DAYS;
use crate::document::Form;
use crate::drop::DropRules;
use crate::enrich::VisitorKey;
use crate::format::UnitOfD;
use crate::object::key::{KeyFormat, Keys};
use crate::pipeline::RecordLimits;
use crate::{clean, mark, payload};

/// The operator's configuration. Its values are checked, except for formats and files, which
/// [`Config::settings`] and [`Config::formats`] check. Each field names its variable, and the
/// README explains the variables.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Config {
    /// `DELIVERY_STREAM`: the Firehose stream's name, which `kinesis-enrich` and `s3-enrich` need.
    pub delivery_stream: Option<String>,
    /// `LOG_FORMAT`.
    pub log_format: String,
    /// `LOG_FIELDS`.
    pub log_fields: Option<String>,
    /// `PERCENT_D`.
    pub unit_of_d: UnitOfD,
    /// `TRUSTED_PROXIES`, `REDACT_PARAMETERS`, `ADDRESS_TRUNCATION` and `USER_HASH_KEY`.
    pub rules: clean::Rules,
    /// `VISITOR_KEY`.
    pub visitor_key: Option<VisitorKey>,
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
    /// `OWN_DOMAINS`, in lower case.
    pub own_domains: Vec<String>,
    /// `EXPANSION_LIMIT_MIB`, in bytes.
    pub expansion_limit_bytes: usize,
    /// `MISDATED_DAYS`, or `None` for no limit.
    pub past_days: Option<u32>,
    /// `RECORD_LINES_LIMIT` and `RECORD_DOCUMENTS_LIMIT_MIB`.
    pub record_limits: RecordLimits,
    /// `SEVERAL_LINES`, `REPUT_KEY`, `UNREADABLE`, `OUTPUT_NEWLINE` and `PARTITION_KEYS`.
    pub hook: Hook,
    /// `S3_KEY_PATTERN`, `LOG_FORMAT_BY_KEY`, `OBJECT_PATH` and `CONTINUE_QUEUE_URL`.
    pub objects: Objects,
    /// `AWS_LAMBDA_LOG_LEVEL`, which Lambda sets from the function's logging configuration.
    pub log_level: LogLevel,
}

impl Config {
    /// Reads the variables through `lookup` (`|name| std::env::var(name).ok()` in the binaries).
    ///
    /// # Errors
    /// The error names a variable with an invalid value.
    ///
    /// # Examples
    /// ```
    /// use weblog_enrich::config::Config;
    ///
    /// let config = Config::read(|name| (name == "LOG_FORMAT").then(|| "nginx".to_owned()))?;
    /// assert_eq!(config.log_format, "nginx");
    /// let error = Config::read(|name| (name == "KEEP_ORIGINAL").then(|| "maybe".to_owned()));
    /// assert_eq!(error.unwrap_err().variable, "KEEP_ORIGINAL");
    /// # Ok::<(), weblog_enrich::config::ConfigError>(())
    /// ```
    pub fn read(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let values = Values(lookup);
        let keep_original = values.switch("KEEP_ORIGINAL")?;
        if keep_original && values.text("USER_HASH_KEY").is_some() {
            let reason = "the raw line would show the users that USER_HASH_KEY hides; set only one \
                          of the two variables";
            return Err(ConfigError::new("KEEP_ORIGINAL", reason));
        }
        Ok(Self {
            delivery_stream: values.text("DELIVERY_STREAM"),
            log_format: values
                .text("LOG_FORMAT")
                .unwrap_or_else(|| "auto".to_owned()),
            log_fields: values.text("LOG_FIELDS"),
            unit_of_d: values.choice(
                "PERCENT_D",
                [
                    ("microseconds", UnitOfD::Microseconds),
                    ("milliseconds", UnitOfD::Milliseconds),
                ],
            )?,
            rules: rules(&values)?,
            visitor_key: values.key("VISITOR_KEY", value::visitor_key)?,
            keep_original,
            documents: values.choice(
                "DOCUMENTS",
                [("full", Form::Full), ("compact", Form::Compact)],
            )?,
            drop_rules: DropRules::parse(&values.text("DROP").unwrap_or_default())
                .map_err(|error| ConfigError::new("DROP", error.to_string()))?,
            geoip_path: values.text("GEOIP_PATH"),
            bot_ranges_path: values.text("BOT_RANGES_PATH"),
            own_domains: values.list("OWN_DOMAINS", value::domain)?,
            expansion_limit_bytes: values
                .parsed("EXPANSION_LIMIT_MIB", value::mebibytes)?
                .unwrap_or(payload::EXPANSION_LIMIT_BYTES),
            past_days: values
                .parsed("MISDATED_DAYS", value::past_days)?
                .unwrap_or(Some(PAST_DAYS)),
            record_limits: record_limits(&values)?,
            hook: hook(&values)?,
            objects: objects(&values)?,
            log_level: values
                .parsed("AWS_LAMBDA_LOG_LEVEL", value::level)?
                .unwrap_or_default(),
        })
    }
}

fn rules<F: Fn(&str) -> Option<String>>(values: &Values<F>) -> Result<clean::Rules, ConfigError> {
    let redaction = values.text("REDACT_PARAMETERS");
    Ok(clean::Rules {
        trusted_proxies: values.list::<IpNet>("TRUSTED_PROXIES", value::network)?,
        redaction: redaction
            .map(|names| clean::Redaction::parse(&names))
            .unwrap_or_default(),
        truncate_addresses: values.switch("ADDRESS_TRUNCATION")?,
        visitor_ids: values.text("VISITOR_KEY").is_some(),
        user_hash_key: values.key("USER_HASH_KEY", value::user_hash_key)?,
    })
}

fn record_limits<F: Fn(&str) -> Option<String>>(
    values: &Values<F>,
) -> Result<RecordLimits, ConfigError> {
    let documents_bytes = values.parsed("RECORD_DOCUMENTS_LIMIT_MIB", value::mebibytes)?;
    Ok(RecordLimits {
        lines: values
            .parsed("RECORD_LINES_LIMIT", value::lines)?
            .unwrap_or(RecordLimits::DEFAULT.lines),
        documents_bytes: documents_bytes
            .map_or(RecordLimits::DEFAULT.documents_bytes, |bytes| bytes as u64),
    })
}

fn hook<F: Fn(&str) -> Option<String>>(values: &Values<F>) -> Result<Hook, ConfigError> {
    Ok(Hook {
        several_lines: values.choice(
            "SEVERAL_LINES",
            [("reput", SeveralLines::Reput), ("join", SeveralLines::Join)],
        )?,
        reput_key: values.key("REPUT_KEY", |text| {
            mark::Key::new(text).map_err(|error| error.to_string())
        })?,
        unreadable: values.choice(
            "UNREADABLE",
            [
                ("document", Unreadable::Document),
                ("processing_failed", Unreadable::ProcessingFailed),
            ],
        )?,
        ending: match values.switch("OUTPUT_NEWLINE")? {
            true => Ending::Newline,
            false => Ending::None,
        },
        partition_keys: values.list("PARTITION_KEYS", value::partition_key)?,
    })
}

fn objects<F: Fn(&str) -> Option<String>>(values: &Values<F>) -> Result<Objects, ConfigError> {
    let keys = values.parsed("S3_KEY_PATTERN", Keys::parse)?;
    Ok(Objects {
        keys: keys.unwrap_or_default(),
        formats: values
            .parsed("LOG_FORMAT_BY_KEY", KeyFormat::parse)?
            .unwrap_or_default(),
        names_path: values.switch("OBJECT_PATH")?,
        continue_queue_url: values.text("CONTINUE_QUEUE_URL"),
    })
}

/// `OPENSEARCH_PASSWORD`: the password for `--user` of `weblog setup` and `weblog replay`. It is
/// not an argument, because the list of processes shows arguments.
#[must_use]
pub fn opensearch_password(lookup: impl Fn(&str) -> Option<String>) -> Option<String> {
    lookup("OPENSEARCH_PASSWORD")
}
