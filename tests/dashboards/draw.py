"""Draws dashboards: `draw.py FOLDER [NAME...]` writes a PNG of each, or of the named ones.

The data are a week of a made-up site in a real node. The drawing shows what the saved objects ask
for, at their positions. OpenSearch Dashboards draws the same in its own style.
"""

import json
import sys
from datetime import timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "opensearch"))
import browser  # noqa: E402
import firehose  # noqa: E402
import node  # noqa: E402
import panels  # noqa: E402
import week  # noqa: E402

WIDTH = 1060
COLUMN, ROW = WIDTH / 48, 19
DOCUMENTS = 12_000
# The range of a first visit, and that of the hours by weekday, each with its interval.
DAY, WEEK = (week.NOW - timedelta(hours=24), "30m"), (week.NOW - timedelta(days=7), "1h")
# A value such as `event.ingested` would have: some seconds after each request.
ARRIVED = """
ZonedDateTime time = ZonedDateTime.parse(ctx._source['@timestamp']);
int seconds = 60 + ctx._source.event.id.hashCode() % 40;
ctx._source.event.ingested = time.plusSeconds(seconds).toString();
"""


class Formats:
    """How the index pattern formats the values of fields."""

    def __init__(self, objects):
        pattern = next(saved for saved in objects if saved["type"] == "index-pattern")
        self.formats = json.loads(pattern["attributes"]["fieldFormatMap"])

    def of(self, field, value):
        kind, params = (
            self.formats.get(field, {}).get("id"),
            self.formats.get(field, {}).get("params", {}),
        )
        if field == "@timestamp":
            return week.datetime.fromtimestamp(value / 1000, week.timezone.utc).strftime(
                "%b %d, %Y @ %H:%M:%S"
            )
        if kind == "percent":
            return f"{value:.1%}"
        if kind == "bytes":
            for unit in ["B", "KB", "MB", "GB"]:
                if value < 1024 or unit == "GB":
                    return f"{value:.1f}".removesuffix(".0") + unit
                value /= 1024
        if kind == "duration":
            divisor, unit = {"asMilliseconds": (1e6, "Milliseconds"), "asSeconds": (1, "Seconds")}[
                params["outputFormat"]
            ]
            return f"{value / divisor:.0f} {unit}"
        if kind == "static_lookup":
            return next(
                entry["value"]
                for entry in params["lookupEntries"]
                if entry["key"] == str(int(value))
            )
        if isinstance(value, str) or kind == "number":
            return (
                str(value)
                if isinstance(value, str)
                else f"{value:02.0f}"
                if params["pattern"] == "00"
                else f"{value:.0f}"
            )
        return f"{value:,.0f}"

    def axis(self, field):
        """The Vega expression for a label on the axis of values."""
        kind = self.formats.get(field, {}).get("id")
        if kind == "duration":
            divisor, unit = (1e6, "Milliseconds") if field == "event.duration" else (1, "Seconds")
            return f"format(datum.value / {divisor}, ',') + ' {unit}'"
        return {
            "percent": "format(datum.value, '.0%')",
            "bytes": "format(datum.value / 1048576, '.1f') + 'MB'",
        }.get(kind, "format(datum.value, ',')")


