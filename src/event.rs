//! The typed event. `clean` creates it, `enrich` completes it and `document` writes it.

mod arrival;
mod bot;
mod detail;
mod hidden;
mod memo;
mod threat;
mod visitor;

use std::borrow::Cow;
use std::net::IpAddr;
use std::sync::Arc;

pub use arrival::{Campaign, Medium, Referral};
pub use bot::{Bot, BotCategory, Verification};
pub use detail::{Detail, Waf};
pub use hidden::Hidden;
pub use memo::Memo;
pub use threat::{Threat, Threats};
pub use visitor::VisitorId;

/// A point in time, UTC, with the precision of its source.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp {
    /// Seconds since 1970-01-01T00:00:00Z.
    pub seconds: i64,
    /// The nanoseconds within the second, 0 to 999,999,999.
    pub nanoseconds: u32,
    /// How many decimal digits of the second the source gave, 0 to 9.
    pub digits: u8,
}

/// The position of a line in its stream. `event.id` is made from the position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position<'a> {
    /// `shardId:sequenceNumber`, a Firehose recordId, a file's name, or the beginning of the ids of
    /// an object's lines.
    pub record: &'a str,
    /// The index of the sub-record, if the line is within a KPL aggregate.
    pub subsequence: Option<u32>,
    /// The number of the line within the record or the sub-record, from 0. If there is an offset,
    /// this is the number of the line within the text that begins at the offset.
    pub line: u32,
    /// The offset in bytes at which the line or its envelope begins. It is used for objects, which
    /// have no records.
    pub offset: Option<u64>,
}

impl<'a> Position<'a> {
    /// The position of a record's first line.
    #[must_use]
    pub const fn start_of(record: &'a str) -> Self {
        Self {
            record,
            subsequence: None,
            line: 0,
            offset: None,
        }
    }
}

/// The origin of lines, as far as their envelope names it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin<'a> {
    /// The path of the file: `log.file.path`.
    pub file_path: Option<Cow<'a, str>>,
    /// The name of the host: `host.name`.
    pub host_name: Option<Cow<'a, str>>,
    /// The region in AWS: `cloud.region`. If it is set, `cloud.provider` is `aws`.
    pub region: Option<Cow<'a, str>>,
}

impl Origin<'_> {
    /// The number of bytes of all its texts.
    pub(crate) fn len(&self) -> usize {
        let length = |text: &Option<Cow<'_, str>>| text.as_ref().map_or(0, |text| text.len());
        length(&self.file_path) + length(&self.host_name) + length(&self.region)
    }

    /// A copy that owns its texts, so that it outlives the envelope.
    #[must_use]
    pub fn into_owned(self) -> Origin<'static> {
        let owned = |text: Option<Cow<'_, str>>| text.map(|text| Cow::Owned(text.into_owned()));
        Origin {
            file_path: owned(self.file_path),
            host_name: owned(self.host_name),
            region: owned(self.region),
        }
    }
}

/// One access: a line of an access log, typed and cleaned. Text is borrowed from the line where
/// possible.
#[derive(Debug, Clone, Default)]
pub struct AccessEvent<'a> {
    /// The time of the request: `@timestamp`.
    pub timestamp: Timestamp,
    /// The duration of the request in nanoseconds: `event.duration`.
    pub duration_ns: Option<u64>,
    /// The visitor: `source.*`.
    pub source: Source<'a>,
    /// `client.ip`: the visitor, if the visitor was found through `X-Forwarded-For` or a real-IP
    /// module of the server.
    pub client_ip: Option<IpAddr>,
    /// `network.forwarded_ip`: the proxy if the visitor is `client_ip`, and otherwise the last
    /// address of `X-Forwarded-For`, which can be forged.
    pub forwarded_ip: Option<IpAddr>,
    /// The request and the response: `http.*`.
    pub http: Http<'a>,
    /// The target of the request: `url.*`.
    pub url: Url<'a>,
    /// The authenticated user, unchanged or as a hash: `user.name`.
    pub user_name: Option<Cow<'a, str>>,
    /// The agent string: `user_agent.original`.
    pub user_agent: Option<Cow<'a, str>>,
    /// What the agent string says: the rest of `user_agent.*`. An enrichment sets it.
    pub agent: Option<Arc<Memo<Agent>>>,
    /// Whether the bot's address is its operator's: `user_agent.bot.verification`. An enrichment
    /// sets it.
    pub bot_verification: Option<Verification>,
    /// The encryption of the connection: `tls.*`.
    pub tls: Tls<'a>,
    /// The server, or the upstream that responded: `destination.*`.
    pub destination: Destination<'a>,
    /// Values that only some formats have. Most lines have none of them.
    pub detail: Option<Box<Detail<'a>>>,
    /// What sent the visitor, such as a search engine: `weblog.referrer.*`. An enrichment sets it.
    pub referral: Option<Arc<Referral>>,
    /// The campaign of the link: `weblog.campaign.*`. An enrichment sets it.
    pub campaign: Option<Campaign<'a>>,
    /// The id of the visitor: `weblog.visitor.id`. An enrichment sets it.
    pub visitor_id: Option<VisitorId>,
    /// What the request attempts: `weblog.threat`. An enrichment sets it.
    pub threats: Threats,
    /// Values that enrichments need and that no document shows. Most lines have none of them.
    pub hidden: Option<Box<Hidden<'a>>>,
    /// What happened to the values and the line: `tags`.
    pub tags: Tags,
}

