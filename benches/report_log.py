#!/usr/bin/env python3
"""Writes a month of a large site's log in the combined format: `report_log.py [LINES] > site.log`.

The log is the same every time. A tenth of the lines come from new addresses. The others come from
earlier addresses, most often from the earliest ones. 5,000 pages, 500 static files, 300 agents (a
tenth of them bots) and 2,000 referrers are drawn by about Zipf's law. A fifth of the requests for
pages have a query.
"""

import random
import sys
from datetime import datetime, timedelta, timezone

START = datetime(2025, 10, 1, tzinfo=timezone.utc)
DAYS = 30
LINES = 10_000_000
STATUSES = [200] * 84 + [304] * 6 + [301] * 4 + [404] * 4 + [500, 403]
BOTS = [
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
    "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
    "curl/8.5.0",
]
SYSTEMS = [
    "Windows NT 10.0; Win64; x64", "Macintosh; Intel Mac OS X 10_15_7", "X11; Linux x86_64",
    "Linux; Android 10; K",
]
SITES = [
    "https://www.google.com/", "https://www.bing.com/", "https://chatgpt.com/",
    "https://www.reddit.com/",
]


def agent(number):
    if number % 10 == 3:
        return BOTS[number // 10 % len(BOTS)]
    system, major = SYSTEMS[number % 4], 100 + number
    if number % 3 == 0:
        return f"Mozilla/5.0 ({system}; rv:{major}.0) Gecko/20100101 Firefox/{major}.0"
    return (
        f"Mozilla/5.0 ({system}) AppleWebKit/537.36 (KHTML, like Gecko) "
        f"Chrome/{major}.0.0.0 Safari/537.36"
    )


def address(number):
    """The address of a visitor. Each number below 2^31 gives a different address."""
    number = (number * 1_103_515_245 + 12_345) % (1 << 31) + (1 << 28)
    return f"{number >> 24}.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


def main():
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else LINES
    even = random.Random(18).random
    pages = [f"/products/{number % 40}/item-{number}" if number else "/" for number in range(5_000)]
    files = [
        f"/assets/{number}/part-{number}.{'css js webp png'.split()[number % 4]}"
        for number in range(500)
    ]
    agents = [agent(number) for number in range(300)]
    referrers = (
        ["-"] + SITES + [f"https://blog{number}.example/post/{number}" for number in range(1_995)]
    )
    known, out = 0, []
    for line in range(lines):
        if line % 10 == 0:
            visitor, known = known, known + 1
        else:
            visitor = int(known ** even()) - 1
        second = line * DAYS * 86_400 // LINES
        if line % 1_000 == 0:
            sys.stdout.write("".join(out))
            out.clear()
        if second % 60 == 0 or not out:
            minute = (START + timedelta(seconds=second)).strftime("%d/%b/%Y:%H:%M")
        if even() < 0.4:
            target = files[int(500 ** even()) - 1]
        else:
            target = pages[int(5_000 ** even()) - 1]
            if even() < 0.2:
                target += f"?page={int(even() * 50)}&sort=price"
        out.append(
            f'{address(visitor)} - - [{minute}:{second % 60:02} +0000] "GET {target} HTTP/1.1" '
            f'{STATUSES[int(even() * len(STATUSES))]} {int(even() * 90_000)} '
            f'"{referrers[int(2_000 ** even()) - 1]}" "{agents[int(300 ** even()) - 1]}"\n'
        )
    sys.stdout.write("".join(out))


if __name__ == "__main__":
    main()
