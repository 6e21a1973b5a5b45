//! The script `restore` of `opensearch/ingest-pipeline.json`, in Rust. `tests/opensearch` runs the
//! script itself on a node.

use serde_json::{Value, json};

/// Restores what a compact document omits. Does not change any other document.
pub(crate) fn restore(document: &mut Value) {
    let text = |place: &str| {
        let text = document.pointer(place).and_then(Value::as_str);
        text.map(str::to_owned)
    };
    if text("/event/id").is_none() || document.pointer("/event/kind").is_some() {
        return;
    }
    let status = document.pointer("/http/response/status_code");
    let outcome = status.and_then(Value::as_u64).map(|status| {
        let outcome = if status < 400 { "success" } else { "failure" };
        outcome.to_owned()
    });
    let target = text("/url/path").map(|path| match text("/url/query") {
        Some(query) => [path, query].join("?"),
        None => path,
    });
    let os = (text("/user_agent/os/name"), text("/user_agent/os/version"));
    let os = match os {
        (Some(name), Some(version)) => Some([name, version].join(" ")),
        _ => None,
    };
    let texts = [
        ("/event", "kind", Some("event".to_owned())),
        ("/event", "outcome", outcome),
        ("/source", "address", text("/source/ip")),
        ("/url", "original", target),
        ("/user_agent", "name", text("/user_agent/bot/name")),
        ("/user_agent/os", "full", os),
        (
            "/tls",
            "version_protocol",
            text("/tls/version").map(|_| "tls".to_owned()),
        ),
        (
            "/cloud",
            "provider",
            text("/cloud/region").map(|_| "aws".to_owned()),
        ),
    ];
    for (object, field, value) in texts {
        put(document, object, field, value.map(Value::String));
    }
    put(document, "/event", "category", Some(json!(["web"])));
    put(document, "/event", "type", Some(json!(["access"])));
}

fn put(document: &mut Value, object: &str, field: &str, value: Option<Value>) {
    let object = document.pointer_mut(object).and_then(Value::as_object_mut);
    if let (Some(object), Some(value)) = (object, value) {
        object.entry(field).or_insert(value);
    }
}