impl AccessEvent<'_> {
    /// An event with only its time.
    #[must_use]
    pub fn at(timestamp: Timestamp) -> Self {
        Self {
            timestamp,
            ..Self::default()
        }
    }
}

/// The visitor: `source.*`.
#[derive(Debug, Clone, Default)]
pub struct Source<'a> {
    /// The address or the name, as the log has it, or the truncated address.
    pub address: Option<Cow<'a, str>>,
    /// The address, if the raw value is an address.
    pub ip: Option<IpAddr>,
    /// The host name, if the raw value is a host name and addresses are not truncated.
    pub domain: Option<Cow<'a, str>>,
    /// The client's port.
    pub port: Option<u16>,
    /// The place of the address: `source.geo.*`. An enrichment sets it.
    pub geo: Option<Arc<Memo<Geo>>>,
    /// The network that announces the address: `source.as.*`. An enrichment sets it.
    pub autonomous_system: Option<Arc<Memo<AutonomousSystem>>>,
}

/// The request and the response: `http.*`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Http<'a> {
    /// The version of HTTP, such as `1.1` or `2`: `http.version`.
    pub version: Option<Cow<'a, str>>,
    /// The method, as the client sent it: `http.request.method`.
    pub method: Option<Cow<'a, str>>,
    /// The `Referer`, redacted: `http.request.referrer`.
    pub referrer: Option<Cow<'a, str>>,
    /// The bytes of the request with its headers: `http.request.bytes`.
    pub request_bytes: Option<u64>,
    /// The id of the request, from the server or from a header: `http.request.id`.
    pub request_id: Option<Cow<'a, str>>,
    /// The status of the response: `http.response.status_code`.
    pub status: Option<u16>,
    /// The bytes of the response with its headers: `http.response.bytes`.
    pub response_bytes: Option<u64>,
    /// The bytes of the response's body: `http.response.body.bytes`.
    pub body_bytes: Option<u64>,
}

/// The target of a request: `url.*`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Url<'a> {
    /// The request target, redacted but otherwise unchanged, or the whole request line if it has an
    /// invalid form.
    pub original: Option<Cow<'a, str>>,
    /// The path, percent-decoded.
    pub path: Option<Cow<'a, str>>,
    /// The query without `?`, redacted.
    pub query: Option<Cow<'a, str>>,
    /// The last suffix of the path's last segment, without the dot.
    pub extension: Option<Cow<'a, str>>,
    /// The host in an absolute target or after `CONNECT`, or else in the `Host` header, or else the
    /// virtual host.
    pub domain: Option<Cow<'a, str>>,
    /// The scheme, such as `http` or `https`.
    pub scheme: Option<Cow<'a, str>>,
    /// The port, if the log has one.
    pub port: Option<u16>,
}

/// The encryption of a connection: `tls.*`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tls<'a> {
    /// The version of the protocol, such as `1.3`: `tls.version`.
    pub version: Option<Cow<'a, str>>,
    /// The name of the protocol, `tls` or `ssl`: `tls.version_protocol`.
    pub version_protocol: Option<&'static str>,
    /// The name of the cipher suite: `tls.cipher`.
    pub cipher: Option<Cow<'a, str>>,
}

