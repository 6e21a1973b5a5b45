//! The campaign that a link belongs to: `weblog.campaign.*`. It is read from `utm_*` parameters
//! (<https://support.google.com/analytics/answer/10917952>) and from the identifiers that
//! advertising networks add to a click.
//!
//! Only the network of an identifier is reported, never its value, which identifies one person's
//! click.

use std::borrow::Cow;

use crate::event::{Campaign, Url};
use crate::near;

/// Names of identifiers and their networks. Facts as of 2026-11, from the networks' own pages:
/// `srsltid` from <https://support.google.com/merchants/answer/11127659>, `gad_source` and
/// `gad_campaignid` from Google Ads, `tblci` from Taboola, `obclid` from Outbrain, `ysclid` from
/// Yandex, `mkt_tok` from Adobe Marketo Engage, `_hsenc` and `_hsmi` from `HubSpot`, `_kx` from
/// Klaviyo, `mc_cid` and `mc_eid` from Mailchimp, `sscid` from `ShareASale`, `tduid` from
/// Tradedoubler, `ransiteid` from Rakuten Advertising, `s_kwcid` and `ef_id` from Adobe
/// Advertising, `vero_id` from Vero, and each other one from the network in its row.
const CLICK_IDS: &[(&str, &str)] = &[
    ("_hsenc", "HubSpot"),
    ("_hsmi", "HubSpot"),
    ("_kx", "Klaviyo"),
    ("awc", "Awin"),
    ("cjevent", "CJ Affiliate"),
    ("dclid", "Google Display"),
    ("ef_id", "Adobe Advertising"),
    ("epik", "Pinterest"),
    ("fbclid", "Meta"),
    ("gad_campaignid", "Google Ads"),
    ("gad_source", "Google Ads"),
    ("gbraid", "Google Ads"),
    ("gclid", "Google Ads"),
    ("gclsrc", "Google Ads"),
    ("igsh", "Instagram"),
    ("igshid", "Instagram"),
    ("irclickid", "impact.com"),
    ("li_fat_id", "LinkedIn"),
    ("mc_cid", "Mailchimp"),
    ("mc_eid", "Mailchimp"),
    ("mkt_tok", "Marketo"),
    ("msclkid", "Microsoft Advertising"),
    ("ndclid", "Nextdoor"),
    ("obclid", "Outbrain"),
    ("qclid", "Quora"),
    ("ransiteid", "Rakuten"),
    ("rdt_cid", "Reddit"),
    ("s_kwcid", "Adobe Advertising"),
    ("sccid", "Snapchat"),
    ("srsltid", "Google Merchant Center"),
    ("sscid", "ShareASale"),
    ("tblci", "Taboola"),
    ("tduid", "Tradedoubler"),
    ("ttclid", "TikTok"),
    ("twclid", "X"),
    ("vero_id", "Vero"),
    ("wbraid", "Google Ads"),
    ("yclid", "Yandex"),
    ("ymclid", "Yandex"),
    ("ysclid", "Yandex"),
];

/// The network whose `yclid` begins with the name of its service: `YSS.1000.EAIaI` for searches,
/// `YJAD.1000.EAIaI` for the rest. Yandex's `yclid` is a number. Facts as of 2026-11, from the
/// references of Yahoo! JAPAN Ads' Conversion API.
const YAHOO_JAPAN: &str = "Yahoo! Japan";

/// The longest value that is kept, in bytes. Longer values are cut.
const LIMIT_BYTES: usize = 200;

/// Sets the campaign that a URL's query names, and returns the value of the query's first parameter
/// `referrer`. The campaign becomes `None` if no parameter names a campaign or a network. Grok
/// names itself in its links by `referrer=grok.com`.
///
/// Values are borrowed from the line if the query is borrowed from it, and the campaign is written
/// into its place in the event. Allocating and freeing them cost 400 instructions a campaign.
pub(super) fn find<'query, 'line>(
    url: &'query Url<'line>,
    campaign: &mut Option<Campaign<'line>>,
) -> Option<&'query str> {
    match &url.query {
        Some(Cow::Borrowed(query)) => read(query, campaign),
        Some(Cow::Owned(query)) => {
            let mut borrowed = None;
            let referrer = read(query, &mut borrowed);
            *campaign = borrowed.map(Campaign::into_owned);
            referrer
        }
        None => {
            *campaign = None;
            None
        }
    }
}

