#!/usr/bin/env python3
"""Answers what a web team asks of site.py's log: `questions.py DOCUMENTS.ndjson REPORT.json`.

Each answer is taken from `weblog report --format json` alone, and compared with a count of the
documents.
"""

import collections
import json
import sys

from count import at, is_page, times_of, visitors

NOON, FAILURE = "2025-10-07T12:00:00", "2025-10-07T20:00:00"
QUESTIONS = []


def question(text):
    """Registers a function that gives the report's answer and the documents'."""
    def register(answer):
        QUESTIONS.append((text, answer))
        return answer
    return register


class Report:
    """The report's JSON, as a person would read it with `jq`."""

    def __init__(self, report):
        self.report = report
        self.parts = {part["id"]: part["rows"] for part in report["parts"]}

    def requests(self, cells, kind=None, host=None, period=None):
        """The sum of requests in cells. A cell is three values: a slice, requests and bytes."""
        dimensions = self.report["dimensions"]
        wanted = [
            kind,
            None,
            None if host is None else dimensions["hosts"].index(host),
            None if period is None else dimensions["periods"].index(period),
        ]
        found = 0
        for slice, requests in zip(cells[::3], cells[1::3]):
            values = self.report["slices"][slice]
            if all(value in (None, values[place]) for place, value in enumerate(wanted)):
                found += requests
        return found

    def rows(self, part, **chosen):
        """The names of a part with their requests. Names without requests are left out."""
        rows = {
            tuple(row["name"]): self.requests(row["cells"], **chosen) for row in self.parts[part]
        }
        return {name: requests for name, requests in rows.items() if requests}


def tally(documents, *paths):
    """How many documents have each value of these paths."""
    return collections.Counter(
        tuple(str(at(document, path)) for path in paths) for document in documents
    )


def is_bot(document):
    return at(document, "user_agent.bot") is not None


def during(period):
    return lambda document: document["@timestamp"].startswith(period[:13])


@question("Which AI crawlers read /pricing?")
def ai_crawlers(report, events):
    found = {
        name[:1]: requests for name, requests in report.rows("ai_pages").items()
        if name[1] == "/pricing"
    }
    wanted = [d for d in events if at(d, "url.path") == "/pricing"]
    wanted = [d for d in wanted if at(d, "user_agent.bot.category", "").startswith("ai_")]
    return found, tally(wanted, "user_agent.bot.name")


@question("Which page got slow at noon, and how slow?")
def slow_at_noon(report, events):
    place = report.report["dimensions"]["periods"].index(NOON)
    slow = {}
    for row in report.parts["pages"]:
        for found in row.get("durations", []):
            if found["period"] == place:
                slow[row["name"][0]] = found["duration_ms"]["p50"]
    times = collections.defaultdict(list)
    for document in filter(during(NOON), events):
        if is_page(document):
            times[at(document, "url.path")].append(document)
    times = {path: times_of(documents) for path, documents in times.items()}
    wanted = {path: of[(len(of) + 1) // 2 - 1] for path, of in times.items()}
    slowest = max(slow, key=slow.get)
    return (slowest, slow[slowest]), ("/pricing", wanted["/pricing"])


@question("Which pages failed at eight in the evening of the 7th, and how?")
def failed(report, events):
    wanted = [
        d for d in filter(during(FAILURE), events) if at(d, "http.response.status_code") >= 500
    ]
    return report.rows("server_errors", period=FAILURE), tally(
        wanted, "http.response.status_code", "url.path"
    )


@question("Which sites send people?")
def sites(report, events):
    wanted = [d for d in events if not is_bot(d)]
    wanted = [d for d in wanted if at(d, "weblog.referrer.medium") not in (None, "internal")]
    return report.rows("sites", kind=0), tally(wanted, "weblog.referrer.registered_domain")


@question("Which broken links are on news.example.net?")
def broken_links(report, events):
    site = "https://news.example.net/"
    found = {
        name: requests for name, requests in report.rows("missing_links").items()
        if name[0].startswith(site)
    }
    wanted = [d for d in events if at(d, "http.request.referrer", "").startswith(site)]
    wanted = [d for d in wanted if at(d, "http.response.status_code") == 404]
    return found, tally(wanted, "http.request.referrer", "url.path")


@question("Does somebody pretend to be Googlebot?")
def pretended(report, events):
    rows = report.rows("verification")
    wanted = [d for d in events if at(d, "user_agent.bot.name") == "Googlebot"]
    wanted = [d for d in wanted if at(d, "user_agent.bot.verification") == "outside_ranges"]
    return rows.get(("Googlebot", "outside its operator's ranges")), len(wanted)


@question("How many people use a phone?")
def phones(report, events):
    found = [row["visitors"][1] for row in report.parts["devices"] if row["name"] == ["mobile"]]
    return found, [visitors([d for d in events if at(d, "user_agent.device.type") == "mobile"])[1]]


@question("What did the newsletter bring?")
def newsletter(report, events):
    found = [
        (row["requests"], row["visitors"][0]) for row in report.parts["campaigns"]
        if row["name"][0] == "autumn"
    ]
    wanted = [d for d in events if at(d, "weblog.campaign.name") == "autumn"]
    return found, [(len(wanted), visitors(wanted)[0])]


@question("Which AI assistants send visitors, and how many?")
def assistants(report, events):
    found = {row["name"][0]: row["visitors"][0] for row in report.parts["assistants"]}
    wanted = collections.defaultdict(list)
    for document in events:
        if at(document, "weblog.referrer.medium") == "ai_assistant":
            wanted[at(document, "weblog.referrer.name")].append(document)
    return found, {name: visitors(documents)[0] for name, documents in wanted.items()}


@question("Who looks for secret files?")
def attackers(report, events):
    wanted = [d for d in events if "secret_file" in at(d, "weblog.threat", [])]
    found = {
        name[1:]: requests for name, requests in report.rows("attackers").items()
        if name[0] == "secret file"
    }
    return found, tally(wanted, "source.ip")


@question("How many requests for the blog are of bots?")
def bots_of_blog(report, events):
    host = "blog.shop.example"
    wanted = [
        d for d in events if at(d, "url.domain") == host or at(d, "destination.domain") == host
    ]
    return report.requests(report.report["cells"], kind=1, host=host), len(
        list(filter(is_bot, wanted))
    )


@question("Which countries do people come from?")
def countries(report, events):
    wanted = [d for d in events if not is_bot(d) and at(d, "source.geo.country_name")]
    return report.rows("countries", kind=0), tally(wanted, "source.geo.country_name")


def main():
    documents = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
    events = [d for d in documents if d["event"]["kind"] == "event"]
    report = Report(json.load(open(sys.argv[2], encoding="utf-8")))
    wrong = 0
    for text, answer in QUESTIONS:
        found, wanted = answer(report, events)
        if found != wanted or not found:
            wrong += 1
            print(f"  {text}\n    the report says {found}\n    the documents {wanted}")
    print(f"{len(QUESTIONS)} questions, {wrong} without the right answer")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
