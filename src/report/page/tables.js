// Tables: headings that sort, and the rows for the chosen filters. The roles are explicit: on a
// phone, a row is laid out as a name above its numbers, and some screen readers ignore tables
// without a table's layout.
const FEW = 10;
const opened = new Set();
const sorted = new Map();

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function shape(name, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

const COLUMNS = [
  ["Requests", (row) => row.requests, (row) => count(row.requests)],
  ["Share", (row) => row.requests, null],
  ["Visitors", (row) => row.visitors ?? -1, (row) => count(row.visitors)],
  ["Data", (row) => row.bytes, (row) => bytes(row.bytes)],
  ["Failed", (row) => row.failures, (row) => count(row.failures)],
  ["Median", (row) => row.duration?.p50 ?? -1, (row) => milliseconds(row.duration?.p50)],
  ["95 %", (row) => row.duration?.p95 ?? -1, (row) => milliseconds(row.duration?.p95)],
  ["99 %", (row) => row.duration?.p99 ?? -1, (row) => milliseconds(row.duration?.p99)],
];

function columnsOf(part) {
  const timed = part.rows.some((row) => row.duration_ms);
  const counted = part.rows.some((row) => row.visitors);
  const mixed = part.rows.some((row) => row.failures < row.requests);
  const has = { Visitors: counted, Failed: mixed, Median: timed, "95 %": timed, "99 %": timed };
  return COLUMNS.filter(([title]) => has[title] ?? true);
}

function shareCell(row, most) {
  const width = `${most === 0 ? 0 : (100 * row.requests) / most}%`;
  const bar = shape("svg", { "aria-hidden": "true" }, shape("rect", { width, height: "100%" }));
  return element("td", { role: "cell", class: "share" }, bar);
}

function heading(part, title, index) {
  const cell = element("th", { role: "columnheader", scope: "col" });
  if (index < 0) cell.className = "name";
  if (title === "Share") {
    cell.className = "share";
    cell.append(element("span", { class: "sr" }, "Share"));
    return cell;
  }
  const by = sorted.get(part.id) ?? { title: "Requests", down: true };
  if (by.title === title) cell.setAttribute("aria-sort", by.down ? "descending" : "ascending");
  const button = element("button", { type: "button" }, title);
  button.addEventListener("click", () => {
    sorted.set(part.id, { title, down: by.title === title ? !by.down : index >= 0 });
    showTable(part);
    const headings = document.querySelectorAll(`[data-part="${part.id}"] thead button`);
    [...headings].find((found) => found.textContent === title)?.focus();
  });
  cell.append(button);
  return cell;
}

function sort(part, rows, columns) {
  const by = sorted.get(part.id) ?? { title: "Requests", down: true };
  const name = part.columns.indexOf(by.title);
  const column = columns.find(([title]) => title === by.title);
  const order = name >= 0
    ? (one, other) => one.name[name].localeCompare(other.name[name])
    : (one, other) => column[1](one) - column[1](other);
  rows.sort(by.down ? (one, other) => order(other, one) : order);
}

function showTable(part) {
  const table = document.querySelector(`[data-part="${part.id}"]`);
  if (!table) return;
  const columns = columnsOf(part);
  const rows = rowsOf(part);
  const most = Math.max(0, ...rows.map((row) => row.requests));
  sort(part, rows, columns);
  const heads = part.columns.map((title) => heading(part, title, -1));
  heads.push(...columns.map(([title], index) => heading(part, title, index)));
  table.tHead.replaceChildren(element("tr", { role: "row" }, ...heads));
  const few = opened.has(part.id) ? rows : rows.slice(0, FEW);
  table.tBodies[0].replaceChildren(...few.map((row) => {
    const names = row.name.map((text, place) => (place === 0
      ? element("th", { role: "rowheader", scope: "row", class: "name" }, text || "–")
      : element("td", { role: "cell", class: "name" }, text || "–")));
    const cells = columns.map(([, , show]) =>
      show ? element("td", { role: "cell" }, show(row)) : shareCell(row, most),
    );
    return element("tr", { role: "row" }, ...names, ...cells);
  }));
  if (rows.length === 0) {
    const nothing = element(
      "td",
      { role: "cell", class: "name", colspan: heads.length },
      "Nothing for these filters.",
    );
    table.tBodies[0].replaceChildren(element("tr", { role: "row", class: "zero" }, nothing));
  }
  showFoot(part, rows.length);
}

function showFoot(part, shown) {
  const foot = document.querySelector(`[data-foot="${part.id}"]`);
  const notes = [
    `${count(Math.min(shown, opened.has(part.id) ? shown : FEW))} of ${count(part.names)}`,
  ];
  if (part.names > part.rows.length)
    notes.push(`the page holds ${count(part.rows.length)} of them`);
  if (part.error_requests > 0)
    notes.push(`each count may be too low by at most ${count(part.error_requests)}`);
  if (chosen.period !== "" && !part.by_period) notes.push("counted over all periods");
  foot.replaceChildren(notes.join("; "));
  if (shown > FEW) {
    const button = element(
      "button",
      { type: "button" },
      opened.has(part.id) ? "Show fewer" : `Show all ${count(shown)}`,
    );
    button.addEventListener("click", () => {
      if (!opened.delete(part.id)) opened.add(part.id);
      showTable(part);
      document.querySelector(`[data-foot="${part.id}"] button`)?.focus();
    });
    foot.append(button);
  }
}
