"""Python as tutorials write it: a regular expression, the maxminddb extension in C, ua-parser with
its default cache, json.

Arguments like those of src/main.rs: FILE `documents`, or FILE PASSES.
"""

import json
import os
import re
import sys
import time
from datetime import datetime, timezone

import maxminddb
import ua_parser

COMBINED = re.compile(
    r'(?P<ip>\S+) (?P<identity>\S+) (?P<user>\S+) \[(?P<time>[^\]]+)\] '
    r'"(?P<method>\S+) (?P<target>\S+) (?P<protocol>[^"]*)" (?P<status>\d{3}) (?P<bytes>\d+|-) '
    r'"(?P<referrer>[^"]*)" "(?P<agent>[^"]*)"'
)


def database(variable):
    path = os.environ.get(variable)
    return maxminddb.open_database(path) if path else None


CITIES = database("CITY_MMDB")
NETWORKS = database("ASN_MMDB")


def document(line):
    found = COMBINED.match(line).groupdict()
    when = datetime.strptime(found["time"], "%d/%b/%Y:%H:%M:%S %z")
    path, _, query = found["target"].partition("?")
    city = (CITIES and CITIES.get(found["ip"])) or {}
    network = (NETWORKS and NETWORKS.get(found["ip"])) or {}
    agent = ua_parser.parse(found["agent"])
    browser, system, device = agent.user_agent, agent.os, agent.device
    return json.dumps({
        "@timestamp": when.astimezone(timezone.utc).isoformat(),
        "http": {
            "request": {
                "method": found["method"],
                "referrer": None if found["referrer"] == "-" else found["referrer"],
            },
            "response": {
                "status_code": int(found["status"]),
                "body": {"bytes": None if found["bytes"] == "-" else int(found["bytes"])},
            },
        },
        "source": {
            "ip": found["ip"],
            "geo": {
                "country_iso_code": city.get("country_code"),
                "region_name": city.get("state1"),
                "city_name": city.get("city"),
                "location": {"lat": city.get("latitude"), "lon": city.get("longitude")},
            },
            "as": {
                "number": network.get("autonomous_system_number"),
                "organization": {"name": network.get("autonomous_system_organization")},
            },
        },
        "url": {"path": path, "query": query or None},
        "user_agent": {
            "original": found["agent"],
            "name": browser and browser.family,
            "version": browser and browser.major,
            "os": {"name": system and system.family, "version": system and system.major},
            "device": {"name": device and device.family},
        },
    })


def main(file, what):
    with open(file, encoding="utf-8") as opened:
        lines = opened.read().splitlines()
    # The parser is made at its first use. This use is not part of the measured work.
    assert ua_parser.parser
    if what == "documents":
        for line in lines:
            print(document(line))
        return
    size, nanoseconds = 0, []
    for _ in range(int(what)):
        start = time.perf_counter_ns()
        for line in lines:
            size += len(document(line))
        nanoseconds.append(time.perf_counter_ns() - start)
    print(nanoseconds, size)


main(*sys.argv[1:])
