"""What a web team asks, answered by panels of the dashboards and by a count of the documents."""

import unittest
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Callable

import on_node
from on_node import SITE, value

NOON = "@timestamp:[2026-11-25T12:00:00Z TO 2026-11-25T13:00:00Z}"


def is_person(get):
    return not get("user_agent.bot.name")


def is_page(get):
    return get("url.extension") in (None, "html")


def is_ai(get):
    return (get("user_agent.bot.category") or "").startswith("ai_")


def is_at_noon(get):
    return get("@timestamp").startswith("2026-11-25T12:")


def is_answered(get):
    return get("http.response.status_code") in (200, 304)


@dataclass
class Question:
    """A question, the panel and the filter that answer it, and which documents are counted."""

    text: str
    panel: str
    # What somebody clicks or types, in Lucene's syntax.
    chosen: str
    counted: Callable
    # The fields of the panel's rows, and the column of its count.
    fields: list
    column: int = 0
    visitors: bool = False


QUESTIONS = [
    Question(
        "Which AI crawlers read /pricing?",
        "weblogs-ai-crawlers-by-page",
        'url.path:"/pricing"',
        lambda get: is_ai(get) and get("url.path") == "/pricing",
        ["url.path", "user_agent.bot.name"],
    ),
    Question(
        "Which paths failed at noon, and how?",
        "weblogs-server-errors",
        NOON,
        lambda get: is_at_noon(get) and get("http.response.status_code") >= 500,
        ["url.path", "http.response.status_code"],
    ),
    Question(
        "Which sites send visitors to /docs/start?",
        "weblogs-top-referrers",
        'url.path:"/docs/start"',
        lambda get: (
            is_person(get)
            and get("url.path") == "/docs/start"
            and get("weblog.referrer.medium") not in (None, "internal")
        ),
        ["weblog.referrer.registered_domain"],
        column=1,
        visitors=True,
    ),
    Question(
        "Which pages do people from Germany read?",
        "weblogs-top-pages",
        "source.geo.country_iso_code:DE",
        lambda get: (
            is_person(get)
            and get("source.geo.country_iso_code") == "DE"
            and is_page(get)
            and is_answered(get)
        ),
        ["url.path"],
    ),
    Question(
        "Which broken links are on example.org?",
        "weblogs-broken-links",
        'weblog.referrer.registered_domain:"example.org"',
        lambda get: (
            get("http.response.status_code") == 404
            and get("weblog.referrer.registered_domain") == "example.org"
        ),
        ["http.request.referrer", "url.path"],
    ),
    Question(
        "Does somebody pretend to be Googlebot?",
        "weblogs-bot-verification",
        "user_agent.bot.name:Googlebot",
        lambda get: get("user_agent.bot.name") == "Googlebot",
        ["user_agent.bot.name", "user_agent.bot.verification"],
    ),
    Question(
        "Which browsers do visitors from Japan use?",
        "weblogs-browsers",
        "source.geo.country_iso_code:JP",
        lambda get: is_person(get) and get("source.geo.country_iso_code") == "JP",
        ["user_agent.name"],
        visitors=True,
    ),
    Question(
        "To which pages does ChatGPT send people?",
        "weblogs-ai-referrals",
        "weblog.referrer.name:ChatGPT",
        lambda get: is_person(get) and get("weblog.referrer.name") == "ChatGPT" and is_page(get),
        ["weblog.referrer.name", "url.path"],
        column=1,
    ),
    Question(
        "What did the address that fails most ask for?",
        "weblogs-path-by-status",
        'source.ip:"203.0.113.7"',
        lambda get: get("source.ip") == "203.0.113.7",
        ["url.path", "http.response.status_code"],
    ),
    Question(
        "Who looks for secret files, and what were they answered?",
        "weblogs-threat-paths",
        "weblog.threat:secret_file",
        lambda get: "secret_file" in (get("weblog.threat") or []),
        ["url.path", "http.response.status_code"],
    ),
    Question(
        "How much does the cache answer for the shop?",
        "weblogs-cache-status",
        'url.domain:"shop.example.com"',
        lambda get: get("url.domain") == "shop.example.com",
        ["weblog.cache_status"],
    ),
]


class Questions(on_node.OnNode):
    def test_a_panel_agrees_with_a_count_of_the_documents(self):
        events = [document for document in SITE if document["event"]["kind"] == "event"]
        for question in QUESTIONS:
            with self.subTest(question.text):
                addresses = {}
                for document in events:
                    if question.counted(lambda field, of=document: value(of, field)):
                        key = tuple(value(document, field) for field in question.fields)
                        addresses.setdefault(key, []).append(document["source"]["ip"])
                expected = {
                    key: len(set(found) if question.visitors else found)
                    for key, found in addresses.items()
                }
                depth = len(question.fields)
                rows = self.rows(question.panel, question.chosen)
                found = {tuple(row[:depth]): row[depth + question.column] for row in rows}
                self.assertGreater(len(found), 1)
                # A table has only the most frequent rows.
                self.assertEqual(found, {key: expected[key] for key in found})
                self.assertEqual(max(found.values()), max(expected.values()))

    def test_a_page_that_got_slow_at_noon_is_at_the_top_of_the_slow_ones(self):
        durations = {}
        for document in SITE:
            if is_at_noon(lambda field, of=document: value(of, field)) and "url" in document:
                path = document["url"]["path"]
                durations.setdefault(path, []).append(document["event"]["duration"])
        slowest = max(durations, key=lambda path: sum(durations[path]) / len(durations[path]))
        path, mean, *_ = self.rows("weblogs-slow-pages", NOON)[0]
        self.assertEqual(path, slowest)
        self.assertAlmostEqual(mean, sum(durations[slowest]) / len(durations[slowest]), delta=1)

    def test_the_failure_is_seen_in_its_hour(self):
        rows = self.rows("weblogs-failure-rate-over-time", interval="1h")
        worst = max(rows, key=lambda row: row[2])
        noon = datetime(2026, 11, 25, 12, tzinfo=timezone.utc)
        self.assertEqual(worst[0], noon.timestamp() * 1000)
        self.assertGreater(worst[2], 0.3)


if __name__ == "__main__":
    unittest.main()
