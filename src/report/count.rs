//! Counts one event in each table that it belongs to, under a name such as its path or its country.

use std::collections::BTreeMap;
use std::net::IpAddr;

use datasketches::hll::Coupon;

use super::aggregate::{Aggregate, PLACE};
use super::part::{Part, is_static};
use super::slice::{Kind, Slice};
use super::table::{EXACT_KEYS, Table};
use crate::event::{AccessEvent, BotCategory, Medium};

/// What the tables need to count one event.
struct Counted<'a> {
    tables: &'a mut [Table; Part::ALL.len()],
    scratch: &'a mut Vec<u8>,
    slice: Slice,
    bytes: u64,
    /// The hash of the visitor. `None` if the line contains neither an address nor the name of a
    /// client.
    visitor: Option<Coupon>,
}

impl Counted<'_> {
    fn add(&mut self, part: Part, name: impl AsRef<[u8]>) -> &mut super::table::Row {
        let visitor = self.visitor.filter(|_| part.has_visitors());
        let table = self.tables.get_mut(part.place()).expect(PLACE);
        table.add(name.as_ref(), self.slice, self.bytes, visitor)
    }

    /// Counts a pair of names, separated by a tab.
    fn add_pair(&mut self, part: Part, first: &str, second: &str) {
        let mut name = std::mem::take(self.scratch);
        name.clear();
        name.extend(first.bytes().filter(|byte| *byte != b'\t'));
        name.push(b'\t');
        name.extend_from_slice(second.as_bytes());
        self.add(part, &name);
        *self.scratch = name;
    }
}

impl Aggregate {
    pub(super) fn count_event(&mut self, event: &AccessEvent<'_>) {
        self.widen(event.timestamp);
        let slice = self.slice(event);
        let http = &event.http;
        let bytes = http.response_bytes.or(http.body_bytes).unwrap_or_default();
        self.cells.add(slice, bytes);
        if let Some(duration_ns) = event.duration_ns {
            let durations = self.durations.entry(slice.period()).or_default();
            durations.add(duration_ns);
        }
        let mut address = [0; 17];
        let address = address_key(event, &mut address);
        let visitor = (!address.is_empty()).then(|| Coupon::from_value(address));
        let local = self.zone.local(event.timestamp.seconds);
        if self.table(Part::Addresses).len() >= EXACT_KEYS {
            // This must happen before the table forgets an address.
            self.start_visitors();
        }

        let mut counted = Counted {
            tables: &mut self.tables,
            scratch: &mut self.scratch,
            slice,
            bytes,
            visitor,
        };
        if !address.is_empty() {
            counted.add(Part::Addresses, address);
        }
        counted.add(Part::Hours, [hour_of_week(local)]);
        count_request(&mut counted, event);
        for name in event.threats.names() {
            counted.add(Part::Threats, name);
            let source = event.source.address.as_deref().unwrap_or_default();
            counted.add_pair(Part::Attackers, name, source);
        }
        count_agent(&mut counted, event);
        count_arrival(&mut counted, event);
        count_place(&mut counted, &mut self.country_names, event);
        if let (Some(visitors), Some(visitor)) = (&mut self.visitors, visitor) {
            visitors.add(slice, visitor);
        }
        self.shorten();
    }

    fn slice(&mut self, event: &AccessEvent<'_>) -> Slice {
        let agent = event.agent.as_deref();
        let kind = match agent.and_then(|agent| agent.bot.as_ref()) {
            Some(_) => Kind::Bot,
            None => Kind::Person,
        };
        let class = event.http.status.map_or(0, |status| status / 100);
        let class = u8::try_from(class).ok().filter(|class| *class <= 5);
        let host = self.dimensions.host(host(event).unwrap_or_default());
        let local = self.zone.local(event.timestamp.seconds);
        let period = self.dimensions.period(local);
        Slice::new(kind, class.unwrap_or_default(), host, period)
    }
}

/// The virtual host that was requested.
fn host<'a>(event: &'a AccessEvent<'_>) -> Option<&'a str> {
    let domain = event.url.domain.as_deref();
    domain.or(event.destination.domain.as_deref())
}

/// The hour of the week, from Monday 0:00, of a local time.
fn hour_of_week(local_seconds: i64) -> u8 {
    // 1970-01-01 was a Thursday.
    let hours = (local_seconds.div_euclid(3_600) + 3 * 24).rem_euclid(7 * 24);
    u8::try_from(hours).unwrap_or_default()
}

/// The key of a visitor: a zero byte and the four or sixteen bytes of an address, or the name that
/// was logged instead of an address. The key is empty if neither was logged.
fn address_key<'a>(event: &'a AccessEvent<'_>, octets: &'a mut [u8; 17]) -> &'a [u8] {
    let written = match event.source.ip {
        Some(IpAddr::V4(address)) => {
            octets[..4].copy_from_slice(&address.octets());
            4
        }
        Some(IpAddr::V6(address)) => {
            octets[..16].copy_from_slice(&address.octets());
            16
        }
        None => return event.source.address.as_deref().map_or(&[], str::as_bytes),
    };
    // The key has five or seventeen bytes. The first is zero, and no name contains this byte.
    octets.copy_within(..written, 1);
    octets[0] = 0;
    octets.get(..=written).unwrap_or_default()
}

