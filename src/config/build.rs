//! Builds what a pipeline needs from the configuration: compiles the format, opens the files.

use super::{Config, ConfigError};
use crate::document::RECORD_LIMIT_BYTES;
use crate::enrich::Enricher;
use crate::format::{Format, UnitOfD};
use crate::object::key::KeyFormat;
use crate::pipeline::Settings;
use crate::{bot_ranges, databases, mark};

impl Config {
    /// Makes the settings of a pipeline: compiles the format, and opens the databases and the lists
    /// of bots' addresses.
    ///
    /// # Errors
    /// The error names the variable with an invalid value: the format does not compile, or a file
    /// cannot be read.
    pub fn settings(&self) -> Result<Settings, ConfigError> {
        let format = self.format()?;
        let databases = databases::open(self.geoip_path.as_deref());
        let databases =
            databases.map_err(|error| ConfigError::new("GEOIP_PATH", error.to_string()))?;
        let ranges = bot_ranges::open(self.bot_ranges_path.as_deref())
            .map_err(|error| ConfigError::new("BOT_RANGES_PATH", error.to_string()))?;
        let mut enricher = Enricher::new(&databases).with_own_domains(&self.own_domains);
        // A truncated address cannot be matched with ranges that are smaller than the removed part.
        if !self.rules.truncate_addresses {
            enricher = enricher.with_bot_ranges(ranges);
        }
        if let Some(key) = &self.visitor_key {
            enricher = enricher.with_visitor_key(key.clone());
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
            // Space is also needed for the mark before a document or the newline after it.
            document_limit_bytes: RECORD_LIMIT_BYTES
                - mark::BYTES.max(self.hook.ending.bytes().len()),
        })
    }

    /// The formats of objects' lines. Each format of `LOG_FORMAT_BY_KEY` is compiled once here, so
    /// that an invalid one is refused at start. ([`Config::settings`] compiles `LOG_FORMAT`.)
    ///
    /// # Errors
    /// A format of `LOG_FORMAT_BY_KEY` is invalid.
    pub fn formats(&self) -> Result<Formats, ConfigError> {
        let formats = Formats {
            by_key: self.objects.formats.clone(),
            format: self.log_format.clone(),
            fields: self.log_fields.clone(),
            unit_of_d: self.unit_of_d,
        };
        let mut by_key = formats.by_key.iter();
        by_key.try_for_each(|entry| formats.by_key(&entry.format).map(drop))?;
        Ok(formats)
    }

    fn format(&self) -> Result<Format, ConfigError> {
        let fields = self.log_fields.as_deref();
        compiled(&self.log_format, fields, self.unit_of_d)
    }
}

/// The formats of objects' lines: some by key, and one for all other objects.
#[derive(Debug, Clone)]
pub struct Formats {
    by_key: Vec<KeyFormat>,
    format: String,
    fields: Option<String>,
    unit_of_d: UnitOfD,
}

impl Formats {
    /// Whether all objects have the same format.
    #[must_use]
    pub fn are_one(&self) -> bool {
        self.by_key.is_empty()
    }

    /// Compiles the format of the object with this key.
    ///
    /// # Errors
    /// The format does not compile. [`Config::formats`] and [`Config::settings`] check this first.
    pub fn of(&self, key: &str) -> Result<Format, ConfigError> {
        let found = self.by_key.iter().find(|entry| entry.keys.matches(key));
        match found {
            Some(entry) => self.by_key(&entry.format),
            None => compiled(&self.format, self.fields.as_deref(), self.unit_of_d),
        }
    }

    fn by_key(&self, format: &str) -> Result<Format, ConfigError> {
        Format::compile_in(format, None, self.unit_of_d).map_err(|error| {
            let reason = format!(
                "`{format}`: {} at position {}",
                error.reason, error.position
            );
            ConfigError::new("LOG_FORMAT_BY_KEY", reason)
        })
    }
}

fn compiled(format: &str, fields: Option<&str>, unit_of_d: UnitOfD) -> Result<Format, ConfigError> {
    Format::compile_in(format, fields, unit_of_d).map_err(|error| {
        // If fields are configured, LOG_FORMAT is only a name, and the fields decide.
        let variable = match fields {
            Some(_) => "LOG_FIELDS",
            None => "LOG_FORMAT",
        };
        let reason = format!("{} at position {}", error.reason, error.position);
        ConfigError::new(variable, reason)
    })
}
