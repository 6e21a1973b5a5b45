#!/usr/bin/env python3
"""Writes three days of a small shop's log: `site.py [LINES] > shop.log`.

The log is always the same. It has JSON lines as nginx writes them with `escape=json`. The addresses
are those of public resolvers and registries, and of the ranges for documentation (RFC 5737,
RFC 3849). At noon of the second day the page of prices is slow, and later the checkout fails for an
hour.
"""

import json
import random
import sys
from datetime import datetime, timedelta, timezone

START = datetime(2025, 10, 6, tzinfo=timezone.utc)
HOURS = 72

PEOPLE = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
]
# An agent, whether its operator publishes its address, and how often it occurs.
BOTS = [
    ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "66.249.66.1", 6),
    ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "84.200.69.80", 1),
    ("Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)", "157.55.39.1", 3),
    (
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
        "20.171.207.7", 4,
    ),
    (
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ChatGPT-User/1.0; +https://openai.com/bot)",
        "23.98.142.180", 2,
    ),
    (
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ClaudeBot/1.0; +claudebot@anthropic.com)",
        "198.51.100.40", 3,
    ),
    (
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; PerplexityBot/1.0; +https://perplexity.ai/perplexitybot)",
        "198.51.100.41", 1,
    ),
    ("curl/8.5.0", "198.51.100.42", 1),
    ("Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)", "198.51.100.43", 2),
    (
        "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
        "198.51.100.44", 1,
    ),
]
PLACES = [
    "8.8.8.8", "8.8.4.4", "9.9.9.9", "198.41.0.4", "193.0.14.129", "193.0.6.139", "202.12.27.33",
    "192.36.148.17", "77.88.8.8", "223.5.5.5", "84.200.69.80", "194.150.168.168", "168.126.63.1",
    "101.101.101.101", "200.160.2.3", "196.216.2.6", "1.1.1.1", "149.112.121.10", "91.239.100.100",
    "130.59.31.248", "193.17.47.1", "212.27.40.240", "2001:4860:4860::8888", "2001:500:88:200::7",
]
PAGES = {
    "/": 30, "/pricing": 16, "/products": 14, "/products/lamp": 9, "/products/desk": 7,
    "/products/chair": 6, "/blog/how-we-ship": 6, "/blog/autumn": 5, "/cart": 5, "/checkout": 4,
    "/contact": 3, "/docs/returns": 3, "/api/search": 8, "/old-catalogue": 2,
    "/blog/spring-2019": 1,
}
MISSING = {"/old-catalogue", "/blog/spring-2019"}
FILES = [
    "/assets/site.css", "/assets/site.js", "/images/lamp.webp", "/images/desk.webp",
    "/favicon.ico", "/fonts/inter.woff2",
]
REFERRERS = [
    "", "", "", "https://www.google.com/", "https://www.google.com/", "https://www.bing.com/",
    "https://chatgpt.com/", "https://www.perplexity.ai/", "https://news.example.net/lamps",
    "https://www.reddit.com/", "https://t.co/x", "https://mail.google.com/",
]
# People's activity by the hour of the day, UTC.
DAY = [2, 1, 1, 1, 1, 2, 4, 7, 10, 12, 13, 13, 14, 13, 13, 12, 11, 10, 10, 11, 12, 10, 7, 4]


def request(choose, hour):
    """One request in an hour since the start."""
    is_bot = choose.random() < 0.28
    moment = START + timedelta(hours=hour, seconds=choose.randrange(3600))
    path = choose.choices(list(PAGES), list(PAGES.values()))[0]
    referrer = ""
    if is_bot:
        agent, address, _ = choose.choices(BOTS, [weight for _, _, weight in BOTS])[0]
        if choose.random() < 0.03:
            path = choose.choice(["/wp-login.php", "/.env", "/robots.txt"])
    else:
        agent = choose.choice(PEOPLE)
        address = (
            choose.choice(PLACES) if choose.random() < 0.8
            else f"203.0.113.{choose.randrange(1, 90)}"
        )
        referrer = choose.choice(REFERRERS)
        if choose.random() < 0.45:
            path, referrer = choose.choice(FILES), "https://shop.example/"
        elif path in MISSING:
            referrer = choose.choice(
                ["https://news.example.net/lamps", "https://shop.example/products"]
            )
    host = "blog.shop.example" if path.startswith("/blog") else "shop.example"
    status = 404 if path in MISSING or path in ("/wp-login.php", "/.env") else 200
    seconds = choose.lognormvariate(-3.2, 0.6)
    if path == "/api/search":
        seconds *= 4
    if path == "/pricing" and hour == 36:
        seconds += choose.uniform(1.5, 4)
    if path == "/checkout" and hour == 44:
        status = 502
    if path.startswith("/assets") and choose.random() < 0.3:
        status = 304
    query = (
        "?utm_source=newsletter&utm_medium=email&utm_campaign=autumn" if choose.random() < 0.03
        else ""
    )
    return moment, {
        "time": moment.isoformat(timespec="milliseconds"),
        "remote_addr": address,
        "host": host,
        "request": f"GET {path}{query} HTTP/{choose.choice(['1.1', '2.0', '2.0', '3.0'])}",
        "status": status,
        "body_bytes_sent": 0 if status == 304 else choose.randrange(300, 90_000),
        "request_time": round(seconds, 3),
        "http_referer": referrer,
        "http_user_agent": agent,
        "ssl_protocol": choose.choice(["TLSv1.3", "TLSv1.3", "TLSv1.2"]),
    }


def main():
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    choose = random.Random(18)
    hours = choose.choices(range(HOURS), [DAY[hour % 24] for hour in range(HOURS)], k=lines)
    made = sorted((request(choose, hour) for hour in hours), key=lambda made: made[0])
    for _, fields in made:
        print(json.dumps(fields))
    print("what is this line doing here")


if __name__ == "__main__":
    main()