fn count_request(counted: &mut Counted<'_>, event: &AccessEvent<'_>) {
    let (http, url) = (&event.http, &event.url);
    if let Some(host) = host(event) {
        counted.add(Part::Hosts, host);
    }
    if let Some(method) = &http.method {
        counted.add(Part::Methods, &**method);
    }
    if let Some(version) = &http.version {
        counted.add(Part::HttpVersions, &**version);
    }
    if let Some(version) = &event.tls.version {
        counted.add(Part::TlsVersions, &**version);
    }
    let mut digits = itoa::Buffer::new();
    let status = http.status.map(|status| digits.format(status));
    if let Some(status) = status {
        counted.add(Part::Statuses, status);
    }
    let Some(path) = url.path.as_deref() else {
        return;
    };
    let part = match url.extension.as_deref() {
        Some(extension) if is_static(extension) => Part::Files,
        _ => Part::Pages,
    };
    let period = counted.slice.period();
    let row = counted.add(part, path);
    if let Some(duration_ns) = event.duration_ns
        && part == Part::Pages
    {
        let durations = row.durations.entry(period).or_default();
        durations.add(duration_ns);
    }
    match (http.status, status) {
        (Some(404 | 410), _) => {
            counted.add(Part::Missing, path);
            if let Some(referrer) = &http.referrer {
                // The query is removed. With it, one link would be counted as several. It may also
                // be private.
                let page = referrer.split(['?', '#']).next().unwrap_or_default();
                counted.add_pair(Part::MissingLinks, page, path);
            }
        }
        (Some(500..), Some(status)) => counted.add_pair(Part::ServerErrors, status, path),
        _ => {}
    }
}

fn count_agent(counted: &mut Counted<'_>, event: &AccessEvent<'_>) {
    let Some(agent) = event.agent.as_deref() else {
        return;
    };
    let Some(bot) = &agent.bot else {
        for (part, name) in [
            (Part::Browsers, agent.name.as_deref()),
            (Part::Systems, agent.os_name.as_deref()),
            (Part::Devices, agent.device_type),
        ] {
            if let Some(name) = name {
                counted.add(part, name);
            }
        }
        return;
    };
    counted.add(Part::BotKinds, bot.category.name());
    counted.add(Part::Bots, &*bot.name);
    if let Some(verification) = event.bot_verification {
        counted.add_pair(Part::Verification, &bot.name, verification.name());
    }
    let is_ai = matches!(
        bot.category,
        BotCategory::AiTraining
            | BotCategory::AiSearch
            | BotCategory::AiAssistant
            | BotCategory::AiAgent
    );
    if is_ai {
        let operator = bot.operator.unwrap_or(&bot.name);
        counted.add_pair(Part::AiOperators, operator, bot.category.name());
        let is_page = !event.url.extension.as_deref().is_some_and(is_static);
        if let Some(path) = event.url.path.as_deref().filter(|_| is_page) {
            counted.add_pair(Part::AiPages, &bot.name, path);
        }
    }
}

fn count_arrival(counted: &mut Counted<'_>, event: &AccessEvent<'_>) {
    if let Some(referral) = event.referral.as_deref()
        && referral.medium != Medium::Internal
    {
        counted.add(Part::Media, referral.medium.name());
        if let Some(site) = referral.registered_domain.as_deref().or(referral.name) {
            counted.add(Part::Sites, site);
        }
        if referral.medium == Medium::AiAssistant
            && let Some(name) = referral.name
        {
            counted.add(Part::Assistants, name);
        }
    }
    if let Some(campaign) = &event.campaign {
        let name = campaign.name.as_deref();
        let source = campaign.source.as_deref().or(campaign.click_id);
        let medium = campaign.medium.as_deref();
        let from = [source, medium].into_iter().flatten();
        let from = from.collect::<Vec<_>>().join(" / ");
        counted.add_pair(Part::Campaigns, name.unwrap_or_default(), &from);
    }
}

fn count_place(
    counted: &mut Counted<'_>,
    country_names: &mut BTreeMap<Box<str>, Box<str>>,
    event: &AccessEvent<'_>,
) {
    if let Some(geo) = event.source.geo.as_deref() {
        let (code, name) = (geo.country_iso_code.as_deref(), geo.country_name.as_deref());
        if let Some(country) = code.or(name) {
            counted.add(Part::Countries, country);
            if let (Some(code), Some(name)) = (code, name)
                && !country_names.contains_key(code)
            {
                country_names.insert(code.into(), name.into());
            }
        }
        if let Some(city) = &geo.city_name {
            counted.add_pair(Part::Cities, city, name.or(code).unwrap_or_default());
        }
    }
    if let Some(network) = event.source.autonomous_system.as_deref()
        && let Some(number) = network.number
    {
        let name = network.organization_name.as_deref().unwrap_or_default();
        counted.add_pair(Part::Networks, name, itoa::Buffer::new().format(number));
    }
}
