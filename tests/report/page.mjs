// Opens pages in a browser: `page.mjs PAGE.html NUMBERS.json SUMMARY.txt HOSTILE.html`.
//
// Tests that a page causes no error and no request, and contains no markup of the log; that it
// shows the numbers of the JSON and of the summary; that filters, sorting and finding work; and
// that nothing is wider than a phone.

import assert from "node:assert/strict";
import fs from "node:fs";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const [pageFile, numbersFile, summaryFile, hostileFile] = process.argv.slice(2);
const numbers = JSON.parse(fs.readFileSync(numbersFile, "utf8"));
const summary = fs.readFileSync(summaryFile, "utf8");
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--lang=en-US"],
});

async function open(file, { width = 1280, scheme = "light", script = true, hash = "" } = {}) {
  const page = await browser.newPage();
  const problems = [];
  page.on("console", (message) => problems.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => problems.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => problems.push(`dialog: ${dialog.message()}`));
  const url = pathToFileURL(file).href;
  page.on("request", (request) => {
    if (request.url().split("#")[0] !== url && !request.url().startsWith("data:"))
      problems.push(`request: ${request.url()}`);
  });
  await page.setJavaScriptEnabled(script);
  await page.setViewport({ width, height: 900 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.goto(url + hash);
  return { page, problems };
}

const digits = (text) => Number(text.replace(/[^0-9]/g, ""));

async function cards(page) {
  const pairs = await page.$$eval("#cards > div", (divs) =>
    divs.map((div) => [
      div.querySelector("dt").textContent,
      div.querySelector("dd").firstChild.textContent,
    ]),
  );
  return Object.fromEntries(pairs);
}

// The rows of a part's table: names, then numbers, as texts.
function rows(page, part) {
  return page.$$eval(`[data-part="${part}"] tbody tr`, (trs) =>
    trs.map((tr) =>
      [...tr.children].filter((cell) => cell.className !== "share").map((cell) => cell.textContent),
    ),
  );
}

// Opens every table that shows its first rows only.
function openTables(page) {
  return page.$$eval(".foot button", (buttons) =>
    buttons
      .filter((button) => button.textContent.startsWith("Show all"))
      .forEach((button) => button.click()),
  );
}

async function choose(page, name, value) {
  await page.evaluate((name, value) => {
    const control = document.querySelector("form").elements[name];
    // A list of radio buttons does not take the empty value.
    if (control instanceof RadioNodeList)
      [...control].find((radio) => radio.value === value).checked = true;
    else control.value = value;
    document.querySelector("form").dispatchEvent(new Event("input"));
  }, name, value);
}

function table(title) {
  const found = summary.split("\n\n").find((table) => table.split("  ")[0] === title);
  return found
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.trim().split(/ {2,}/))
    .filter(([name]) => !name.startsWith("("));
}

// Sums over the cells of the JSON whose slices pass.
function sum(cells, passes) {
  let requests = 0;
  for (let at = 0; at < cells.length; at += 3) {
    if (passes(numbers.slices[cells[at]])) requests += cells[at + 1];
  }
  return requests;
}

async function totals() {
  const { page, problems } = await open(pageFile);
  const shown = await cards(page);
  await openTables(page);
  assert.equal(digits(shown.Requests), numbers.totals.requests);
  assert.equal(digits(shown.Visitors), numbers.totals.visitors[0]);
  assert.equal(digits(summary.match(/^event +([0-9,]+)/m)[1]), numbers.totals.requests);
  const visitors = summary
    .match(/^([0-9,]+) visitors: people ([0-9,]+), bots ([0-9,]+)$/m)
    .slice(1)
    .map(digits);
  assert.deepEqual(visitors, numbers.totals.visitors);
  for (const [part, title] of [
    ["pages", "page"],
    ["bots", "bot"],
    ["countries", "country"],
    ["statuses", "status"],
    ["media", "medium"],
    ["threats", "threat"],
  ]) {
    const wanted = table(title).map(([name, count]) => [name, digits(count)]);
    const found = (await rows(page, part)).map(([name, count]) => [name, digits(count)]);
    assert.ok(wanted.length > 0, title);
    assert.deepEqual(new Map(found), new Map(wanted), `the table of ${part} and of --summary`);
  }
  assert.deepEqual(problems, []);
  await page.close();
}

async function filters() {
  const { page, problems } = await open(pageFile);
  for (const [name, place] of [["kind", 0], ["class", 1], ["host", 2], ["period", 3]]) {
    const values = new Set(
      numbers.slices.map((slice) => slice[place]).filter((value) => value >= 0),
    );
    for (const value of [...values].slice(0, 3)) {
      await choose(page, name, String(value));
      const wanted = sum(numbers.cells, (slice) => slice[place] === value);
      assert.equal(digits((await cards(page)).Requests), wanted, `${name}=${value}`);
      const pages = numbers.parts.find((part) => part.id === "pages");
      for (const [path, count] of (await rows(page, "pages")).filter(([path]) =>
        path.startsWith("/"),
      )) {
        const row = pages.rows.find((row) => row.name[0] === path);
        assert.equal(
          digits(count),
          sum(row.cells, (slice) => slice[place] === value),
          `${path} with ${name}=${value}`,
        );
      }
    }
    await choose(page, name, "");
  }
  assert.equal(digits((await cards(page)).Requests), numbers.totals.requests);

  // Two filters at once, kept in the address.
  await choose(page, "kind", "1");
  await choose(page, "class", "4");
  const both = sum(numbers.cells, (slice) => slice[0] === 1 && slice[1] === 4);
  assert.equal(digits((await cards(page)).Requests), both);
  const hash = await page.evaluate(() => location.hash);
  const again = await open(pageFile, { hash });
  assert.equal(digits((await cards(again.page)).Requests), both);
  await again.page.close();
  await page.bringToFront();
  await page.click("button[type=reset]");
  await page.waitForFunction(
    (all) => document.getElementById("state").textContent.startsWith(`All ${all}`),
    {},
    numbers.totals.requests.toLocaleString("en-US"),
  );

  // Which AI crawlers read /pricing?
  await choose(page, "find", "/pricing");
  const readers = await rows(page, "ai_pages");
  assert.ok(readers.some(([bot]) => bot === "GPTBot"));
  assert.ok(readers.every(([, path]) => path === "/pricing"));
  await choose(page, "find", "");

  // Which page got slow at noon? By the keyboard.
  const noon = numbers.dimensions.periods.findIndex((period) => period === "2025-10-07T12:00:00");
  await page.select("#f-period", String(noon));
  await page.focus('[data-part="pages"] thead th:nth-last-child(2) button');
  await page.keyboard.press("Enter");
  assert.equal((await rows(page, "pages"))[0][0], "/pricing");
  const order = await page.$eval('[data-part="pages"] thead th:nth-last-child(2)', (cell) =>
    cell.getAttribute("aria-sort"),
  );
  assert.equal(order, "descending");
  assert.deepEqual(problems, []);
  await page.close();
}

// Contrast of every text that is shown, by WCAG 2.2's relative luminance: 4.5, of large text 3.
function contrasts() {
  const channels = (color) => color.match(/[0-9.]+/g).map(Number);
  const luminance = ([red, green, blue]) => {
    const linear = (channel) =>
      channel / 255 <= 0.04045 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4;
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = channels(getComputedStyle(at).backgroundColor);
      if ((color[3] ?? 1) > 0) return color;
    }
    return [255, 255, 255];
  };
  const low = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some(
      (node) => node.nodeType === 3 && node.textContent.trim() !== "",
    );
    if (!own || !element.checkVisibility()) continue;
    if (["SCRIPT", "STYLE", "TITLE", "OPTION"].includes(element.nodeName)) continue;
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    if (size === 0 || element.closest(".sr, .skip")) continue;
    const color = channels(element instanceof SVGElement ? style.fill : style.color);
    const [one, other] = [luminance(color), luminance(ground(element))];
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    const needed = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
    if (ratio < needed)
      low.push(
        `${element.nodeName}.${element.getAttribute("class")} ` +
          `${element.textContent.slice(0, 20)}: ${ratio.toFixed(2)}`,
      );
  }
  return [...new Set(low)];
}

