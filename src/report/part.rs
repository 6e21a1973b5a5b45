//! The parts of a report: what each part counts, and the titles of its table.

/// A part of a report: one table, whose rows have the names that are described here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// Paths of pages and interfaces: of all requests except those for static files.
    Pages,
    /// Paths of static files, which are recognised by their suffix.
    Files,
    /// Campaigns.
    Campaigns,
    /// Media of referrers, such as search, social and email.
    Media,
    /// Referring sites, except the site's own.
    Sites,
    /// AI assistants from which requests came.
    Assistants,
    /// Paths answered with 404 or 410.
    Missing,
    /// Referrers and the missing paths that they link to.
    MissingLinks,
    /// Statuses of 5xx and paths.
    ServerErrors,
    /// Attacks that requests attempt.
    Threats,
    /// Attacks and the addresses that attempt them.
    Attackers,
    /// Hours of the week.
    Hours,
    /// Countries by code, or by name if the code is unknown.
    Countries,
    /// Cities with their countries.
    Cities,
    /// Autonomous systems.
    Networks,
    /// Browsers of people.
    Browsers,
    /// Operating systems of people.
    Systems,
    /// Kinds of devices of people.
    Devices,
    /// Kinds of bots.
    BotKinds,
    /// Bots by name.
    Bots,
    /// Operators of AI bots, and the purpose of their bots.
    AiOperators,
    /// AI bots and the pages that they read.
    AiPages,
    /// Bots, and whether they use addresses that their operators publish.
    Verification,
    /// Virtual hosts.
    Hosts,
    /// Status codes.
    Statuses,
    /// Methods.
    Methods,
    /// HTTP versions.
    HttpVersions,
    /// TLS versions.
    TlsVersions,
    /// Visitors' addresses.
    Addresses,
}

/// The texts that a part shows besides its names.
#[derive(Debug, Clone, Copy)]
pub(super) struct Heading {
    /// The name in JSON and in the page's anchor.
    pub(super) id: &'static str,
    /// The title for a person.
    pub(super) title: &'static str,
    /// The titles of the columns of names: one, or two if names are pairs.
    pub(super) columns: &'static [&'static str],
    /// What the part counts, if the title does not say it.
    pub(super) note: &'static str,
}

impl Part {
    /// All parts, in their order in JSON and in the tables of text. The page has another order.
    pub(crate) const ALL: [Self; 29] = [
        Self::Pages,
        Self::Files,
        Self::Media,
        Self::Sites,
        Self::Assistants,
        Self::Campaigns,
        Self::ServerErrors,
        Self::Missing,
        Self::MissingLinks,
        Self::Threats,
        Self::Attackers,
        Self::Hours,
        Self::Countries,
        Self::Cities,
        Self::Networks,
        Self::BotKinds,
        Self::Bots,
        Self::AiOperators,
        Self::AiPages,
        Self::Verification,
        Self::Browsers,
        Self::Systems,
        Self::Devices,
        Self::Hosts,
        Self::Statuses,
        Self::Methods,
        Self::HttpVersions,
        Self::TlsVersions,
        Self::Addresses,
    ];

