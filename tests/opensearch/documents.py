"""Documents as the pipeline writes them: a site's visitors, bots and broken lines.

They are made by hand and always the same.
"""

import random
from datetime import datetime, timedelta, timezone

PLACES = [
    ("Europe", "DE", "Germany", "Berlin", 52.52, 13.41, "Europe/Berlin"),
    ("Europe", "FR", "France", "Lyon", 45.76, 4.84, "Europe/Paris"),
    ("North America", "US", "United States", "Chicago", 41.88, -87.63, "America/Chicago"),
    ("South America", "BR", "Brazil", "Recife", -8.05, -34.88, "America/Recife"),
    ("Asia", "JP", "Japan", "Osaka", 34.69, 135.5, "Asia/Tokyo"),
    ("Oceania", "NZ", "New Zealand", "Napier", -39.49, 176.92, "Pacific/Auckland"),
]
NETWORKS = [(64496, "Example Telecom"), (64511, "Sample Hosting"), (65551, "Test University")]
BROWSERS = [
    ("Firefox", "128.0", "desktop", None, "Linux", None),
    ("Chrome", "126.0", "desktop", None, "Windows", "10"),
    ("Safari", "17.5", "mobile", "iPhone", "iOS", "17.5"),
    ("Chrome Mobile", "126.0", "mobile", "Pixel 8", "Android", "14"),
]
BOTS = [
    ("ExampleBot", "search_crawler", "Example Search"),
    ("TrainerBot", "ai_training", "Example AI"),
    ("FinderBot", "ai_search", "Example AI"),
    ("HelperBot", "ai_assistant", "Sample Assistants"),
    ("SelfMadeBot", "other", None),
]
PAGES = ["/", "/about", "/blog/first-post", "/shop/überraschung", "/api/items", "/images/logo.svg"]
TARGETS = [
    *PAGES[:3], "/%FCber?token=planted", "/a?b=" + "c" * 3000, "/" + "%C3%BC" * 2000,
    "http://other.example/x", "*",
]
STATUSES = [200] * 12 + [301, 304, 401, 403, 404, 404, 500, 503]
# Lines whose documents repeat a fact in several fields, and lines whose documents do not.
ODD = [
    f'{client} - - [24/Nov/2026:10:00:00 +0100] "{request}" {status} 5 "-" "{agent}"'
    for client, request, status, agent in [
        ("198.51.100.7", "GET /plain.html HTTP/1.1", 200, "curl/8.5.0"),
        ("198.51.100.7", "GET /search?q=a&page=2 HTTP/1.1", 399, "-"),
        ("198.51.100.7", "GET http://www.example.com:8080/absolute?q=1 HTTP/1.1", 400, "-"),
        ("198.51.100.7", "GET /caf%C3%A9?q=1 HTTP/1.1", 404, "-"),
        ("198.51.100.7", "GET /not%2 HTTP/1.1", 200, "-"),
        ("198.51.100.7", "GET /a? HTTP/1.1", 200, "-"),
        ("198.51.100.7", "GET /a?? HTTP/1.1", 200, "-"),
        ("198.51.100.7", "GET /a?b#c HTTP/1.1", 200, "-"),
        ("198.51.100.7", "GET /a#b?c HTTP/1.1", 200, "-"),
        ("198.51.100.7", "GET //a//b?token=planted HTTP/1.1", 200, "-"),
        ("198.51.100.7", 'GET /quote\\"{{{event.id}}}?\\\\ HTTP/1.1', 200, "-"),
        ("198.51.100.7", "GET /" + "a" * 9000 + "?b HTTP/1.1", 414, "-"),
        ("198.51.100.7", "GET /a?" + "b" * 9000 + " HTTP/1.1", 414, "-"),
        ("198.51.100.7", "OPTIONS * HTTP/1.1", 200, "-"),
        ("198.51.100.7", "CONNECT example.com:443 HTTP/1.1", 405, "-"),
        ("198.51.100.7", "\\x16\\x03\\x01", 400, "-"),
        ("198.51.100.7", "-", 408, "-"),
        ("198.51.100.7", "GET / HTTP/1.1", "-", "-"),
        ("host.example.com", "GET / HTTP/1.1", 500, "-"),
        ("-", "GET / HTTP/1.1", 500, "-"),
        ("2001:db8::7", "GET / HTTP/1.1", 200, "-"),
        ("2001:DB8:0:0:0:0:0:7", "GET / HTTP/1.1", 200, "-"),
        ("::ffff:198.51.100.7", "GET / HTTP/1.1", 200, "-"),
        ("fe80::1%eth0", "GET / HTTP/1.1", 200, "-"),
        ("198.51.100.7:4711", "GET / HTTP/1.1", 200, "-"),
        ("198.51.100.7", "GET / HTTP/1.1", 200,
         "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
         "Chrome/126.0.0.0 Safari/537.36"),
        ("198.51.100.7", "GET / HTTP/1.1", 200,
         "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"),
        ("198.51.100.7", "GET / HTTP/1.1", 200,
         "Mozilla/5.0 (compatible; GPTBot/1.2; +https://openai.com/gptbot)"),
    ]
] + [
    "no line of any log",
    '198.51.100.7 - - [99/Nov/2026:10:00:00 +0100] "GET / HTTP/1.1" 200 5',
]  # fmt: skip
ERRORS = [
    ("line_mismatch", "expected `\"` at byte 17"),
    ("line_unrecognised", "line is of no known format"),
    ("time_invalid", "time is not valid at byte 21"),
]  # fmt: skip

