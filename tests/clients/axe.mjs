// Runs axe-core over XHTML files in headless Chromium and prints its violations as JSON:
//   node axe.mjs CHROMIUM SHOTS FILE…
// Every file is shown on a phone, on a tablet and with text at twice its size, light and dark.
// SHOTS is a folder for pictures of the pages, or empty.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core"; // comes with Ace

const [executablePath, shots, ...files] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

// Widths of the page as a reading system lays it out.
const SCREENS = {
  phone: { width: 390, height: 844, text: "100%" },
  tablet: { width: 820, height: 1180, text: "100%" },
  large: { width: 390, height: 844, text: "200%" },
};

// A file of a book is no page of a site: contents and landmarks are in the navigation
// document, and only the file where the title stands has a heading of the first level.
const NOT_OF_BOOKS = ["bypass", "landmark-one-main", "page-has-heading-one", "region"];

const browser = await puppeteer.launch({
  executablePath,
  headless: true,
  args: ["--no-sandbox", "--disable-gpu", "--allow-file-access-from-files"],
  protocolTimeout: 600000,
});
const found = [];
let runs = 0;
try {
  const page = await browser.newPage();
  page.setDefaultTimeout(120000);
  for (const file of files) {
    for (const [screen, { text, ...viewport }] of Object.entries(SCREENS)) {
      await page.setViewport(viewport);
      await page.goto(pathToFileURL(file).href);
      // The style sheet leaves the ground to the reader, and axe-core takes that for white.
      const ground = "background: Canvas; color: CanvasText";
      await page.addStyleTag({ content: `html { font-size: ${text}; ${ground} }` });
      await page.evaluate(axe);
      for (const colours of ["light", "dark"]) {
        await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: colours }]);
        const { violations } = await page.evaluate(
          (off) =>
            // axe-core does not know that roles of DPUB-ARIA may have a name.
            globalThis.axe.run({ exclude: ['[role="doc-pagebreak"]'] }, {
              resultTypes: ["violations"],
              rules: Object.fromEntries(off.map((rule) => [rule, { enabled: false }])),
            }),
          NOT_OF_BOOKS,
        );
        runs += 1;
        for (const { id, impact, nodes } of violations) {
          for (const { html, failureSummary } of nodes) {
            found.push({ file: basename(file), screen, colours, id, impact, html, failureSummary });
          }
        }
        if (shots) {
          const name = `${basename(file, ".xhtml")}-${screen}-${colours}.png`;
          await page.screenshot({ path: join(shots, name) });
        }
      }
    }
  }
} finally {
  await browser.close();
}
process.stdout.write(JSON.stringify({ runs, found }));
