"""docs/performance-peers.md, of what measure.py measured."""

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
    "vrl-reliable": "the same, `reliable`",
    "vrl-enriched": "the same, `enriched`",
    "plain": "Rust without much thought: `regex`, `chrono`, `serde_json::Value`, `woothee`",
    "python": "Python: `re`, `maxminddb` in C, `ua-parser` with its cache, `json`",
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
    return f"{number:.1f}" if number < 10 else f"{number:.0f}"


def instructions(counts):
    own = counts["project"]
    rows = []
    for peer, each in counts.items():
        row = [NAMES[peer]]
        for way in ("cold", "warm"):
            row += [f"{each[way]:,.0f}", times(each[way] / own[way])]
        rows.append(row)
    return table(["", "caches cold", "times the project's", "warm", "times the project's"], rows)


def time(rounds):
    rows = []
    for peer, measured in rounds.items():
        row = [NAMES[peer]]
        for way in (0, 1):
            row.append(f"{statistics.median(each[way] for each in measured):,.0f}")
            ratios = [each[way] / own[way] for each, own in zip(measured, rounds["project"], strict=True)]
            row.append(f"{times(statistics.median(ratios))} ({times(min(ratios))} to {times(max(ratios))})")
        rows.append(row)
    return table(["", "ns, caches cold", "times the project's", "ns, warm", "times the project's"], rows)


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
        "- " + said("rustc", "--version") + "; thin LTO for every part that is Rust, and the allocator of the C library",
        "- crates: " + ", ".join(f"{name} {number}" for name, number in rust.items()),
        f"- Python {platform.python_version()}, {'with' if optimised else 'without'} profile-guided optimisation: "
        + ", ".join(f"{name} {number}" for name, number in python.items()),
        "- " + said("valgrind", "--version"),
    ])


def machine():
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    load = os.getloadavg()[0]
    return f"{model[1] if model else platform.machine()}, {os.cpu_count()} cores, load average {load:.1f} at the end"


def page(figures, agreement, lines, line_bytes, document_bytes, databases, rounds):
    sizes = ", ".join(f"`{peer}` {size:,.0f}" for peer, size in document_bytes.items())
    files = " and ".join(f"`{file.name}` ({file.stat().st_size / 1e6:.0f} MB)" for file in databases)
    sections = []
    for addresses, (counts, measured) in figures.items():
        sections.append(SECTION.format(addresses=HEADINGS[addresses], instructions=instructions(counts), time=time(measured)))
    return PAGE.format(
        lines=lines,
        line_bytes=line_bytes,
        files=files,
        sections="\n".join(sections),
        rounds=rounds,
        agreement=disagreement(agreement),
        sizes=sizes,
        machine=machine(),
        versions=versions(),
    )


HEADINGS = {
    "uniform": "Addresses uniformly random over IPv4, which no cache helps with",
    "zipf": "Addresses by Zipf's law, as visitors come",
}

SECTION = """\
## {addresses}

Instructions a line:

{instructions}

Time a line, one thread:

{time}
"""

PAGE = """\
# Performance beside its peers

<!-- Written by `make bench-peers`; do not edit. -->

{lines:,} lines of the combined format ({line_bytes:.0f} bytes each on average, from `benches/corpus`) become as many JSON documents with
client, time, method, path, query, status, bytes, referrer, agent, country, region, city, coordinates and autonomous system, by {files}.

Each peer is what its users would write, with the caches that its libraries have by default. The project does more than the peers for
its figure: it redacts secrets in URLs, knows crawlers, classifies, limits lengths, and gives each document an id.

{sections}
Caches are cold in a process's first pass over the lines and warm in its second. Instructions are callgrind's, of whole processes: one
pass less none, two less one. Times are of {rounds} rounds, in which the peers take turns: the median, and the median (lowest to
highest) of the ratios to the project within a round. On a busy machine instructions hold, ratios roughly, nanoseconds do not.

## Whether they say the same

The run compares every document of the uniform lines with the project's first, and fails where more than one line of a thousand
differs in a field (one of twenty in the agent's name, where both give one; `benches/peers/check.py` says which names count as the same).

{agreement}

Bytes a document on average: {sizes}.

## How to repeat

`make bench-peers`. It needs Rust, Python 3.10 or later and valgrind, builds `benches/peers`, which the project's own build knows nothing of,
and takes databases from `GEOIP_PATH` (a folder with `city.mmdb` and, if there is one, `asn.mmdb`; without it, what `benches/databases` fetches).

- {machine}
{versions}
"""