class Drawer:
    def __init__(self, cluster, objects):
        self.cluster, self.formats, self.scripted = (
            cluster,
            Formats(objects),
            panels.scripts(objects),
        )

    def search(self, body):
        path = "/weblogs-*/_search?track_total_hits=true"
        status, answer = self.cluster.request("POST", path, body, "reader", firehose.PASSWORD)
        assert status == 200, answer
        return answer

    def within(self, query, start):
        span = {"range": {"@timestamp": {"gte": start.isoformat(), "lt": week.NOW.isoformat()}}}
        return {"bool": {"must": [query], "filter": [span]}}

    def panel(self, place, saved):
        """The parts of a panel that draw.js draws."""
        kind, config = panels.kind(saved), place["embeddableConfig"]
        start, interval = WEEK if "timeRange" in config else DAY
        drawn = {
            "kind": kind,
            "title": "" if config.get("hidePanelTitles") else place["title"],
            "grid": place["gridData"],
            "colors": config.get("vis", {}).get("colors", {}),
        }
        if kind == "search":
            return drawn | self.lines(saved, start)
        state = panels.state(saved)
        if kind == "markdown":
            return drawn | {"text": state["params"]["markdown"]}
        if kind == "vega":
            query = self.within({"match_all": {}}, start)
            answered = panels.answered(
                panels.vega(saved)[0], lambda body: self.search(body | {"query": query})
            )
            return drawn | {"specification": answered}
        aggs, _ = panels.aggregations(saved, self.scripted, interval)
        rows = panels.rows(
            saved,
            self.search(
                {"size": 0, "query": self.within(panels.query(saved), start), "aggs": aggs}
            ),
        )
        metrics = [
            series
            for agg in state["aggs"]
            if agg["schema"] == "metric"
            for series in self.series(agg)
        ]
        buckets = [agg for agg in state["aggs"] if agg["schema"] != "metric"]
        return drawn | getattr(self, "chart" if kind in ("histogram", "area", "line") else kind)(
            rows, metrics, buckets, state
        )

    def series(self, agg):
        """Label and field of each value that a metric gives."""
        label, field = (
            agg["params"]["customLabel"],
            agg["params"].get("field") if agg["type"] != "cardinality" else None,
        )
        return [
            (f"{percent}th percentile of {label}", field)
            for percent in agg["params"].get("percents", [])
        ] or [(label, field)]

    def lines(self, saved, start):
        found = self.search(
            {
                "size": 30,
                "query": self.within(panels.query(saved), start),
                "sort": [{"@timestamp": "desc"}],
            }
        )["hits"]["hits"]
        columns = saved["attributes"]["columns"]
        rows = [
            [
                hit["_source"]["@timestamp"].replace("T", " @ ").rstrip("Z"),
                *(text(hit["_source"], column) for column in columns),
            ]
            for hit in found
        ]
        return {"columns": ["Time", *columns], "rows": rows}

    def metric(self, rows, metrics, *_):
        return {
            "values": [
                [self.formats.of(field, value), label]
                for value, (label, field) in zip(rows[0], metrics, strict=True)
            ]
        }

    def table(self, rows, metrics, buckets, state):
        written = [
            [
                self.formats.of(agg["params"]["field"], key)
                for agg, key in zip(buckets, row, strict=False)
            ]
            + [
                self.formats.of(field, value)
                for (_, field), value in zip(metrics, row[len(buckets) :], strict=True)
            ]
            for row in rows
        ]
        return {
            "columns": [agg["params"]["customLabel"] for agg in buckets]
            + [label for label, _ in metrics],
            "rows": written[: state["params"]["perPage"]],
        }

    def pie(self, rows, _, buckets, __):
        return {
            "points": [
                {"name": self.formats.of(buckets[0]["params"]["field"], key), "value": value}
                for key, value in rows
            ]
        }

    def heatmap(self, rows, _, buckets, __):
        column, name = (agg["params"]["field"] for agg in buckets)
        points = [
            {"column": self.formats.of(column, x), "name": self.formats.of(name, y), "value": value}
            for x, y, value in rows
        ]
        return {
            "points": points,
            "columns": list(dict.fromkeys(point["column"] for point in points)),
            "axis": buckets[0]["params"]["customLabel"],
            "names": list(dict.fromkeys(point["name"] for point in points)),
        }

    def chart(self, rows, metrics, buckets, state):
        grouped = len(buckets) > 1
        found = {}
        for row in rows:
            time, values = row[len(buckets) - 1], row[len(buckets) :]
            names = [str(row[0])] if grouped else [label for label, _ in metrics]
            found |= {(name, time): value for name, value in zip(names, values, strict=True)}
        # The first and the last interval are incomplete.
        times = sorted({time for _, time in found})[1:-1]
        names = list(dict.fromkeys(name for name, _ in found))
        stacked = state["type"] != "line"
        points = [
            {"name": name, "at": time, "value": found.get((name, time), 0)}
            for name in names
            for time in times
            if stacked or (name, time) in found
        ]
        return {
            "points": points,
            "times": times,
            "axis": state["params"]["valueAxes"][0]["title"]["text"],
            "unit": self.formats.axis(metrics[0][1]),
            "legend": state["params"]["legendPosition"],
        }


def text(source, column):
    for part in column.split("."):
        source = source.get(part, {}) if isinstance(source, dict) else {}
    return ", ".join(source) if isinstance(source, list) else str(source or "-")


def main(folder, *names):
    objects = panels.saved_objects()
    with node.Node() as cluster:
        firehose.add_users(cluster)
        firehose.set_up(cluster)
        firehose.deliver(cluster, list(week.documents(DOCUMENTS)))
        status, answer = cluster.request(
            "POST",
            "/weblogs-*/_update_by_query?pipeline=_none&refresh=true",
            {"script": {"source": ARRIVED}},
        )
        assert status == 200 and not answer["failures"], answer
        drawer = Drawer(cluster, objects)
        for dashboard, placed in panels.placed(objects):
            name = dashboard["id"].removeprefix("weblogs-")
            if names and name not in names:
                continue
            drawn = [drawer.panel(place, saved) for place, saved in placed]
            height = int(max(panel["grid"]["y"] + panel["grid"]["h"] for panel in drawn) * ROW) + 8
            page = browser.page(
                dashboard["attributes"]["title"], {"panels": drawn, "column": COLUMN, "row": ROW}
            )
            found = browser.result(page, WIDTH, height)
            assert found == {"problems": []}, (dashboard["id"], found)
            path = Path(folder) / f"{name}.png"
            browser.picture(page, WIDTH, height, path)
            shrink(path)
            print(f"{path}: {path.stat().st_size:,} bytes")


def shrink(path):
    """Fewer colours, which suffice for charts and text."""
    from PIL import Image

    with Image.open(path) as image:
        # By coverage, because a rare colour, such as that of failures, matters more than shades of
        # text.
        reduced = image.convert("RGB").quantize(
            64, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
        )
        reduced.save(path, optimize=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
