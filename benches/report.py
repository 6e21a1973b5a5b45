"""Writes the results of the benches into the page, between `<!-- NAME -->` and `<!-- end -->`:
report.py PAGE FOLDER.

FOLDER holds the outputs of `benches/count`, `benches/handler`, `benches/goaccess` and
`benches/growth`, each under its name.
"""

import pathlib
import re
import sys

page, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])


def count(text):
    """The lines of the output, such as `line to document cold uniform 19832 instructions a line, at
    most 20000`, as a table.
    """
    rows = re.findall(r"^(.+?) +(\d+) instructions a line, at most (\d+)$", text, re.M)
    yield "| | instructions | limit |\n|---|---|---|"
    yield from (f"| {what} | {int(counted):,} | {int(limit):,} |" for what, counted, limit in rows)


def growth(text):
    """The rows of the output, `what,at,instructions`, as one line for each `what`."""
    series = {}
    for what, at, instructions in re.findall(r"^(.+),(\d+),(\d+)$", text, re.M):
        series.setdefault(what, []).append(f"{int(at):,}: {int(instructions):,}")
    yield from (f"- {what}: {'; '.join(points)}" for what, points in series.items())


def handler(text):
    yield text.strip()


def goaccess(text):
    yield text.strip()


text = page.read_text()
for part in (count, handler, goaccess, growth):
    output = folder / part.__name__
    if not output.exists() or not output.read_text().strip():
        print(
            f"report: {output} is missing or empty, so {page} keeps its previous part",
            file=sys.stderr,
        )
        continue
    rows = "\n".join(part(output.read_text()))
    start, end = f"<!-- {part.__name__} -->\n", "\n<!-- end -->"
    before, _, rest = text.partition(start)
    text = before + start + rows + end + rest.partition("<!-- end -->")[2]
page.write_text(text)
