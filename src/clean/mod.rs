//! Cleaning: a [`LogLine`] into a typed [`AccessEvent`].
//!
//! One function for each boundary. `-`, empty and unknown become absent here and nowhere later.
//! Rejected are lines without a valid time, and lines that have too few of [`Field::MARKS`] to be
//! of an access log, whatever their format.

mod address;
mod cipher;
mod connection;
mod detail;
mod number;
mod original;
mod part;
mod redact;
mod request;
mod request_line;
mod shown;
#[cfg(test)]
mod tests;
mod text;
mod time;
mod truncate;
mod url;
mod user;
mod view;
mod visitor;

pub use original::original;
pub use redact::{REDACTED, Redaction};
pub use text::{VALUE_LIMIT_BYTES, escape_bytes, unescape_bytes};
pub use user::UserHashKey;

use crate::event::{AccessEvent, Tags};
use crate::format::{Field, LogLine};
use crate::rejection::{Reason, Rejection};
use text::{text, whole_text};

/// How lines are cleaned: what the operator chose.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// Proxies whose word on `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<ipnet::IpNet>,
    /// Which parameters are secret.
    pub redaction: Redaction,
    /// Client addresses lose their host part: /24 and /48 are left.
    pub truncate_addresses: bool,
    /// Users are written as a keyed hash.
    pub user_hash_key: Option<UserHashKey>,
}

/// Cleans one line.
///
/// # Errors
/// A line without a valid time, and one that is not of an access log.
pub fn clean<'a>(line: &LogLine<'a>, rules: &Rules) -> Result<AccessEvent<'a>, Rejection> {
    let mut event = AccessEvent::default();
    clean_into(line, rules, &mut event)?;
    Ok(event)
}

/// The same where the event is to be, which is an empty one.
///
/// # Errors
/// A line without a valid time, and one that is not of an access log.
#[inline]
pub fn clean_into<'a>(
    line: &LogLine<'a>,
    rules: &Rules,
    event: &mut AccessEvent<'a>,
) -> Result<(), Rejection> {
    event.timestamp = time::timestamp(line)?;
    if line.cut {
        event.tags.add(Tags::CUT);
    }
    event.duration_ns = number::duration_ns(line);
    let has_client = visitor::visitor(event, line, rules)?;
    request::request(event, line, rules);
    let tags = &mut event.tags;
    event.http.request_id = text(line, Field::RequestId, rules, tags);
    event.http.referrer =
        whole_text(line, Field::Referrer).map(|referrer| shown::url(referrer, rules, tags));
    event.http.request_bytes = number::whole(line, Field::RequestBytes);
    event.http.status = number::status(line);
    event.http.response_bytes = number::whole(line, Field::ResponseBytes);
    event.http.body_bytes = number::whole(line, Field::BodyBytes);
    event.user_name = user::name(line, rules, tags);
    event.user_agent = text(line, Field::UserAgent, rules, tags);
    event.tls = connection::tls(line, rules, tags);
    event.destination = connection::destination(line, rules, tags);
    if rules.truncate_addresses {
        hide_visitor(event);
    }
    if marks(event, has_client) < line.least_marks {
        return Err(Rejection::whole(Reason::NoAccessLog));
    }
    detail::detail(event, line, rules);
    Ok(())
}

/// Truncates the server's address as well where it is near the visitor's: it may be the visitor's
/// own.
fn hide_visitor(event: &mut AccessEvent<'_>) {
    let network = event.destination.ip.map(truncate::truncate);
    let visitors = [event.source.ip, event.client_ip, event.forwarded_ip];
    if network.is_some() && visitors.contains(&network) {
        event.destination.ip = network;
    }
}

/// How many of client, request and status the event has.
fn marks(event: &AccessEvent<'_>, has_client: bool) -> usize {
    let has_request = event.http.method.is_some() || event.url.original.is_some();
    usize::from(has_client) + usize::from(has_request) + usize::from(event.http.status.is_some())
}
