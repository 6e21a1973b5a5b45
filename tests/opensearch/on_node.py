"""A node with a week of a site, and the results of the dashboards' panels."""

import atexit
import functools
import unittest

import firehose
import node
import panels
import week

SITE = list(week.documents(6000))
OBJECTS = panels.saved_objects()
SCRIPTED = panels.scripts(OBJECTS)
SHOWN = [
    saved
    for _, placed in panels.placed(OBJECTS)
    for _, saved in placed
    if panels.kind(saved) != "markdown"
]


def value(document, field):
    """The value of a dotted field, or nothing."""
    for part in field.split("."):
        document = document.get(part, {}) if isinstance(document, dict) else {}
    return document or None


@functools.cache
def started():
    """The node that all classes share. It is stopped when the tests end."""
    context = node.Node()
    cluster = context.__enter__()
    atexit.register(context.__exit__)
    firehose.add_users(cluster)
    firehose.set_up(cluster)
    items = firehose.deliver(cluster, SITE)
    assert {item["status"] for item in items} == {201}, items
    return cluster


class OnNode(unittest.TestCase):
    """A test with a node that holds the site."""

    @classmethod
    def setUpClass(cls):
        cls.node = started()

    def search(self, body):
        # As the reader, because viewing dashboards needs no more.
        path = "/weblogs-*/_search?track_total_hits=true"
        status, answer = self.node.request("POST", path, body, "reader", firehose.PASSWORD)
        self.assertEqual(status, 200, answer)
        return answer

    def rows(self, identifier, chosen="*:*", interval="3h"):
        """What a panel shows after a filter was chosen."""
        saved = next(saved for saved in OBJECTS if saved["id"] == identifier)
        aggs, _ = panels.aggregations(saved, SCRIPTED, interval)
        query = {"bool": {"must": [panels.query(saved), panels.lucene(chosen)]}}
        return panels.rows(saved, self.search({"size": 0, "query": query, "aggs": aggs}))
