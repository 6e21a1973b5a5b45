//! Completes a line: binds the values that depend on other keys, and removes the values of weak
//! keys if the line has no key or value that only access logs have.

use super::{EMPTY, Found, JSON, unit};
use crate::format::escape::Escape;
use crate::format::field::Field;
use crate::format::json::company::Company;
use crate::format::json::keys::{BEST, WEAK};
use crate::format::json::meaning::Family;
use crate::format::json::shape;
use crate::format::line::{Escapes, LogLine};

/// `CloudFront` and Akamai escape the client's values as they do in their text logs. The values
/// therefore contain no quote that JSON would escape.
static PERCENT: Escapes = {
    let mut escapes = JSON;
    let [agent, referrer, list] = [Field::UserAgent, Field::Referrer, Field::ForwardedFor];
    escapes = with(escapes, agent, Escape::Percent);
    escapes = with(escapes, referrer, Escape::Percent);
    with(escapes, list, Escape::Percent)
};

/// IIS writes `+` for a blank.
static PLUS: Escapes = with(JSON, Field::UserAgent, Escape::Plus);

/// More marks than an access event can have. This excludes logs of another kind.
const NO_MARKS_SUFFICE: usize = usize::MAX;

impl<'a> Found<'a> {
    /// Completes the line. A line with a key of the operator's mapping always counts as a line of
    /// an access log.
    pub(in crate::format::json) fn finish(mut self) -> LogLine<'a> {
        self.settle();
        if !self.of_web {
            self.forget_weak();
        }
        let percent = self.company.has(Company::CLOUDFRONT.with(Company::AKAMAI));
        let mut line = self.line;
        if self.company.has(Company::NOT_ACCESS) {
            line.least_marks = NO_MARKS_SUFFICE;
        }
        if self.chosen {
            line.least_marks = 0;
        }
        // An agent that contains a blank was not escaped.
        let agent = line.raw(Field::UserAgent).unwrap_or_default();
        let plain = agent.contains(&b' ');
        let plus = self.company.has(Company::IIS) && memchr::memchr2(b'%', b'\\', agent).is_none();
        if percent && !plain {
            line.with_escapes(&PERCENT)
        } else if plus && !plain {
            line.with_escapes(&PLUS)
        } else {
            line
        }
    }

    /// Binds the values that depend on the writer.
    fn settle(&mut self) {
        // In `HAProxy`'s lines, the server's name is the name of a server in the backend.
        if self.company.has(Company::HAPROXY) {
            self.unbind(Field::ServerName);
            if let Some((rank, bytes)) = self.bytes_read.take() {
                self.bind(Field::ResponseBytes, rank, bytes);
            }
        }
        // In `CloudFront`'s lines, the server's address is the address of the edge.
        if self.company.has(Company::CLOUDFRONT) {
            self.unbind(Field::ServerAddress);
        }
        if self.company.has(Company::ELB) && self.rank(Field::RemoteAddress) >= WEAK {
            self.unbind(Field::RemoteAddress);
        }
        if let Some((rank, host)) = self.host.take() {
            self.host(rank, host);
        }
        if let Some((rank, host)) = self.cs_host.take() {
            let by_cloudfront = self.company.has(Company::CLOUDFRONT);
            let field = if by_cloudfront {
                Field::ServerName
            } else {
                Field::Host
            };
            self.bind(field, rank, host);
        }
        if let Some((rank, number)) = self.duration.take()
            && let Some(field) = unit::of(number, self.company)
        {
            self.bind(field, rank, number);
        }
        // Envoy writes details for every response. Most of them do not describe an error.
        if let Some((rank, details)) = self.details.take()
            && self.line.raw(Field::Result).is_some()
        {
            self.bind(Field::ErrorReason, rank, details);
        }
        if self.company.has(Company::WAF) {
            for (field, waiting) in [
                (Field::WafAction, self.waf_action.take()),
                (Field::WafLabels, self.labels.take()),
            ] {
                if let Some((rank, raw)) = waiting {
                    self.bind(field, rank, raw);
                }
            }
        }
        // A port belongs to the address that it was logged with.
        let client = self.line.raw(Field::RemoteAddress);
        let of_client = |family: Family| {
            let mut addresses = self.addresses.iter().flatten();
            addresses.any(|(of, address)| *of == family && Some(*address) == client)
        };
        let port = self.ports.iter().flatten().find(|port| of_client(port.0));
        if let Some((_, port)) = port.copied() {
            self.bind(Field::RemotePort, BEST, port);
        }
    }

    /// `host` is the client if no other key names a client, and if the Kinesis Agent wrote the line
    /// or the value is an address. In the lines of AWS's load balancers, it is never the client.
    ///
    /// A word without a dot or a colon, except `localhost`, is more likely the name of a shipper's
    /// own machine than of a site.
    fn host(&mut self, rank: u8, host: &'a [u8]) {
        let free = self.line.raw(Field::RemoteAddress).is_none();
        let client = self.company.has(Company::KINESIS_AGENT) || shape::is_endpoint(host);
        if free && client && !self.company.has(Company::ELB) {
            self.client(None, rank, host);
        } else if !self.company.has(Company::LOGSTASH)
            && (memchr::memchr2(b'.', b':', host).is_some() || host == b"localhost")
        {
            self.bind(Field::Host, rank, host);
        }
    }

    /// Removes the fields that were bound by keys that any log may use.
    fn forget_weak(&mut self) {
        for field in Field::ALL {
            if (WEAK..EMPTY).contains(&self.rank(field)) {
                self.unbind(field);
            }
        }
    }
}

#[expect(
    clippy::indexing_slicing,
    reason = "evaluated when the program is compiled, over a table that has every field"
)]
const fn with(mut escapes: Escapes, field: Field, escape: Escape) -> Escapes {
    escapes[field.index()] = escape;
    escapes
}
