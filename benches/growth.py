"""Draws the counts of `benches/growth`: growth.py POINTS.csv DRAWING.svg."""

import csv
import sys

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams["svg.hashsalt"] = "growth"
from matplotlib import pyplot  # noqa: E402 (the backend comes first)

series = {}
with open(sys.argv[1], newline="") as file:
    for row in csv.DictReader(file):
        series.setdefault(row["what"], []).append((int(row["at"]), int(row["instructions"])))

figure, panes = pyplot.subplots(1, len(series), figsize=(4 * len(series), 3), layout="constrained")
for pane, (what, points) in zip(panes, series.items()):
    at, instructions = zip(*points)
    pane.plot(at, [count / 1000 for count in instructions], marker="o", markersize=3)
    pane.set_xscale("log")
    pane.set_ylim(bottom=0)
    pane.set_xlabel(what)
    pane.grid(alpha=0.3)
panes[0].set_ylabel("thousand instructions a line")
figure.savefig(sys.argv[2], metadata={"Date": None})