// The tables that have to be scrolled sideways. There should be none.
function cutTables() {
  const scrolls = [...document.querySelectorAll(".scroll")];
  return scrolls
    .filter((scroll) => scroll.scrollWidth > scroll.clientWidth)
    .map((scroll) => scroll.getAttribute("aria-label"));
}

async function looks() {
  for (const width of [360, 768, 1600]) {
    for (const scheme of ["light", "dark"]) {
      const { page, problems } = await open(pageFile, { width, scheme });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= width, `${wide} at ${width}`);
      await page.$$eval("details", (details) => details.forEach((one) => { one.open = true; }));
      assert.deepEqual(
        await page.evaluate(cutTables),
        [],
        `tables wider than their container at ${width}`,
      );
      assert.deepEqual(await page.evaluate(contrasts), [], `contrast at ${width}, ${scheme}`);
      assert.deepEqual(problems, []);
      await page.close();
    }
  }
}

// Names, labels and tables, as a screen reader meets them.
async function accessible() {
  const { page } = await open(pageFile);
  const faults = await page.evaluate(() => {
    const faults = [];
    const named = (element) =>
      element.getAttribute("aria-label") ||
      element.textContent.trim() ||
      element.labels?.length > 0;
    for (const control of document.querySelectorAll("button, select, input, a[href]")) {
      if (!named(control)) faults.push(`no name: ${control.outerHTML.slice(0, 80)}`);
    }
    for (const svg of document.querySelectorAll("main svg")) {
      if (!svg.getAttribute("aria-label") && svg.getAttribute("aria-hidden") !== "true")
        faults.push("an image without a name");
    }
    for (const cell of document.querySelectorAll("th"))
      if (!cell.scope) faults.push(`no scope: ${cell.textContent}`);
    for (const chart of document.querySelectorAll("[data-chart]:not([hidden])")) {
      const table =
        chart.querySelector("table, ul.legend") ??
        (chart.dataset.chart === "map" && document.querySelector('[data-part="countries"]'));
      if (!table) faults.push(`no table: ${chart.dataset.chart}`);
    }
    const levels = [...document.querySelectorAll("h1, h2, h3")].map((heading) =>
      Number(heading.nodeName[1]),
    );
    if (levels.some((level, at) => at > 0 && level > levels[at - 1] + 1))
      faults.push("a level of headings is left out");
    const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
    if (new Set(ids).size !== ids.length) faults.push("an id is there twice");
    for (const link of document.querySelectorAll('a[href^="#"]')) {
      if (!document.getElementById(link.hash.slice(1)))
        faults.push(`a link to nothing: ${link.hash}`);
    }
    return faults;
  });
  assert.deepEqual(faults, []);
  await page.close();
}

