//! Where a visitor came from: `weblog.referrer.*`. It is found by the host of the `Referer`, which
//! may be an app (`android-app://`).
//!
//! A sender is `internal` if it is the requested site or in `OWN_DOMAINS`. Any other sender that is
//! not listed is `other`. A log without host names cannot distinguish the two, so only listed
//! senders are reported, unless `OWN_DOMAINS` lists the site's domains. The Public Suffix List,
//! <https://publicsuffix.org/>, of the crate `psl`, gives the domains that can be registered.

mod hosts;

use std::net::IpAddr;
use std::sync::Arc;

use crate::event::{AccessEvent, Medium, Referral};
use crate::near;
use hosts::{ASSISTANTS, FOLDERS, LABELS, MAIL_PORTS, PAGES, PORTALS, ROWS, Row, SEARCHED};

/// How many recent hosts are remembered. Each takes little memory. Few other sites link to a site.
const REMEMBERED: usize = 32;

/// Finds senders and remembers them.
#[derive(Debug)]
pub(super) struct Referrers {
    own: Vec<String>,
    internal: Arc<Referral>,
    recent: Vec<Option<(Box<str>, Found)>>,
}

impl Default for Referrers {
    fn default() -> Self {
        Self::new(&[])
    }
}

/// What is known about a host.
#[derive(Debug, Clone)]
struct Found {
    referral: Arc<Referral>,
    /// The domain of the row, if some of its pages belong to another sender.
    pages: Option<&'static str>,
    /// Whether the text is an address, or can be the name of a host or an app.
    is_host: bool,
}

impl Referrers {
    /// A finder that knows the site's own domains, `OWN_DOMAINS`.
    pub(super) fn new(own: &[String]) -> Self {
        Self {
            own: own.to_vec(),
            internal: Arc::new(Referral {
                medium: Medium::Internal,
                name: None,
                registered_domain: None,
            }),
            recent: Vec::new(),
        }
    }

    /// The sender of an event's visitor. `None` if the referrer is absent or has no host, or if it
    /// is not known whether the sender is the site itself.
    pub(super) fn find(&mut self, event: &AccessEvent<'_>) -> Option<Arc<Referral>> {
        let referrer = event.http.referrer.as_deref()?;
        let Place { host, port, rest } = split(referrer)?;
        let asked = event
            .url
            .domain
            .as_deref()
            .or(event.destination.domain.as_deref());
        let is_own = |host| self.own.iter().any(|own| is_in(host, own));
        if asked.is_some_and(|asked| is_same(asked, host)) || is_own(host) {
            return Some(Arc::clone(&self.internal));
        }
        let found = self.known(host, referrer.starts_with("android-app:"));
        if let Some(domain) = found.pages {
            let page = PAGES.iter().find(|(of, part, ..)| {
                *of == domain
                    && if part.starts_with('/') {
                        is_page(rest, part)
                    } else {
                        has_parameter(rest, part)
                    }
            });
            if let Some((_, _, medium, name)) = page {
                let registered_domain = found.referral.registered_domain.clone();
                return Some(Arc::new(Referral {
                    medium: *medium,
                    name: Some(name),
                    registered_domain,
                }));
            }
        }
        if found.referral.medium != Medium::Other {
            return Some(found.referral);
        }
        // An unlisted host can be classified only if the site's own host is known.
        if !found.is_host || (asked.is_none() && self.own.is_empty()) {
            return None;
        }
        let name = mail_program(port, rest);
        if name.is_none() {
            return Some(found.referral);
        }
        Some(Arc::new(Referral {
            medium: Medium::Email,
            name,
            registered_domain: found.referral.registered_domain.clone(),
        }))
    }

    /// What is known about a host. It is remembered for the next lines.
    fn known(&mut self, host: &str, is_app: bool) -> Found {
        if self.recent.is_empty() {
            self.recent.resize_with(REMEMBERED, || None);
        }
        let bytes = host.as_bytes();
        let byte = |at: usize| usize::from(bytes.get(at).copied().unwrap_or_default());
        let place = (bytes.len() * 31 + byte(0) * 7 + byte(bytes.len() / 2)) % REMEMBERED;
        let Some(slot) = self.recent.get_mut(place) else {
            return find_host(host, is_app);
        };
        match slot {
            Some((known, found)) if **known == *host => found.clone(),
            _ => {
                let found = find_host(host, is_app);
                *slot = Some((host.into(), found.clone()));
                found
            }
        }
    }
}