SENDERS = [
    ("https://example.org/page/1", {"medium": "other", "registered_domain": "example.org"}),
    (
        "https://www.google.com/",
        {"medium": "search", "name": "Google", "registered_domain": "google.com"},
    ),
    (
        "https://chatgpt.com/",
        {"medium": "ai_assistant", "name": "ChatGPT", "registered_domain": "chatgpt.com"},
    ),
    ("https://www.example.com/", {"medium": "internal"}),
]
CAMPAIGNS = [{"source": "newsletter", "medium": "email", "name": "spring"}, {"click_id": "gclid"}]


def sample(count, now=None):
    """Documents of the last three days, of today and of tomorrow.

    Whatever day they arrive on, most of them have another day.
    """
    chance = random.Random(20261124)
    now = (now or datetime.now(timezone.utc)).replace(hour=12, minute=0, second=0, microsecond=0)
    for number in range(count):
        time = now + timedelta(days=chance.randint(-3, 1), seconds=chance.randint(-43000, 43000))
        # Ids of lines from Kinesis, from Firehose, and from a file whose name is longer than an
        # `_id` may be.
        position = [f"shardId-000000000001:{49590338271490256608 + number}:0",
                    f"4957267222366551{number:040}:0",
                    f"/var/log/{'very-' * 120}long/access.log:{number}:0"][number % 3]  # fmt: skip
        if chance.random() < 0.05:
            yield rejection(chance, time, position)
        else:
            yield visit(chance, time, position)


def lines(count):
    """Lines of Apache's combined format. Some of them cannot be read."""
    chance = random.Random(20261125)
    for number in range(count):
        if number % 97 == 0:
            yield f'no line of any log "\\ {number}'
            continue
        address = chance.choice(
            [
                "8.8.8.8", "193.0.6.139", f"203.0.113.{number % 250}", f"2001:db8::{number:x}",
                "host.example.com",
            ]
        )
        time = (
            f"{chance.randint(20, 24)}/Nov/2026:"
            f"{chance.randint(0, 23):02}:{chance.randint(0, 59):02}:00 +0100"
        )
        request = chance.choice(["GET {} HTTP/1.1", "POST {} HTTP/2.0", "HEAD {} HTTP/1.0"]).format(
            chance.choice(TARGETS)
        )
        referrer = chance.choice(
            ["-", "https://example.org/start", "https://www.example.com/?q=%C3%BC"]
        )
        system = chance.choice(
            [
                "X11; Linux x86_64; rv:128.0", "Windows NT 10.0; Win64; x64",
                "compatible; ExampleBot/1.0",
            ]
        )
        status, size = chance.choice(STATUSES), chance.choice(["-", number])
        yield (
            f'{address} - - [{time}] "{request}" {status} {size} "{referrer}" '
            f'"Mozilla/5.0 ({system})"'
        )


