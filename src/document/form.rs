//! The forms of an event's document. The compact form omits the fields that OpenSearch's ingest
//! pipeline restores.
//!
//! Each rule here has a counterpart in the script `restore` of `opensearch/ingest-pipeline.json`.
//! An event's document without `event.kind` is a compact one; the script does not change other
//! documents.

#[cfg(test)]
mod tests;

use crate::event::{AccessEvent, Agent, Tls, Url};

/// How much of an event its document contains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Form {
    /// Every field of ECS that the event has a value for. Some values are written twice.
    #[default]
    Full,
    /// Only what the ingest pipeline needs to restore the rest.
    Compact,
}

impl Form {
    /// The form in which an event is written. It is the full form if the ingest pipeline would
    /// restore something that the event does not have.
    ///
    /// Today [`crate::clean`] and [`crate::enrich`] create no such event. If they ever create one,
    /// its document will be correct.
    pub(super) fn suited_to(self, event: &AccessEvent<'_>) -> Self {
        let source = &event.source;
        let gains = self == Self::Compact
            && (source.ip.is_some() && there(source.address.as_deref()).is_none()
                || there(event.url.path.as_deref()).is_some()
                    && there(event.url.original.as_deref()).is_none()
                || there(event.tls.version.as_deref()).is_some()
                    && event.tls.version_protocol.is_none()
                || event
                    .agent
                    .as_deref()
                    .is_some_and(|agent| agent_gains(agent)));
        if gains { Self::Full } else { self }
    }

    pub(super) fn is_full(self) -> bool {
        self == Self::Full
    }
}

/// Whether `url.original` is the path and, after a question mark, the query. This is false if the
/// path was percent-decoded, if the query is empty (`/a?`), if there is a fragment, or if the
/// target is absolute.
pub(super) fn is_path_and_query(url: &Url<'_>) -> bool {
    let (original, path) = (url.original.as_deref(), url.path.as_deref());
    let rest = there(path).and_then(|path| original?.strip_prefix(path));
    match there(url.query.as_deref()) {
        Some(query) => rest.and_then(|rest| rest.strip_prefix('?')) == Some(query),
        None => rest == Some(""),
    }
}

/// Whether `user_agent.os.full` consists of the name, a blank, and the version.
pub(super) fn is_name_and_version(agent: &Agent) -> bool {
    let (name, version) = (agent.os_name.as_deref(), agent.os_version.as_deref());
    let rest = there(name).and_then(|name| agent.os_full.as_deref()?.strip_prefix(name));
    let rest = rest.and_then(|rest| rest.strip_prefix(' '));
    rest.is_some() && rest == there(version)
}

/// Whether `user_agent.name` is the bot's name.
pub(super) fn is_name_of_bot(agent: &Agent) -> bool {
    let bot = agent.bot.as_ref().map(|bot| &*bot.name);
    agent.name.is_some() && agent.name.as_deref() == bot
}

/// Whether `tls.version_protocol` is `tls`. This is true for nearly every version.
pub(super) fn is_tls(tls: &Tls<'_>) -> bool {
    there(tls.version.as_deref()).is_some() && tls.version_protocol == Some("tls")
}

fn agent_gains(agent: &Agent) -> bool {
    let (name, version) = (agent.os_name.as_deref(), agent.os_version.as_deref());
    let system = there(name).is_some() && there(version).is_some();
    let bot = agent.bot.as_ref();
    system && there(agent.os_full.as_deref()).is_none()
        || bot.is_some_and(|bot| !bot.name.is_empty()) && there(agent.name.as_deref()).is_none()
}

/// The text, if it appears in a document. An empty text does not appear.
fn there(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.is_empty())
}