/// The AI assistant that the campaign's `utm_source` names, or `None` if it names no assistant.
/// This is for requests without a referrer. Assistants add `utm_source=chatgpt.com`,
/// `utm_source=openai` and the like to their links.
pub(super) fn by_source(source: &str) -> Option<Referral> {
    let source = source.trim_ascii();
    let host = split(source).map_or(source, |place| place.host);
    let host = host.trim_end_matches('/');
    let named = ASSISTANTS
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(host));
    let name = match named {
        Some((_, name)) => name,
        // Most sources are words, which no row of hosts has.
        None if !host.contains('.') => return None,
        None => match row(&host.to_ascii_lowercase())? {
            Row(_, Medium::AiAssistant, name) => name,
            _ => return None,
        },
    };
    Some(Referral {
        medium: Medium::AiAssistant,
        name: Some(name),
        registered_domain: None,
    })
}

/// Finds a host, or the name of an app, in the table. An app and an address have no registrable
/// domain.
fn find_host(host: &str, is_app: bool) -> Found {
    let host = host.to_ascii_lowercase();
    let is_address = host.parse::<IpAddr>().is_ok();
    let is_host = is_address || is_name(&host);
    let row = row(&host).filter(|_| is_host);
    let label = row.is_none().then(|| label(&host)).flatten();
    let label = label.filter(|_| is_host && !is_app);
    let registered_domain = psl::domain_str(&host).filter(|_| is_host && !is_app && !is_address);
    Found {
        referral: Arc::new(Referral {
            medium: row
                .map(|row| row.1)
                .or(label.map(|(medium, _)| medium))
                .unwrap_or(Medium::Other),
            name: row.map(|row| row.2).or(label.and_then(|(_, name)| name)),
            registered_domain: registered_domain.map(Box::from),
        }),
        pages: row
            .map(|row| row.0)
            .filter(|domain| PAGES.iter().any(|(of, ..)| of == domain)),
        is_host,
    }
}

/// The row of a host in small letters, or of a domain above it.
fn row(host: &str) -> Option<&'static Row> {
    let mut rest = Some(host);
    while let Some(domain) = rest.filter(|domain| near::holds([b'.'], domain.as_bytes())) {
        if let Ok(at) = ROWS.binary_search_by(|Row(known, ..)| (*known).cmp(domain)) {
            return ROWS.get(at).filter(|row| is_of(row, host, domain));
        }
        let (label, above) = domain.split_once('.')?;
        let stem = without_number(label);
        if stem.len() < label.len() {
            let numbered = format!("{stem}#.{above}");
            if let Ok(at) = ROWS.binary_search_by(|Row(known, ..)| (*known).cmp(&numbered)) {
                return ROWS.get(at);
            }
        }
        // In `google.de` and `google.co.uk`, the part after the name is the ending of a country.
        let is_country = above == "com"
            || (above.len() <= 6 && above.rsplit('.').next().is_some_and(|last| last.len() == 2));
        if is_country {
            let key = |known: &str| known.strip_suffix('.') == Some(label);
            if let Some(row) = ROWS.iter().find(|Row(known, ..)| key(known)) {
                return is_of(row, host, domain).then_some(row);
            }
        }
        rest = Some(above);
    }
    None
}

/// The program that an unlisted host runs, by its first label: `webmail.example.com`. A number may
/// follow the label.
fn label(host: &str) -> Option<(Medium, Option<&'static str>)> {
    let (label, _) = host.split_once('.')?;
    let label = without_number(label);
    let (_, medium, name) = LABELS.iter().find(|(known, ..)| *known == label)?;
    Some((*medium, *name))
}

/// A label without the number at its end.
fn without_number(label: &str) -> &str {
    label.trim_end_matches(|sign: char| sign.is_ascii_digit())
}

