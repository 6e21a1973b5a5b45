"""Every panel of every dashboard on a real node with a week of a site; the map in a browser."""

import os
import sys
import unittest
from collections import Counter
from datetime import datetime
from pathlib import Path

import panels
from on_node import SHOWN, SITE, OnNode, value

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "dashboards"))
import browser  # noqa: E402


class Sample(unittest.TestCase):
    def test_the_sample_has_every_field_that_a_panel_divides_by(self):
        divided = {
            agg["params"]["field"]
            for saved in SHOWN
            if panels.kind(saved) not in ("search", "vega")
            for agg in panels.state(saved)["aggs"]
            if agg["type"] == "terms"
        }
        self.assertGreater(len(divided), 20)
        absent = {
            field for field in divided if not any(value(document, field) for document in SITE)
        }
        self.assertEqual(absent, set())


class Dashboards(OnNode):
    def test_every_panel_has_something_to_show(self):
        shown = 0
        for saved in SHOWN:
            with self.subTest(saved["id"]):
                if panels.kind(saved) == "search":
                    answer = self.search(
                        {
                            "size": 100,
                            "query": panels.query(saved),
                            "sort": [{"@timestamp": "desc"}],
                        }
                    )
                    hits = [hit["_source"] for hit in answer["hits"]["hits"]]
                    self.assertTrue(hits)
                    for column in saved["attributes"]["columns"]:
                        self.assertTrue(any(value(hit, column) is not None for hit in hits), column)
                elif panels.kind(saved) == "vega":
                    _, requests = panels.vega(saved)
                    self.assertTrue(requests)
                else:
                    rows = self.rows(saved["id"])
                    self.assertTrue(rows)
                    self.assertTrue(all(cell is not None for row in rows for cell in row), rows[:3])
            shown += 1
        self.assertGreater(shown, 50)

    def test_the_hours_by_weekday_are_a_full_grid_with_the_documents_in_it(self):
        found = {
            (int(hour), int(day)): count
            for hour, day, count in self.rows("weblogs-hour-by-weekday")
        }
        times = [
            datetime.fromisoformat(document["@timestamp"][:19])
            for document in SITE
            if document["event"]["kind"] == "event"
        ]
        counted = Counter((time.hour, time.isoweekday()) for time in times)
        self.assertEqual(
            found, {(hour, day): counted[hour, day] for hour in range(24) for day in range(1, 8)}
        )

    def test_a_chart_s_series_are_the_same_in_every_interval(self):
        rows = self.rows("weblogs-ai-crawlers-over-time")
        operators = Counter(
            value(document, "user_agent.bot.operator")
            for document in SITE
            if (value(document, "user_agent.bot.category") or "").startswith("ai_")
        )
        found = Counter()
        for operator, _, count in rows:
            found[operator] += count
        self.assertEqual(found, operators)

    def test_the_map_shows_the_visitors_of_each_country_and_a_click_filters(self):
        if lacking := browser.missing():
            self.assertNotEqual(os.environ.get("CI"), "true", f"needs {lacking}")
            self.skipTest(f"needs {lacking}")
        saved = next(saved for saved in SHOWN if panels.kind(saved) == "vega")
        specification, _ = panels.vega(saved)
        specification = panels.answered(specification, self.search)
        found = browser.result(
            browser.page("map", {"map": {"specification": specification, "click": "DE"}}), 940, 500
        )
        self.assertEqual(found["problems"], [])
        people = {}
        for document in SITE:
            if document["event"]["kind"] == "event" and not value(document, "user_agent.bot.name"):
                people.setdefault(document["source"]["geo"]["country_iso_code"], set()).add(
                    document["source"]["ip"]
                )
        counts = {
            country["code"]: country["count"] for country in found["countries"] if country["count"]
        }
        self.assertEqual(counts, {code: len(addresses) for code, addresses in people.items()})
        self.assertGreater(len(found["countries"]), 170)
        for country in found["countries"]:
            self.assertTrue(country["inside"], country)
            self.assertEqual(country["fill"] == "#d3dae6", country["count"] is None, country)
            self.assertEqual(country["tooltip"] is None, country["count"] is None, country)
        germany = next(country for country in found["countries"] if country["code"] == "DE")
        self.assertEqual(
            (germany["tooltip"]["title"], germany["tooltip"]["Visitors"]),
            ("Germany", str(counts["DE"])),
        )
        self.assertEqual(
            found["filters"],
            [
                {
                    "query": {"match_phrase": {"source.geo.country_iso_code": "DE"}},
                    "index": "weblogs-*",
                    "alias": "Country: Germany",
                }
            ],
        )
        self.assertEqual(found["legend"], 1)


if __name__ == "__main__":
    unittest.main()
