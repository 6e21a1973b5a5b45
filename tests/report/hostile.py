#!/usr/bin/env python3
"""Writes a log with markup in every field that a report shows: `hostile.py > hostile.log`."""

import json

MARKS = [
    "</script><script>window.hit=1</script>",
    "<img src=x onerror=window.hit=1>",
    "\"><svg onload=window.hit=1>",
    "'-window.hit=1-'",
    "<!--<script>",
    "{{ 7 * 7 }}{% raw %}",
    "javascript:window.hit=1",
    "\u2028\u202e\u0000\u001b[31m",
    "&lt;b&gt;&#x3c;script&#x3e;",
]

AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
GPTBOT = "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)"


def main():
    for place, mark in enumerate(MARKS):
        for status in (200, 404, 500):
            print(
                json.dumps(
                    {
                        "time": f"2025-10-10T11:00:{place:02}+00:00",
                        "remote_addr": f"203.0.113.{place}" if status == 200 else mark,
                        "host": mark, "method": mark if status == 500 else "GET",
                        "uri": f"/{mark}?utm_source={mark}&utm_campaign={mark}&q={mark}",
                        "protocol": f"HTTP/{mark}" if status == 500 else "HTTP/1.1",
                        "status": status, "bytes": 10, "request_time": 0.2,
                        "referer": f"https://{mark}/{mark}" if status == 200
                        else f"https://example.net/{mark}",
                        "user_agent": f"{mark} {AGENT if status == 200 else GPTBOT} {mark}",
                        "ssl_protocol": mark, "user": mark,
                    }
                )
            )
        print(
            f"203.0.113.9 - {mark} [10/Oct/2025:13:00:00 +0200] \"GET /{mark} HTTP/1.1\" 404 5 "
            f"\"{mark}\" \"{mark}\""
        )
        print(f"not a line {mark}")


if __name__ == "__main__":
    main()
