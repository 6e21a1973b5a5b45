//! The attacks and probes that a request attempts: `weblog.threat`.

/// A kind of attack or probe of which a request shows signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Threat {
    /// Text that a database would execute: SQL, or an operator of `MongoDB`.
    SqlInjection,
    /// Script or markup for another visitor's browser.
    Xss,
    /// A path that leaves its folder, or a file of the system.
    PathTraversal,
    /// A lookup of Log4j, as in CVE-2021-44228.
    Jndi,
    /// A command of a shell, or code of a server's language.
    CommandInjection,
    /// A program that an intruder leaves on a server, or a parameter of such a program.
    Webshell,
    /// A file that contains secrets and is not part of any site: `/.env`.
    SecretFile,
    /// A tool that searches for vulnerabilities, or a page that only such tools ask for.
    Scanner,
}

impl Threat {
    /// Every kind, in the order in which documents list them.
    pub const ALL: [Self; 8] = [
        Self::SqlInjection,
        Self::Xss,
        Self::PathTraversal,
        Self::Jndi,
        Self::CommandInjection,
        Self::Webshell,
        Self::SecretFile,
        Self::Scanner,
    ];

    /// The name of the threat, which is a value of `weblog.threat`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SqlInjection => "sql_injection",
            Self::Xss => "xss",
            Self::PathTraversal => "path_traversal",
            Self::Jndi => "jndi",
            Self::CommandInjection => "command_injection",
            Self::Webshell => "webshell",
            Self::SecretFile => "secret_file",
            Self::Scanner => "scanner",
        }
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// A set of threats. The set of most requests is empty.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Threats(u8);

impl Threats {
    /// Adds a threat.
    pub fn add(&mut self, threat: Threat) {
        self.0 |= threat.bit();
    }

    /// The threats of both sets.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether a threat is in the set.
    #[must_use]
    pub const fn has(self, threat: Threat) -> bool {
        self.0 & threat.bit() != 0
    }

    /// Whether there is no threat.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The names of the threats, in a fixed order.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        Threat::ALL
            .into_iter()
            .filter(move |threat| self.has(*threat))
            .map(Threat::name)
    }
}
