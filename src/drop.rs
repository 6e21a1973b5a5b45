//! Drop rules. Only these rules drop a line, and only the operator defines them.
//!
//! In `url.path=/health*; user_agent.bot.category=monitor & source.ip=10.0.0.0/8`, `;` separates
//! rules and `&` separates the conditions of a rule. All conditions of a rule must hold. A
//! condition is a field of [`Subject`], `=` or `!=`, and a pattern. The pattern for `source.ip` is
//! an address or a CIDR. Any other pattern is text in which `*` matches any text, also the empty
//! one. An absent field matches no pattern, so a condition with `!=` holds for it. If the values of
//! a field are a fixed set, a pattern that matches none of them is refused, because the condition
//! would hold for no line or for every line.

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::fmt;
use std::net::IpAddr;

use ipnet::IpNet;

use crate::event::{AccessEvent, BotCategory, Campaign, Medium, Threat, Verification};
use crate::glob::Glob;

/// The rules, in their order.
#[derive(Debug, Clone, Default)]
pub struct DropRules {
    rules: Vec<Rule>,
}

/// Why a rule is invalid.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RuleError {
    /// The condition as it is written.
    pub condition: String,
    /// What is wrong with the condition: a lower-case fragment.
    pub reason: Cow<'static, str>,
}

impl fmt::Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "condition `{}`: {}", self.condition, self.reason)
    }
}

impl std::error::Error for RuleError {}

#[derive(Debug, Clone)]
struct Rule {
    text: String,
    conditions: Vec<Condition>,
}

#[derive(Debug, Clone)]
struct Condition {
    subject: Subject,
    wanted: bool,
    pattern: Pattern,
}

#[derive(Debug, Clone)]
enum Pattern {
    Text(Glob),
    Network(IpNet),
}

/// The fields of an event that a condition can test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Subject {
    SourceIp,
    Method,
    Status,
    Referrer,
    Path,
    Query,
    Domain,
    Extension,
    UserName,
    AgentOriginal,
    AgentName,
    BotName,
    BotCategory,
    BotOperator,
    BotVerification,
    DestinationDomain,
    Country,
    TraceId,
    MimeType,
    UpstreamStatus,
    CacheStatus,
    Result,
    ErrorReason,
    WafAction,
    WafRule,
    WafLabel,
    Threat,
    ReferrerMedium,
    ReferrerName,
    ReferrerDomain,
    CampaignSource,
    CampaignMedium,
    CampaignName,
    CampaignTerm,
    CampaignContent,
    CampaignClickId,
}

impl Subject {
    const ALL: [(&'static str, Self); 36] = [
        ("source.ip", Self::SourceIp),
        ("http.request.method", Self::Method),
        ("http.response.status_code", Self::Status),
        ("http.request.referrer", Self::Referrer),
        ("url.path", Self::Path),
        ("url.query", Self::Query),
        ("url.domain", Self::Domain),
        ("url.extension", Self::Extension),
        ("user.name", Self::UserName),
        ("user_agent.original", Self::AgentOriginal),
        ("user_agent.name", Self::AgentName),
        ("user_agent.bot.name", Self::BotName),
        ("user_agent.bot.category", Self::BotCategory),
        ("user_agent.bot.operator", Self::BotOperator),
        ("user_agent.bot.verification", Self::BotVerification),
        ("destination.domain", Self::DestinationDomain),
        ("source.geo.country_iso_code", Self::Country),
        ("trace.id", Self::TraceId),
        ("http.response.mime_type", Self::MimeType),
        ("weblog.upstream_status", Self::UpstreamStatus),
        ("weblog.cache_status", Self::CacheStatus),
        ("weblog.result", Self::Result),
        ("weblog.error_reason", Self::ErrorReason),
        ("weblog.waf.action", Self::WafAction),
        ("weblog.waf.rule", Self::WafRule),
        ("weblog.waf.labels", Self::WafLabel),
        ("weblog.threat", Self::Threat),
        ("weblog.referrer.medium", Self::ReferrerMedium),
        ("weblog.referrer.name", Self::ReferrerName),
        ("weblog.referrer.registered_domain", Self::ReferrerDomain),
        ("weblog.campaign.source", Self::CampaignSource),
        ("weblog.campaign.medium", Self::CampaignMedium),
        ("weblog.campaign.name", Self::CampaignName),
        ("weblog.campaign.term", Self::CampaignTerm),
        ("weblog.campaign.content", Self::CampaignContent),
        ("weblog.campaign.click_id", Self::CampaignClickId),
    ];
}

impl DropRules {
    /// Parses rules as an operator writes them. The empty text has no rule.
    ///
    /// # Errors
    /// The error is the first invalid condition.
    ///
    /// # Examples
    /// ```
    /// use weblog_enrich::drop::DropRules;
    ///
    /// let rules = DropRules::parse("url.path=/health*; user_agent.bot.category=monitor")?;
    /// assert_eq!(rules.place("user_agent.bot.category=monitor"), Some(2));
    /// assert!(DropRules::parse("url.path").is_err());
    /// # Ok::<(), weblog_enrich::drop::RuleError>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, RuleError> {
        let rules = text
            .split(';')
            .map(str::trim)
            .filter(|rule| !rule.is_empty())
            .map(|rule| {
                let conditions = rule
                    .split('&')
                    .map(|condition| parse_condition(condition.trim()))
                    .collect::<Result<_, _>>()?;
                Ok(Rule {
                    text: rule.to_owned(),
                    conditions,
                })
            });
        Ok(Self {
            rules: rules.collect::<Result<_, _>>()?,
        })
    }

