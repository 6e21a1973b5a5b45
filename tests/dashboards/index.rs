//! The index template: it has every field with its type, and no keyword can make it refuse a
//! document.

use std::collections::BTreeSet;

use serde_json::Value;

use super::source::mapping;

#[test]
fn every_field_of_the_document_is_mapped_with_its_type() {
    // (type, fields): the fields of documents, and those that the ingest pipeline adds.
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
             weblog.waf.rule weblog.waf.labels weblog.visitor.id weblog.threat weblog.referrer.medium weblog.referrer.name weblog.referrer.registered_domain \
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
fn no_keyword_is_long_enough_for_a_document_to_be_refused() {
    // Lucene accepts terms of 32,766 bytes, and a character has at most four:
    // https://docs.opensearch.org/latest/mappings/mapping-parameters/ignore-above/
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
