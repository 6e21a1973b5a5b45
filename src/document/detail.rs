//! What broke, as fields: `trace.id` and `weblog.*`. The type of the answer is written with the answer.

use super::escape::write_string;
use super::json::{Object, key};
use crate::event::Detail;

/// Writes what there is of it, in the order of the schema.
pub(super) fn write(document: &mut Object<'_>, detail: &Detail<'_>) {
    document.object(key!("trace"), |o| {
        o.text(key!("id"), detail.trace_id.as_deref());
    });
    document.object(key!("weblog"), |o| {
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
    });
}
