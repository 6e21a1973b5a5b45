//! The campaign that a link belongs to: `weblog.campaign.*`. It is read from `utm_*` parameters
//! (<https://support.google.com/analytics/answer/10917952>) and from the identifiers that
//! advertising networks add to a click.
//!
//! Only the network of an identifier is reported, never its value, which identifies one person's
//! click.

use std::borrow::Cow;

use crate::event::Campaign;
use crate::near;

/// Names of identifiers and their networks. Facts as of 2026-11, from the networks' own pages.
const CLICK_IDS: &[(&str, &str)] = &[
    ("awc", "Awin"),
    ("cjevent", "CJ Affiliate"),
    ("dclid", "Google Display"),
    ("epik", "Pinterest"),
    ("fbclid", "Meta"),
    ("gbraid", "Google Ads"),
    ("gclid", "Google Ads"),
    ("gclsrc", "Google Ads"),
    ("igsh", "Instagram"),
    ("igshid", "Instagram"),
    ("irclickid", "impact.com"),
    ("li_fat_id", "LinkedIn"),
    ("mc_eid", "Mailchimp"),
    ("msclkid", "Microsoft Advertising"),
    ("ndclid", "Nextdoor"),
    ("qclid", "Quora"),
    ("rdt_cid", "Reddit"),
    ("sccid", "Snapchat"),
    ("ttclid", "TikTok"),
    ("twclid", "X"),
    ("wbraid", "Google Ads"),
    ("yclid", "Yandex"),
    ("ymclid", "Yandex"),
];

/// The network whose `yclid` begins with the name of its service: `YSS.1000.EAIaI` for searches,
/// `YJAD.1000.EAIaI` for the rest. Yandex's `yclid` is a number. Facts as of 2026-11, from the
/// references of Yahoo! JAPAN Ads' Conversion API.
const YAHOO_JAPAN: &str = "Yahoo! Japan";

/// The longest value that is kept, in bytes. Longer values are cut.
const LIMIT_BYTES: usize = 200;

/// The campaign that a query names, or `None` if no parameter names a campaign or a network.
pub(super) fn find(query: &str) -> Option<Box<Campaign>> {
    let mut campaign = Campaign::default();
    for (name, value) in parameters(query) {
        match name.as_bytes() {
            [b'u' | b'U', b't' | b'T', b'm' | b'M', b'_', part @ ..] => {
                add(&mut campaign, part, value);
            }
            name => campaign.click_id = campaign.click_id.or_else(|| network_of(name, value)),
        }
    }
    (campaign != Campaign::default()).then(|| Box::new(campaign))
}

/// The names and values of a query's parameters that have a value.
fn parameters(query: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = query;
    std::iter::from_fn(move || {
        loop {
            let name_end = near::find([b'=', b'&'], rest.as_bytes())?;
            let (name, after) = rest.split_at_checked(name_end)?;
            let Some(text) = after.strip_prefix('=') else {
                rest = after.get(1..)?;
                continue;
            };
            let end = near::find([b'&'], text.as_bytes()).unwrap_or(text.len());
            let (value, after) = text.split_at_checked(end)?;
            rest = after.get(1..).unwrap_or_default();
            if !value.is_empty() {
                return Some((name, value));
            }
        }
    })
}

/// Adds the value of `utm_<part>`. If a query has the parameter several times, the first value is
/// used.
fn add(campaign: &mut Campaign, part: &[u8], value: &str) {
    let slot = match part {
        b"source" => &mut campaign.source,
        b"medium" => &mut campaign.medium,
        b"campaign" => &mut campaign.name,
        b"term" => &mut campaign.term,
        b"content" => &mut campaign.content,
        _ if part.iter().any(u8::is_ascii_uppercase) => {
            return add(campaign, &part.to_ascii_lowercase(), value);
        }
        _ => return,
    };
    if slot.is_none() {
        *slot = decoded(value);
    }
}

/// The network whose identifier has this name, or `None` if there is none. All identifiers end with
/// one of six pairs of letters, and few other names do.
fn network_of(name: &[u8], value: &str) -> Option<&'static str> {
    let ending = name.last_chunk()?.map(|byte| byte.to_ascii_lowercase());
    matches!(&ending, b"wc" | b"nt" | b"id" | b"ik" | b"rc" | b"sh").then_some(())?;
    let (id, network) = CLICK_IDS
        .iter()
        .find(|(id, _)| id.as_bytes().eq_ignore_ascii_case(name))?;
    let is_yahoo = *id == "yclid" && (value.starts_with("YSS.") || value.starts_with("YJAD."));
    Some(if is_yahoo { YAHOO_JAPAN } else { network })
}