/// The program for mails to which a page of an unlisted host belongs. The port, the first folder or
/// Roundcube's parameter `_task` shows it.
fn mail_program(port: &str, rest: &str) -> Option<&'static str> {
    if MAIL_PORTS.contains(&port) {
        return Some("cPanel");
    }
    // Most browsers send no path to other sites.
    let path = rest.strip_prefix('/').filter(|path| !path.is_empty())?;
    let (folder, _) = path.split_once('/').unwrap_or_default();
    let program = FOLDERS.iter().find(|(known, _)| *known == folder);
    let name = program.map(|(_, name)| *name);
    name.or_else(|| has_parameter(rest, "_task=mail").then_some("Roundcube"))
}

/// Whether a text that is not an address can be the name of a host or an app. A template that
/// nobody filled (`http://{{host}}/`) or `http://%20/` names no host.
fn is_name(host: &str) -> bool {
    let in_name = |byte: u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
    host.bytes().any(in_name)
        && host
            .bytes()
            .all(|byte| in_name(byte) || matches!(byte, b'.' | b'-' | b'_'))
}

/// Whether a host is the row's sender, and not another service below the same domain.
fn is_of(row: &Row, host: &str, domain: &str) -> bool {
    let before = host.strip_suffix(domain).unwrap_or_default();
    let before = before.trim_end_matches('.');
    let is_searched = || before.len() <= 2 || SEARCHED.contains(&before);
    !PORTALS.contains(&row.0)
        || matches!(before, "" | "www")
        || (row.1 == Medium::Search && is_searched())
}

/// The parts of a URL.
struct Place<'a> {
    /// The host, without the brackets of an IPv6 address.
    host: &'a str,
    /// The port, or the empty text.
    port: &'a str,
    /// The path and what follows it.
    rest: &'a str,
}

fn split(referrer: &str) -> Option<Place<'_>> {
    const SCHEMES: [usize; 3] = ["http".len(), "https".len(), "android-app".len()];
    let scheme = near::find([b':'], referrer.as_bytes())?;
    let rest = referrer
        .get(scheme..)
        .filter(|_| SCHEMES.contains(&scheme))?;
    let rest = rest.strip_prefix("://")?;
    let end = near::find([b'/', b'?', b'#'], rest.as_bytes()).unwrap_or(rest.len());
    let (authority, rest) = rest.split_at_checked(end)?;
    // Few hosts have a user or a port.
    let (host, port) = if near::holds([b'@', b':'], authority.as_bytes()) {
        host_and_port(authority.rsplit('@').next()?)?
    } else {
        (authority, "")
    };
    let host = host.trim_end_matches('.');
    (!host.is_empty()).then_some(Place { host, port, rest })
}

/// The host and the port of `example.com:8080` and `[2001:db8::7]:8080`.
fn host_and_port(text: &str) -> Option<(&str, &str)> {
    let (host, after) = match text.strip_prefix('[') {
        Some(text) => text.split_once(']')?,
        None => text.split_at_checked(text.find(':').unwrap_or(text.len()))?,
    };
    Some((host, after.strip_prefix(':').unwrap_or_default()))
}

/// Whether two hosts are the same, apart from case, a `www.` at the beginning and a dot at the end.
fn is_same(asked: &str, host: &str) -> bool {
    without_www(asked).eq_ignore_ascii_case(without_www(host))
}

/// A host without its `www.` and without the dot at its end, if it has them.
pub(super) fn without_www(host: &str) -> &str {
    let host = host.strip_suffix('.').unwrap_or(host);
    match host.split_at_checked(4) {
        Some((front, rest)) if front.eq_ignore_ascii_case("www.") => rest,
        _ => host,
    }
}

/// Whether `host` is `domain` or one of its subdomains.
fn is_in(host: &str, domain: &str) -> bool {
    let start = host.len().checked_sub(domain.len());
    let tail = start.and_then(|start| host.get(start..));
    tail.is_some_and(|tail| tail.eq_ignore_ascii_case(domain))
        && start.is_none_or(|start| start == 0 || host.as_bytes().get(start - 1) == Some(&b'.'))
}

/// Whether the path is that of a page or below it.
fn is_page(rest: &str, page: &str) -> bool {
    let after = rest.strip_prefix(page);
    after.is_some_and(|after| matches!(after.bytes().next(), None | Some(b'/' | b'?' | b'#')))
}

fn has_parameter(rest: &str, parameter: &str) -> bool {
    let query = rest.split_once('?').map_or("", |(_, query)| query);
    query.split(['&', '#']).any(|pair| pair == parameter)
}

#[cfg(test)]
mod tests;
