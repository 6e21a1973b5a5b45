//! The campaign that a link belongs to: `weblog.campaign.*`. It is read from `utm_*` parameters
//! (<https://support.google.com/analytics/answer/10917952>), from Matomo's names for the same
//! (<https://github.com/matomo-org/plugin-MarketingCampaignsReporting>) and from the identifiers
//! that advertising networks add to a click.
//!
//! Programs that add parameters to a link make two mistakes. They escape `&` as in HTML
//! (`?a=1&amp;utm_source=news`), and they add a second `?` (`?a=1?utm_source=news`). Such
//! parameters are read too, but not those of an address within a query (`?to=/b?utm_source=news`).
//!
//! Only the network of an identifier is reported, never its value, which identifies one person's
//! click.

mod networks;

use std::borrow::Cow;

use crate::event::{Campaign, Url};
use crate::near;
use networks::CLICK_IDS;

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
    // A query without `?` is read separately, because a warm line then costs 200 instructions less.
    if near::holds([b'?'], query.as_bytes()) {
        referrer = read_several(query, campaign);
    } else {
        for (name, value) in parameters(query) {
            match name.as_bytes() {
                b"referrer" => referrer = referrer.or(Some(value)),
                [b'u' | b'U', b't' | b'T', b'm' | b'M', b'_', name @ ..] => {
                    // If a query has a parameter several times, the first value is used.
                    if let Some(slot @ None) = slot_of(name, campaign) {
                        *slot = decoded(value);
                    }
                }
                // The first letters of Matomo's names and of an escaped `&`.
                name @ ([b'a', b'm', ..]
                | [b'm' | b'M', b'a' | b't' | b'T', ..]
                | [b'p' | b'P', b'i' | b'k' | b'K', ..]) => keep_other(campaign, name, value),
                name => campaign.click_id = campaign.click_id.or_else(|| network_of(name, value)),
            }
        }
    }
    if *campaign == Campaign::default() {
        *found = None;
    }
    referrer
}

/// Keeps a parameter whose name is written in any of the known ways.
#[cold]
fn keep_other<'query>(campaign: &mut Campaign<'query>, mut name: &[u8], value: &'query str) {
    // An `&` was perhaps escaped several times.
    while let Some(rest) = name.strip_prefix(b"amp;") {
        name = rest;
    }
    let slot = match name {
        [b'u' | b'U', b't' | b'T', b'm' | b'M', b'_', name @ ..] => slot_of(name, campaign),
        [b'm' | b'M', b't' | b'T', b'm' | b'M', b'_', name @ ..]
        | [b'p' | b'P', b'k' | b'K', b'_', name @ ..]
        | [b'm', b'a', b't', b'o', b'm', b'o', b'_', name @ ..]
        | [b'p', b'i', b'w', b'i', b'k', b'_', name @ ..] => matomo_slot_of(name, campaign),
        name => {
            campaign.click_id = campaign.click_id.or_else(|| network_of(name, value));
            None
        }
    };
    if let Some(slot @ None) = slot {
        *slot = decoded(value);
    }
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

/// Like [`read`], for a query with a further `?`. The `?` ends a name, and it ends a value if the
/// name of a campaign's parameter follows. After a `/`, it belongs to an address and ends nothing.
#[cold]
fn read_several<'query>(
    query: &'query str,
    campaign: &mut Campaign<'query>,
) -> Option<&'query str> {
    let mut referrer = None;
    let mut rest = query;
    while let Some(end) = rest.find(['=', '&', '?']) {
        let (name, after) = rest.split_at_checked(end)?;
        let Some(text) = after.strip_prefix('=') else {
            let is_address = after.starts_with('?') && name.contains('/');
            rest = match is_address {
                true => after.split_once('&').unwrap_or_default().1,
                false => after.get(1..).unwrap_or_default(),
            };
            continue;
        };
        let end = text.find(['&', '?']).unwrap_or(text.len());
        let end = match text.as_bytes().get(end) {
            Some(b'?') => value_end(text, end),
            _ => end,
        };
        let (value, after) = text.split_at_checked(end)?;
        rest = after.get(1..).unwrap_or_default();
        match name {
            _ if value.is_empty() => {}
            "referrer" => referrer = referrer.or(Some(value)),
            name => keep_other(campaign, name.as_bytes(), value),
        }
    }
    referrer
}

/// The end of a value whose first `?` is at `at`.
#[cold]
fn value_end(text: &str, at: usize) -> usize {
    let is_address = text.get(..at).is_some_and(|front| front.contains('/'));
    let is_end = |at: usize, sign: u8| match sign {
        b'&' => true,
        b'?' if !is_address => text.as_bytes().get(at + 1..).is_some_and(begins_campaign),
        _ => false,
    };
    let mut signs = text.bytes().enumerate().skip(at);
    signs
        .find(|(at, sign)| is_end(*at, *sign))
        .map_or(text.len(), |(at, _)| at)
}

/// Whether a text begins with the name of a campaign's parameter and `=`.
fn begins_campaign(text: &[u8]) -> bool {
    // The limit keeps the time for many `?` linear.
    const NAME_BYTES: usize = 32;
    let mut names = text.iter().take(NAME_BYTES);
    let name = names.position(|sign| *sign == b'=');
    let mut campaign = Campaign::default();
    if let Some(name) = name.and_then(|end| text.get(..end)) {
        keep_other(&mut campaign, name, "1");
    }
    campaign != Campaign::default()
}

/// The place of the value of Matomo's `mtm_<name>`, `pk_<name>`, `matomo_<name>` or `piwik_<name>`.
fn matomo_slot_of<'campaign, 'line>(
    name: &[u8],
    campaign: &'campaign mut Campaign<'line>,
) -> Option<&'campaign mut Option<Cow<'line, str>>> {
    Some(match name.to_ascii_lowercase().as_slice() {
        b"cpn" => &mut campaign.name,
        b"keyword" | b"kwd" => &mut campaign.term,
        b"term" => return None,
        name => return slot_of(name, campaign),
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

/// The network whose identifier has this name, or `None` if it is not known. Few other names have
/// both the first and the last letter of an identifier.
#[inline]
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

/// A value, decoded and cut to [`LIMIT_BYTES`]. A value that is not UTF-8 is returned as it is
/// written. `None` if the value is blank or contains control characters.
fn decoded(value: &str) -> Option<Cow<'_, str>> {
    // Most values are short plain words.
    if value.len() <= LIMIT_BYTES && !near::holds_any(value.as_bytes(), is_unusual) {
        return Some(Cow::Borrowed(value));
    }
    let spaced = value.replace('+', " ");
    let decoded = percent_decoded(spaced.as_bytes());
    shown(std::str::from_utf8(&decoded).unwrap_or(value)).map(Cow::Owned)
}

/// Whether a byte is a space, a control character, `%`, `+`, or not ASCII. This is computed as the
/// minimum of distances, as described at [`near::beyond`]. With a single range from 0x7f to the
/// space, a line would cost 38 instructions more.
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
mod tests;