/// Like [`find`], but borrows the values from the query.
fn read<'query>(query: &'query str, found: &mut Option<Campaign<'query>>) -> Option<&'query str> {
    let campaign = found.insert(Campaign::default());
    let mut referrer = None;
    for (name, value) in parameters(query) {
        match name.as_bytes() {
            b"referrer" => referrer = referrer.or(Some(value)),
            [b'u' | b'U', b't' | b'T', b'm' | b'M', b'_', name @ ..] => {
                // If a query has the parameter several times, the first value is used.
                if let Some(slot @ None) = slot_of(name, campaign) {
                    *slot = decoded(value);
                }
            }
            name => campaign.click_id = campaign.click_id.or_else(|| network_of(name, value)),
        }
    }
    if *campaign == Campaign::default() {
        *found = None;
    }
    referrer
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

/// The place of the value of `utm_<name>`.
fn slot_of<'campaign, 'line>(
    name: &[u8],
    campaign: &'campaign mut Campaign<'line>,
) -> Option<&'campaign mut Option<Cow<'line, str>>> {
    Some(match name {
        b"source" => &mut campaign.source,
        b"medium" => &mut campaign.medium,
        b"campaign" => &mut campaign.name,
        b"term" => &mut campaign.term,
        b"content" => &mut campaign.content,
        _ if name.iter().any(u8::is_ascii_uppercase) => {
            return slot_of(&name.to_ascii_lowercase(), campaign);
        }
        _ => return None,
    })
}

/// The last letters of the identifiers with each first letter: a bit for each. The last five bits
/// of a byte are those of a letter, and are equal for small and capital letters.
const ENDS: [u32; 32] = ends();

const fn ends() -> [u32; 32] {
    let mut ends = [0; 32];
    let mut ids = CLICK_IDS;
    while let [(id, _), rest @ ..] = ids {
        if let ([first, ..], [.., last]) = (id.as_bytes(), id.as_bytes()) {
            #[expect(
                clippy::indexing_slicing,
                reason = "computed when the crate is compiled"
            )]
            {
                ends[(*first & 31) as usize] |= 1 << (*last & 31);
            }
        }
        ids = rest;
    }
    ends
}

/// The network whose identifier has this name, or `None` if there is none. Few other names have
/// both the first and the last letter of an identifier.
fn network_of(name: &[u8], value: &str) -> Option<&'static str> {
    let (first, last) = (name.first()?, name.last()?);
    let ends = ENDS.get(usize::from(first & 31))?;
    (ends & 1 << (last & 31) != 0).then_some(())?;
    let (id, network) = CLICK_IDS
        .iter()
        .find(|(id, _)| id.as_bytes().eq_ignore_ascii_case(name))?;
    let is_yahoo = *id == "yclid" && (value.starts_with("YSS.") || value.starts_with("YJAD."));
    Some(if is_yahoo { YAHOO_JAPAN } else { network })
}

/// A value, decoded and cut to [`LIMIT_BYTES`]. `None` if the value is not UTF-8, is blank, or
/// contains control characters.
fn decoded(value: &str) -> Option<Cow<'_, str>> {
    // Most values are short plain words.
    if value.len() <= LIMIT_BYTES && !near::holds_any(value.as_bytes(), is_unusual) {
        return Some(Cow::Borrowed(value));
    }
    let value = value.replace('+', " ");
    shown(std::str::from_utf8(&percent_decoded(value.as_bytes())).ok()?).map(Cow::Owned)
}

