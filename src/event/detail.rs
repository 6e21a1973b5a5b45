//! Fields that only some formats have: traces, media types, upstreams, caches, errors, firewalls.

use std::borrow::Cow;

/// `trace.id`, `http.response.mime_type`, and what proxies, caches and firewalls report, under
/// `weblog.*`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Detail<'a> {
    /// `trace.id`: only the id of the trace, whichever header carries it.
    pub trace_id: Option<Cow<'a, str>>,
    /// `http.response.mime_type`, in lower case and without parameters: `text/html`.
    pub mime_type: Option<Cow<'a, str>>,
    /// `weblog.upstream_status`: the status of the last upstream.
    pub upstream_status: Option<u16>,
    /// `weblog.cache_status`: `HIT`, `MISS`, as the server writes it.
    pub cache_status: Option<Cow<'a, str>>,
    /// `weblog.result`: how the request ended, as the proxy writes it.
    pub result: Option<Cow<'a, str>>,
    /// `weblog.error_reason`: why the request failed, as the server writes it.
    pub error_reason: Option<Cow<'a, str>>,
    /// What a web application firewall did: `weblog.waf.*`.
    pub waf: Waf<'a>,
}

/// What a web application firewall did: `weblog.waf.*`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Waf<'a> {
    /// `weblog.waf.action`, such as `ALLOW`, `BLOCK` or `CHALLENGE`.
    pub action: Option<Cow<'a, str>>,
    /// The rule that decided: `weblog.waf.rule`.
    pub rule: Option<Cow<'a, str>>,
    /// The labels that the firewall gave the request, in its order: `weblog.waf.labels`.
    pub labels: Vec<Cow<'a, str>>,
}

impl Detail<'_> {
    /// Whether a firewall blocked the request.
    #[must_use]
    pub(crate) fn is_blocked(&self) -> bool {
        let action = self.waf.action.as_deref();
        action.is_some_and(|action| action.eq_ignore_ascii_case("block"))
    }
}