/// A value, decoded and cut to [`LIMIT_BYTES`]. `None` if the value is not UTF-8, is blank, or
/// contains control characters.
fn decoded(value: &str) -> Option<Box<str>> {
    // Most values are short plain words.
    if value.len() <= LIMIT_BYTES && !near::holds_any(value.as_bytes(), is_unusual) {
        return Some(value.into());
    }
    let value = value.replace('+', " ");
    shown(std::str::from_utf8(&percent_decoded(value.as_bytes())).ok()?)
}

/// Whether a byte is a space, a control character, `%`, `+`, or not ASCII. Each condition is
/// written as a difference that is zero if the condition holds. The compiler needs the fewest
/// instructions for the minimum of the differences.
fn is_unusual(byte: u8) -> bool {
    let blank = byte.saturating_sub(b' ');
    let beyond = 0x7f_u8.saturating_sub(byte);
    blank.min(beyond).min(byte ^ b'+').min(byte ^ b'%') == 0
}

fn shown(text: &str) -> Option<Box<str>> {
    let text = text.trim();
    let text = text.get(..text.floor_char_boundary(LIMIT_BYTES))?;
    let holds_control = text.chars().any(char::is_control);
    (!text.is_empty() && !holds_control).then(|| Box::from(text))
}

fn percent_decoded(value: &[u8]) -> Cow<'_, [u8]> {
    if !value.contains(&b'%') {
        return Cow::Borrowed(value);
    }
    let mut out = Vec::with_capacity(value.len());
    let mut rest = value;
    while let Some((first, after)) = rest.split_first() {
        let digits = after
            .get(..2)
            .and_then(|digits| std::str::from_utf8(digits).ok());
        let byte = digits
            .filter(|_| *first == b'%')
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        out.push(byte.unwrap_or(*first));
        rest = if byte.is_some() {
            after.get(2..).unwrap_or_default()
        } else {
            after
        };
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(query: &str) -> [Option<String>; 6] {
        let campaign = find(query).map(|campaign| *campaign).unwrap_or_default();
        let text = |value: Option<Box<str>>| value.map(String::from);
        [
            text(campaign.source),
            text(campaign.medium),
            text(campaign.name),
            text(campaign.term),
            text(campaign.content),
            campaign.click_id.map(str::to_owned),
        ]
    }

    #[test]
    fn a_query_s_campaign_is_read() {
        let some = |text: &str| Some(text.to_owned());
        for (query, expected) in [
            ("a=b", [const { None }; 6]),
            ("utm_source=", [const { None }; 6]),
            ("utm_sources=a&xutm_source=a&gclidx=1", [const { None }; 6]),
            ("utm_source=%00", [const { None }; 6]),
            ("utm_source=%ff", [const { None }; 6]),
            (
                "utm_source=news&UTM_Medium=e-mail&utm_campaign=Spring+Sale%21&utm_term=a\
                 &utm_content=b%C3%A9&gclid=Cj0",
                [
                    some("news"),
                    some("e-mail"),
                    some("Spring Sale!"),
                    some("a"),
                    some("bé"),
                    some("Google Ads"),
                ],
            ),
            (
                "utm_source=a&utm_source=b",
                [some("a"), None, None, None, None, None],
            ),
            (
                "utm_source=100%",
                [some("100%"), None, None, None, None, None],
            ),
            (
                "x=1&fbclid=IwAR0",
                [None, None, None, None, None, some("Meta")],
            ),
            (
                "yclid=1788307200123",
                [None, None, None, None, None, some("Yandex")],
            ),
            (
                "yclid=YSS.1000.EAIaI",
                [None, None, None, None, None, some("Yahoo! Japan")],
            ),
        ] {
            assert_eq!(found(query), expected, "{query}");
        }
    }

    #[test]
    fn no_value_of_an_identifier_is_kept() {
        for (id, network) in CLICK_IDS {
            let campaign = find(&format!("{id}=s3cr3t")).unwrap();
            assert_eq!(
                *campaign,
                Campaign {
                    click_id: Some(network),
                    ..Campaign::default()
                }
            );
        }
    }

    proptest::proptest! {
        #[test]
        fn parameters_are_those_of_a_plain_reading(query in "[ab=&]{0,30}") {
            let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            let plain = pairs.filter(|(_, value)| !value.is_empty());
            proptest::prop_assert!(parameters(&query).eq(plain), "{}", query);
        }

        #[test]
        fn no_query_panics(query in "\\PC{0,60}", value in "[%0-9a-f+]{0,20}") {
            find(&query);
            find(&format!("utm_source={value}"));
        }
    }
}