    /// The titles of the columns of names: one, or two if names are pairs.
    #[must_use]
    pub(crate) fn columns(self) -> &'static [&'static str] {
        self.heading().columns
    }

    pub(super) fn place(self) -> usize {
        self as usize
    }

    /// Whether the part counts visitors for each name.
    pub(super) fn has_visitors(self) -> bool {
        matches!(
            self,
            Self::Pages
                | Self::Files
                | Self::Media
                | Self::Sites
                | Self::Assistants
                | Self::Campaigns
                | Self::Countries
                | Self::Cities
                | Self::Networks
                | Self::Browsers
                | Self::Systems
                | Self::Devices
                | Self::Hosts
        )
    }

    #[expect(clippy::too_many_lines, reason = "a table, a row a part")]
    pub(super) fn heading(self) -> Heading {
        let (id, title, columns, note): (_, _, &[_], _) = match self {
            Self::Pages => (
                "pages",
                "Pages",
                &["Page"],
                "Requests for documents and interfaces: all but static files.",
            ),
            Self::Files => (
                "files",
                "Static files",
                &["File"],
                "Images, styles, scripts, fonts and downloads.",
            ),
            Self::Media => (
                "media",
                "Kinds of referrers",
                &["Medium"],
                "Requests whose referrer is another site, by the kind of that site.",
            ),
            Self::Sites => (
                "sites",
                "Referring sites",
                &["Site"],
                "The domains that link here. OWN_DOMAINS says which ones are the site's own.",
            ),
            Self::Assistants => (
                "assistants",
                "AI assistants that send visitors",
                &["Assistant"],
                "Requests that followed a link in an assistant's answer.",
            ),
            Self::Campaigns => (
                "campaigns",
                "Campaigns",
                &["Campaign", "Source and medium"],
                "Links with utm_ parameters or an advertiser's click identifier.",
            ),
            Self::ServerErrors => (
                "server_errors",
                "Server errors",
                &["Status", "Page"],
                "Requests answered with 5xx.",
            ),
            Self::Missing => (
                "missing",
                "Not found",
                &["Path not found"],
                "Requests answered with 404 or 410.",
            ),
            Self::MissingLinks => (
                "missing_links",
                "Links to missing pages",
                &["Linked from", "Missing path"],
                "Where the requests for missing pages come from.",
            ),
            Self::Threats => (
                "threats",
                "Threats",
                &["Threat"],
                "Requests that try an attack. A request may try several.",
            ),
            Self::Attackers => ("attackers", "Who sends threats", &["Threat", "Address"], ""),
            Self::Hours => (
                "hours",
                "Hours of the week",
                &["Hour"],
                "Requests by day of the week and hour.",
            ),
            Self::Countries => ("countries", "Countries", &["Country"], ""),
            Self::Cities => ("cities", "Cities", &["City", "Country"], ""),
            Self::Networks => (
                "networks",
                "Networks",
                &["Network", "Number"],
                "The autonomous systems that the addresses belong to.",
            ),
            Self::BotKinds => ("bot_kinds", "Kinds of bots", &["Kind of bot"], ""),
            Self::Bots => ("bots", "Bots", &["Bot"], ""),
            Self::AiOperators => (
                "ai_operators",
                "AI bots by operator and purpose",
                &["Operator", "Purpose"],
                "",
            ),
            Self::AiPages => (
                "ai_pages",
                "Pages that AI reads",
                &["Bot", "Page"],
                "Requests of AI bots for pages.",
            ),
            Self::Verification => (
                "verification",
                "Verified bots",
                &["Bot", "Address"],
                "Bots whose operator publishes addresses: whether requests came from these addresses.",
            ),
            Self::Browsers => ("browsers", "Browsers", &["Browser"], "People only."),
            Self::Systems => ("systems", "Operating systems", &["System"], "People only."),
            Self::Devices => ("devices", "Devices", &["Device"], "People only."),
            Self::Hosts => ("hosts", "Virtual hosts", &["Host"], ""),
            Self::Statuses => ("statuses", "Status codes", &["Status"], ""),
            Self::Methods => ("methods", "Methods", &["Method"], ""),
            Self::HttpVersions => ("http_versions", "HTTP versions", &["Version"], ""),
            Self::TlsVersions => ("tls_versions", "TLS versions", &["Version"], ""),
            Self::Addresses => ("addresses", "Busiest addresses", &["Address"], ""),
        };
        Heading {
            id,
            title,
            columns,
            note,
        }
    }
}

/// Whether a suffix belongs to a resource of a page or to a download. Upper and lower case are
/// equal.
pub(super) fn is_static(extension: &str) -> bool {
    const SUFFIXES: &[&str] = &[
        "avif",
        "bmp",
        "css",
        "eot",
        "gif",
        "gz",
        "ico",
        "jpeg",
        "jpg",
        "js",
        "m4a",
        "map",
        "mjs",
        "mov",
        "mp3",
        "mp4",
        "ogg",
        "otf",
        "png",
        "svg",
        "tar",
        "tgz",
        "ttf",
        "wasm",
        "wav",
        "webm",
        "webmanifest",
        "webp",
        "woff",
        "woff2",
        "zip",
    ];
    SUFFIXES
        .iter()
        .any(|suffix| suffix.eq_ignore_ascii_case(extension))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_has_a_place_and_an_identifier_of_its_own() {
        let mut places = Part::ALL.map(Part::place);
        places.sort_unstable();
        assert!(places.into_iter().eq(0..Part::ALL.len()));
        let mut ids = Part::ALL.map(|part| part.heading().id);
        ids.sort_unstable();
        assert!(ids.windows(2).all(|pair| pair[0] != pair[1]));
    }

    #[test]
    fn suffixes_of_files_are_recognised_in_capitals_too() {
        assert!(is_static("css") && is_static("PNG"));
        assert!(!is_static("html") && !is_static("php") && !is_static(""));
    }
}
