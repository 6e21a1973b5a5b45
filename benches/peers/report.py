"""Writes docs/performance-peers.md from measure.py's results."""

import os
import platform
import re
import statistics
import subprocess
import sysconfig
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).resolve().parent

NAMES = {
    "project": "this project, every default on",
    "vrl": "Vector's engine (`vrl`), `parse_user_agent` as it comes: `fast`",
    "vrl-enriched": "the same, `enriched`: `ua-parser` as well, and the device's name",
    "plain": "Rust without much thought: `regex`, `chrono`, `serde_json::Value`, `woothee`",
    "python": "Python: `re`, `maxminddb` in C, `ua-parser[regex]` with its cache, `json`",
}


def table(head, rows):
    rule = ["---"] * len(head)
    return "\n".join("| " + " | ".join(map(str, row)) + " |" for row in [head, rule, *rows])


def disagreement(agreement):
    """Lines that differ from the project's, by field and peer."""
    fields = next(iter(agreement.values()))
    rows = [[f"`{field}`", *(peer[field]["lines"] for peer in agreement.values())] for field in fields]
    return table(["lines that differ", *agreement], rows)


def times(number):
    return f"{number:.1f}" if number < 9.95 else f"{number:.0f}"


# measure.py returns the figures of a peer in this order.
WAYS = ("random addresses, cold", "random addresses, warm", "Zipf's addresses, cold")


def instructions(counts):
    own = counts["project"]
    rows = []
    for peer, each in counts.items():
        row = [NAMES[peer]]
        for mine, theirs in zip(own, each, strict=True):
            row += [f"{theirs:,.0f}", times(theirs / mine)]
        rows.append(row)
    return table(["", *heads("instructions")], rows)


def time(rounds):
    rows = []
    for peer, measured in rounds.items():
        row = [NAMES[peer]]
        for way in range(len(WAYS)):
            ratios = [each[way] / own[way] for each, own in zip(measured, rounds["project"], strict=True)]
            row.append(f"{statistics.median(each[way] for each in measured):,.0f}")
            row.append(f"{times(statistics.median(ratios))} ({times(min(ratios))} to {times(max(ratios))})")
        rows.append(row)
    return table(["", *heads("ns")], rows)


def heads(unit):
    for way in WAYS:
        yield f"{way}: {unit}"
        yield "times the project's"


def said(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def versions():
    lock = (HERE / "Cargo.lock").read_text()
    rust = {
        name: re.search(rf'name = "{name}"\nversion = "([^"]+)"', lock)[1]
        for name in ("vrl", "maxminddb", "woothee", "regex", "chrono", "serde_json")
    }
    python = {name: version(name) for name in ("maxminddb", "ua-parser", "ua-parser-rs", "ua-parser-builtins")}
    optimised = "--enable-optimizations" in (sysconfig.get_config_var("CONFIG_ARGS") or "")
    return "\n".join([
        "- " + said("rustc", "--version") + "; fat LTO for every part that is Rust; the C library's allocator; `regex` with the features that vrl asks for in all peers but the project",
        "- crates: " + ", ".join(f"{name} {number}" for name, number in rust.items()),
        f"- Python {platform.python_version()}, {'with' if optimised else 'without'} profile-guided optimisation: "
        + ", ".join(f"{name} {number}" for name, number in python.items()),
        "- " + said("valgrind", "--version"),
    ])


def machine():
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    load = os.getloadavg()[0]
    return f"{model[1] if model else platform.machine()}, {os.cpu_count()} cores, load average {load:.1f} at the end"


def page(counts, rounds, agreement, lines, line_bytes, document_bytes, databases):
    return PAGE.format(
        lines=lines,
        line_bytes=line_bytes,
        databases=" and ".join(f"`{file.name}` ({file.stat().st_size / 1e6:.0f} MB)" for file in databases),
        instructions=instructions(counts),
        time=time(rounds),
        rounds=len(rounds["project"]),
        agreement=disagreement(agreement),
        sizes=", ".join(f"`{peer}` {size:,.0f}" for peer, size in document_bytes.items()),
        machine=machine(),
        versions=versions(),
    )


PAGE = """\
# Performance beside its peers

<!-- Written by `make bench-peers`; do not edit. -->

{lines:,} lines of the combined format ({line_bytes:.0f} bytes each on average, from `benches/corpus`) become as many JSON documents with
client, time, method, path, query, status, bytes, referrer, agent, country, region, city, coordinates and autonomous system, by
{databases}, in one thread.

Each peer is what its users would write, with the caches that its libraries have by default. The project does more for its
figure: it redacts secrets in URLs, undoes a path's percent signs, knows crawlers, limits lengths, and gives each document an id.

## Instructions a line

{instructions}

## Time a line

{time}

Random addresses are spread evenly over IPv4, which no cache helps with; Zipf's are of 2,000 visitors, a few of whom make most of
the requests. Cold is a process's first pass over the lines, with all that is made when it is first needed, and warm its second.
Instructions are valgrind's of the whole process: those of one pass less those of none, those of two less those of one. Times are
medians of {rounds} rounds, in which the peers take turns; a ratio is the median (lowest to highest) of the ratios within a round. On a
busy machine instructions hold, ratios roughly, nanoseconds do not.

## Whether they say the same

Before anything is measured, every document of the lines with random addresses is compared with the project's. The run fails where
more than one line of a thousand differs in a field, or one of ten in the agent's name where both give one. `benches/peers/check.py`
says what counts as the same.

{agreement}

Bytes of a document on average: {sizes}.

## How to repeat

`make bench-peers`. It needs Rust, Python 3.10 or later and valgrind, and takes its databases from the folder `GEOIP_PATH` (`city.mmdb` and, if
it is there, `asn.mmdb`) or else from `benches/databases`. It builds `benches/peers`, which the project's own build knows nothing of: that
takes many minutes the first time.

Measured with:

- {machine}
{versions}
"""