/// Whether a byte is a space, a control character, `%`, `+`, or not ASCII, as the minimum of
/// distances ([`near::beyond`]). With a single range from 0x7f to the space, a line would cost 38
/// instructions more.
fn is_unusual(byte: u8) -> bool {
    let blank = byte.saturating_sub(b' ');
    let beyond = 0x7f_u8.saturating_sub(byte);
    blank.min(beyond).min(byte ^ b'+').min(byte ^ b'%') == 0
}

fn shown(text: &str) -> Option<String> {
    let text = text.trim();
    let text = text.get(..text.floor_char_boundary(LIMIT_BYTES))?;
    let holds_control = text.chars().any(char::is_control);
    (!text.is_empty() && !holds_control).then(|| text.to_owned())
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

    /// The campaign and the referrer of a query that is borrowed.
    fn find_in(query: &str) -> (Option<Campaign<'_>>, Option<&str>) {
        let mut campaign = None;
        let referrer = read(query, &mut campaign);
        (campaign, referrer)
    }

    fn found(query: &str) -> [Option<String>; 6] {
        let campaign = find_in(query).0.unwrap_or_default();
        let text = |value: Option<Cow<'_, str>>| value.map(Cow::into_owned);
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
    fn names_like_those_of_identifiers_are_not_identifiers() {
        for name in [
            "id",
            "page",
            "source",
            "gadget",
            "ad_source",
            "mkt",
            "tok",
            "kx",
            "ef",
            "rid",
            "_ga",
            "srsltidx",
            "xgclid",
            "vero",
            "tblc",
            "mc_id",
            "sid",
            "mid",
            "ysclidx",
        ] {
            assert_eq!(find_in(&format!("{name}=1")), (None, None), "{name}");
        }
        assert_eq!(found("GAD_SOURCE=1")[5], Some("Google Ads".to_owned()));
        assert_eq!(found("ranSiteID=a-b")[5], Some("Rakuten".to_owned()));
    }

    #[test]
    fn the_parameter_with_which_grok_names_itself_is_read() {
        assert_eq!(find_in("a=1&referrer=grok.com&b=2").1, Some("grok.com"));
        assert_eq!(find_in("xreferrer=grok.com&a=referrer").1, None);
    }

    #[test]
    fn no_value_of_an_identifier_is_kept() {
        for (id, network) in CLICK_IDS {
            let expected = Campaign {
                click_id: Some(network),
                ..Campaign::default()
            };
            assert_eq!(find_in(&format!("{id}=s3cr3t")).0, Some(expected));
        }
    }

    #[test]
    fn a_plain_value_is_borrowed_from_the_line_only() {
        let line = "utm_source=news&utm_term=a+b".to_owned();
        let campaign = find_in(&line).0.unwrap();
        assert!(matches!(campaign.source, Some(Cow::Borrowed("news"))));
        assert!(matches!(campaign.term, Some(Cow::Owned(text)) if text == "a b"));
    }

    proptest::proptest! {
        #[test]
        fn parameters_are_those_of_a_plain_reading(query in "[ab=&]{0,30}") {
            let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            let plain = pairs.filter(|(_, value)| !value.is_empty());
            proptest::prop_assert!(parameters(&query).eq(plain), "{}", query);
        }

        /// Neither an owned query nor the campaign of an earlier query changes the answer.
        #[test]
        fn an_owned_query_has_the_campaign_of_a_borrowed_one(
            query in "((utm_(source|TERM|id)|gclid|referrer|a)=([%0-9a-f+]{0,9}|\\PC{0,9})&?){0,6}",
        ) {
            for kept in [Cow::Borrowed(&*query), Cow::Owned(query.clone())] {
                let url = Url { query: Some(kept), ..Url::default() };
                let mut campaign = find_in("utm_source=before&gclid=1").0;
                let referrer = find(&url, &mut campaign);
                proptest::prop_assert_eq!((campaign, referrer), find_in(&query));
            }
        }
    }
}