def rejection(chance, time, position):
    kind, message = chance.choice(ERRORS)
    return {
        "@timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "event": {
            "id": position, "kind": "pipeline_error",
            "original": "no line of any log " + "x" * chance.randint(0, 40000),
        },
        "error": {"type": kind, "message": message},
        "tags": ["truncated"],
    }


def visit(chance, time, position):
    status, page = chance.choice(STATUSES), chance.choice(PAGES)
    continent, code, country, city, latitude, longitude, zone = chance.choice(PLACES)
    number, organisation = chance.choice(NETWORKS)
    address = (
        f"203.0.113.{chance.randint(1, 254)}" if chance.random() < 0.8
        else f"2001:db8::{chance.randint(1, 4000):x}"
    )
    target = page + ("?page=2&token=%5Bredacted%5D" if chance.random() < 0.2 else "")
    # As many digits as the log has: none, milliseconds, microseconds, nanoseconds.
    fraction = chance.choice(["", ".250", ".250123", ".250123456"])
    document = {
        "@timestamp": time.strftime("%Y-%m-%dT%H:%M:%S") + fraction + "Z",
        "event": {
            "id": position, "kind": "event", "category": ["web"], "type": ["access"],
            "outcome": "success" if status < 400 else "failure",
            "duration": chance.randint(1, 3_000_000_000),
        },
        "source": {
            "address": address, "ip": address, "port": chance.randint(1024, 65535),
            "geo": {
                "continent_name": continent, "country_iso_code": code, "country_name": country,
                "city_name": city,
                "timezone": zone, "location": {"lat": latitude, "lon": longitude},
            },
            "as": {"number": number, "organization": {"name": organisation}},
        },
        "network": {"forwarded_ip": "198.51.100.9"},
        "http": {
            "request": {"method": chance.choice(["GET", "GET", "GET", "POST", "HEAD"])},
            "response": {"status_code": status, "body": {"bytes": chance.randint(0, 5_000_000)}},
            "version": chance.choice(["1.1", "2"]),
        },
        "url": {
            "original": target, "path": page,
            "domain": chance.choice(["www.example.com", "shop.example.com"]),
        },
        "user_agent": agent(chance),
        "log": {"file": {"path": "/var/log/httpd/access_log"}},
        "host": {"name": "web-1"},
    }  # fmt: skip
    if chance.random() < 0.4:
        referrer, sender = chance.choice(SENDERS)
        document["http"]["request"]["referrer"] = referrer
        document["weblog"] = {"referrer": sender}
        if chance.random() < 0.3:
            document["weblog"]["campaign"] = chance.choice(CAMPAIGNS)
    if "?" in target:
        document["url"]["query"] = target.partition("?")[2]
        document["tags"] = ["redacted"]
    if chance.random() < 0.5:
        document["tls"] = {
            "version": "1.3", "version_protocol": "tls", "cipher": "TLS_AES_128_GCM_SHA256",
        }
    return document


def agent(chance):
    if chance.random() < 0.3:
        name, category, operator = chance.choice(BOTS)
        bot = {"name": name, "category": category} | ({"operator": operator} if operator else {})
        return {"original": f"{name}/1.0", "name": name, "bot": bot}
    name, version, kind, device, system, release = chance.choice(BROWSERS)
    return {
        "original": f"Mozilla/5.0 ({system}) {name}/{version}", "name": name, "version": version,
        "device": {"type": kind} | ({"name": device} if device else {}),
        "os": {"name": system}
        | ({"version": release, "full": f"{system} {release}"} if release else {}),
    }  # fmt: skip
