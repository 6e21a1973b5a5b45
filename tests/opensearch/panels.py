"""The searches that OpenSearch Dashboards makes of saved objects."""

import json
from pathlib import Path

SAVED_OBJECTS = Path(__file__).resolve().parents[2] / "opensearch" / "dashboards.ndjson"


def saved_objects():
    return [json.loads(line) for line in SAVED_OBJECTS.read_text().splitlines()]


def scripts(objects):
    """The scripted fields of the index pattern, by name."""
    pattern = next(object for object in objects if object["type"] == "index-pattern")
    return {field["name"]: field["script"] for field in json.loads(pattern["attributes"]["fields"]) if field["scripted"]}


def query(saved):
    """What restricts a saved object, as Dashboards asks for it."""
    source = json.loads(saved["attributes"]["kibanaSavedObjectMeta"]["searchSourceJSON"])
    assert source["query"]["language"] == "lucene", saved["id"]
    return lucene(source["query"]["query"]) if source["query"]["query"] else {"match_all": {}}


def lucene(text):
    return {"query_string": {"query": text, "analyze_wildcard": True}}


def aggregations(visualisation, scripted):
    """The aggregations of a visualisation, nested as Dashboards nests them; and which of them make buckets."""
    aggs = json.loads(visualisation["attributes"]["visState"])["aggs"]
    metrics = {agg["id"]: metric(agg, scripted) for agg in aggs if agg["schema"] == "metric" and agg["type"] != "count"}
    buckets = [agg for agg in aggs if agg["schema"] != "metric"]
    inner = metrics
    for agg in reversed(buckets):
        body, order = bucket(agg, scripted, {agg["id"] for agg in aggs if agg["type"] == "count"})
        below = dict(inner)
        if order in metrics:
            below[order] = metrics[order]
        if agg["type"] == "geohash_grid":
            below["centroid"] = {"geo_centroid": {"field": agg["params"]["field"]}}
        inner = {agg["id"]: body | ({"aggs": below} if below else {})}
    return inner, [agg["id"] for agg in buckets]


def target(agg, scripted):
    field = agg["params"]["field"]
    return {"script": {"source": scripted[field], "lang": "painless"}} if field in scripted else {"field": field}


def metric(agg, scripted):
    extra = {"percents": agg["params"]["percents"]} if agg["type"] == "percentiles" else {}
    return {agg["type"]: target(agg, scripted) | extra}


def bucket(agg, scripted, counts):
    """The body of an aggregation that makes buckets, and the metric that it is ordered by."""
    params = agg["params"]
    if agg["type"] == "filters":
        assert all(each["input"]["language"] == "lucene" for each in params["filters"]), agg
        return {"filters": {"filters": {each["label"]: lucene(each["input"]["query"]) for each in params["filters"]}}}, None
    if agg["type"] == "date_histogram":
        return {"date_histogram": target(agg, scripted) | {"fixed_interval": "3h", "time_zone": "UTC", "min_doc_count": 1}}, None
    if agg["type"] == "geohash_grid":
        return {"geohash_grid": {"field": params["field"], "precision": params["precision"]}}, None
    assert agg["type"] == "terms", agg
    by = params["orderBy"]
    key = "_count" if by in counts else by
    body = target(agg, scripted) | {"size": params["size"], "order": {key: params["order"]}}
    if params["missingBucket"]:
        body["missing"] = "__missing__"
    if agg["params"]["field"] in scripted:
        body["value_type"] = "long"
    return {"terms": body}, by
