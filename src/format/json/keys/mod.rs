//! What the keys of JSON access logs mean: one table of synonyms for every writer.
//!
//! The rows are in the modules of this folder, by what they are about, and in [`super::aws`], by type of log. A key is
//! compared in its normal form ([`super::scan::Path`]), so that one name is every spelling of it, nested or flat. Where a key
//! says too little, its meaning names the shapes of value that it takes ([`super::shape`]) or the company that it needs
//! ([`super::company`]).
//!
//! - the Kinesis Agent's `LOGTOJSON`: <https://docs.aws.amazon.com/streams/latest/dev/writing-with-agents.html>
//! - nginx with `escape=json`, whose keys are by habit the variables' names: <https://nginx.org/en/docs/varindex.html>
//! - Fluent Bit's and Fluentd's parsers: <https://docs.fluentbit.io/manual/pipeline/parsers>,
//!   <https://docs.fluentd.org/parser/apache2>
//! - Caddy: <https://caddyserver.com/docs/caddyfile/directives/log>
//! - Traefik: <https://doc.traefik.io/traefik/reference/install-configuration/observability/logs-and-accesslogs/>
//! - Envoy and Istio: <https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage>
//! - Kong: <https://developer.konghq.com/plugins/http-log/>
//! - Tomcat: <https://tomcat.apache.org/tomcat-10.1-doc/config/valve.html>
//! - Logstash: <https://www.elastic.co/docs/reference/logstash/plugins/plugins-filters-grok>
//! - Fastly: <https://www.fastly.com/documentation/guides/integrations/logging/>
//! - Google Cloud's load balancers: <https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry#HttpRequest>
//! - Azure: <https://learn.microsoft.com/azure/frontdoor/monitor-front-door-reference>
//! - Cloudflare: <https://developers.cloudflare.com/logs/logpush/logpush-job/datasets/zone/http_requests/>
//! - Akamai: <https://techdocs.akamai.com/datastream2/docs/data-set-parameters>
//! - ECS: <https://www.elastic.co/guide/en/ecs/8.11/ecs-field-reference.html>; OpenTelemetry:
//!   <https://opentelemetry.io/docs/specs/semconv/http/http-spans/>

mod client;
mod detail;
mod names;
mod request;
mod response;
mod server;
#[cfg(test)]
pub(super) mod tests;
mod time;

use std::sync::LazyLock;

use super::company::{self, Company};
use super::scan::Path;
use super::{aws, scan};
use crate::format::field::Field;
use names::spelt;

/// What a key means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A field, whatever the value's shape.
    Is(Field),
    /// A field that is a whole number, of bytes or a port.
    Number(Field),
    /// A status, of the response or of an upstream.
    Status,
    /// The method.
    Method,
    /// The request line, its method alone, or its target; the value's shape decides which.
    Request,
    /// The target or its path; the value's shape decides which.
    Target,
    /// The query.
    Query,
    /// The protocol's version, or the scheme; the value's shape decides which.
    Protocol,
    /// The client, and of which family its key is: an address, a host's name, a forwarded list.
    Client(Family),
    /// The client, where the value is an address.
    ClientAddress,
    /// The client's port; or address and port, where the value is both.
    ClientPort(Family),
    /// `host`: the client to some writers, the virtual host to others.
    Host,
    /// `cs(Host)`: `CloudFront`'s own name of a distribution, and the `Host` header elsewhere.
    CsHost,
    /// The virtual host's name, or the server's address; the value's shape decides which.
    Server,
    /// The port of the upstream; or address and port, where the value is both.
    UpstreamPort,
    /// `user` and the like: a name without a blank.
    User,
    /// A time; the value's shape decides the notation.
    Time,
    /// A duration, in the unit that the key names; a time where the value has the shape of one.
    Duration(Unit),
    /// `bytes_read`: what `HAProxy` read from the server and sent on; what others read from the client.
    BytesRead,
    /// Envoy's details of a response: why it failed, where its flags say that it did.
    Details,
    /// A field that only a firewall's log has under such a name.
    OfWaf(Field),
    /// Several values: the raw array.
    Labels,
    /// The name of a request header in a list of names and values.
    HeaderName,
    /// The value of the header whose name precedes it.
    HeaderValue,
    /// Nothing that a document has; the key may still say which writer this is.
    Nothing,
}

/// Which address a port belongs to: the one whose key begins alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    Remote,
    Client,
    Source,
    Other,
}

/// The unit of a duration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Seconds,
    Milliseconds,
    Microseconds,
    Nanoseconds,
    /// The key does not name it: the value or the company does.
    Unstated,
}

/// A key that says what it is.
pub(super) const BEST: u8 = 1;
/// A key that a better one replaces.
pub(super) const GOOD: u8 = 2;
/// A key that others use in its place.
pub(super) const FAIR: u8 = 3;
/// The last that says what it is.
pub(super) const POOR: u8 = 4;
/// What a wrapper around the key adds: the same key without one is better.
pub(super) const WRAPPED: u8 = 5;
/// From here on a key is a word that any log may use: it binds in the company of a better one only.
pub(super) const WEAK: u8 = 20;

