#!/usr/bin/env python3
"""Counts the documents of `weblog enrich` and compares every number with the report's.

Usage: `count.py DOCUMENTS.ndjson REPORT.json`. `weblog report --format json` writes the report.
The script uses only the documents and none of the report's code.
"""

import bisect
import collections
import datetime
import json
import math
import sys

STATIC = set(
    "avif bmp css eot gif gz ico jpeg jpg js m4a map mjs mov mp3 mp4 ogg otf png svg tar tgz ttf "
    "wasm wav webm webmanifest webp woff woff2 zip".split()
)
PLAIN = {
    "ai_training": "AI training", "ai_search": "AI search", "ai_assistant": "AI assistant",
    "ai_agent": "AI agent",
    "sql_injection": "SQL injection", "xss": "cross-site scripting", "jndi": "JNDI lookup",
    "seo": "SEO and marketing", "search_crawler": "search engine",
    "published_range": "published by its operator",
    "outside_ranges": "outside its operator's ranges",
}
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


def at(document, path, default=None):
    """The value of a path such as `http.response.bytes`."""
    for key in path.split("."):
        if not isinstance(document, dict) or key not in document:
            return default
        document = document[key]
    return document


def plain(word):
    return PLAIN.get(word, word.replace("_", " ")) if word else word


def is_page(document):
    return str(at(document, "url.extension", "")).lower() not in STATIC


def campaign(document):
    fields = at(document, "weblog.campaign")
    if not fields:
        return None
    source = fields.get("source") or fields.get("click_id")
    return fields.get("name", ""), " / ".join(
        text for text in (source, fields.get("medium")) if text
    )


def ai_page(document):
    category = at(document, "user_agent.bot.category", "")
    path = at(document, "url.path")
    if category.startswith("ai_") and path is not None and is_page(document):
        return at(document, "user_agent.bot.name"), path
    return None


def ai_operator(document):
    bot = at(document, "user_agent.bot", {})
    if not bot.get("category", "").startswith("ai_"):
        return None
    return bot.get("operator", bot["name"]), plain(bot["category"])


def of_person(path):
    return lambda document: None if at(document, "user_agent.bot") else at(document, path)


def when(document, path, condition):
    return at(document, path) if condition else None


def site(document):
    medium = at(document, "weblog.referrer.medium")
    if medium in (None, "internal"):
        return None
    return at(document, "weblog.referrer.registered_domain") or at(document, "weblog.referrer.name")


def pair(first, second):
    return (first, second) if first is not None and second is not None else None


def missing_link(document):
    referrer = at(document, "http.request.referrer")
    if at(document, "http.response.status_code") not in (404, 410) or referrer is None:
        return None
    return pair(referrer.split("?")[0].split("#")[0].replace("\t", ""), at(document, "url.path"))


def server_error(document):
    status = at(document, "http.response.status_code", 0)
    return pair(str(status), at(document, "url.path")) if status >= 500 else None


def verification(document):
    found = at(document, "user_agent.bot.verification")
    return (at(document, "user_agent.bot.name"), plain(found)) if found else None


def hour(document):
    moment = datetime.datetime.fromisoformat(document["@timestamp"][:19])
    return f"{DAYS[moment.weekday()]} {moment.hour:02}:00"


def network(document):
    number = at(document, "source.as.number")
    return (
        None if number is None else (at(document, "source.as.organization.name", ""), str(number))
    )


def text(value):
    return None if value is None else str(value)



def threats(document):
    return at(document, "weblog.threat", [])


PARTS = {
    "pages": lambda d: when(d, "url.path", is_page(d)),
    "files": lambda d: when(d, "url.path", not is_page(d)),
    "media": lambda d: plain(
        when(d, "weblog.referrer.medium", at(d, "weblog.referrer.medium") != "internal")
    ),
    "sites": site,
    "assistants": lambda d: when(
        d, "weblog.referrer.name", at(d, "weblog.referrer.medium") == "ai_assistant"
    ),
    "campaigns": campaign,
    "server_errors": server_error,
    "missing": lambda d: when(d, "url.path", at(d, "http.response.status_code") in (404, 410)),
    "missing_links": missing_link,
    "threats": lambda d: [plain(name) for name in threats(d)],
    "attackers": lambda d: [(plain(name), at(d, "source.address", "")) for name in threats(d)],
    "hours": hour,
    "countries": lambda d: at(d, "source.geo.country_name") or at(d, "source.geo.country_iso_code"),
    "cities": lambda d: pair(at(d, "source.geo.city_name"), at(d, "source.geo.country_name", "")),
    "networks": network,
    "bot_kinds": lambda d: plain(at(d, "user_agent.bot.category")),
    "bots": lambda d: at(d, "user_agent.bot.name"),
    "ai_operators": ai_operator,
    "ai_pages": ai_page,
    "verification": verification,
    "browsers": of_person("user_agent.name"),
    "systems": of_person("user_agent.os.name"),
    "devices": of_person("user_agent.device.type"),
    "hosts": lambda d: at(d, "url.domain") or at(d, "destination.domain"),
    "statuses": lambda d: text(at(d, "http.response.status_code")),
    "methods": lambda d: at(d, "http.request.method"),
    "http_versions": lambda d: at(d, "http.version"),
    "tls_versions": lambda d: at(d, "tls.version"),
    "addresses": lambda d: at(d, "source.ip") or at(d, "source.address"),
}


