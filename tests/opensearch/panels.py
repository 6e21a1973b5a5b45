"""Makes the searches of OpenSearch Dashboards from saved objects, and rows from the answers."""

import json
from pathlib import Path

SAVED_OBJECTS = Path(__file__).resolve().parents[2] / "opensearch" / "dashboards.ndjson"


def saved_objects():
    return [json.loads(line) for line in SAVED_OBJECTS.read_text().splitlines()]


def scripts(objects):
    """The scripted fields of the index pattern, by name."""
    pattern = next(object for object in objects if object["type"] == "index-pattern")
    return {
        field["name"]: field["script"]
        for field in json.loads(pattern["attributes"]["fields"])
        if field["scripted"]
    }


def state(saved):
    return json.loads(saved["attributes"]["visState"])


def kind(saved):
    """The type of a visualisation; `search` for a saved search."""
    return "search" if saved["type"] == "search" else state(saved)["type"]


def placed(objects):
    """Each dashboard with its panels, each a place and the saved object in it."""
    by_id = {(saved["type"], saved["id"]): saved for saved in objects}
    for dashboard in (saved for saved in objects if saved["type"] == "dashboard"):
        references = {
            reference["name"]: by_id[reference["type"], reference["id"]]
            for reference in dashboard["references"]
        }
        places = json.loads(dashboard["attributes"]["panelsJSON"])
        yield dashboard, [(place, references[place["panelRefName"]]) for place in places]


def query(saved):
    """The filter of a saved object, as Dashboards sends it."""
    source = json.loads(saved["attributes"]["kibanaSavedObjectMeta"]["searchSourceJSON"])
    assert source["query"]["language"] == "lucene", saved["id"]
    return lucene(source["query"]["query"]) if source["query"]["query"] else {"match_all": {}}


def lucene(text):
    return {"query_string": {"query": text, "analyze_wildcard": True}}


def aggregations(visualisation, scripted, interval="3h"):
    """The aggregations, nested as in Dashboards, and which of them make buckets."""
    aggs = state(visualisation)["aggs"]
    metrics = {
        agg["id"]: metric(agg, scripted)
        for agg in aggs
        if agg["schema"] == "metric" and agg["type"] != "count"
    }
    buckets = [agg for agg in aggs if agg["schema"] != "metric"]
    inner = metrics
    for agg in reversed(buckets):
        body, order = bucket(
            agg, scripted, {agg["id"] for agg in aggs if agg["type"] == "count"}, interval
        )
        below = dict(inner)
        if order in metrics:
            below[order] = metrics[order]
        inner = {agg["id"]: body | ({"aggs": below} if below else {})}
    return inner, [agg["id"] for agg in buckets]


def target(agg, scripted):
    field = agg["params"]["field"]
    return (
        {"script": {"source": scripted[field], "lang": "painless"}}
        if field in scripted
        else {"field": field}
    )


def metric(agg, scripted):
    extra = {"percents": agg["params"]["percents"]} if agg["type"] == "percentiles" else {}
    return {agg["type"]: target(agg, scripted) | extra}


def bucket(agg, scripted, counts, interval):
    """The body of an aggregation that makes buckets, and the metric that orders it."""
    params = agg["params"]
    if agg["type"] == "filters":
        assert all(each["input"]["language"] == "lucene" for each in params["filters"]), agg
        return {
            "filters": {
                "filters": {
                    each["label"]: lucene(each["input"]["query"]) for each in params["filters"]
                }
            }
        }, None
    if agg["type"] == "date_histogram":
        return {
            "date_histogram": target(agg, scripted)
            | {"fixed_interval": interval, "time_zone": "UTC", "min_doc_count": 1}
        }, None
    if agg["type"] == "histogram":
        # Dashboards uses `min_doc_count` as a switch.
        bounds = (
            {"extended_bounds": params["extended_bounds"]} if params["has_extended_bounds"] else {}
        )
        least = 0 if params["min_doc_count"] else 1
        return {
            "histogram": target(agg, scripted)
            | {"interval": params["interval"], "min_doc_count": least}
            | bounds
        }, None
    assert agg["type"] == "terms", agg
    by = params["orderBy"]
    key = "_count" if by in counts else by
    body = target(agg, scripted) | {"size": params["size"], "order": {key: params["order"]}}
    if params["missingBucket"]:
        body["missing"] = "__missing__"
    return {"terms": body}, by


def rows(visualisation, answer):
    """An answer as rows: a key for each level of buckets, then the value of each metric."""
    aggs = state(visualisation)["aggs"]
    metrics = [agg for agg in aggs if agg["schema"] == "metric"]
    buckets = [agg for agg in aggs if agg["schema"] != "metric"]
    total = {"doc_count": answer["hits"]["total"]["value"]} | answer.get("aggregations", {})
    return list(_rows(total, buckets, metrics))


def _rows(found, buckets, metrics):
    if not buckets:
        yield [value for agg in metrics for value in values(found, agg)]
        return
    first, *rest = buckets
    each = found[first["id"]]["buckets"]
    pairs = each.items() if isinstance(each, dict) else [(bucket["key"], bucket) for bucket in each]
    for key, inner in pairs:
        label = first["params"].get("missingBucketLabel") if key == "__missing__" else key
        for row in _rows(inner, rest, metrics):
            yield [label, *row]


def values(found, agg):
    if agg["type"] == "count":
        return [found["doc_count"]]
    metric = found[agg["id"]]
    return list(metric["values"].values()) if "values" in metric else [metric["value"]]


def vega(saved):
    """The specification of a Vega visualisation, and its data sets that query OpenSearch."""
    specification = json.loads(state(saved)["params"]["spec"])
    return specification, [data for data in specification["data"] if "body" in data.get("url", {})]


def answered(specification, ask):
    """A specification with answers in place of its requests, as in Dashboards; `ask` searches."""
    for data in specification["data"]:
        url = data.get("url")
        if url:
            assert (
                url.keys() <= {"%context%", "%timefield%", "index", "body"}
                and "query" not in url["body"]
            ), url
            del data["url"]
            data["values"] = ask(url["body"])
    return specification
