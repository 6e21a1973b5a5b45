//! Reads a variable's text as a value. If a parser fails, it returns an error that is displayed as
//! a lower-case fragment, and [`Values`] prepends the variable's name.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};

use ipnet::IpNet;

use super::{LogLevel, PartitionKey};
use crate::clean::UserHashKey;
use crate::enrich::VisitorKey;

/// A variable with an invalid value.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ConfigError {
    /// The variable.
    pub variable: &'static str,
    /// What is wrong with its value, as a lower-case fragment.
    pub reason: String,
}

impl ConfigError {
    pub(super) fn new(variable: &'static str, reason: impl Into<String>) -> Self {
        Self {
            variable,
            reason: reason.into(),
        }
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.variable, self.reason)
    }
}

impl std::error::Error for ConfigError {}

/// The variables' texts, looked up by name with a function.
pub(super) struct Values<F>(pub(super) F);

impl<F: Fn(&str) -> Option<String>> Values<F> {
    /// The text without surrounding spaces, or `None` if the variable is absent or empty.
    pub(super) fn text(&self, variable: &str) -> Option<String> {
        (self.0)(variable)
            .map(|text| text.trim().to_owned())
            .filter(|text| !text.is_empty())
    }

    /// The value that `parse` makes from the text, or `None` if there is no text.
    pub(super) fn parsed<T, E: fmt::Display>(
        &self,
        variable: &'static str,
        parse: impl Fn(&str) -> Result<T, E>,
    ) -> Result<Option<T>, ConfigError> {
        let value = self.text(variable).map(|text| parse(&text)).transpose();
        value.map_err(|reason| ConfigError::new(variable, reason.to_string()))
    }

    /// Like [`Self::parsed`], for a key. A key of blanks is refused rather than regarded as absent,
    /// because whoever set it expects values to be protected.
    pub(super) fn key<T, E: fmt::Display>(
        &self,
        variable: &'static str,
        parse: impl Fn(&str) -> Result<T, E>,
    ) -> Result<Option<T>, ConfigError> {
        let written = (self.0)(variable).unwrap_or_default();
        match !written.is_empty() && written.trim().is_empty() {
            true => Err(ConfigError::new(variable, "the key consists of blanks")),
            false => self.parsed(variable, parse),
        }
    }

    /// The values of a list with entries separated by commas.
    pub(super) fn list<T>(
        &self,
        variable: &'static str,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Result<Vec<T>, ConfigError> {
        let text = self.text(variable).unwrap_or_default();
        let entries = text.split(',').map(str::trim);
        let values = entries.filter(|entry| !entry.is_empty()).map(parse);
        let values = values.collect::<Result<_, _>>();
        values.map_err(|reason| ConfigError::new(variable, reason))
    }

    /// The value of one of two words. The first word is the default.
    pub(super) fn choice<T: Copy>(
        &self,
        variable: &'static str,
        [first, second]: [(&str, T); 2],
    ) -> Result<T, ConfigError> {
        let value = self.parsed(variable, |text| match text {
            text if text == first.0 => Ok(first.1),
            text if text == second.0 => Ok(second.1),
            text => Err(format!("`{text}` is neither {} nor {}", first.0, second.0)),
        })?;
        Ok(value.unwrap_or(first.1))
    }

    /// `true` or `false`. The default is `false`.
    pub(super) fn switch(&self, variable: &'static str) -> Result<bool, ConfigError> {
        let value = self.parsed(variable, |text| match text {
            "true" => Ok(true),
            "false" => Ok(false),
            text => Err(format!("`{text}` is neither true nor false")),
        })?;
        Ok(value.unwrap_or(false))
    }
}

/// A key for the hashes of users. The error does not quote the key, because the key is secret.
pub(super) fn user_hash_key(text: &str) -> Result<UserHashKey, String> {
    UserHashKey::new(text).ok_or_else(|| too_short(UserHashKey::LEAST_BYTES))
}

/// A key for the ids of visitors. The error does not quote the key, because the key is secret.
pub(super) fn visitor_key(text: &str) -> Result<VisitorKey, String> {
    VisitorKey::new(text).ok_or_else(|| too_short(VisitorKey::LEAST_BYTES))
}

