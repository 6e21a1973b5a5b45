//! The meaning of the keys of JSON access logs. One table of synonyms serves every writer.
//!
//! The rows are in the modules of this folder, by subject, and in [`super::aws`], by type of log. A
//! key is compared in its normal form ([`super::scan::Path`]). One name therefore covers all
//! spellings of the key, nested or flat. If a key is ambiguous by itself, its meaning names the
//! forms of value that it accepts ([`super::shape`]) or the other keys that it needs
//! ([`super::company`]).
//!
//! - the Kinesis Agent's `LOGTOJSON`:
//!   <https://docs.aws.amazon.com/streams/latest/dev/writing-with-agents.html>
//! - nginx with `escape=json`, whose keys are usually the variables' names:
//!   <https://nginx.org/en/docs/varindex.html>
//! - Fluent Bit's and Fluentd's parsers: <https://docs.fluentbit.io/manual/pipeline/parsers>,
//!   <https://docs.fluentd.org/parser/apache2>
//! - Caddy: <https://caddyserver.com/docs/caddyfile/directives/log>
//! - Traefik:
//!   <https://doc.traefik.io/traefik/reference/install-configuration/observability/logs-and-accesslogs/>
//! - Envoy and Istio:
//!   <https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage>
//! - Kong: <https://developer.konghq.com/plugins/http-log/>
//! - Tomcat: <https://tomcat.apache.org/tomcat-10.1-doc/config/valve.html>
//! - Logstash: <https://www.elastic.co/docs/reference/logstash/plugins/plugins-filters-grok>
//! - Fastly: <https://www.fastly.com/documentation/guides/integrations/logging/>
//! - Google Cloud's load balancers:
//!   <https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry#HttpRequest>
//! - Azure: <https://learn.microsoft.com/azure/frontdoor/monitor-front-door-reference>
//! - Cloudflare:
//!   <https://developers.cloudflare.com/logs/logpush/logpush-job/datasets/zone/http_requests/>
//! - Akamai: <https://techdocs.akamai.com/datastream2/docs/data-set-parameters>
//! - ECS: <https://www.elastic.co/guide/en/ecs/8.11/ecs-field-reference.html>; OpenTelemetry:
//!   <https://opentelemetry.io/docs/specs/semconv/http/http-spans/>

mod client;
mod detail;
mod names;
mod request;
mod response;
mod row;
mod server;
#[cfg(test)]
pub(super) mod tests;
mod time;

use std::sync::LazyLock;

use super::company::{self, Company};
use super::meaning::Meaning;
use super::scan::Path;
use super::{aws, scan};
use names::spelt;
pub(super) use row::{BEST, GOOD, WEAK};
use row::{Row, WRAPPED};

/// The entry of a key in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) meaning: Meaning,
    pub(super) rank: u8,
    /// The writer that the key identifies.
    pub(super) company: Company,
}

/// Keys that have no meaning of their own. Shippers, loggers and envelopes put them around a log's
/// object.
const WRAPPERS: &str = "access access_log accesslog apache apache2 apache_access api_gateway \
    attributes context data details entry event extra fields haproxy http_access_log httpd iis \
    info json json_payload log log_data meta metadata message msg nginx nginx_access \
    nginx_ingress_controller payload properties record request_context identity traefik \
    traefik_access weblog";

/// The table of keys. A key is found by a hash of its normal form.
static TABLE: LazyLock<Table> = LazyLock::new(|| Table::of(rows()));

/// All rows. The general rows are first.
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

    /// Adds a key. If several rows have the key, the first row with a meaning counts. The writers
    /// of all these rows count.
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

    /// The slot of a key, or the empty slot for it.
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

/// FNV-1a: <https://www.rfc-editor.org/rfc/rfc9923>. Keys are short, and an attacker cannot add
/// keys to the table.
fn hash(key: &[u8]) -> usize {
    let mut hash = 0x811c_9dc5_u32;
    for byte in key {
        hash = (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
    }
    (hash ^ hash >> 15) as usize
}

/// The entry of the key at the end of a path; `None` if the key is not known. Wrappers around the
/// key are ignored.
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
