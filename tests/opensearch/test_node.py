"""`weblog setup` and the documents against a real OpenSearch node with its security plugin.

Retention and Dashboards are not on this node: tests/opensearch_setup/ has doubles of them.
"""

import json
import os
import tempfile
import unittest
from pathlib import Path

import documents
import firehose
import node
from enriched import cases, made, of_files
from firehose import PASSWORD, READER

SAMPLE = list(documents.sample(2000))


class RealNode(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        context = node.Node()
        cls.node = context.__enter__()
        cls.addClassCleanup(context.__exit__)
        ask = cls.node.request
        firehose.add_users(cls.node)
        # What somebody else configured before.
        cls.before = {
            "kibana_user": {
                "backend_roles": ["somebody"], "users": ["ada"], "hosts": ["198.51.100.7"],
            },
            "readall": {"backend_roles": ["auditors"]},
        }
        for role, mapping in cls.before.items():
            status, answer = ask("PUT", f"/_plugins/_security/api/rolesmapping/{role}", mapping)
            assert status in (200, 201), answer
        cls.dry = cls.set_up("--dry-run")
        cls.after_dry = cls.state()
        cls.first = cls.set_up()
        cls.after_first = cls.state()
        cls.second = cls.set_up()
        cls.after_second = cls.state()
        cls.delivered = [cls.deliver(SAMPLE) for _ in range(2)]

    @classmethod
    def set_up(cls, *more):
        return firehose.set_up(cls.node, *more)

    @classmethod
    def state(cls):
        places = [
            "/_ingest/pipeline", "/_index_template/weblogs", "/_plugins/_security/api/roles",
            "/_plugins/_security/api/rolesmapping",
        ]
        return {place: cls.node.request("GET", place) for place in places}

    @classmethod
    def deliver(cls, *what, **how):
        return firehose.deliver(cls.node, *what, **how)

    def ask(self, method, path, body=None, user="admin", password="admin"):
        status, answer = self.node.request(method, path, body, user, password)
        self.assertEqual(status, 200, answer)
        return answer

    def count(self):
        return self.ask("GET", "/weblogs-*/_count")["count"]

    def found(self, identifier):
        query = {"query": {"term": {"event.id": identifier}}}
        return self.ask("POST", "/weblogs-*/_search", query)["hits"]["hits"]

    # ---------------------------------------------------------------- set up

    def test_a_dry_run_reports_the_changes_and_changes_nothing(self):
        self.assertEqual(self.dry["ingest pipeline weblogs"], "created")
        self.assertEqual(self.after_dry["/_index_template/weblogs"][0], 404)
        self.assertEqual(self.dry, self.first)

    def test_everything_is_accepted(self):
        made = {what for what, change in self.first.items() if change == "created"}
        self.assertLessEqual({"ingest pipeline weblogs", "index template weblogs",
                              "role weblogs_firehose", "role weblogs_reader",
                              "mapping of role weblogs_firehose",
                              "mapping of role weblogs_reader"}, made)  # fmt: skip
        self.assertEqual(
            self.first["retention policy weblogs"],
            "skipped, the cluster has no index state management",
        )

    def test_a_second_run_changes_nothing(self):
        self.assertEqual(self.after_first, self.after_second)
        changed = {
            what: change for what, change in self.second.items()
            if change.startswith(("created", "updated", "failed"))
        }
        self.assertEqual(changed, {})

    def test_other_people_s_mappings_survive(self):
        mappings = self.after_first["/_plugins/_security/api/rolesmapping"][1]
        self.assertEqual(mappings["kibana_user"]["backend_roles"], ["somebody", READER])
        self.assertEqual(
            (mappings["kibana_user"]["users"], mappings["kibana_user"]["hosts"]),
            (["ada"], ["198.51.100.7"]),
        )
        self.assertEqual(
            mappings["readall"],
            self.after_dry["/_plugins/_security/api/rolesmapping"][1]["readall"],
        )

    def test_a_changed_template_is_restored_and_today_s_index_gets_the_field(self):
        changed = json.loads(
            json.dumps(
                self.after_first["/_index_template/weblogs"][1]["index_templates"][0][
                    "index_template"
                ]
            )
        )
        del changed["template"]["mappings"]["properties"]["host"]
        self.ask("PUT", "/_index_template/weblogs", changed)
        self.ask("PUT", "/weblogs-2001-01-01", {})
        self.addCleanup(self.node.request, "DELETE", "/weblogs-2001-01-01")
        report = self.set_up()
        self.assertEqual(report["index template weblogs"], "updated")
        self.assertEqual(report["mapping of existing indices"], "updated")
        mapping = self.ask("GET", "/weblogs-2001-01-01/_mapping")["weblogs-2001-01-01"]["mappings"]
        self.assertEqual(mapping["properties"]["host"]["properties"]["name"]["type"], "keyword")
        self.assertEqual(self.set_up()["index template weblogs"], "unchanged")

    # ---------------------------------------------------------------- documents

    def test_firehose_s_role_delivers_every_document_and_a_second_delivery_changes_nothing(self):
        for items in self.delivered:
            self.assertEqual([item for item in items if item["status"] not in (200, 201)], [])
        self.assertEqual({item["result"] for item in self.delivered[0]}, {"created"})
        self.assertEqual({item["result"] for item in self.delivered[1]}, {"updated"})

    def test_a_document_is_stored_under_its_own_day_whatever_day_it_arrives_on(self):
        # A line that is delivered again after midnight therefore replaces its own document, because
        # index and id depend only on the document.
        for items in self.delivered:
            for document, item in zip(SAMPLE, items, strict=True):
                self.assertEqual(item["_index"], "weblogs-" + document["@timestamp"][:10])
        self.assertGreater(len({item["_index"] for item in self.delivered[0]}), 3)

    def test_documents_far_from_their_arrival_share_one_index_and_are_stored_once(self):
        times = [
            "0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "2038-01-19T03:14:08Z",
            "9999-12-31T23:59:59Z",
        ]
        batch = [
            {
                "@timestamp": time, "event": {"id": f"misdated-{number}", "kind": "event"},
                "tags": ["redacted", "misdated"],
            }
            for number, time in enumerate(times)
        ]
        self.addCleanup(self.node.request, "DELETE", "/weblogs-misdated")
        for result in ["created", "updated"]:
            items = self.deliver(batch)
            self.assertEqual(
                {(item["_index"], item["result"]) for item in items}, {("weblogs-misdated", result)}
            )
        (hit,) = self.found("misdated-0")
        self.assertEqual(hit["_source"]["@timestamp"], times[0])
        mapping = self.ask("GET", "/weblogs-misdated/_mapping")["weblogs-misdated"]["mappings"]
        self.assertEqual(mapping["properties"]["source"]["properties"]["ip"]["type"], "ip")

    def test_an_id_is_the_event_s_or_its_digest_if_that_is_too_long(self):
        for document, item in zip(SAMPLE, self.delivered[0], strict=True):
            if len(document["event"]["id"]) <= 128:
                self.assertEqual(item["_id"], document["event"]["id"])
            else:
                self.assertRegex(item["_id"], "^[0-9a-f]{64}$")

    def test_everything_that_the_pipeline_makes_from_lines_is_accepted_and_stored_once(self):
        lines = list(documents.lines(10_000))
        batch = made(lines)
        self.assertEqual(len(batch), len(lines))
        self.assert_delivered_once(batch)

    def test_documents_of_a_file_are_all_accepted_and_stored_once(self):
        path = os.environ.get("WEBLOG_DOCUMENTS")
        if not path:
            self.skipTest("no file of documents was named")
        self.assert_delivered_once(
            [json.loads(line) for line in Path(path).read_text().splitlines()]
        )

    def assert_delivered_once(self, batch):
        before = self.count()
        for _ in range(2):
            self.assertEqual(
                [item for item in self.deliver(batch) if item["status"] not in (200, 201)], []
            )
        self.assertEqual(self.count() - before, len(batch))

    def test_fields_added_by_the_pipeline_exist(self):
        event = next(document for document in SAMPLE if document["event"]["kind"] == "event")
        (hit,) = self.found(event["event"]["id"])
        self.assertEqual(hit["_source"]["ecs"]["version"], "8.11")
        self.assertRegex(hit["_source"]["event"].pop("ingested"), r"^\d{4}-\d\d-\d\dT")
        del hit["_source"]["ecs"]
        self.assertEqual(hit["_source"], event)

    # ---------------------------------------------------------------- compact documents

    def indexed(self, batch):
        """What the index holds after delivery, by `event.id`."""
        answers = self.deliver(list(batch.values()))
        self.assertEqual([item for item in answers if item["status"] not in (200, 201)], [])
        places = [{"_index": item["_index"], "_id": item["_id"]} for item in answers]
        sources = [
            found["_source"] for found in self.ask("POST", "/_mget", {"docs": places})["docs"]
        ]
        for source in sources:
            self.assertRegex(source["event"].pop("ingested"), r"^\d{4}-")
        return dict(zip(batch, sources, strict=True))

    def assert_indexed_the_same(self, full, compact):
        self.assertEqual(list(full), list(compact))
        events = [identifier for identifier in full if full[identifier]["event"]["kind"] == "event"]
        self.assertEqual(
            [identifier for identifier in events if "kind" in compact[identifier]["event"]], []
        )
        query = {"query": {"terms": {"event.id": list(full)}}}
        self.addCleanup(self.ask, "POST", "/weblogs-*/_delete_by_query?refresh=true", query)
        # The compact document replaces the full one, because both have the same id.
        whole, restored = self.indexed(full), self.indexed(compact)
        for identifier, document in full.items():
            self.assertEqual(whole[identifier], document | {"ecs": {"version": "8.11"}})
            if identifier not in events:
                # The document of a line without a time has the time of the line's arrival.
                whole[identifier]["@timestamp"] = compact[identifier]["@timestamp"]
            self.assertEqual(restored[identifier], whole[identifier])
        return len(events)

    def test_a_compact_document_is_indexed_as_the_full_one(self):
        with tempfile.NamedTemporaryFile("w", suffix=".log") as log:
            log.write("\n".join(documents.ODD + list(documents.lines(300))) + "\n")
            log.flush()
            full, compact = of_files("full", log.name), of_files("compact", log.name)
        self.assertEqual(len(full), len(documents.ODD) + 300)
        # Two lines of ODD and four of the other lines cannot be read.
        self.assertEqual(self.assert_indexed_the_same(full, compact), len(full) - 6)

    def test_compact_documents_of_every_format_are_indexed_as_the_full_ones(self):
        # Each of the two batches holds the documents of all logs. Their ids include the log's name.
        full, compact = {}, {}
        for log, variables in cases():
            for form, into in {"full": full, "compact": compact}.items():
                into.update(of_files(form, log, **variables))
        self.assertGreater(self.assert_indexed_the_same(full, compact), 200)

    def test_documents_that_are_not_compact_are_left_alone(self):
        time = "2001-02-05T04:05:06Z"
        self.addCleanup(self.node.request, "DELETE", "/weblogs-2001-02-05")
        others = [
            {"event": {"id": "alone-0", "kind": "event"}, "source": {"ip": "198.51.100.7"},
             "url": {"path": "/"}},
            {"event": {"id": "alone-1", "kind": "pipeline_error", "original": "x"},
             "http": {"response": {"status_code": 500}}},
            {"event": {"id": 7}, "source": {"ip": "198.51.100.7"}},
            {"event": {}, "url": {"path": "/"}},
            {"source": {"ip": "198.51.100.7"}},
        ]  # fmt: skip
        for item, other in zip(
            self.deliver([{"@timestamp": time} | other for other in others]), others, strict=True
        ):
            source = self.ask("GET", f"/{item['_index']}/_doc/{item['_id']}")["_source"]
            del source["event"]["ingested"], source["@timestamp"], source["ecs"]
            self.assertEqual(source, {"event": {}} | other)

    def test_odd_values_in_a_document_without_a_kind_break_nothing(self):
        batch = []
        for odd in [None, "x", 7, [], {}, [{"ip": 1}]]:
            batch.append(
                {name: odd for name in ["http", "source", "url", "user_agent", "tls", "cloud"]}
            )
            batch.append({"http": {"response": odd}, "source": {"ip": odd},
                          "url": {"path": odd, "query": odd}, "tls": {"version": odd},
                          "user_agent": {"os": odd, "bot": odd},
                          "cloud": {"region": odd}})  # fmt: skip
        sources = [
            {"_source": {"@timestamp": "2001-02-04T04:05:06Z", "event": {"id": "odd"}} | odd}
            for odd in batch
        ]
        answer = self.ask("POST", "/_ingest/pipeline/weblogs/_simulate", {"docs": sources})
        for document in answer["docs"]:
            source = document["doc"]["_source"]
            self.assertEqual((source["event"]["kind"], source.get("error")), ("event", None))

    def test_a_malformed_field_does_not_cost_the_document(self):
        time = "2001-02-03T04:05:06Z"
        broken = {
            "source": {"ip": "no address", "port": "x", "geo": {"location": "nowhere"}},
            "url": {"path": "ü" * 9000}, "unknown": {"a": 1},
        }
        (item,) = self.deliver(
            [
                {
                    "@timestamp": time,
                    "event": {"id": "malformed", "kind": "event", "duration": "long"},
                }
                | broken
            ]
        )
        self.addCleanup(self.node.request, "DELETE", "/weblogs-2001-02-03")
        self.assertEqual((item["status"], item["_index"]), (201, "weblogs-2001-02-03"))
        (hit,) = self.found("malformed")
        self.assertLessEqual(
            {"source.ip", "source.port", "source.geo.location", "event.duration"},
            set(hit["_ignored"]),
        )
        self.assertEqual(hit["_source"]["source"], broken["source"])
        mapping = self.ask("GET", "/weblogs-2001-02-03/_mapping")["weblogs-2001-02-03"]["mappings"][
            "properties"
        ]
        self.assertNotIn("unknown", mapping)

    def test_a_document_without_a_valid_time_is_kept_as_unreadable(self):
        for number, timeless in enumerate([{}, {"@timestamp": "yesterday"}, {"@timestamp": 7}]):
            identifier = f"timeless-{number}"
            (item,) = self.deliver([timeless | {"event": {"id": identifier, "kind": "event"}}])
            self.assertEqual(item["status"], 201, item)
            self.addCleanup(
                self.node.request, "DELETE", f"/{item['_index']}/_doc/{item['_id']}?refresh=true"
            )
            (hit,) = self.found(identifier)
            self.assertEqual(
                (hit["_source"]["event"]["kind"], hit["_source"]["error"]["type"]),
                ("pipeline_error", "ingest_failed"),
            )
            self.assertIn("date_index_name day", hit["_source"]["error"]["message"])

    # ---------------------------------------------------------------- roles

    def test_the_reader_reads(self):
        for method, path, body in [
            ("GET", "/weblogs-*/_count", None), ("GET", "/weblogs-*/_field_caps?fields=*", None),
            ("POST", "/weblogs-*/_search", {"aggs": {"a": {"terms": {"field": "url.path"}}}}),
            ("GET", "/_resolve/index/weblogs-*", None),
            ("POST", "/_msearch", '{"index":"weblogs-*"}\n{"size":0}\n'),
        ]:  # fmt: skip
            self.ask(method, path, body, user="reader", password=PASSWORD)

    def test_the_reader_changes_nothing(self):
        (item,) = self.deliver(
            [{"@timestamp": "2001-01-01T00:00:00Z", "event": {"id": "intruder"}}], user="reader"
        )
        self.assertEqual(item["status"], 403, item)
        index = self.delivered[0][0]["_index"]
        for method, path, body in [
            ("POST", f"/{index}/_doc", {"a": 1}), ("DELETE", f"/{index}", None),
            ("PUT", f"/{index}/_mapping", {}),
            ("POST", f"/{index}/_delete_by_query", {"query": {"match_all": {}}}),
            ("PUT", "/_ingest/pipeline/weblogs", {"processors": []}),
            ("GET", "/_plugins/_security/api/rolesmapping", None),
        ]:  # fmt: skip
            status, answer = self.node.request(method, path, body, "reader", PASSWORD)
            self.assertEqual(status, 403, (path, answer))

    def test_firehose_s_role_has_no_other_index(self):
        (item,) = self.deliver([{"a": 1}], index="somebody-elses")
        self.assertEqual(item["status"], 403, item)


if __name__ == "__main__":
    unittest.main()
