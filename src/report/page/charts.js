// Draws the charts. Each has its numbers in it, or in a table beside or below it.
const CLASSES = [2, 3, 4, 5, 1, 0];
const CLASS_NAMES = [
  "no status",
  "1xx informational",
  "2xx successful",
  "3xx redirected",
  "4xx client errors",
  "5xx server errors",
];

function chartOf(id) {
  return document.querySelector(`[data-chart="${id}"]`);
}

// Returns a chart's place below its heading and note, after it is emptied and shown.
function clear(article) {
  article.hidden = false;
  [...article.children].slice(2).forEach((child) => child.remove());
  return article;
}

// The sums of all requests by period and class, regardless of the chosen period.
function sumsByPeriod() {
  const sums = dimensions.periods.map(() => [0, 0, 0, 0, 0, 0]);
  const { cells } = report;
  const chooses = (slice, name) =>
    chosen[name] === "" || slice[PLACES[name]] === Number(chosen[name]);
  for (let at = 0; at < cells.length; at += 3) {
    const slice = report.slices[cells[at]];
    if (["kind", "class", "host"].every((name) => chooses(slice, name))) {
      sums[slice[3]][slice[1]] += cells[at + 1];
    }
  }
  return sums;
}

// A round number that is at least as large as `most`, and the steps up to this number.
function scale(most) {
  const power = 10 ** Math.floor(Math.log10(Math.max(most, 1)));
  const step =
    [0.2, 0.5, 1, 2].map((part) => part * power).find((step) => most / step <= 5) ?? 2 * power;
  const whole = most > 5 ? step : Math.max(step, 1);
  const top = Math.max(1, Math.ceil(most / whole)) * whole;
  return {
    top,
    steps: Array.from({ length: Math.round(top / whole) + 1 }, (_, index) => index * whole),
  };
}

function frame(article, most, format) {
  const width = Math.max(280, article.clientWidth - 32);
  const height = 230;
  const { top, steps } = scale(most);
  const labels = steps.map(format);
  const left = 12 + 7 * Math.max(...labels.map((label) => label.length));
  const plot = { left, top: 8, width: width - left, height: height - 34 };
  const svg = shape("svg", { class: "chart", viewBox: `0 0 ${width} ${height}`, role: "img" });
  const y = (value) => plot.top + plot.height * (1 - value / top);
  steps.forEach((step, index) => {
    svg.append(shape("line", { class: "rule", x1: left, x2: width, y1: y(step), y2: y(step) }));
    svg.append(shape("text", { x: left - 6, y: y(step) + 4, "text-anchor": "end" }, labels[index]));
  });
  const periods = dimensions.periods.length;
  const wide = plot.width / periods;
  const every = Math.ceil(periods / Math.max(1, Math.floor(plot.width / 105)));
  for (let place = 0; place < periods; place += every) {
    const x = left + wide * place;
    if (x + 100 < width || place === 0) {
      svg.append(
        shape("line", { class: "rule", x1: x, x2: x, y1: plot.top + plot.height, y2: height - 20 }),
      );
      svg.append(shape("text", { x, y: height - 8 }, periodLabel(place)));
    }
  }
  return { svg, plot, y, wide };
}

// The area of each period under the pointer. A click chooses the period.
function targets({ svg, plot, wide }, describe) {
  dimensions.periods.forEach((_, place) => {
    const on = chosen.period === String(place) ? " on" : "";
    const hit = shape("rect", {
      class: `hit${on}`,
      x: plot.left + wide * place,
      y: plot.top,
      width: wide,
      height: plot.height,
    });
    hit.append(shape("title", {}, describe(place)));
    hit.addEventListener("click", () => set("period", on ? "" : String(place)));
    svg.append(hit);
  });
}

function legend(entries) {
  return element("ul", { class: "legend" }, ...entries.map(([mark, text]) => {
    const key = shape("svg", { viewBox: "0 0 10 10", "aria-hidden": "true" }, mark);
    return element("li", {}, key, text);
  }));
}

