//! Writes `trace.id` and `weblog.*`: what failed, how the visitor came, the visitor's id, and the
//! threats. The MIME type is written with the response.

use super::escape::write_string;
use super::json::{Object, key};
use crate::event::{AccessEvent, Campaign, Detail, Referral};

/// Writes the fields that are present, in the order of the schema.
pub(super) fn write(document: &mut Object<'_>, event: &AccessEvent<'_>) {
    let detail = event.detail.as_deref();
    if let Some(detail) = detail {
        document.object(key!("trace"), |o| {
            o.text(key!("id"), detail.trace_id.as_deref());
        });
    }
    document.object(key!("weblog"), |o| {
        if let Some(detail) = detail {
            write_detail(o, detail);
        }
        if let Some(referral) = event.referral.as_deref() {
            o.object(key!("referrer"), |o| write_referral(o, referral));
        }
        if let Some(campaign) = &event.campaign {
            o.object(key!("campaign"), |o| write_campaign(o, campaign));
        }
        o.object_of(key!("visitor"), &event.visitor_id, |o, id| {
            o.text(key!("id"), id.map(|id| id.to_string()).as_deref());
        });
        if !event.threats.is_empty() {
            o.names(key!("threat"), event.threats.names());
        }
    });
}

fn write_referral(o: &mut Object<'_>, referral: &Referral) {
    o.text(key!("medium"), Some(referral.medium.name()));
    o.text(key!("name"), referral.name);
    o.text(
        key!("registered_domain"),
        referral.registered_domain.as_deref(),
    );
}

fn write_campaign(o: &mut Object<'_>, campaign: &Campaign<'_>) {
    o.text(key!("source"), campaign.source.as_deref());
    o.text(key!("medium"), campaign.medium.as_deref());
    o.text(key!("name"), campaign.name.as_deref());
    o.text(key!("term"), campaign.term.as_deref());
    o.text(key!("content"), campaign.content.as_deref());
    o.text(key!("click_id"), campaign.click_id);
}

fn write_detail(o: &mut Object<'_>, detail: &Detail<'_>) {
    o.number(key!("upstream_status"), detail.upstream_status);
    o.text(key!("cache_status"), detail.cache_status.as_deref());
    o.text(key!("result"), detail.result.as_deref());
    o.text(key!("error_reason"), detail.error_reason.as_deref());
    o.object(key!("waf"), |o| {
        o.text(key!("action"), detail.waf.action.as_deref());
        o.text(key!("rule"), detail.waf.rule.as_deref());
        if !detail.waf.labels.is_empty() {
            o.raw(key!("labels"), |out| {
                let mut before = b'[';
                for label in &detail.waf.labels {
                    out.push(before);
                    write_string(out, label);
                    before = b',';
                }
                out.push(b']');
            });
        }
    });
}