// On paper, the colours are always light, and the chosen filters are printed.
async function printed() {
  const { page } = await open(pageFile, { scheme: "dark" });
  await choose(page, "kind", "1");
  await choose(page, "class", "4");
  await page.emulateMediaType("print");
  const found = await page.evaluate(() => ({
    ground: getComputedStyle(document.body).backgroundColor,
    state:
      document.getElementById("state").checkVisibility() &&
      document.getElementById("state").textContent,
    controls: [...document.querySelectorAll("form select, form input, .foot button, nav")].filter(
      (control) => control.checkVisibility(),
    ).length,
    heat: getComputedStyle(document.querySelector(".heat td")).printColorAdjust,
  }));
  assert.deepEqual(
    { ...found, state: undefined },
    { ground: "rgb(255, 255, 255)", state: undefined, controls: 0, heat: "exact" },
  );
  assert.match(found.state, / requests \([^)]*\): Bots, 4xx client errors$/);
  await page.close();
}

async function withoutScript() {
  const { page, problems } = await open(pageFile, { script: false });
  const html = await page.content();
  assert.ok(html.includes("/pricing") && html.includes("Without scripts"));
  assert.deepEqual(problems, []);
  await page.close();
}

async function hostile() {
  const { page, problems } = await open(hostileFile);
  await page.evaluate(() =>
    document.querySelectorAll("details").forEach((details) => {
      details.open = true;
    }),
  );
  await openTables(page);
  const found = await page.evaluate(() => ({
    hit: window.hit ?? null,
    scripts: document.querySelectorAll("script").length,
    foreign: document.querySelectorAll(
      "main img, main iframe, main a[href^='javascript'], main script, main b, [onerror], [onload]",
    ).length,
    shown: document.body.textContent.includes("<img src=x onerror=window.hit=1>"),
  }));
  assert.deepEqual(found, { hit: null, scripts: 2, foreign: 0, shown: true });
  assert.deepEqual(problems, []);
  await page.close();
}

try {
  for (const test of [totals, filters, looks, printed, accessible, withoutScript, hostile]) {
    await test();
    console.log(`ok: ${test.name}`);
  }
} finally {
  await browser.close();
}
