//! The files of `opensearch/` beside each other: the index, its dashboards, and what the dashboards are made of.
//!
//! `UPDATE_DASHBOARDS=1 cargo test --test dashboards` writes `opensearch/dashboards.ndjson` anew from
//! `opensearch/dashboards/*.json` and the mapping.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a file of opensearch/ that is not as it should be fails the test, whose message names it"
)]

#[path = "dashboards/expand.rs"]
mod expand;
#[path = "dashboards/params.rs"]
mod params;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("opensearch")
}

fn read(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap();
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn dashboards() -> Vec<Value> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder().join("dashboards"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| !path.ends_with("index-pattern.json"))
        .collect();
    paths.sort();
    paths.iter().map(|path| read(path)).collect()
}

fn flatten(prefix: &str, properties: &Map<String, Value>, into: &mut Vec<expand::Field>) {
    for (name, field) in properties {
        let name = format!("{prefix}{name}");
        match field["properties"].as_object() {
            Some(inner) => flatten(&format!("{name}."), inner, into),
            None => into.push((name, field.as_object().unwrap().clone())),
        }
    }
}

fn mapping() -> Vec<expand::Field> {
    let template = read(&folder().join("index-template.json"));
    let mut fields = Vec::new();
    flatten(
        "",
        template["template"]["mappings"]["properties"]
            .as_object()
            .unwrap(),
        &mut fields,
    );
    fields
}

fn index_pattern_source() -> Value {
    read(&folder().join("dashboards/index-pattern.json"))
}

fn saved_objects() -> Vec<Value> {
    let dashboards = dashboards();
    let mut objects = vec![
        expand::index_pattern(&index_pattern_source(), &mapping()),
        expand::navigation(&dashboards),
    ];
    objects.extend(dashboards.iter().flat_map(expand::dashboard));
    objects
}

fn parsed(object: &Value, attribute: &str) -> Value {
    serde_json::from_str(object["attributes"][attribute].as_str().unwrap()).unwrap()
}

#[test]
fn the_saved_objects_are_up_to_date_with_what_they_are_made_of() {
    let path = folder().join("dashboards.ndjson");
    let lines: Vec<String> = saved_objects().iter().map(Value::to_string).collect();
    let made = lines.join(
        "
",
    ) + "
";
    if std::env::var_os("UPDATE_DASHBOARDS").is_some() {
        fs::write(&path, &made).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == made,
        "run UPDATE_DASHBOARDS=1 cargo test --test dashboards"
    );
}

#[test]
fn every_field_that_a_panel_reads_is_in_the_mapping_and_can_be_aggregated() {
    let source = index_pattern_source();
    let scripted: BTreeSet<String> = source["scripted"]
        .as_object()
        .unwrap()
        .keys()
        .cloned()
        .collect();
    let usable: BTreeSet<String> = mapping()
        .into_iter()
        .filter(|(_, field)| field.get("doc_values") != Some(&Value::Bool(false)))
        .map(|(name, _)| name)
        .chain(scripted)
        .collect();
    let mut panels = 0;
    for dashboard in dashboards() {
        let rows = dashboard["rows"].as_array().unwrap();
        for panel in rows
            .iter()
            .flat_map(|row| row["panels"].as_array().unwrap())
        {
            panels += 1;
            for agg in panel["aggs"].as_array().into_iter().flatten() {
                if let Some(field) = agg["field"].as_str() {
                    assert!(usable.contains(field), "{}: {field}", panel["id"]);
                }
            }
        }
    }
    assert!(panels > 30, "{panels}");
}