    /// The position of the rule with this text, counted from 1; `None` if no rule has this text.
    #[must_use]
    pub fn place(&self, text: &str) -> Option<usize> {
        self.rules
            .iter()
            .position(|rule| rule.text == text)
            .map(|index| index + 1)
    }

    /// The text of the first rule that drops this event; `None` if no rule drops it.
    #[must_use]
    pub fn matching(&self, event: &AccessEvent<'_>) -> Option<&str> {
        let dropping = |rule: &&Rule| {
            rule.conditions
                .iter()
                .all(|condition| condition.holds(event))
        };
        self.rules
            .iter()
            .find(dropping)
            .map(|rule| rule.text.as_str())
    }
}

fn parse_condition(text: &str) -> Result<Condition, RuleError> {
    let error = |reason: &'static str| RuleError {
        condition: text.to_owned(),
        reason: Cow::Borrowed(reason),
    };
    let (field, pattern) = text.split_once('=').ok_or_else(|| error("has no `=`"))?;
    let (field, wanted) = match field.strip_suffix('!') {
        Some(field) => (field.trim(), false),
        None => (field.trim(), true),
    };
    let subject = Subject::ALL
        .iter()
        .find(|(name, _)| *name == field)
        .map(|(_, subject)| *subject);
    let subject = subject.ok_or_else(|| error("names a field that rules cannot test"))?;
    let pattern = match (subject, pattern.trim()) {
        (_, "") => return Err(error("has no pattern")),
        (Subject::SourceIp, network) => {
            let address = || network.parse::<IpAddr>().map(IpNet::from);
            let network = network.parse::<IpNet>().or_else(|_| address());
            Pattern::Network(
                network.map_err(|_| error("needs an address or a CIDR such as 10.0.0.0/8"))?,
            )
        }
        (_, pattern) => {
            let glob = Glob::new(pattern);
            if let Some(reason) = never(subject, &glob) {
                return Err(RuleError {
                    condition: text.to_owned(),
                    reason: Cow::Owned(reason),
                });
            }
            Pattern::Text(glob)
        }
    };
    Ok(Condition {
        subject,
        wanted,
        pattern,
    })
}

/// Why no value of the field matches a pattern, or `None` if a value may match. Fields whose values
/// are those of a small fixed set are checked. The names of senders, bots and operators are not,
/// because each release knows others.
fn never(subject: Subject, glob: &Glob) -> Option<String> {
    let members: Vec<&str> = match subject {
        Subject::BotCategory => BotCategory::ALL.map(BotCategory::name).to_vec(),
        Subject::BotVerification => Verification::ALL.map(Verification::name).to_vec(),
        Subject::Threat => Threat::ALL.map(Threat::name).to_vec(),
        Subject::ReferrerMedium => Medium::ALL.map(Medium::name).to_vec(),
        Subject::CampaignClickId => Campaign::NETWORKS.to_vec(),
        Subject::Status | Subject::UpstreamStatus => {
            let mut statuses = 100..=999;
            let matches = |status: u16| glob.matches(&status.to_string());
            return (!statuses.any(matches)).then(|| "matches no status, 100 to 999".to_owned());
        }
        Subject::Country => {
            let mut codes = ('A'..='Z').flat_map(|one| ('A'..='Z').map(move |next| [one, next]));
            let matches = |code: [char; 2]| glob.matches(&String::from_iter(code));
            let reason = || "matches no code of two capital letters, such as DE".to_owned();
            return (!codes.any(matches)).then(reason);
        }
        _ => return None,
    };
    let is_member = members.iter().any(|member| glob.matches(member));
    (!is_member).then(|| format!("matches none of {}", members.join(", ")))
}

