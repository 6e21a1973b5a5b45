//! The well-known text formats, a file each: a layout, and where it is specified. This file registers and dispatches.

mod alb;
mod combined;
mod haproxy;
mod nginx;
mod s3;
#[cfg(test)]
mod tests;

use super::layout::Layout;

/// A format that is known by name and read by one layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Preset {
    Common,
    Combined,
    VhostCombined,
    Nginx,
    IngressNginx,
    NginxProxyManager,
    Alb,
    ClassicElb,
    S3,
    Haproxy,
}

impl Preset {
    /// Every preset with the name that `LOG_FORMAT` calls it by.
    pub(super) const ALL: [(&'static str, Self); 10] = [
        ("common", Self::Common),
        ("combined", Self::Combined),
        ("vhost_combined", Self::VhostCombined),
        ("nginx", Self::Nginx),
        ("ingress-nginx", Self::IngressNginx),
        ("nginx-proxy-manager", Self::NginxProxyManager),
        ("alb", Self::Alb),
        ("classic-elb", Self::ClassicElb),
        ("s3", Self::S3),
        ("haproxy", Self::Haproxy),
    ];

    /// The preset of a name.
    pub(super) fn of(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|(known, _)| *known == name)
            .map(|(_, preset)| preset)
    }

    /// Its layout, compiled.
    pub(super) fn layout(self) -> Layout {
        match self {
            Self::Common => combined::common(),
            Self::Combined => combined::combined(),
            Self::VhostCombined => combined::vhost_combined(),
            Self::Nginx => nginx::main(),
            Self::IngressNginx => nginx::ingress(),
            Self::NginxProxyManager => nginx::proxy_manager(),
            Self::Alb => alb::application(),
            Self::ClassicElb => alb::classic(),
            Self::S3 => s3::access(),
            Self::Haproxy => haproxy::http(),
        }
    }
}

pub(super) use combined::{listed_combined, numbered_combined, quoted_list_combined};

/// A layout of ours: every one is compiled in a test, so that it can be.
fn compiled(pieces: &[super::Piece]) -> Layout {
    Layout::new(pieces).expect("a preset's values have literals between them")
}
