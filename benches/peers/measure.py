"""Runs the peers: their documents, their instructions, their times. Writes
docs/performance-peers.md.

Arguments: the folder for intermediate files, and the project's own program (`benches/peer.rs`).
"""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import check
import report

HERE = Path(__file__).resolve().parent
FOLDER = Path(sys.argv[1])
BINARY = FOLDER / "release" / "weblog-enrich-peers"
PROJECT = Path(sys.argv[2])

# Rounds of interleaved runs. The first round is not counted, because it loads files and databases
# into memory.
ROUNDS = 11

# Each peer's command before the file of lines. The others are compared with the first.
PEERS = {"project": [str(PROJECT)]}
PEERS |= {name: [str(BINARY), name] for name in ("vrl", "vrl-enriched", "plain")}
PEERS["python"] = [sys.executable, str(HERE / "peer.py")]

# The hashes are the same in each run, and so are the paths through every map.
ENVIRONMENT = os.environ | {"PYTHONHASHSEED": "0"}


def run(command, **rest):
    return subprocess.run(
        command, env=ENVIRONMENT, check=True, capture_output=True, text=True, **rest
    ).stdout


def lines_file(addresses):
    file = FOLDER / f"{addresses}.log"
    file.write_text(run([PROJECT, "lines", addresses]))
    return file


def documents_of(peer, file):
    return run([*PEERS[peer], file, "documents"]).splitlines()


def instructions(peer, file, passes):
    """The instructions of the whole process. Without a simulated cache, Cachegrind has the least
overhead of valgrind's tools that count.
"""
    valgrind = [
        "valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null",
    ]
    command = [*valgrind, *PEERS[peer], file, str(passes)]
    said = subprocess.run(
        command, env=ENVIRONMENT, check=True, capture_output=True, text=True
    ).stderr
    return int(re.search(r"I +refs: +([\d,]+)", said)[1].replace(",", ""))


def counted(peer, files, lines):
    """Instructions a line for report.WAYS: one pass minus none, and two passes minus one."""
    none = instructions(peer, files["uniform"], 0)
    one, two = (instructions(peer, files["uniform"], passes) for passes in (1, 2))
    zipf = instructions(peer, files["zipf"], 1)
    return [(one - none) / lines, (two - one) / lines, (zipf - none) / lines]


def timed(files, lines):
    """For each peer and round, the nanoseconds a line for each of report.WAYS.

The peers take turns within a round.
"""
    rounds = {peer: [] for peer in PEERS}
    for index in range(ROUNDS + 1):
        for peer, command in PEERS.items():
            (cold, warm), (zipf,) = (
                ast.literal_eval(run([*command, files[addresses], passes]).rpartition(" ")[0])
                for addresses, passes in (("uniform", "2"), ("zipf", "1"))
            )
            if index:
                rounds[peer].append([each / lines for each in (cold, warm, zipf)])
    return rounds


def main():
    databases = [Path(os.environ[name]) for name in ("CITY_MMDB", "ASN_MMDB") if name in os.environ]
    files = {addresses: lines_file(addresses) for addresses in ("uniform", "zipf")}
    made = {peer: documents_of(peer, files["uniform"]) for peer in PEERS}
    project = made["project"]
    agreement = {peer: check.compare(project, made[peer]) for peer in PEERS if peer != "project"}
    print(report.disagreement(agreement))
    failures = [
        f"peers: {peer} differs in {found['lines']} lines' {field}, at first {found['example']}"
        for peer, fields in agreement.items()
        for field, found in fields.items()
        if found["fails"]
    ]
    if failures:
        sys.exit("\n".join(failures))

    lines = len(project)
    print("peers: counting instructions, then taking times; some ten minutes", file=sys.stderr)
    page = report.page(
        counts={peer: counted(peer, files, lines) for peer in PEERS},
        rounds=timed(files, lines),
        agreement=agreement,
        lines=lines,
        line_bytes=files["uniform"].stat().st_size / lines - 1,
        document_bytes={
            peer: sum(len(each.encode()) for each in documents) / lines
            for peer, documents in made.items()
        },
        databases=databases,
    )
    (HERE.parent.parent / "docs" / "performance-peers.md").write_text(page)
    print(page)


main()
