// Takes a picture of a page: `shoot.mjs PAGE.html PICTURE.png [WIDTH HEIGHT SCHEME HASH]`.

import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const [file, picture, width = "1200", height = "900", scheme = "light", hash = ""] =
  process.argv.slice(2);
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--lang=en-US"],
});
const page = await browser.newPage();
await page.setViewport({ width: Number(width), height: Number(height) });
await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
await page.goto(pathToFileURL(file).href + hash);
await page.screenshot({ path: picture });
await browser.close();
