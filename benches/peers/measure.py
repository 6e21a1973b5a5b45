"""Runs the peers: their documents, their instructions under callgrind, their times. Writes docs/performance-peers.md.

Arguments: the folder for what is made on the way.
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

# Rounds of interleaved runs; the first, which brings files and databases into memory, is not counted.
ROUNDS = 11

# Each peer's command before the file of lines. The first is what the others are compared with.
PEERS = {
    name: [str(BINARY), name] for name in ("project", "vrl", "vrl-reliable", "vrl-enriched", "plain")
} | {"python": [sys.executable, str(HERE / "peer.py")]}

# The same hashes, and so the same way through every map, in each run.
ENVIRONMENT = os.environ | {"PYTHONHASHSEED": "0"}


def run(command, **rest):
    return subprocess.run(command, env=ENVIRONMENT, check=True, capture_output=True, text=True, **rest).stdout


def lines_file(addresses):
    file = FOLDER / f"{addresses}.log"
    file.write_text(run([BINARY, "lines", addresses]))
    return file


def documents(peer, file):
    return run([*PEERS[peer], file, "documents"]).splitlines()


def instructions(peer, file, passes):
    """Of the whole process, as callgrind counts them."""
    out = FOLDER / f"callgrind-{peer}-{passes}.out"
    command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", *PEERS[peer], file, str(passes)]
    said = subprocess.run(command, env=ENVIRONMENT, check=True, capture_output=True, text=True).stderr
    return int(re.search(r"Collected *: *(\d+)", said)[1])


def counted(peer, file, lines):
    """Instructions a line, caches cold and warm: what one pass adds to none, and a second to the first."""
    none, one, two = (instructions(peer, file, passes) for passes in (0, 1, 2))
    return {"cold": (one - none) / lines, "warm": (two - one) / lines}


def timed(file, lines):
    """For each peer and round the nanoseconds a line, caches cold and warm. The peers take turns within a round."""
    rounds = {peer: [] for peer in PEERS}
    for index in range(ROUNDS + 1):
        for peer, command in PEERS.items():
            nanoseconds = ast.literal_eval(run([*command, file, "2"]).rpartition(" ")[0])
            if index:
                rounds[peer].append([each / lines for each in nanoseconds])
    return rounds


def main():
    databases = [Path(os.environ[name]) for name in ("CITY_MMDB", "ASN_MMDB") if name in os.environ]
    files = {addresses: lines_file(addresses) for addresses in ("uniform", "zipf")}
    made = {peer: documents(peer, files["uniform"]) for peer in PEERS}
    project = made["project"]
    agreement = {peer: check.compare(project, made[peer]) for peer in PEERS if peer != "project"}
    print(report.disagreement(agreement))
    if any(field["fails"] for fields in agreement.values() for field in fields.values()):
        sys.exit("peers: the documents differ in more lines than benches/peers/check.py allows")

    lines = len(project)
    figures = {}
    for addresses, file in files.items():
        print(f"peers: measuring with {addresses} addresses", file=sys.stderr)
        counts = {peer: counted(peer, file, lines) for peer in PEERS}
        figures[addresses] = (counts, timed(file, lines))
    page = report.page(
        figures=figures,
        agreement=agreement,
        lines=lines,
        line_bytes=files["uniform"].stat().st_size / lines - 1,
        document_bytes={peer: sum(len(each.encode()) for each in each_peer) / lines for peer, each_peer in made.items()},
        databases=databases,
        rounds=ROUNDS,
    )
    (HERE.parent.parent / "docs" / "performance-peers.md").write_text(page)
    print(page)


main()
