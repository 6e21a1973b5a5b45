"""Does with a real node what Firehose does with an OpenSearch domain.

`firehose.py FILE` delivers a file of documents, one a line, after `weblog setup`, and writes what
the index then holds. A user of the node has the role's ARN as backend role, and is used instead
of the IAM role.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import node

WEBLOG = Path(
    os.environ.get("WEBLOG") or Path(__file__).resolve().parents[2] / "target" / "debug" / "weblog"
)
FIREHOSE, READER = (
    "arn:aws:iam::123456789012:role/firehose", "arn:aws:iam::123456789012:role/reader",
)
PASSWORD = "Weblogs-2026-test!"
# Like Firehose: a few hundred documents a request.
BATCH = 400


def add_users(to):
    """Adds the users `delivery` and `reader`, which may do only what `weblog setup` allows."""
    for name, backend in {"delivery": FIREHOSE, "reader": READER}.items():
        user = {"password": PASSWORD, "backend_roles": [backend]}
        status, answer = to.request("PUT", f"/_plugins/_security/api/internalusers/{name}", user)
        assert status == 201, answer


def set_up(at, *more):
    """What `weblog setup` reports, by item."""
    command = [WEBLOG, "setup", "--endpoint", at.url, "--user", "admin", "--ca", at.ca,
               "--firehose-role", FIREHOSE, "--reader-role", READER, *more]  # fmt: skip
    environment = {"OPENSEARCH_PASSWORD": "admin", "PATH": os.environ["PATH"]}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=600)
    assert (done.returncode, done.stderr) == (0, ""), done
    return dict(line.split(": ", 1) for line in done.stdout.splitlines() if ": " in line)


def deliver(to, batch, user="delivery", index="weblogs"):
    """Delivers documents, objects or their JSON, and returns the items' answers.

    Each has an `_id` of Firehose's own.
    """
    items = []
    for start in range(0, len(batch), BATCH):
        lines = []
        for number, document in enumerate(batch[start : start + BATCH]):
            action = {
                "index": {
                    "_index": index,
                    "_id": f"firehose-{len(items)}-{number}-{os.urandom(4).hex()}",
                }
            }
            lines += [
                json.dumps(action),
                document if isinstance(document, str) else json.dumps(document),
            ]
        path, body = "/_bulk?refresh=true", "\n".join(lines) + "\n"
        status, answer = to.request("POST", path, body, user, PASSWORD, "application/x-ndjson")
        assert status == 200, answer
        items += [item["index"] for item in answer["items"]]
    return items


def main(path):
    """Delivers a file, and writes one object: the index's count, refused documents, and
    documents."""
    # Only the line feed, because a document may contain other characters that Python takes for line
    # ends.
    accepted = Path(path).read_text(encoding="utf-8").rstrip("\n").split("\n")
    with node.Node() as cluster:
        add_users(cluster)
        set_up(cluster)
        # The documents that the index refused, with its reasons, as Firehose puts them aside.
        aside = [[item, document]
                 for item, document in zip(deliver(cluster, accepted), accepted, strict=True)
                 if item["status"] not in (200, 201)]  # fmt: skip
        _, count = cluster.request("GET", "/weblogs-*/_count", None, "reader", PASSWORD)
        # One page is enough. A search returns at most 10,000 documents.
        _, found = cluster.request(
            "POST", "/weblogs-*/_search", {"size": 10_000}, "reader", PASSWORD
        )
    json.dump(
        {"count": count["count"], "aside": aside, "documents": found["hits"]["hits"]}, sys.stdout
    )


if __name__ == "__main__":
    main(sys.argv[1])
