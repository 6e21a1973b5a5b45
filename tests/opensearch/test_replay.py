"""`weblog replay` against a real node: what the node refused is stored as if nothing had failed.

The node itself refuses the documents. Its answers are written in Firehose's layout of
`AmazonOpenSearchService_failed/` (https://docs.aws.amazon.com/firehose/latest/dev/retry.html).
"""

import base64
import gzip
import json
import os
import subprocess
import tempfile
import time
import unittest
from datetime import datetime, timedelta, timezone
from pathlib import Path

import firehose
import node
from firehose import PASSWORD, WEBLOG

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {"PATH": os.environ["PATH"], "GEOIP_PATH": "none", "OPENSEARCH_PASSWORD": PASSWORD}
ALL = "/weblogs-*"


def enriched(source, form="full"):
    """The documents that the pipeline makes of a file, as it writes them."""
    ran = subprocess.run([WEBLOG, "enrich", source], capture_output=True, text=True, cwd=ROOT,
                         env=ENVIRONMENT | {"DOCUMENTS": form}, timeout=600)  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.rstrip("\n").split("\n")


def dated(document, day, **more):
    """The document on another day, with another id."""
    document = json.loads(document)
    document["@timestamp"] = day + document["@timestamp"][10:]
    document["event"]["id"] = f"{day}:{document['event']['id']}"
    return json.dumps(document | more, separators=(",", ":"), ensure_ascii=False)


def failures(documents, items):
    """The lines that Firehose writes for documents that the node refused with these answers."""
    lines = []
    for document, item in zip(documents, items, strict=True):
        lines.append(json.dumps({
            "attemptsMade": "8", "arrivalTimestamp": "1790000000123",
            "errorCode": str(item["status"]), "errorMessage": json.dumps(item["error"]),
            "attemptEndingTimestamp": "1790007200123", "esDocumentId": item["_id"],
            "esIndexName": "weblogs", "esTypeName": "",
            "rawData": base64.b64encode(document.encode()).decode(),
        }))  # fmt: skip
    return "\n".join(lines).encode() + b"\n"


