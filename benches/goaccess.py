"""Measures `weblog report` and GoAccess: goaccess.py WEBLOG FOLDER.

Each run is a process that writes a page. FOLDER holds ten.log, which `report_log.py` wrote, and
receives the output. The commands run in turns, and the least time of each counts, because other
work on the machine can only add to a time.
"""

import os
import pathlib
import subprocess
import sys

MILLION = 1_000_000
TURNS = 5


def run(*command):
    """Runs a command. Returns its processor seconds and its largest resident memory in MB."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{command[0]} ended with status {status}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024 / 1e6


def split(log, folder, lines):
    """Divides a log into files of this many lines."""
    command = ["split", "--lines", str(lines), "--numeric-suffixes", log, folder / "part."]
    subprocess.run(command, check=True)
    return sorted(folder.glob("part.*"))


def main():
    weblog, folder = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    log, page = folder / "ten.log", folder / "page.html"
    one = split(log, folder, MILLION)[0]
    # Each command runs once in each round.
    found = {"weblog": [], "plain": [], "goaccess": []}
    no_lookups = ["--geoip", "none"]
    for _ in range(TURNS):
        found["goaccess"].append(run("goaccess", one, "--log-format=COMBINED", "-o", page))
        found["weblog"].append(run(weblog, "report", "-o", page, one))
        found["plain"].append(run(weblog, "report", "-o", page, *no_lookups, one))
    seconds = {name: min(seconds for seconds, _ in runs) for name, runs in found.items()}
    memory = {name: max(memory for _, memory in runs) for name, runs in found.items()}
    ratio = {name: seconds[name] / seconds["goaccess"] for name in ("weblog", "plain")}
    whole = run(weblog, "report", "-o", page, log)[1]
    halves = split(log, folder, 5 * MILLION)[:2]
    both = run(weblog, "report", "-o", page, *halves)[1]
    rows = [
        ("a million lines: GoAccess, processor seconds", f"{seconds['goaccess']:.2f}"),
        ("the same: the report", f"{seconds['weblog']:.2f}"),
        ("the same: the report without countries", f"{seconds['plain']:.2f}"),
        ("the report's seconds, divided by GoAccess's", f"{ratio['weblog']:.2f}"),
        ("the same without countries, as GoAccess has none here", f"{ratio['plain']:.2f}"),
        ("GoAccess, MB at most", f"{memory['goaccess']:.0f}"),
        ("the report, MB at most", f"{memory['weblog']:.0f}"),
        ("ten million lines of a million addresses, one file: MB at most", f"{whole:.0f}"),
        ("the same, two files on two processors: MB at most", f"{both:.0f}"),
    ]
    print("| figure | value |\n|---|---|")
    for figure, value in rows:
        print(f"| {figure} | {value} |")


if __name__ == "__main__":
    main()