fn too_short(least: usize) -> String {
    format!("the key has fewer than {least} bytes")
}

/// A partition key by its name.
pub(super) fn partition_key(name: &str) -> Result<PartitionKey, String> {
    let mut keys = PartitionKey::ALL.into_iter();
    let key = keys.find(|(known, _)| *known == name).map(|(_, key)| key);
    let known = || PartitionKey::ALL.map(|(name, _)| name).join(", ");
    key.ok_or_else(|| format!("`{name}` is not one of {}", known()))
}

/// A level by Lambda's name, in upper or lower case.
pub(super) fn level(name: &str) -> Result<LogLevel, String> {
    match name.to_ascii_uppercase().as_str() {
        "TRACE" => Ok(LogLevel::Trace),
        "DEBUG" => Ok(LogLevel::Debug),
        "INFO" => Ok(LogLevel::Info),
        "WARN" => Ok(LogLevel::Warn),
        "ERROR" | "FATAL" => Ok(LogLevel::Error),
        _ => Err(format!(
            "`{name}` is not one of TRACE, DEBUG, INFO, WARN, ERROR, FATAL"
        )),
    }
}

/// A network in CIDR notation, or an address, which is a network of one address.
pub(super) fn network(entry: &str) -> Result<IpNet, String> {
    entry
        .parse()
        .or_else(|_| entry.parse::<IpAddr>().map(IpNet::from))
        .map_err(|_| format!("`{entry}` is neither an address nor a CIDR"))
}

/// How many days in the past a time may be, or `None` for any number.
pub(super) fn past_days(text: &str) -> Result<Option<u32>, String> {
    match text {
        "none" => Ok(None),
        text => match text.parse() {
            Ok(days) if days > 0 => Ok(Some(days)),
            _ => Err(format!(
                "`{text}` is not a number of days above 0, nor `none`"
            )),
        },
    }
}

/// A number of lines.
pub(super) fn lines(text: &str) -> Result<u64, String> {
    let lines = text.parse().ok().filter(|lines| *lines > 0);
    lines.ok_or_else(|| format!("`{text}` is not a number of lines above 0"))
}

/// A domain, converted to lower case, or an IPv6 address as browsers write it, without brackets. A
/// label has at most 63 bytes and a domain 253 (<https://www.rfc-editor.org/rfc/rfc1035>).
pub(super) fn domain(entry: &str) -> Result<String, String> {
    let address = entry.trim_start_matches('[').trim_end_matches(']');
    if let Ok(address) = address.parse::<Ipv6Addr>() {
        return Ok(address.to_string());
    }
    let in_label = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(in_label)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let domain = entry.to_ascii_lowercase();
    if !entry.is_ascii() {
        return Err(format!(
            "`{entry}` is not ASCII; write the domain as browsers send it, with `xn--`"
        ));
    }
    if domain.len() > 253 || !domain.split('.').all(is_label) {
        return Err(format!("`{entry}` is not a domain"));
    }
    if is_public_suffix(&domain) {
        return Err(format!(
            "`{entry}` is a public suffix, below which others have sites"
        ));
    }
    Ok(domain)
}

/// Whether anybody can register a domain below this one. Of the suffixes without a dot, only those
/// of countries and `com`, `net` and `org` count, because any other can be a host of an intranet or
/// belong to one firm.
fn is_public_suffix(domain: &str) -> bool {
    let suffix = psl::suffix(domain.as_bytes());
    let is_listed = suffix.is_some_and(|suffix| {
        suffix.typ() == Some(psl::Type::Icann) && suffix.as_bytes() == domain.as_bytes()
    });
    is_listed
        && (domain.contains('.') || domain.len() == 2 || matches!(domain, "com" | "net" | "org"))
}

/// A number of mebibytes, as bytes.
pub(super) fn mebibytes(text: &str) -> Result<usize, String> {
    let mebibytes = text.parse::<usize>().ok().filter(|number| *number > 0);
    mebibytes
        .and_then(|mebibytes| mebibytes.checked_mul(1024 * 1024))
        .ok_or_else(|| format!("`{text}` is not a number of mebibytes above 0"))
}
