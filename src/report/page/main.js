// Filters and headline numbers. If a filter changes, everything is drawn again.
const form = document.querySelector("#filters form");

function set(name, value) {
  chosen[name] = value;
  form.elements[name].value = value;
  show();
}

function options(name, texts) {
  const select = form.elements[name];
  texts.forEach(([value, text]) => select.append(element("option", { value }, text)));
  if (texts.length < 2) select.parentElement.hidden = true;
}

function card(title, number, more = "", bad = false) {
  const value = element("dd", bad ? { class: "bad" } : {}, number);
  if (more) value.append(element("div", { class: "more" }, more));
  return element("div", {}, element("dt", {}, title), value);
}

function showCards(total) {
  const duration = durationOf(report.totals.duration_ms, report.durations);
  const [, , , , client, server] = total.classes;
  const visitor = visitors();
  const about = report.totals.visitors_exact || visitor === null ? "" : "about ";
  const cards = [
    card("Requests", count(total.requests)),
    card("Visitors", about + count(visitor), "different addresses"),
    card("Data sent", bytes(total.bytes)),
    card("Bots", share(total.bots, total.requests), `${count(total.bots)} requests`),
    card("Client errors", share(client, total.requests), `${count(client)} answers of 4xx`),
    card(
      "Server errors",
      share(server, total.requests),
      `${count(server)} answers of 5xx`,
      server > 0,
    ),
  ];
  if (report.totals.duration_ms) {
    cards.push(
      card(
        "Time to answer",
        milliseconds(duration?.p95),
        `95 % within; median ${milliseconds(duration?.p50)}`,
      ),
    );
  }
  if (report.lines.rejected > 0) {
    cards.push(
      card("Lines not read", count(report.lines.rejected), `of ${count(report.lines.read)}`),
    );
  }
  document.getElementById("cards").replaceChildren(...cards);
}

// The filters in use as text, for readers who see the numbers only on paper.
function chosenTexts() {
  const text = (control) => (control instanceof RadioNodeList
    ? [...control].find((radio) => radio.checked).parentElement.textContent
    : control.selectedOptions[0].textContent);
  const names = Object.keys(PLACES).filter((name) => chosen[name] !== "");
  const find = chosen.find === "" ? [] : [`tables with “${chosen.find}”`];
  return [...names.map((name) => text(form.elements[name])), ...find];
}

function showState(total) {
  const all = report.totals.requests;
  const texts = chosenTexts();
  const requests = total.requests === all
    ? `All ${count(all)} requests`
    : `${count(total.requests)} of ${count(all)} requests (${share(total.requests, all)})`;
  document.getElementById("state").textContent =
    texts.length === 0 ? requests : `${requests}: ${texts.join(", ")}`;
}

function show() {
  choose();
  const total = sum(report.cells);
  showCards(total);
  showState(total);
  showTime();
  showSpeed();
  showHours();
  showMap();
  showSplit();
  report.parts.forEach(showTable);
  const used = Object.entries(chosen).filter(([, value]) => value !== "");
  history.replaceState(
    null,
    "",
    used.length === 0 ? location.pathname + location.search : `#${new URLSearchParams(used)}`,
  );
}

function start() {
  document.getElementById("filters").hidden = false;
  options("period", dimensions.periods.map((_, place) => [place, periodLabel(place)]));
  options(
    "host",
    dimensions.hosts.map((host, place) => [
      place,
      host === null ? "all others" : host || "no host logged",
    ]),
  );
  options(
    "class",
    [2, 3, 4, 5, 1, 0]
      .filter((status) => report.slices.some((slice) => slice[1] === status))
      .map((status) => [status, CLASS_NAMES[status]]),
  );
  if (location.hash.includes("=")) {
    for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
      if (!(name in chosen)) continue;
      form.elements[name].value = value;
      chosen[name] = form.elements[name].value;
    }
  }
  form.addEventListener("input", () => {
    for (const name of Object.keys(chosen)) chosen[name] = form.elements[name].value;
    show();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => {
    for (const name of Object.keys(chosen)) chosen[name] = form.elements[name].value;
    show();
  }));
  for (const cell of document.querySelectorAll("[data-count]"))
    cell.textContent = count(Number(cell.dataset.count));
  for (const time of document.querySelectorAll("#period time, footer time")) {
    try {
      time.textContent = new Intl.DateTimeFormat(undefined, {
        dateStyle: "medium",
        timeStyle: "short",
        timeZone: report.time_zone,
      }).format(new Date(time.dateTime));
    } catch {
      // A zone that this browser does not know: the time stays in UTC.
    }
  }
  show();
  let width = innerWidth;
  addEventListener("resize", () => {
    if (innerWidth === width) return;
    width = innerWidth;
    showTime();
    showSpeed();
  });
}

start();
