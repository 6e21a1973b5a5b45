//! The well-known text formats. Each has a file with its layouts and a link to its specification.
//! This file registers the formats and dispatches to them.

mod alb;
mod api_gateway;
mod combined;
mod envoy;
mod haproxy;
mod httpd;
mod nginx;
mod preset;
mod s3;
mod squid;
mod tailed;
#[cfg(test)]
mod tests;

pub(super) use preset::Preset;

/// Every preset by its name.
pub(super) mod all {
    use super::preset::Preset;

    pub(in crate::format) fn common() -> Preset {
        Preset::one(super::combined::common())
    }

    pub(in crate::format) fn combined() -> Preset {
        Preset::one(super::combined::combined())
    }

    pub(in crate::format) fn vhost_combined() -> Preset {
        Preset::one(super::combined::vhost_combined())
    }

    pub(in crate::format) use super::alb::{application as alb, classic as classic_elb};
    pub(in crate::format) use super::api_gateway::common as api_gateway;
    pub(in crate::format) use super::envoy::{envoy, istio};
    pub(in crate::format) use super::haproxy::{common as haproxy_clf, http as haproxy};
    pub(in crate::format) use super::httpd::ssl_request_log;
    pub(in crate::format) use super::nginx::{ingress, main as nginx, proxy_manager};
    pub(in crate::format) use super::s3::access as s3;
    pub(in crate::format) use super::squid::native as squid;
    pub(in crate::format) use super::tailed::{kong, timed, timed_vhost, traefik};
}

pub(super) use combined::{
    combined, listed_combined, numbered_combined, quoted_list_combined, vhost_combined,
};
