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
    "vrl": "Vector's engine (`vrl`), `parse_user_agent` with its default `fast`",
    "vrl-enriched": "the same with `enriched`, which adds `ua-parser` and the device's name",
    "plain": "plain Rust: `regex`, `chrono`, `serde_json::Value`, `woothee`",
    "python": "Python: `re`, `maxminddb` in C, `ua-parser[regex]` with its cache, `json`",
}


def table(head, rows):
    rule = ["---"] * len(head)
    return "\n".join("| " + " | ".join(map(str, row)) + " |" for row in [head, rule, *rows])


def disagreement(agreement):
    """The number of lines that differ from the project's, by field and peer."""
    fields = next(iter(agreement.values()))
    rows = [
        [f"`{field}`", *(peer[field]["lines"] for peer in agreement.values())] for field in fields
    ]
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
            ratios = [
                each[way] / own[way] for each, own in zip(measured, rounds["project"], strict=True)
            ]
            row.append(f"{statistics.median(each[way] for each in measured):,.0f}")
            row.append(
                f"{times(statistics.median(ratios))} ({times(min(ratios))} to {times(max(ratios))})"
            )
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
    python = {
        name: version(name)
        for name in ("maxminddb", "ua-parser", "ua-parser-rs", "ua-parser-builtins")
    }
    optimised = "--enable-optimizations" in (sysconfig.get_config_var("CONFIG_ARGS") or "")
    return "\n".join(
        [
            "- "
            + said("rustc", "--version")
            + "; fat LTO for all Rust code; the C library's allocator; `regex` with the features "
            "that vrl enables, in all peers except the project",
            "- crates: " + ", ".join(f"{name} {number}" for name, number in rust.items()),
            f"- Python {platform.python_version()}, {'with' if optimised else 'without'} "
            "profile-guided optimisation: "
            + ", ".join(f"{name} {number}" for name, number in python.items()),
            "- " + said("valgrind", "--version"),
        ]
    )


def machine():
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    load = os.getloadavg()[0]
    return (
        f"{model[1] if model else platform.machine()}, {os.cpu_count()} cores, "
        f"load average {load:.1f} at the end"
    )


def page(counts, rounds, agreement, lines, line_bytes, document_bytes, databases):
    return PAGE.format(
        lines=lines,
        line_bytes=line_bytes,
        databases=" and ".join(
            f"`{file.name}` ({file.stat().st_size / 1e6:.0f} MB)" for file in databases
        ),
        instructions=instructions(counts),
        time=time(rounds),
        rounds=len(rounds["project"]),
        agreement=disagreement(agreement),
        sizes=", ".join(f"`{peer}` {size:,.0f}" for peer, size in document_bytes.items()),
        machine=machine(),
        versions=versions(),
    )


PAGE = """\
# Performance compared with other tools

<!-- Written by `make bench-peers`; do not edit. -->

The job is to turn {lines:,} lines of the combined format ({line_bytes:.0f} bytes each on average,
from `benches/corpus`) into JSON documents, in one thread. A document has client, time, method,
path, query, status, bytes, referrer, agent, country, region, city, coordinates and autonomous
system. The databases are {databases}.

Each peer is a program that its users would write, with the caches that its libraries have by
default. The project does more: it redacts secrets in URLs, decodes paths, recognises crawlers,
limits lengths, and gives each document an id.

## Instructions for a line

{instructions}

## Time for a line

{time}

- *Random addresses* are spread evenly over IPv4, so that no cache helps. *Zipf's addresses* are
  those of 2,000 visitors, a few of whom send most of the requests.
- *Cold* is a process's first pass over the lines, including everything that is built on first use.
  *Warm* is its second pass.
- *Instructions* are valgrind's count for the whole process: one pass minus none for cold, and two
  passes minus one for warm.
- *Times* are medians of {rounds} rounds, in which the peers alternate. A ratio is the median
  (lowest to highest) of the ratios within a round.
- On a busy machine, instructions are reliable, ratios roughly so, and nanoseconds are not.

## Whether the results agree

Before the measurement, every document of the lines with random addresses is compared with the
project's. The run fails if a field differs in more than one of a thousand lines. Agents' names are
compared where both documents have one; they may differ in one of ten. `benches/peers/check.py`
defines which values are the same.

{agreement}

Average bytes of a document: {sizes}.

## How to repeat

Run `make bench-peers`. It needs Rust, Python 3.10 or later, and valgrind. It uses the databases in
the folder `GEOIP_PATH` (`city.mmdb` and, if it exists, `asn.mmdb`), or else those of
`benches/databases`. It builds `benches/peers`, which is not a part of the project's own build. The
first build takes many minutes.

Measured with:

- {machine}
{versions}
"""