// The numbers of a chart as a table that the reader can open.
function behind(title, heads, rows) {
  const header = (text, scope, index) =>
    element(
      "th",
      {
        role: scope === "col" ? "columnheader" : "rowheader",
        scope,
        class: index === 0 ? "name" : "",
      },
      text,
    );
  const row = (texts, scope) =>
    element(
      "tr",
      { role: "row" },
      ...texts.map((text, index) =>
        index === 0 || scope === "col"
          ? header(text, scope, index)
          : element("td", { role: "cell" }, text),
      ),
    );
  const head = element("thead", { role: "rowgroup" }, row(heads, "col"));
  const body = element("tbody", { role: "rowgroup" }, ...rows.map((texts) => row(texts, "row")));
  const scroll = element(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": title },
    element("table", { role: "table", class: "counts" }, head, body),
  );
  return element("details", {}, element("summary", {}, "Show the numbers as a table"), scroll);
}

function keepOpen(article, make) {
  const open = article.querySelector("details")?.open;
  const made = make();
  made.open = open ?? false;
  return made;
}

function showTime() {
  const article = chartOf("time");
  if (!article || dimensions.periods.length === 0) return;
  const sums = sumsByPeriod();
  const total = (classes) => classes.reduce((all, one) => all + one, 0);
  const there = CLASSES.filter((status) => sums.some((classes) => classes[status] > 0));
  const table = keepOpen(article, () =>
    behind(
      "Requests over time",
      ["Period", "All", ...there.map((status) => CLASS_NAMES[status])],
      sums.map((classes, place) => [
        periodLabel(place),
        count(total(classes)),
        ...there.map((status) => count(classes[status])),
      ]),
    ),
  );
  clear(article);
  const drawn = frame(article, Math.max(...sums.map(total)), count);
  drawn.svg.setAttribute(
    "aria-label",
    "Requests over time by class of status. The table below has the numbers.",
  );
  const gap = Math.min(2, drawn.wide * 0.15);
  sums.forEach((classes, place) => {
    let base = 0;
    for (const status of there) {
      if (classes[status] === 0) continue;
      const [low, high] = [drawn.y(base), drawn.y(base + classes[status])];
      drawn.svg.append(shape("rect", {
        class: `k${status}`, x: drawn.plot.left + drawn.wide * place + gap / 2, y: high,
        width: Math.min(Math.max(0.5, drawn.wide - gap), 90), height: Math.max(0.5, low - high),
      }));
      base += classes[status];
    }
  });
  targets(drawn, (place) =>
    [
      periodLabel(place),
      ...there
        .filter((status) => sums[place][status] > 0)
        .map((status) => `${CLASS_NAMES[status]}: ${count(sums[place][status])}`),
    ].join("\n"),
  );
  article.append(
    drawn.svg,
    legend(
      there.map((status) => [
        shape("rect", { class: `k${status}`, width: 10, height: 10 }),
        CLASS_NAMES[status],
      ]),
    ),
    table,
  );
}

function showSpeed() {
  const article = chartOf("speed");
  if (!article || report.durations.length === 0) return;
  const lines = [["p50", "median"], ["p95", "95th percentile"], ["p99", "99th percentile"]];
  const table = keepOpen(article, () =>
    behind(
      "Time to answer",
      ["Period", "Requests", ...lines.map(([, name]) => name)],
      report.durations.map(({ period, duration_ms: found }) => [
        periodLabel(period),
        count(found.count),
        ...lines.map(([key]) => milliseconds(found[key])),
      ]),
    ),
  );
  clear(article);
  const drawn = frame(
    article,
    Math.max(...report.durations.map((found) => found.duration_ms.p99)),
    milliseconds,
  );
  drawn.svg.setAttribute(
    "aria-label",
    "Time to answer over time. The table below has the numbers.",
  );
  const group = shape("g", { class: "lines" });
  for (const [key] of lines) {
    const x = (period) => drawn.plot.left + drawn.wide * (period + 0.5);
    const points = report.durations.map(
      ({ period, duration_ms: found }) => `${x(period)},${drawn.y(found[key])}`,
    );
    group.append(
      shape("path", { class: key, d: `M${points.join("L")}`, "stroke-linecap": "round" }),
    );
  }
  drawn.svg.append(group);
  const at = new Map(report.durations.map((found) => [found.period, found.duration_ms]));
  targets(drawn, (place) =>
    [
      periodLabel(place),
      ...lines.map(([key, name]) => `${name}: ${milliseconds(at.get(place)?.[key])}`),
    ].join("\n"),
  );
  article.append(
    drawn.svg,
    legend(
      lines.map(([key, name]) => [
        shape("line", { class: key, x1: 0, x2: 10, y1: 5, y2: 5 }),
        name,
      ]),
    ),
    table,
  );
}

