//! The options of the pipeline, which several commands have. Each option takes precedence over an
//! environment variable, and its value is checked in the same way as the variable's.

use clap::Args;

use super::failure::Failure;
use crate::config::{Config, ConfigError};
use crate::pipeline::Settings;

/// How lines are read, cleaned and enriched.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Pipeline options (they take precedence over variables)")]
pub(super) struct Options {
    /// `auto`, another format's name, an Apache `LogFormat` or nginx `log_format` string, or a W3C
    /// `#Fields:` line [variable: `LOG_FORMAT`]
    #[arg(long, short, value_name = "FORMAT", long_help = format_help())]
    format: Option<String>,

    /// The fields of the log: pairs `key=field` for `json` and `auto`; names in order for `w3c`,
    /// `cloudfront` and `cloudfront-realtime` [variable: `LOG_FIELDS`]
    #[arg(long, value_name = "FIELDS")]
    fields: Option<String>,

    /// Folders of MaxMind DB files, or files, separated by commas, or `none`
    /// [variable: `GEOIP_PATH`]
    #[arg(long, value_name = "PATH")]
    geoip: Option<String>,

    /// The address or network of a proxy whose X-Forwarded-For is trusted; may be repeated
    /// [variable: `TRUSTED_PROXIES`]
    #[arg(long = "trusted-proxy", value_name = "CIDR")]
    trusted_proxies: Vec<String>,

    /// Keeps the raw line of every event, redacted, in event.original [variable: `KEEP_ORIGINAL`]
    #[arg(long)]
    keep_original: bool,

    /// The name of the option for the log's format.
    #[arg(skip = FORMAT_OPTION)]
    format_option: &'static str,

    /// `full`, or `compact`, which omits what OpenSearch's ingest pipeline restores [variable:
    /// `DOCUMENTS`]
    #[arg(long, value_name = "FORM")]
    documents: Option<String>,
}

/// The default name of the option for the log's format.
const FORMAT_OPTION: &str = "--format";

impl Options {
    /// The same options, for a command that has another name for `--format`.
    pub(super) fn with_format_named(self, format_option: &'static str) -> Self {
        Self {
            format_option,
            ..self
        }
    }

    /// The configuration: the options take precedence over the environment.
    pub(super) fn config(&self) -> Result<Config, Failure> {
        let lookup = |variable: &str| {
            self.value(variable)
                .or_else(|| std::env::var(variable).ok())
        };
        Config::read(lookup).map_err(|error| self.failure(&error))
    }

    /// The pipeline's settings from this configuration.
    pub(super) fn settings(&self) -> Result<Settings, Failure> {
        self.config()?
            .settings()
            .map_err(|error| self.failure(&error))
    }

    /// The value that an option gives for a variable. `None` if no option gives one.
    fn value(&self, variable: &str) -> Option<String> {
        match variable {
            "LOG_FORMAT" => self.format.clone(),
            "LOG_FIELDS" => self.fields.clone(),
            "GEOIP_PATH" => self.geoip.clone(),
            "TRUSTED_PROXIES" => {
                (!self.trusted_proxies.is_empty()).then(|| self.trusted_proxies.join(","))
            }
            "KEEP_ORIGINAL" => self.keep_original.then(|| "true".to_owned()),
            "DOCUMENTS" => self.documents.clone(),
            _ => None,
        }
    }

    /// The error, with the name of the option or variable that the person used.
    fn failure(&self, error: &ConfigError) -> Failure {
        let option = match error.variable {
            _ if self.value(error.variable).is_none() => error.variable,
            "LOG_FORMAT" => self.format_option,
            "LOG_FIELDS" => "--fields",
            "GEOIP_PATH" => "--geoip",
            "TRUSTED_PROXIES" => "--trusted-proxy",
            "KEEP_ORIGINAL" => "--keep-original",
            "DOCUMENTS" => "--documents",
            variable => variable,
        };
        Failure::Settings(format!("{option}: {}", error.reason))
    }
}

/// The long help of `--format`.
fn format_help() -> String {
    format!(
        "The name of a format, an Apache `LogFormat` or nginx `log_format` string, or a W3C \
         `#Fields:` line [variable: `LOG_FORMAT`]\n\n\
        Names: {}. The default is `auto`. `weblog formats` shows a line of each.",
        crate::format::names()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_names_the_option_or_variable_that_the_person_used() {
        let error = ConfigError {
            variable: "LOG_FORMAT",
            reason: "unknown".to_owned(),
        };
        let cases = [
            ("from-option", Some("nonsense"), "--format: unknown"),
            ("from-environment", None, "LOG_FORMAT: unknown"),
        ];
        for (name, format, expected) in cases {
            let options = Options {
                format: format.map(str::to_owned),
                format_option: FORMAT_OPTION,
                ..Options::default()
            };
            let failure = options.failure(&error);
            assert!(
                matches!(failure, Failure::Settings(message) if message == expected),
                "{name}"
            );
        }
    }

    #[test]
    fn several_trusted_proxies_are_one_list() {
        let options = Options {
            trusted_proxies: vec!["192.0.2.0/24".to_owned(), "2001:db8::/32".to_owned()],
            ..Options::default()
        };
        assert_eq!(
            options.value("TRUSTED_PROXIES").as_deref(),
            Some("192.0.2.0/24,2001:db8::/32")
        );
        assert_eq!(options.value("LOG_FIELDS"), None);
    }
}