#[test]
fn every_field_that_a_query_a_column_a_format_or_a_script_names_is_in_the_mapping() {
    let mapped: BTreeSet<String> = mapping().into_iter().map(|(name, _)| name).collect();
    let source = index_pattern_source();
    let mut named = BTreeSet::new();
    for object in saved_objects() {
        let text = object.to_string();
        for (before, _) in text.match_indices(':') {
            let field: String = text[..before]
                .chars()
                .rev()
                .take_while(|c| c.is_ascii_alphanumeric() || "_.".contains(*c))
                .collect();
            named.insert(field.chars().rev().collect::<String>());
        }
        named.extend(
            object["attributes"]["columns"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|c| c.as_str().unwrap().to_owned()),
        );
        for (at, _) in text.match_indices("_exists_:") {
            named.insert(
                text[at + 9..]
                    .chars()
                    .take_while(|c| c.is_ascii_alphanumeric() || "_.".contains(*c))
                    .collect(),
            );
        }
    }
    // Of what stands before a colon only dotted names can be fields: the rest is keys of JSON and labels.
    named.retain(|name| name.contains('.') && !name.starts_with(|c: char| c.is_ascii_digit()));
    named.extend(
        source["formats"]
            .as_object()
            .unwrap()
            .keys()
            .filter(|key| key.contains('.'))
            .cloned(),
    );
    for script in source["scripted"].as_object().unwrap().values() {
        named.extend(
            script
                .as_str()
                .unwrap()
                .split("doc['")
                .skip(1)
                .map(|rest| rest.split('\'').next().unwrap().to_owned()),
        );
    }
    assert!(
        named.contains("user_agent.bot.category") && named.contains("event.original"),
        "{named:?}"
    );
    let unknown: Vec<_> = named.difference(&mapped).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

#[test]
fn every_saved_object_stands_once_and_refers_to_ones_that_are_there() {
    let objects = saved_objects();
    let key = |object: &Value| {
        format!(
            "{}:{}",
            object["type"].as_str().unwrap(),
            object["id"].as_str().unwrap()
        )
    };
    let keys: BTreeSet<String> = objects.iter().map(key).collect();
    assert_eq!(keys.len(), objects.len());
    for object in &objects {
        assert!(object["id"].as_str().unwrap().starts_with("weblogs"));
        for reference in object["references"].as_array().unwrap() {
            assert!(
                keys.contains(&key(reference)),
                "{} of {}",
                reference,
                key(object)
            );
        }
    }
}

#[test]
fn panels_fill_the_width_and_do_not_overlap() {
    for object in saved_objects()
        .iter()
        .filter(|object| object["type"] == "dashboard")
    {
        let mut taken = BTreeSet::new();
        let panels = parsed(object, "panelsJSON");
        for panel in panels.as_array().unwrap() {
            let at = |side: &str| panel["gridData"][side].as_u64().unwrap();
            assert!(at("x") + at("w") <= 48);
            for cell in (at("x")..at("x") + at("w"))
                .flat_map(|x| (at("y")..at("y") + at("h")).map(move |y| (x, y)))
            {
                assert!(taken.insert(cell), "{} {cell:?}", object["id"]);
            }
        }
        assert_eq!(
            taken.len() as u64 % 48,
            0,
            "{}: a row is not filled",
            object["id"]
        );
    }
}

#[test]
fn every_field_of_the_document_is_mapped_with_its_type() {
    // (type, fields): what documents hold, and what the ingest pipeline adds.
    let expected = [
        ("date", "@timestamp event.ingested"),
        (
            "ip",
            "source.ip client.ip network.forwarded_ip destination.ip",
        ),
        ("geo_point", "source.geo.location"),
        (
            "long",
            "event.duration source.port source.as.number http.request.bytes http.response.status_code http.response.bytes \
             http.response.body.bytes url.port destination.port weblog.upstream_status",
        ),
        (
            "keyword",
            "event.id event.kind event.category event.type event.outcome event.original source.address source.domain \
             source.geo.continent_name source.geo.country_iso_code source.geo.country_name source.geo.region_iso_code \
             source.geo.region_name source.geo.city_name source.geo.postal_code source.geo.timezone \
             source.as.organization.name http.request.method http.request.referrer http.request.id http.version \
             http.response.mime_type trace.id weblog.cache_status weblog.result weblog.error_reason weblog.waf.action \
             weblog.waf.rule weblog.waf.labels weblog.referrer.medium weblog.referrer.name weblog.referrer.registered_domain \
             weblog.campaign.source weblog.campaign.medium weblog.campaign.name weblog.campaign.term weblog.campaign.content \
             weblog.campaign.click_id \
             url.original url.path url.query url.extension url.domain url.scheme user.name \
             user_agent.original user_agent.name user_agent.version user_agent.device.name user_agent.device.type \
             user_agent.os.name user_agent.os.version user_agent.os.full user_agent.bot.name user_agent.bot.category user_agent.bot.verification \
             user_agent.bot.operator tls.version tls.version_protocol tls.cipher destination.domain error.type \
             error.message tags cloud.provider cloud.region log.file.path host.name ecs.version",
        ),
    ];
    let expected: BTreeSet<(String, String)> = expected
        .iter()
        .flat_map(|(kind, names)| {
            names
                .split_whitespace()
                .map(|name| (name.to_owned(), (*kind).to_owned()))
        })
        .collect();
    let found = mapping()
        .into_iter()
        .map(|(name, field)| (name, field["type"].as_str().unwrap().to_owned()))
        .collect();
    assert_eq!(expected, found);
}

#[test]
fn no_keyword_is_long_enough_to_kill_a_document() {
    // Lucene takes terms of 32,766 bytes, and a character has four at most: https://docs.opensearch.org/latest/mappings/mapping-parameters/ignore-above/
    for (name, field) in mapping()
        .iter()
        .filter(|(_, field)| field["type"] == "keyword")
    {
        let protected = field
            .get("ignore_above")
            .and_then(Value::as_u64)
            .is_some_and(|characters| characters * 4 <= 32_766);
        let not_a_term = field.get("index") == Some(&Value::Bool(false))
            && field.get("doc_values") == Some(&Value::Bool(false));
        assert!(protected || not_a_term, "{name}");
    }
}