// The shade of a number: 0 for no requests to 6 for the most. It grows with the square root, so
// that small numbers are visible.
function shade(number, most) {
  return number === 0 ? 0 : Math.max(1, Math.ceil(6 * Math.sqrt(number / most)));
}

function showHours() {
  const article = chartOf("hours");
  const part = parts.get("hours");
  if (!article || !part) return;
  const sums = part.rows.map((row) => sum(row.cells).requests);
  const most = Math.max(...sums);
  clear(article);
  const days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
  const hours = Array.from({ length: 24 }, (_, hour) => hour);
  const head = element(
    "thead",
    {},
    element(
      "tr",
      {},
      element("th", { scope: "col" }, element("span", { class: "sr" }, "Day")),
      ...hours.map((hour) => element("th", { scope: "col" }, String(hour).padStart(2, "0"))),
    ),
  );
  const body = element("tbody", {}, ...days.map((day, row) => element("tr", {},
    element("th", { scope: "row" }, element("abbr", { title: day }, day.slice(0, 3))),
    ...hours.map((hour) => {
      const number = sums[row * 24 + hour];
      return element(
        "td",
        {
          class: `h${shade(number, most)}`,
          title: `${day} ${String(hour).padStart(2, "0")}:00: ${count(number)} requests`,
        },
        count(number),
      );
    }))));
  article.append(
    element("div", { class: "scroll" }, element("table", { class: "heat" }, head, body)),
  );
  if (most > 0) {
    const busiest = [...sums.keys()]
      .sort((one, other) => sums[other] - sums[one])
      .slice(0, 3)
      .filter((hour) => sums[hour] > 0);
    article.append(
      element(
        "p",
        { class: "foot" },
        `Busiest: ${
          busiest.map((hour) => `${part.rows[hour].name[0]} (${count(sums[hour])})`).join(", ")
        }`,
      ),
    );
  }
}

function showMap() {
  const article = chartOf("map");
  const part = parts.get("countries");
  if (!article || !part) return;
  article.hidden = false;
  const found = new Map(rowsOf(part).map((row) => [row.code, row]));
  const most = Math.max(0, ...[...found.values()].map((row) => row.requests));
  for (const path of article.querySelectorAll("path")) {
    const row = found.get(path.dataset.code);
    path.setAttribute("class", `h${row ? shade(row.requests, most) : 0}`);
    path.firstElementChild.textContent = row
      ? `${row.name[0]}: ${count(row.requests)} requests`
      : "";
  }
}

function showSplit() {
  const article = chartOf("split");
  if (!article) return;
  const total = sum(report.cells);
  clear(article);
  const people = total.requests - total.bots;
  const part = total.requests === 0 ? 0 : (100 * people) / total.requests;
  article.append(
    shape(
      "svg",
      {
        class: "split",
        role: "img",
        "aria-label": "Requests of people and of bots; the numbers are below.",
      },
      shape("rect", { class: "people", width: `${part}%`, height: "100%" }),
      shape("rect", { class: "bots", x: `${part}%`, width: `${100 - part}%`, height: "100%" }),
    ),
    legend([
      [
        shape("rect", { class: "people", width: 10, height: 10 }),
        `people: ${count(people)} (${share(people, total.requests)})`,
      ],
      [
        shape("rect", { class: "bots", width: 10, height: 10 }),
        `bots: ${count(total.bots)} (${share(total.bots, total.requests)})`,
      ],
    ]),
  );
}
