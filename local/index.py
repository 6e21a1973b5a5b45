"""Puts documents into a real OpenSearch node, and shows a query: `OPENSEARCH=1 make local`.

The node is started as in the tests, and is stopped at the end. It needs Java, Maven and openssl.
"""

import json
import pathlib
import shutil
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "opensearch"))

import firehose  # noqa: E402
import node  # noqa: E402

# Asks which pages failed, and how often.
QUERY = {
    "size": 0,
    "query": {"term": {"event.outcome": "failure"}},
    "aggs": {"pages": {"terms": {"field": "url.path", "size": 5}}},
}


def say(text):
    print(text, file=sys.stderr)


def index(documents):
    """Delivers documents as Firehose does, and prints what the query finds."""
    missing = [part for part in ("java", "mvn", "openssl") if not shutil.which(part)]
    if missing:
        sys.exit(f"OPENSEARCH=1 needs {', '.join(missing)}; install it, or leave the variable out")
    say("starting an OpenSearch node; the first start downloads it ...")
    with node.Node() as cluster:
        firehose.add_users(cluster)
        firehose.set_up(cluster)
        items = firehose.deliver(cluster, documents)
        refused = [item for item in items if item["status"] not in (200, 201)]
        say(f"OpenSearch accepted {len(items) - len(refused)} documents and refused {len(refused)}")
        path = "/weblogs-*/_search?track_total_hits=true"
        status, answer = cluster.request("POST", path, QUERY, "reader", firehose.PASSWORD)
        if status != 200:
            sys.exit(f"the query failed with status {status}: {answer}")
    say(f"POST {path} {json.dumps(QUERY)}")
    say(f"{answer['hits']['total']['value']} requests failed; the pages with the most failures:")
    for bucket in answer["aggregations"]["pages"]["buckets"]:
        say(f"{bucket['doc_count']:>6}  {bucket['key']}")
