#!/usr/bin/env python3
"""Writes world.txt, the shapes of the report's map: `world.py`, which needs npm.

The shapes are npm's `world-atlas` 2.0.2 (ISC licence, world.LICENSE), which
packages Natural Earth's countries of 1:110 million (public domain). The codes are npm's
`i18n-iso-countries` 7.14.0 (MIT licence), a table of ISO 3166-1.

A line of world.txt is an ISO 3166-1 alpha-2 code (`-` where a shape has no code), a tab, and the
`d` of an SVG path in relative coordinates. The projection is Natural Earth I, by the polynomials of
Savric et al. (2011); the map is 1000 units wide. Antarctica is left out. The report draws the
shapes, and so does the map of OpenSearch Dashboards (opensearch/dashboards/).
"""

import json
import math
import pathlib
import subprocess
import tarfile
import tempfile

PACKAGES = ["world-atlas@2.0.2", "i18n-iso-countries@7.14.0"]
WIDTH = 1000
# Half the width of the projected world, in radians.
HALF_WIDTH = 0.8707 * math.pi
TOP = 84.0


def fetch(folder):
    """Fetches the packages by npm. Returns the countries and the codes."""
    for package in PACKAGES:
        subprocess.run(["npm", "pack", "--silent", package], cwd=folder, check=True)
    read = {}
    for archive in pathlib.Path(folder).glob("*.tgz"):
        with tarfile.open(archive) as tar:
            for name in ["package/countries-110m.json", "package/codes.json"]:
                if name in tar.getnames():
                    read[name.split("/")[1]] = json.load(tar.extractfile(name))
    return read["countries-110m.json"], read["codes.json"]


def northing(latitude):
    p2 = latitude * latitude
    p4 = p2 * p2
    return latitude * (
        1.007226 + p2 * (0.015085 + p4 * (-0.044475 + 0.028874 * p2 - 0.005916 * p4))
    )


def project(longitude, latitude):
    """Degrees to whole units of the map."""
    lam, phi = math.radians(longitude), math.radians(latitude)
    p2 = phi * phi
    p4 = p2 * p2
    x = lam * (0.8707 - 0.131979 * p2 + p4 * (-0.013791 + p4 * (0.003971 * p2 - 0.001529 * p4)))
    unit = WIDTH / (2 * HALF_WIDTH)
    return round((x + HALF_WIDTH) * unit), round(
        (northing(math.radians(TOP)) - northing(phi)) * unit
    )


def arcs(atlas):
    """The arcs of the topology as degrees."""
    scale, translate = atlas["transform"]["scale"], atlas["transform"]["translate"]
    for arc in atlas["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + translate[0], y * scale[1] + translate[1]))
        yield points


def unwrapped(ring):
    """A ring whose longitudes continue beyond 180 degrees where it crosses the antimeridian."""
    turned, last = 0, ring[0][0]
    for longitude, latitude in ring:
        turned += 360 * (round((last - longitude) / 360))
        last = longitude
        yield longitude + turned, latitude


def beside(ring, meridian, side):
    """The part of a ring on one side (-1 west, 1 east) of a meridian, by Sutherland and Hodgman."""
    kept = []
    for before, point in zip(ring[-1:] + ring[:-1], ring):
        if (before[0] - meridian) * (point[0] - meridian) < 0:
            part = (meridian - before[0]) / (point[0] - before[0])
            kept.append((meridian, before[1] + part * (point[1] - before[1])))
        if (point[0] - meridian) * side >= 0:
            kept.append(point)
    return kept


def pieces(ring):
    """The pieces of a ring on the map, which ends at the antimeridian."""
    whole = list(unwrapped(ring))
    for turn in (-360, 0, 360):
        east = beside([(x + turn, y) for x, y in whole], -180, 1)
        piece = beside(east, 180, -1) if east else []
        if piece:
            yield piece + piece[:1]


def path(polygons, lines):
    """The `d` of a country's polygons."""
    out = []
    for ring in (ring for polygon in polygons for ring in polygon):
        points = []
        for index in ring:
            line = lines[index] if index >= 0 else lines[~index][::-1]
            points += line[1:] if points else line
        out += [drawing(piece) for piece in pieces(points[:-1])]
    return "".join(out)


def drawing(points):
    """The `d` of a closed ring; nothing for one that is smaller than a unit."""
    drawn = []
    for point in (project(*point) for point in points):
        if not drawn or point != drawn[-1]:
            drawn.append(point)
    if len(drawn) < 3:
        return ""
    x, y = drawn[0]
    steps = []
    for to_x, to_y in drawn[1:-1]:
        steps.append(f"{to_x - x},{to_y - y}")
        x, y = to_x, to_y
    return f"M{drawn[0][0]},{drawn[0][1]}l{' '.join(steps)}z"


def main():
    with tempfile.TemporaryDirectory() as folder:
        atlas, codes = fetch(folder)
    alpha2 = {numeric: code for code, _, numeric, _ in codes}
    lines = list(arcs(atlas))
    rows = []
    for country in atlas["objects"]["countries"]["geometries"]:
        name = country["properties"]["name"]
        if name == "Antarctica":
            continue
        polygons = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
        code = "XK" if name == "Kosovo" else alpha2.get(country.get("id"), "-")
        rows.append(f"{code}\t{path(polygons, lines)}\n")
    target = pathlib.Path(__file__).with_name("world.txt")
    target.write_text("".join(sorted(rows)), encoding="ascii")


if __name__ == "__main__":
    main()