class Replay(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        context = node.Node()
        cls.node = context.__enter__()
        cls.addClassCleanup(context.__exit__)
        firehose.add_users(cls.node)
        firehose.set_up(cls.node)
        cls.sample = enriched("events/sample.log")

    def setUp(self):
        self.ask("DELETE", ALL)
        # A node itself would remove the block of `block` when it checks its disk, every 30 s.
        self.settle({"cluster.info.update.interval": "1h"})
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.place = Path(folder.name)

    def ask(self, method, path, body=None):
        status, answer = self.node.request(method, path, body)
        self.assertEqual(status, 200, answer)
        return answer

    def settle(self, settings):
        self.ask("PUT", "/_cluster/settings", {"transient": settings})

    def block(self, index, blocked):
        """What a node does when its disk is full: it answers 429 to each document."""
        value = True if blocked else None
        self.ask("PUT", f"/{index}/_settings", {"index.blocks.read_only_allow_delete": value})

    def deliver(self, documents, *statuses):
        """Delivers as Firehose, and asserts the set of answers."""
        items = firehose.deliver(self.node, documents)
        self.assertEqual({item["status"] for item in items}, set(statuses), items[:3])
        return items

    def put(self, name, lines):
        """Writes an object below the prefix for errors."""
        path = self.place / "failed" / "AmazonOpenSearchService_failed" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress(lines) if name.endswith(".gz") else lines)

    def command(self, *more, user="delivery"):
        return [WEBLOG, "replay", "--to-opensearch", self.node.url, "--user", user,
                "--ca", self.node.ca, *more, "failed"]  # fmt: skip

    def replay(self, status, *words, more=(), user="delivery"):
        """Replays the folder, and asserts the exit status and what was printed."""
        ran = subprocess.run(self.command(*more, user=user), capture_output=True, text=True,
                             cwd=self.place, env=ENVIRONMENT, timeout=600)  # fmt: skip
        self.assertEqual((ran.returncode, ran.stdout), (status, ""), ran.stderr)
        for word in words:
            self.assertIn(word, ran.stderr)

    def hits(self):
        """Everything in the index, with the number of each document's last change."""
        self.ask("POST", f"{ALL}/_refresh")
        body = {"size": 10_000, "seq_no_primary_term": True, "version": True, "sort": ["_id"]}
        return self.ask("POST", f"{ALL}/_search", body)["hits"]["hits"]

    def index(self):
        """The documents by index and id, without the time at which they were stored."""
        stored = {}
        for hit in self.hits():
            del hit["_source"]["event"]["ingested"]
            stored[hit["_index"], hit["_id"]] = hit["_source"]
        return stored

    def without_failures(self, documents):
        """What the index holds if every document is accepted at once. It is empty afterwards."""
        self.deliver(documents, 201)
        expected = self.index()
        self.assertEqual(len(expected), len(documents))
        self.ask("DELETE", ALL)
        return expected

    def test_the_index_is_as_without_failures_and_a_second_replay_changes_nothing(self):
        compact = enriched("events/sample.log", "compact")
        documents = self.sample[:100] + compact[100:]
        expected = self.without_failures(documents)
        self.deliver(documents[:80], 201)
        # Firehose puts whole batches aside, so a part of them is in the index already.
        refused = documents[60:]
        self.block("weblogs-2025-10-10", True)
        lines = failures(refused, self.deliver(refused, 429)).splitlines(keepends=True)
        self.block("weblogs-2025-10-10", False)
        self.put("2026/11/29/23/weblogs-1-2026-11-29-23-59-58-a", b"".join(lines[:70]))
        self.put("2026/11/30/00/weblogs-1-2026-11-30-00-04-58-b.gz", b"".join(lines[70:]))

        self.replay(0, "140 entries accepted, 20 of them already existed; 2 sources complete")
        self.assertEqual(self.index(), expected)
        stored = self.hits()
        self.replay(0, "2 sources skipped, because", "0 entries accepted")
        self.assertEqual(self.hits(), stored)
        for state in self.place.glob("weblog-replay-*.state"):
            state.unlink()
        self.replay(0, "140 entries accepted, 140 of them already existed; 2 sources complete")
        self.assertEqual(self.hits(), stored)

    def test_a_replay_waits_for_a_node_that_is_busy(self):
        free = [dated(text, "2026-11-20") for text in self.sample[:20]]
        busy = [dated(text, "2026-11-21") for text in self.sample[20:50]]
        expected = self.without_failures(free + busy)
        # The index exists, because only then can it be blocked.
        self.deliver(busy[:1], 201)
        self.block("weblogs-2026-11-21", True)
        refused = self.deliver(busy, 429)
        unavailable = [{"status": 503, "error": "", "_id": "49"}] * len(free)
        self.put("2026/11/21/10/a", failures(free + busy, unavailable + refused))
        running = subprocess.Popen(self.command(), stderr=subprocess.PIPE, text=True,
                                   cwd=self.place, env=ENVIRONMENT)  # fmt: skip
        self.addCleanup(running.kill)
        until = time.monotonic() + 300
        while len(self.index()) < len(free) + 1:
            self.assertLess(time.monotonic(), until)
            self.assertIsNone(running.poll())
            time.sleep(0.1)
        self.block("weblogs-2026-11-21", False)
        _, said = running.communicate(timeout=600)
        self.assertEqual(running.returncode, 0, said)
        self.assertIn("50 entries accepted, 1 of them already existed; 1 source complete", said)
        self.assertEqual(self.index(), expected)

    def test_documents_refused_for_their_content_are_counted_and_go_only_with_include_mapping(self):
        day = "2026-11-22"
        taken = [dated(text, day) for text in self.sample[:10]]
        # Somebody's mapping is stricter than ours, and can be corrected. The other document cannot.
        extra = dated(self.sample[10], day, house="blue")
        broken = dated(self.sample[11], day, url="/no-object")
        expected = self.without_failures([*taken, extra])
        strict = {"mappings": {"dynamic": "strict"}}
        self.ask("PUT", f"/weblogs-{day}", strict)
        self.deliver(taken[:4], 201)
        refused = self.deliver([extra, broken], 400)
        kinds = [item["error"]["type"] for item in refused]
        self.assertEqual(kinds, ["strict_dynamic_mapping_exception", "mapper_parsing_exception"])
        unavailable = [{"status": 503, "error": "", "_id": "49"}] * 6
        self.put("2026/11/22/10/a", failures([*taken[4:], extra, broken], unavailable + refused))

        before = [f"1 already refused by OpenSearch: {kind}" for kind in kinds]
        self.replay(0, "6 entries accepted; 1 source complete", "2 skipped: ", *before)
        self.assertEqual(len(self.index()), 10)
        # The node still refuses them.
        again = [f"1 refused: {kind}" for kind in kinds]
        include = ["--include", "mapping"]
        self.replay(1, "6 entries accepted, 6 of them already existed; 0 sources complete", *again,
                    "2 entries not accepted", more=include)  # fmt: skip
        self.assertEqual(len(self.index()), 10)
        self.ask("PUT", f"/weblogs-{day}/_mapping", {"dynamic": False})
        self.replay(1, "7 entries accepted, 6 of them already existed", again[1], more=include)
        self.assertEqual(self.index(), expected)

    def test_documents_refused_at_the_limit_of_shards_are_sent_again(self):
        documents = [dated(text, "2026-11-23") for text in self.sample[:7]]
        expected = self.without_failures(documents)
        self.addCleanup(self.settle, {"cluster.max_shards_per_node": None})
        self.settle({"cluster.max_shards_per_node": 1})
        items = self.deliver(documents, 400)
        self.assertEqual({item["error"]["type"] for item in items}, {"validation_exception"})
        self.put("2026/11/23/10/a", failures(documents, items))
        self.replay(1, "7 refused: validation_exception", "7 entries not accepted")
        self.settle({"cluster.max_shards_per_node": None})
        self.replay(0, "7 entries accepted; 1 source complete")
        self.assertEqual(self.index(), expected)

    def test_a_user_who_may_not_write_changes_nothing_and_the_same_command_continues(self):
        documents = [dated(text, "2026-11-24") for text in self.sample[:5]]
        expected = self.without_failures(documents)
        self.deliver(documents[:2], 201)
        items = firehose.deliver(self.node, documents, user="reader")
        self.assertEqual({item["status"] for item in items}, {403})
        self.put("2026/11/24/10/a", failures(documents, items))
        stored = self.hits()
        self.replay(1, "5 refused: security_exception", "5 entries not accepted", user="reader")
        self.assertEqual(self.hits(), stored)
        self.replay(0, "5 entries accepted, 2 of them already existed; 1 source complete")
        self.assertEqual(self.index(), expected)

    def test_after_midnight_records_and_documents_have_the_index_and_the_id_of_their_day(self):
        day = datetime.now(timezone.utc) - timedelta(days=1)
        midnight = day.replace(hour=23, minute=59, second=59, microsecond=0)
        records = []
        for number in range(12):
            written = midnight - timedelta(seconds=number)
            line = (f"203.0.113.{number} - - [{written:%d/%b/%Y:%H:%M:%S} +0000] "
                    f'"GET /{number} HTTP/1.1" 200 7 "-" "curl/8.5.0"\n')  # fmt: skip
            sequence = f"4959033827149025660855969253836157109592157597598913{number:04}"
            records.append({
                "kinesis": {
                    "kinesisSchemaVersion": "1.0", "partitionKey": "k", "sequenceNumber": sequence,
                    "data": base64.b64encode(line.encode()).decode(),
                    "approximateArrivalTimestamp": midnight.timestamp(),
                },
                "eventSource": "aws:kinesis", "eventVersion": "1.0",
                "eventID": f"shardId-000000000000:{sequence}", "eventName": "aws:kinesis:record",
                "awsRegion": "us-east-1",
            })  # fmt: skip
        event = {"Records": records}
        (self.place / "event.json").write_text(json.dumps(event))
        documents = enriched(self.place / "event.json")
        expected = self.without_failures(documents)
        places = {(f"weblogs-{day:%Y-%m-%d}", f"{record['eventID']}:0") for record in records}
        self.assertEqual(set(expected), places)

        # Yesterday a third of the documents was stored, Firehose could not deliver another third,
        # and Lambda failed the whole batch.
        self.deliver(documents[:4], 201)
        late = documents[4:8]
        unavailable = [{"status": 503, "error": "", "_id": "49"}] * len(late)
        self.put("a", failures(late, unavailable))
        self.replay(0, "4 entries accepted; 1 source complete")
        self.assertEqual({identifier for _, identifier in self.index()},
                         {f"{record['eventID']}:0" for record in records[:8]})  # fmt: skip
        aside = self.place / "failed" / "aws" / "lambda" / "batch"
        aside.parent.mkdir(parents=True)
        aside.write_text(json.dumps({
            "requestContext": {
                "requestId": "c9b8fa9f-5a7f-4a2d-af9c-0c604cde93a5",
                "functionArn": "arn:aws:lambda:us-east-1:123456789012:function:enrich",
                "condition": "RetryAttemptsExhausted", "approximateInvokeCount": 4,
            },
            "responseContext": {"statusCode": 200, "executedVersion": "$LATEST",
                                "functionError": "Unhandled"},
            "version": "1.0", "timestamp": f"{midnight:%Y-%m-%dT%H:%M:%S}.021Z",
            "KinesisBatchInfo": {
                "shardId": "shardId-000000000000", "batchSize": len(records),
                "streamArn": "arn:aws:kinesis:us-east-1:123456789012:stream/logs",
            },
            "payload": json.dumps(event),
        }))  # fmt: skip
        self.replay(0, "12 entries accepted, 8 of them already existed; 1 source complete")
        self.assertEqual(self.index(), expected)
        stored = self.hits()
        self.replay(0, "16 entries accepted, 16 of them already existed", more=["--state", "other"])
        self.assertEqual(self.hits(), stored)

    def test_records_that_the_hook_failed_are_stored_once_under_ids_of_their_own(self):
        arrived = datetime(2025, 10, 10, 14, tzinfo=timezone.utc).timestamp()
        lines = (ROOT / "events" / "sample.log").read_bytes().splitlines(keepends=True)
        # Records of a few lines, one of them gzipped, and a record that is not a log.
        records = [b"".join(lines[at : at + 3]) for at in range(0, 60, 3)]
        records[7] = gzip.compress(records[7])
        records.append(b"no line of any log\n")
        event = {"Records": [{
            "kinesis": {
                "kinesisSchemaVersion": "1.0", "partitionKey": "k", "sequenceNumber": str(number),
                "data": base64.b64encode(record).decode(), "approximateArrivalTimestamp": arrived,
            },
            "eventSource": "aws:kinesis", "eventVersion": "1.0",
            "eventID": f"shardId-000000000000:{number}", "eventName": "aws:kinesis:record",
            "awsRegion": "us-east-1",
        } for number, record in enumerate(records)]}  # fmt: skip
        (self.place / "event.json").write_text(json.dumps(event))
        documents = enriched(self.place / "event.json")
        self.assertEqual(len(documents), 61)

        def unnamed(stored):
            """The index and the content of every document, without its id."""
            found = []
            for (index, _), source in stored.items():
                source["event"].pop("id")
                found.append((index, json.dumps(source, sort_keys=True)))
            return sorted(found)

        expected = unnamed(self.without_failures(documents))
        failed = (
            self.place / "failed" / "processing-failed" / "2025" / "10" / "10" / "14" / "weblogs-1"
        )
        failed.parent.mkdir(parents=True)
        failed.write_text("".join(json.dumps({
            "rawData": base64.b64encode(record).decode(), "errorCode": "Lambda.FunctionError",
            "errorMessage":
            "The Lambda function was successfully invoked but it returned an error result.",
            "attemptsMade": 4, "arrivalTimestamp": int(arrived * 1000),
            "attemptEndingTimestamp": int(arrived * 1000) + 40_000,
            "lambdaARN": "arn:aws:lambda:us-east-1:123456789012:function:enrich:$LATEST",
        }) + "\n" for record in records))  # fmt: skip
        self.replay(0, "61 entries accepted; 1 source complete")
        stored = self.hits()
        self.assertEqual(unnamed(self.index()), expected)
        self.replay(0, "1 source skipped, because", "0 entries accepted")
        # A copy of the object gives the same ids. The copy's last line is cut, and is not read as a
        # line of a log.
        copied = failed.read_bytes()
        failed.with_name("weblogs-1-copy").write_bytes(copied[:-20])
        self.replay(1, "60 entries accepted, 60 of them already existed; 0 sources complete",
                    "1 line cannot be read; the first looks like "
                    "a failed record of Firehose")  # fmt: skip
        self.assertEqual(self.hits(), stored)


if __name__ == "__main__":
    unittest.main()