/// A meaning, how good a source of it these names are, and the names: `{a,b}` is either, `{REQ}` and the like are sets.
pub(super) struct Row(pub(super) Meaning, pub(super) u8, pub(super) &'static str);

/// What is known of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) meaning: Meaning,
    pub(super) rank: u8,
    /// Which writer the key is of.
    pub(super) company: Company,
}

/// Around a log's own object, and without a meaning: what shippers, loggers and envelopes put there.
const WRAPPERS: &str = "access access_log accesslog apache apache2 apache_access api_gateway attributes context data details \
    entry event extra fields haproxy http_access_log httpd iis info json json_payload log log_data meta metadata message \
    msg nginx nginx_access nginx_ingress_controller payload properties record request_context identity traefik \
    traefik_access weblog";

/// The keys, by a hash of their normal form.
static TABLE: LazyLock<Table> = LazyLock::new(|| Table::of(rows()));

/// All rows: the general ones first.
fn rows() -> Vec<(String, Known)> {
    let general = [
        client::ROWS,
        detail::ROWS,
        request::ROWS,
        response::ROWS,
        server::ROWS,
        time::ROWS,
    ];
    let plain = |meaning, rank, company| Known {
        meaning,
        rank,
        company,
    };
    let mut all = Vec::new();
    for Row(meaning, rank, names) in general.into_iter().flatten() {
        let known = plain(*meaning, *rank, Company::default());
        all.extend(spelt(names).map(|name| (name, known)));
    }
    for (stem, rank) in time::DURATIONS {
        for (unit, suffixes) in time::SUFFIXES {
            let known = plain(Meaning::Duration(*unit), *rank, Company::default());
            let names = format!("{{{stem}}}{{{suffixes}}}");
            all.extend(spelt(&names).map(|name| (name, known)));
        }
    }
    for (name, meaning) in aws::mapped() {
        all.push((name.to_owned(), plain(meaning, BEST, Company::default())));
    }
    for (company, names) in company::HINTS {
        let known = plain(Meaning::Nothing, u8::MAX, *company);
        all.extend(spelt(names).map(|name| (name, known)));
    }
    all
}

/// A hash table that is filled once.
struct Table {
    slots: Vec<Option<(Box<[u8]>, Known)>>,
    wrappers: Vec<Vec<u8>>,
}

impl Table {
    fn of(rows: Vec<(String, Known)>) -> Self {
        let slots = vec![None; (rows.len() * 2).next_power_of_two()];
        let wrappers = spelt(WRAPPERS)
            .map(|name| scan::normalised(&name))
            .collect();
        let mut table = Self { slots, wrappers };
        for (name, known) in rows {
            table.add(scan::normalised(&name), known);
        }
        table
    }

    /// Adds a key. Of several rows for one key the first with a meaning counts, and the company of all.
    fn add(&mut self, key: Vec<u8>, known: Known) {
        let at = self.place(&key);
        match self.slots.get_mut(at) {
            Some(Some((_, there))) => {
                if there.meaning == Meaning::Nothing {
                    (there.meaning, there.rank) = (known.meaning, known.rank);
                }
                there.company = there.company.with(known.company);
            }
            Some(slot) => *slot = Some((key.into(), known)),
            None => {}
        }
    }

    /// The slot of a key, or the empty one where it would be.
    fn place(&self, key: &[u8]) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = hash(key) & mask;
        while let Some(Some((there, _))) = self.slots.get(at) {
            if **there == *key {
                break;
            }
            at = (at + 1) & mask;
        }
        at
    }

    fn get(&self, key: &[u8]) -> Option<Known> {
        let slot = self.slots.get(self.place(key))?;
        slot.as_ref().map(|(_, known)| *known)
    }
}

/// FNV-1a: <https://www.rfc-editor.org/rfc/rfc9923>. Keys are short, and an attacker cannot add any.
fn hash(key: &[u8]) -> usize {
    let mut hash = 0x811c_9dc5_u32;
    for byte in key {
        hash = (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
    }
    (hash ^ hash >> 15) as usize
}

/// What the key at the end of a path means, with any wrappers around it left out.
pub(super) fn known(path: &Path) -> Option<Known> {
    let table = &*TABLE;
    if let Some(known) = table.get(path.whole()?) {
        return Some(known);
    }
    let mut from = 0;
    for (before, rest) in path.splits() {
        let segment = before.get(from..)?;
        if !table.wrappers.iter().any(|wrapper| wrapper == segment) {
            return None;
        }
        from = before.len();
        if let Some(known) = table.get(rest) {
            let rank = known.rank.saturating_add(WRAPPED);
            return Some(Known { rank, ..known });
        }
    }
    None
}
