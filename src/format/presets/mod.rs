//! The well-known text formats. Each has a file with its layouts and a link to its specification.
//! This file registers the formats and dispatches to them.

mod alb;
mod api_gateway;
mod combined;
mod envoy;
mod haproxy;
mod httpd;
mod nginx;
mod s3;
mod squid;
mod tailed;
#[cfg(test)]
mod tests;

use super::layout::Layout;
use super::line::LogLine;
use super::sound::is_sound;
use crate::rejection::Rejection;

/// A format that layouts read. Each variant of the format has a layout.
#[derive(Debug)]
pub(super) struct Preset {
    /// The variants. The first one in which a line is whole and sound reads the line.
    variants: Vec<Layout>,
    /// The layout that reads all other lines.
    lenient: Layout,
    /// A change that is applied to each line, if a layout cannot express it.
    finish: Option<fn(&mut LogLine<'_>)>,
}

impl Preset {
    /// A preset with one layout.
    fn one(layout: Layout) -> Self {
        Self::of(Vec::new(), layout)
    }

    fn of(variants: Vec<Layout>, lenient: Layout) -> Self {
        Self {
            variants,
            lenient,
            finish: None,
        }
    }

    fn with_finish(mut self, finish: fn(&mut LogLine<'_>)) -> Self {
        self.finish = Some(finish);
        self
    }

    /// Reads a line.
    ///
    /// # Errors
    /// The rejection is that of the layout that matches the most bytes.
    pub(super) fn read<'a>(&'a self, line: &'a [u8]) -> Result<LogLine<'a>, Rejection> {
        if let Some(read) = self.read_whole(line) {
            return Ok(read);
        }
        match self.lenient.read(line) {
            Ok(read) => Ok(self.finished(read)),
            Err(rejection) => Err(self.farthest(line, rejection)),
        }
    }

    /// Reads a line by the first variant in which it is whole and sound.
    pub(super) fn read_whole<'a>(&'a self, line: &'a [u8]) -> Option<LogLine<'a>> {
        let mut variants = self.variants.iter();
        let read = variants.find_map(|layout| layout.read(line).ok().filter(is_sound))?;
        Some(self.finished(read))
    }

    /// All layouts. The lenient layout is the last.
    pub(super) fn layouts(&self) -> impl Iterator<Item = &Layout> {
        self.variants.iter().chain([&self.lenient])
    }

    #[cold]
    fn farthest(&self, line: &[u8], rejection: Rejection) -> Rejection {
        let others = self
            .variants
            .iter()
            .filter_map(|layout| layout.read(line).err());
        others.fold(rejection, |best, other| {
            if other.offset > best.offset {
                other
            } else {
                best
            }
        })
    }

    fn finished<'a>(&self, mut line: LogLine<'a>) -> LogLine<'a> {
        if let Some(finish) = self.finish {
            finish(&mut line);
        }
        line
    }
}

/// Every preset by its name.
pub(super) mod all {
    use super::Preset;

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

/// Compiles a layout of this crate. A test compiles every one, so this cannot fail.
fn compiled(pieces: &[super::Piece]) -> Layout {
    Layout::new(pieces).expect("a preset's values have literals between them")
}
