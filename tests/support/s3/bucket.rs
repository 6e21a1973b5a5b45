//! S3's requests that list, copy, tag and delete objects. The command line sends them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::super::support::http::{Answer, Request};
use super::{Objects, Stored, key_of};

/// The most keys of a page. It is small, so that a few objects need several pages.
const PAGE_KEYS: usize = 2;

fn xml(body: &str) -> Answer {
    Answer::Reply {
        status: 200,
        headers: vec![("content-type".to_owned(), "application/xml".to_owned())],
        body: format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{body}").into_bytes(),
    }
}

/// Answers a request other than `GetObject`. Returns `None` for `GetObject`.
pub(super) fn answer(
    request: &Request,
    path: &str,
    query: &str,
    objects: &Objects,
) -> Option<Answer> {
    let mut objects = objects.lock().unwrap();
    let parameter = |name: &str| {
        let value = query
            .split('&')
            .find_map(|part| part.strip_prefix(name)?.strip_prefix('='));
        value.map(|value| key_of(&format!("/logs/{value}")))
    };
    if path.trim_end_matches('/') == "/logs" {
        assert_eq!(
            (request.method.as_str(), parameter("list-type").as_deref()),
            ("GET", Some("2"))
        );
        let (prefix, after) = (parameter("prefix")?, parameter("continuation-token"));
        let found = objects.iter().filter(|(key, _)| key.starts_with(&prefix));
        let found = found.filter(|(key, _)| after.as_ref().is_none_or(|after| *key > after));
        let found: Vec<_> = found.take(PAGE_KEYS + 1).collect();
        let mut body = "<ListBucketResult>".to_owned();
        for (key, stored) in found.iter().take(PAGE_KEYS) {
            write!(
                body,
                "<Contents><Key>{key}</Key><ETag>{}</ETag><Size>{}</Size>\
                 <LastModified>2025-10-10T14:00:00.000Z</LastModified></Contents>",
                stored.etag.replace('"', "&quot;"),
                stored.size()
            )
            .unwrap();
        }
        let more = found.len() > PAGE_KEYS;
        write!(body, "<IsTruncated>{more}</IsTruncated>").unwrap();
        if more {
            let (last, _) = found[PAGE_KEYS - 1];
            write!(
                body,
                "<NextContinuationToken>{last}</NextContinuationToken>"
            )
            .unwrap();
        }
        body.push_str("</ListBucketResult>");
        return Some(xml(&body));
    }
    let key = key_of(path);
    let etag_of = |objects: &BTreeMap<String, Stored>, key: &str| {
        objects.get(key).map(|stored| stored.etag.clone())
    };
    match (request.method.as_str(), query.contains("tagging")) {
        ("GET", true) => {
            let tags = objects.get(&key)?.tags.clone();
            let set = tags
                .split_once("<TagSet>")
                .map_or("", |(_, rest)| rest.split_once("</TagSet>").unwrap().0);
            Some(xml(&format!("<Tagging><TagSet>{set}</TagSet></Tagging>")))
        }
        ("PUT", true) => {
            objects.get_mut(&key)?.tags = String::from_utf8(request.body.clone()).unwrap();
            Some(xml(""))
        }
        ("PUT", false) => {
            let source = request.header("x-amz-copy-source").expect("a copy");
            let source = key_of(&format!("/{source}"));
            let asked = request.header("x-amz-copy-source-if-match");
            assert_eq!(asked.map(str::to_owned), etag_of(&objects, &source));
            let stored = objects[&source].clone();
            let etag = stored.etag.replace('"', "&quot;");
            objects.insert(key, stored);
            Some(xml(&format!(
                "<CopyObjectResult><ETag>{etag}</ETag></CopyObjectResult>"
            )))
        }
        ("DELETE", false) => {
            let asked = request.header("if-match");
            assert_eq!(asked.map(str::to_owned), etag_of(&objects, &key));
            objects.remove(&key);
            Some(Answer::Reply {
                status: 204,
                headers: Vec::new(),
                body: Vec::new(),
            })
        }
        _ => None,
    }
}
