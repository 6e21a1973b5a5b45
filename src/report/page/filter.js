// The report's data, and the sums for the filters that the reader chose.
const report = JSON.parse(document.getElementById("data").textContent);
const dimensions = report.dimensions;
const parts = new Map(report.parts.map((part) => [part.id, part]));
const chosen = { kind: "", period: "", host: "", class: "", find: "" };
const PLACES = { kind: 0, class: 1, host: 2, period: 3 };

// Whether each slice is chosen; parts without periods ignore the period.
let slices = [];

function choose() {
  slices = report.slices.map((slice) =>
    Object.entries(PLACES).every(([name, place]) =>
      chosen[name] === "" || slice[place] === Number(chosen[name]) || slice[place] === -1));
}

// The sums over the chosen cells. `cells` has three numbers for each: slice, requests, bytes.
function sum(cells) {
  const total = { requests: 0, bytes: 0, failures: 0, bots: 0, classes: [0, 0, 0, 0, 0, 0] };
  for (let at = 0; at < cells.length; at += 3) {
    if (!slices[cells[at]]) continue;
    const [kind, status] = report.slices[cells[at]];
    const requests = cells[at + 1];
    total.requests += requests;
    total.bytes += cells[at + 2];
    total.classes[status] += requests;
    if (status >= 4) total.failures += requests;
    if (kind === 1) total.bots += requests;
  }
  return total;
}

// The filters in use for period, host and class of status.
function narrowed() {
  return ["period", "host", "class"].filter((name) => chosen[name] !== "");
}

// One of the counts [all, people, bots], as the filter for people or bots says.
function ofKind(counts) {
  return counts[chosen.kind === "" ? 0 : Number(chosen.kind) + 1];
}

// The visitors for the chosen filters; null if there is no number for them.
function visitors() {
  const names = narrowed();
  if (names.length === 0) return ofKind(report.totals.visitors);
  if (names.length > 1) return null;
  const table = { period: "periods", host: "hosts", class: "classes" }[names[0]];
  return ofKind(report.visitors[table][Number(chosen[names[0]])] ?? [0, 0, 0]);
}

// The percentiles of a row or of the report for the chosen period; null if there are none, or if
// another filter is in use.
function durationOf(all, byPeriod) {
  if (chosen.kind !== "" || chosen.host !== "" || chosen.class !== "") return null;
  if (chosen.period === "") return all ?? null;
  const found = byPeriod.find((found) => found.period === Number(chosen.period));
  return found ? found.duration_ms : null;
}

// The rows of a part that contain the searched text, with their sums. Rows without a request are
// left out.
function rowsOf(part) {
  const find = chosen.find.toLowerCase();
  return part.rows
    .filter((row) => find === "" || row.name.some((text) => text.toLowerCase().includes(find)))
    .map((row) => ({
      name: row.name,
      code: row.code,
      ...sum(row.cells),
      visitors: row.visitors && narrowed().length === 0 ? ofKind(row.visitors) : null,
      duration: durationOf(row.duration_ms, row.durations ?? []),
    }))
    .filter((row) => row.requests > 0);
}

// Numbers as the reader's language writes them.
const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const tenth = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: 1 });
const count = (number) => (number === null || number === undefined ? "–" : whole.format(number));

function bytes(number) {
  const units = ["B", "kB", "MB", "GB", "TB", "PB"];
  let unit = 0;
  while (number >= 999.5 && unit < units.length - 1) {
    number /= 1000;
    unit += 1;
  }
  return `${(number < 10 && unit > 0 ? tenth : whole).format(number)} ${units[unit]}`;
}

function milliseconds(number) {
  if (number === null || number === undefined) return "–";
  if (number >= 10000) return `${tenth.format(number / 1000)} s`;
  return `${(number < 10 ? tenth : whole).format(number)} ms`;
}

function share(number, total) {
  return total === 0 ? "–" : percent.format(number / total);
}

// A civil time of the report's zone as the reader's language writes it.
function civil(text, options) {
  return new Intl.DateTimeFormat(undefined, { timeZone: "UTC", ...options }).format(
    new Date(`${text}Z`),
  );
}

function periodLabel(place) {
  const day = { day: "numeric", month: "short" };
  const seconds = dimensions.period_seconds;
  const options =
    seconds < 86400 ? { ...day, hour: "2-digit", minute: "2-digit" } : { ...day, year: "numeric" };
  return civil(dimensions.periods[place], options);
}
