//! Builds what a pipeline needs from the configuration: compiles the format, opens the files.

use super::{Config, ConfigError};
use crate::document::RECORD_LIMIT_BYTES;
use crate::enrich::Enricher;
use crate::format::Format;
use crate::pipeline::Settings;
use crate::{bot_ranges, databases, mark};

impl Config {
    /// Compiles the format and opens the databases.
    ///
    /// # Errors
    /// The variable whose value cannot work: the format does not compile, or a file cannot be read.
    pub fn settings(&self) -> Result<Settings, ConfigError> {
        let format = self.format()?;
        let databases = databases::open(self.geoip_path.as_deref());
        let databases =
            databases.map_err(|error| ConfigError::new("GEOIP_PATH", error.to_string()))?;
        let ranges = bot_ranges::open(self.bot_ranges_path.as_deref())
            .map_err(|error| ConfigError::new("BOT_RANGES_PATH", error.to_string()))?;
        let mut enricher = Enricher::new(&databases).with_own_domains(&self.own_domains);
        // A truncated address cannot be compared with ranges smaller than what was cut off.
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
            // The mark before a document, or the newline behind it, has to fit in as well.
            document_limit_bytes: RECORD_LIMIT_BYTES
                - mark::BYTES.max(usize::from(self.hook.ends_lines)),
        })
    }

    /// Compiles the format for the lines of an object: by its key, or as all others.
    ///
    /// # Errors
    /// The variable whose value cannot work.
    pub fn format_of(&self, key: &str) -> Result<Format, ConfigError> {
        let by_key = self.objects.formats.iter();
        let Some(found) = by_key.clone().find(|entry| entry.keys.matches(key)) else {
            return self.format();
        };
        self.format_by_key(&found.format)
    }

    /// Compiles every format of `LOG_FORMAT_BY_KEY`, so that one that cannot work is refused at start.
    ///
    /// # Errors
    /// The variable, with the reason.
    pub fn check_formats_by_key(&self) -> Result<(), ConfigError> {
        let mut formats = self.objects.formats.iter();
        formats.try_for_each(|entry| self.format_by_key(&entry.format).map(drop))
    }

    fn format_by_key(&self, format: &str) -> Result<Format, ConfigError> {
        Format::compile_in(format, None, self.unit_of_d).map_err(|error| {
            let reason = format!(
                "`{format}`: {} at position {}",
                error.reason, error.position
            );
            ConfigError::new("LOG_FORMAT_BY_KEY", reason)
        })
    }

    fn format(&self) -> Result<Format, ConfigError> {
        let fields = self.log_fields.as_deref();
        let format = Format::compile_in(&self.log_format, fields, self.unit_of_d);
        format.map_err(|error| {
            // Where fields are configured, LOG_FORMAT is only a name, and the fields decide.
            let variable = match fields {
                Some(_) => "LOG_FIELDS",
                None => "LOG_FORMAT",
            };
            ConfigError::new(variable, error.to_string())
        })
    }
}
