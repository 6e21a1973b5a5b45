//! One list as its operator publishes it,
//! `{"creationTime":"...","prefixes":[{"ipv4Prefix":"..."},{"ipv6Prefix":"..."}]}`, and the check
//! whether it contains an address. The format is Google's:
//! <https://developers.google.com/static/crawling/ipranges/common-crawlers.json>.

use std::net::IpAddr;

use ipnet::{Ipv4Net, Ipv6Net};
use jiff::civil::Date;
use serde::Deserialize;

/// The shortest prefixes of a list, in bits. Registries hold blocks of this size, so a larger range
/// is a mistake, and would verify every address.
const LEAST_BITS_V4: u8 = 8;
const LEAST_BITS_V6: u8 = 12;

/// The addresses of a list as ranges (first, last), in order and without overlaps.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Ranges {
    v4: Vec<(u32, u32)>,
    v6: Vec<(u128, u128)>,
}

#[derive(Deserialize)]
#[serde(expecting = "an object with `prefixes`")]
struct File<'a> {
    #[serde(rename = "creationTime")]
    creation_time: Option<String>,
    #[serde(borrow)]
    prefixes: Vec<Prefix<'a>>,
}

#[derive(Deserialize)]
#[serde(expecting = "an object with `ipv4Prefix` or `ipv6Prefix`")]
struct Prefix<'a> {
    #[serde(rename = "ipv4Prefix")]
    v4: Option<&'a str>,
    #[serde(rename = "ipv6Prefix")]
    v6: Option<&'a str>,
}

impl Ranges {
    /// Reads a list. Also returns the day it was made, `2026-09-02`, if the list has one.
    pub(super) fn read(json: &str) -> Result<(Self, Option<String>), String> {
        let file: File<'_> = serde_json::from_str(json).map_err(|error| error.to_string())?;
        let (mut v4, mut v6) = (Vec::new(), Vec::new());
        for prefix in &file.prefixes {
            let refused = |text: &str| format!("`{text}` is not a prefix");
            let fits = |text: &str, bits: u8, least: u8| match bits < least {
                true => Err(format!("`{text}` is larger than /{least}")),
                false => Ok(()),
            };
            if let Some(text) = prefix.v4 {
                let net: Ipv4Net = text.parse().map_err(|_| refused(text))?;
                fits(text, net.prefix_len(), LEAST_BITS_V4)?;
                v4.push((net.network().into(), net.broadcast().into()));
            }
            if let Some(text) = prefix.v6 {
                let net: Ipv6Net = text.parse().map_err(|_| refused(text))?;
                fits(text, net.prefix_len(), LEAST_BITS_V6)?;
                v6.push((net.network().into(), net.broadcast().into()));
            }
        }
        let ranges = Self {
            v4: merged(v4),
            v6: merged(v6),
        };
        if ranges == Self::default() {
            return Err("it has no prefixes".to_owned());
        }
        let day = file.creation_time.map(|time| day_of(&time)).transpose()?;
        Ok((ranges, day))
    }

    /// Whether an address is in one of the ranges.
    pub(super) fn hold(&self, ip: IpAddr) -> bool {
        match ip {
            IpAddr::V4(ip) => holds(&self.v4, ip.into()),
            IpAddr::V6(ip) => holds(&self.v6, ip.into()),
        }
    }
}

/// The day of `2026-09-02T00:00:00`. A day that the calendar does not have is refused, because it
/// would hide the days of all other lists.
fn day_of(time: &str) -> Result<String, String> {
    let day = time.get(..10).filter(|day| day.parse::<Date>().is_ok());
    day.map(str::to_owned).ok_or_else(|| {
        format!("creationTime `{time}` does not begin with a day such as 2026-09-02")
    })
}

fn merged<T: Ord + Copy>(mut sorted: Vec<(T, T)>) -> Vec<(T, T)> {
    sorted.sort_unstable();
    let mut merged: Vec<(T, T)> = Vec::with_capacity(sorted.len());
    for (first, last) in sorted {
        match merged.last_mut() {
            Some(before) if first <= before.1 => before.1 = before.1.max(last),
            _ => merged.push((first, last)),
        }
    }
    merged
}

fn holds<T: Ord + Copy>(ranges: &[(T, T)], address: T) -> bool {
    let after = ranges.partition_point(|(first, _)| *first <= address);
    let range = after.checked_sub(1).and_then(|at| ranges.get(at));
    range.is_some_and(|(_, last)| address <= *last)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_broken_list_is_refused() {
        for (json, reason) in [
            ("", "EOF while parsing"),
            ("<html>", "expected value"),
            (r#"{"prefixes":[]}"#, "it has no prefixes"),
            (
                r#"{"prefixes":[{"ipv4Prefix":"10.0.0.0/99"}]}"#,
                "`10.0.0.0/99` is not a prefix",
            ),
            (r#"{"ranges":["192.0.2.0/24"]}"#, "missing field `prefixes`"),
            ("[]", "expected an object with `prefixes`"),
            ("7", "expected an object with `prefixes`"),
            (
                r#"{"prefixes":["192.0.2.0/24"]}"#,
                "expected an object with `ipv4Prefix` or `ipv6Prefix`",
            ),
            (
                r#"{"prefixes":[{"ipv4Prefix":"0.0.0.0/0"}]}"#,
                "`0.0.0.0/0` is larger than /8",
            ),
            (
                r#"{"prefixes":[{"ipv6Prefix":"2000::/3"}]}"#,
                "`2000::/3` is larger than /12",
            ),
            (
                r#"{"creationTime":"2025-99-99T00:00:00","prefixes":[{"ipv4Prefix":"192.0.2.0/24"}]}"#,
                "creationTime `2025-99-99T00:00:00` does not begin with a day",
            ),
            (
                r#"{"creationTime":"yesterday","prefixes":[{"ipv4Prefix":"192.0.2.0/24"}]}"#,
                "creationTime `yesterday` does not begin with a day",
            ),
        ] {
            let error = Ranges::read(json).unwrap_err();
            assert!(error.contains(reason), "{json}: {error}");
        }
    }

    proptest! {
        /// Compares the sorted table with a check of every prefix.
        #[test]
        fn the_table_agrees_with_its_prefixes(
            nets in proptest::collection::vec((any::<u32>(), 8_u8..=32), 1..20),
            near in any::<proptest::sample::Index>(),
            step in -2_i64..=2,
        ) {
            let nets: Vec<_> = nets
                .into_iter()
                .map(|(ip, length)| Ipv4Net::new(ip.into(), length).unwrap())
                .collect();
            let prefixes: Vec<_> =
                nets.iter().map(|net| format!(r#"{{"ipv4Prefix":"{net}"}}"#)).collect();
            let list = format!(r#"{{"prefixes":[{}]}}"#, prefixes.join(","));
            let (ranges, day) = Ranges::read(&list).unwrap();
            prop_assert_eq!(day, None);
            let net = nets[near.index(nets.len())];
            for edge in [net.network(), net.broadcast()] {
                let ip = (i64::from(u32::from(edge)) + step).clamp(0, i64::from(u32::MAX));
                let ip = u32::try_from(ip).unwrap();
                let plain = nets.iter().any(|net| net.contains(&std::net::Ipv4Addr::from(ip)));
                prop_assert_eq!(ranges.hold(IpAddr::V4(ip.into())), plain);
            }
        }
    }
}
