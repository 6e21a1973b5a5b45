//! Cleaning: converts a [`LogLine`] into a typed [`AccessEvent`].
//!
//! Each group of fields has a module. `-`, empty and unknown values become `None` in this stage.
//! Later stages need no such check. Lines of three kinds are rejected: those without a valid time,
//! those whose client consists of parts of addresses, and those with too few of [`Field::MARKS`]
//! for an access log.

mod address;
mod cipher;
mod connection;
mod detail;
mod limit;
mod marks;
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
pub use text::{escape_bytes, unescape_bytes};
pub(crate) use time::LastTime;
pub use user::UserHashKey;

use crate::event::{AccessEvent, Tags};
use crate::format::{Field, LogLine};
use crate::rejection::{Reason, Rejection};
use marks::Marks;
use text::{text, whole_text};

/// The operator's choices for cleaning.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// Proxies whose `X-Forwarded-For` is trusted.
    pub trusted_proxies: Vec<ipnet::IpNet>,
    /// Which parameters are secret.
    pub redaction: Redaction,
    /// Whether addresses of clients and addresses in texts are truncated: IPv4 to /24, IPv6 to /48
    /// (6to4 to /40, Teredo to /32).
    pub truncate_addresses: bool,
    /// Whether the whole address of a truncated client is kept, for the visitor's id only.
    pub visitor_ids: bool,
    /// The key with which users are hashed. `None` keeps them unchanged.
    pub user_hash_key: Option<UserHashKey>,
}

/// Cleans one line.
///
/// # Errors
/// The line has no valid time, its client consists of parts of addresses, or it is not a line of an
/// access log.
///
/// # Examples
/// ```
/// use weblog_enrich::clean::{Rules, clean};
/// use weblog_enrich::format::{Format, Reading};
///
/// let mut format = Format::compile("common", None)?;
/// let line = br#"203.0.113.7 - - [10/Oct/2025:13:55:36 +0200] "GET /a?token=1 HTTP/1.1" 200 5"#;
/// let Reading::Line(fields) = format.read(line)? else { panic!("a directive") };
/// let event = clean(&fields, &Rules::default())?;
/// assert_eq!(event.http.status, Some(200));
/// assert_eq!(event.url.query.as_deref(), Some("token=REDACTED"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn clean<'a>(line: &LogLine<'a>, rules: &Rules) -> Result<AccessEvent<'a>, Rejection> {
    let mut event = AccessEvent::default();
    clean_into(line, rules, &mut LastTime::default(), &mut event)?;
    Ok(event)
}

/// Like [`clean`], but fills an empty event in place, and remembers the time for the next line.
///
/// # Errors
/// The line has no valid time, its client consists of parts of addresses, or it is not a line of an
/// access log.
#[inline]
pub(crate) fn clean_into<'a>(
    line: &LogLine<'a>,
    rules: &Rules,
    last_time: &mut LastTime,
    event: &mut AccessEvent<'a>,
) -> Result<(), Rejection> {
    event.timestamp = time::timestamp(line, last_time)?;
    if line.cut {
        event.tags.add(Tags::CUT);
    }
    event.duration_ns = number::duration_ns(line);
    let has_client = visitor::visitor(event, line, rules)?;
    request::request(event, line, rules);
    let tags = &mut event.tags;
    event.http.request_id = text(line, Field::RequestId, rules, tags);
    event.http.referrer = whole_text(line, Field::Referrer).map(|referrer| {
        let marks = Marks::of(referrer.as_bytes());
        shown::url(referrer, marks, rules, tags)
    });
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
        let is_similar = line.least_marks > Field::MARKS.len();
        return Err(Rejection::whole(match is_similar {
            true => Reason::SimilarLog,
            false => Reason::NoAccessLog,
        }));
    }
    detail::detail(event, line, rules);
    Ok(())
}

/// Also truncates the server's address if it is in the visitor's network, because it may then be
/// the visitor's own address.
fn hide_visitor(event: &mut AccessEvent<'_>) {
    let network = event.destination.ip.map(truncate::truncate);
    let visitors = [event.source.ip, event.client_ip, event.forwarded_ip];
    if network.is_some() && visitors.contains(&network) {
        event.destination.ip = network;
    }
}

/// How many of the three marks (client, request and status) the event has.
fn marks(event: &AccessEvent<'_>, has_client: bool) -> usize {
    let has_request = event.http.method.is_some() || event.url.original.is_some();
    usize::from(has_client) + usize::from(has_request) + usize::from(event.http.status.is_some())
}