def sent(document):
    return at(document, "http.response.bytes", at(document, "http.response.body.bytes", 0))


def times_of(documents):
    """Response times in milliseconds, sorted. A report gives them to the microsecond."""
    return sorted(
        at(d, "event.duration") // 1000 / 1000 for d in documents
        if at(d, "event.duration") is not None
    )


def is_right(found, documents):
    """Whether percentiles are correct: exact for few values, else within a hundredth of the
    rank."""
    times = times_of(documents)
    if not times or found is None:
        return found is None and not times
    if found["count"] != len(times):
        return False
    for key, rank in (("p50", 50), ("p95", 95), ("p99", 99)):
        if len(times) <= 512:
            if found[key] != times[math.ceil(len(times) * rank / 100) - 1]:
                return False
            continue
        # Any value between two adjacent values is right.
        low = times[max(0, math.ceil(len(times) * (rank - 1) / 100) - 1)]
        high = times[min(len(times), math.ceil(len(times) * (rank + 1) / 100)) - 1]
        above = bisect.bisect_right(times, high)
        if not low <= found[key] <= times[min(above, len(times) - 1)]:
            return False
    return True


def visitors(documents):
    kinds = [set(), set()]
    for document in documents:
        address = PARTS["addresses"](document)
        if address is not None:
            kinds[1 if at(document, "user_agent.bot") else 0].add(address)
    return [len(kinds[0] | kinds[1]), len(kinds[0]), len(kinds[1])]


def counts(documents):
    failed = [d for d in documents if at(d, "http.response.status_code", 0) // 100 in (4, 5)]
    return {
        "requests": len(documents),
        "bytes": sum(map(sent, documents)),
        "failures": len(failed),
        "bots": sum(1 for d in documents if at(d, "user_agent.bot")),
    }


def main():
    documents = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
    report = json.load(open(sys.argv[2], encoding="utf-8"))
    rejected = [d for d in documents if d["event"]["kind"] == "pipeline_error"]
    events = [d for d in documents if d["event"]["kind"] != "pipeline_error"]
    wrong = []

    def check(what, found, wanted):
        if found != wanted:
            wrong.append(f"{what}: the report says {found}, the documents {wanted}")

    lines, totals = report["lines"], report["totals"]
    check("lines", (lines["read"] - lines["dropped"], lines["events"], lines["rejected"]),
          (len(documents), len(events), len(rejected)))
    all_counts = counts(events)
    check("requests", totals["requests"], all_counts["requests"])
    check("people", totals["people"], all_counts["requests"] - all_counts["bots"])
    check("bytes", totals["bytes"], all_counts["bytes"])
    check("failures", totals["client_errors"] + totals["server_errors"], all_counts["failures"])
    check("visitors", totals["visitors"], visitors(events))
    if not is_right(totals["duration_ms"], events):
        check("times", totals["duration_ms"], times_of(events)[:5])

    parts = {part["id"]: part for part in report["parts"]}
    for name, name_of in PARTS.items():
        wanted = collections.defaultdict(list)
        for document in events:
            found = name_of(document)
            for key in found if isinstance(found, list) else [found]:
                if key is not None:
                    wanted[key if isinstance(key, tuple) else (key,)].append(document)
        part = parts.pop(name, {"rows": [], "names": 0})
        rows = {tuple(row["name"]): row for row in part["rows"] if row["requests"]}
        check(f"{name}: names", part["names"], len(wanted))
        if len(wanted) <= 200:
            check(f"{name}: rows", sorted(rows), sorted(wanted))
        for key, row in rows.items():
            found = {field: row[field] for field in ("requests", "bytes", "failures", "bots")}
            check(f"{name}: {key}", found, counts(wanted[key]))
            if "visitors" in row:
                check(f"{name}: {key}: visitors", row["visitors"], visitors(wanted[key]))
            if "duration_ms" in row and not is_right(row["duration_ms"], wanted[key]):
                check(f"{name}: {key}: times", row["duration_ms"], times_of(wanted[key])[:5])
    check("parts that were not counted", sorted(parts), [])
    print(f"{len(events)} events, {len(rejected)} rejections: {len(wrong)} numbers differ")
    for line in wrong[:20]:
        print("  " + line[:400])
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