/// The server, or the upstream that responded: `destination.*`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Destination<'a> {
    /// The virtual host.
    pub domain: Option<Cow<'a, str>>,
    /// The address of the upstream that responded, or else of the server.
    pub ip: Option<IpAddr>,
    /// The port of the upstream that responded, or else of the server.
    pub port: Option<u16>,
}

/// The place of an address: `source.geo.*`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Geo {
    /// The English name of the continent: `Europe`.
    pub continent_name: Option<Cow<'static, str>>,
    /// The code of the country in ISO 3166-1 alpha-2: `DE`.
    pub country_iso_code: Option<Cow<'static, str>>,
    /// The English name of the country: `Germany`.
    pub country_name: Option<Cow<'static, str>>,
    /// The code of the region in ISO 3166-2: `DE-BE`.
    pub region_iso_code: Option<Box<str>>,
    /// The name of the region: `Land Berlin`.
    pub region_name: Option<Box<str>>,
    /// The name of the city: `Berlin`.
    pub city_name: Option<Box<str>>,
    /// The postal code: `10178`.
    pub postal_code: Option<Box<str>>,
    /// The timezone in the IANA database: `Europe/Berlin`.
    pub timezone: Option<Box<str>>,
    /// Latitude and longitude in degrees. They are those of the country's centre if the database
    /// knows only countries.
    pub location: Option<(f64, f64)>,
}

/// The network that announces an address: `source.as.*`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AutonomousSystem {
    /// The number of the autonomous system: `source.as.number`.
    pub number: Option<u32>,
    /// The organization that runs the autonomous system: `source.as.organization.name`.
    pub organization_name: Option<Box<str>>,
}

/// The sender of an agent string: `user_agent.*`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Agent {
    /// The whole agent string, as in the event: `user_agent.original`.
    pub original: Box<str>,
    /// The name of the browser, app, bot or library: `Chrome`.
    pub name: Option<Cow<'static, str>>,
    /// The version of the browser, app, bot or library.
    pub version: Option<Box<str>>,
    /// The name of the device, such as `iPhone`: `user_agent.device.name`.
    pub device_name: Option<Cow<'static, str>>,
    /// The kind of the device, such as `desktop` or `mobile`: `user_agent.device.type`.
    pub device_type: Option<&'static str>,
    /// The name of the operating system: `user_agent.os.name`.
    pub os_name: Option<Cow<'static, str>>,
    /// The version of the operating system: `user_agent.os.version`.
    pub os_version: Option<Box<str>>,
    /// The name and the version of the operating system: `user_agent.os.full`.
    pub os_full: Option<Box<str>>,
    /// The bot, if the sender is one: `user_agent.bot.*`.
    pub bot: Option<Bot>,
    /// The threats in the agent string. They are values of `weblog.threat`.
    pub threats: Threats,
}

/// The `tags` of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tags(u8);

impl Tags {
    /// A value was cut at a limit.
    pub const TRUNCATED: Self = Self(1);
    /// A secret was removed.
    pub const REDACTED: Self = Self(2);
    /// The line in the log ended early.
    pub const CUT: Self = Self(4);
    /// `event.original` is escaped because the raw line was not UTF-8. `\xNN` represents a byte,
    /// `\\` a backslash.
    pub const ESCAPED: Self = Self(8);

    /// The line's time is far from its arrival. Its document is therefore not in the index of its
    /// day.
    pub const MISDATED: Self = Self(16);

    const NAMES: [(Self, &'static str); 5] = [
        (Self::TRUNCATED, "truncated"),
        (Self::REDACTED, "redacted"),
        (Self::CUT, "cut"),
        (Self::ESCAPED, "escaped"),
        (Self::MISDATED, "misdated"),
    ];

    /// Adds a tag.
    pub fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }

    /// The tags of both sets.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether a tag is set.
    #[must_use]
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The names of the tags that are set, in a fixed order.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        Self::NAMES
            .into_iter()
            .filter(move |(tag, _)| self.has(*tag))
            .map(|(_, name)| name)
    }
}