impl Condition {
    fn holds(&self, event: &AccessEvent<'_>) -> bool {
        self.matches(event) == self.wanted
    }

    fn matches(&self, event: &AccessEvent<'_>) -> bool {
        let bot = || event.agent.as_ref().and_then(|agent| agent.bot.as_ref());
        let detail = event.detail.as_deref();
        let campaign = event.campaign.as_ref();
        let mut status = itoa::Buffer::new();
        let text = match self.subject {
            Subject::SourceIp => {
                return matches!(
                    (&self.pattern, event.source.ip),
                    (Pattern::Network(network), Some(ip)) if network.contains(&ip)
                );
            }
            Subject::Method => event.http.method.as_deref(),
            Subject::Status => event.http.status.map(|code| status.format(code)),
            Subject::Referrer => event.http.referrer.as_deref(),
            Subject::Path => event.url.path.as_deref(),
            Subject::Query => event.url.query.as_deref(),
            Subject::Domain => event.url.domain.as_deref(),
            Subject::Extension => event.url.extension.as_deref(),
            Subject::UserName => event.user_name.as_deref(),
            Subject::AgentOriginal => event.user_agent.as_deref(),
            Subject::AgentName => event.agent.as_ref().and_then(|agent| agent.name.as_deref()),
            Subject::BotName => bot().map(|bot| &*bot.name),
            Subject::BotCategory => bot().map(|bot| bot.category.name()),
            Subject::BotOperator => bot().and_then(|bot| bot.operator),
            Subject::BotVerification => event.bot_verification.map(Verification::name),
            Subject::DestinationDomain => event.destination.domain.as_deref(),
            Subject::Country => event
                .source
                .geo
                .as_ref()
                .and_then(|geo| geo.country_iso_code.as_deref()),
            Subject::TraceId => detail.and_then(|detail| detail.trace_id.as_deref()),
            Subject::MimeType => detail.and_then(|detail| detail.mime_type.as_deref()),
            Subject::UpstreamStatus => detail
                .and_then(|detail| detail.upstream_status)
                .map(|code| status.format(code)),
            Subject::CacheStatus => detail.and_then(|detail| detail.cache_status.as_deref()),
            Subject::Result => detail.and_then(|detail| detail.result.as_deref()),
            Subject::ErrorReason => detail.and_then(|detail| detail.error_reason.as_deref()),
            Subject::WafAction => detail.and_then(|detail| detail.waf.action.as_deref()),
            Subject::WafRule => detail.and_then(|detail| detail.waf.rule.as_deref()),
            Subject::ReferrerMedium => event
                .referral
                .as_deref()
                .map(|referral| referral.medium.name()),
            Subject::ReferrerName => event.referral.as_deref().and_then(|referral| referral.name),
            Subject::ReferrerDomain => event
                .referral
                .as_deref()
                .and_then(|referral| referral.registered_domain.as_deref()),
            Subject::CampaignSource => campaign.and_then(|campaign| campaign.source.as_deref()),
            Subject::CampaignMedium => campaign.and_then(|campaign| campaign.medium.as_deref()),
            Subject::CampaignName => campaign.and_then(|campaign| campaign.name.as_deref()),
            Subject::CampaignTerm => campaign.and_then(|campaign| campaign.term.as_deref()),
            Subject::CampaignContent => campaign.and_then(|campaign| campaign.content.as_deref()),
            Subject::CampaignClickId => campaign.and_then(|campaign| campaign.click_id),
            // One matching name is enough.
            Subject::Threat => {
                let mut names = event.threats.names();
                return matches!(
                    &self.pattern,
                    Pattern::Text(glob) if names.any(|name| glob.matches(name))
                );
            }
            Subject::WafLabel => {
                let mut labels = detail.map_or(&[][..], |detail| &detail.waf.labels).iter();
                return matches!(
                    &self.pattern,
                    Pattern::Text(glob) if labels.any(|label| glob.matches(label))
                );
            }
        };
        matches!((&self.pattern, text), (Pattern::Text(glob), Some(text)) if glob.matches(text))
    }
}
