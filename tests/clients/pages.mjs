// Looks at web pages in headless Chromium and prints what is wrong as JSON:
//   node pages.mjs CHROMIUM SHOTS FILE…
// axe-core on a phone and a screen, light and dark; scrolling sideways at 320 px; what the Tab
// key reaches, with its focus seen; printing. SHOTS is a folder for pictures and PDFs.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core"; // comes with Ace

const [executablePath, shots, ...files] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SCREENS = { phone: { width: 320, height: 640 }, screen: { width: 1280, height: 900 } };

const browser = await puppeteer.launch({
  executablePath,
  headless: true,
  args: ["--no-sandbox", "--disable-gpu", "--allow-file-access-from-files"],
});
const found = [];
try {
  const page = await browser.newPage();
  for (const file of files) {
    const name = basename(file, ".html");
    for (const [screen, viewport] of Object.entries(SCREENS)) {
      await page.setViewport(viewport);
      for (const colours of ["light", "dark"]) {
        await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: colours }]);
        await page.goto(pathToFileURL(file).href);
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() =>
          globalThis.axe.run({ resultTypes: ["violations"] }),
        );
        for (const { id, nodes } of violations) {
          for (const { html } of nodes) found.push({ name, screen, colours, id, html });
        }
        const over = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        if (over > 0) found.push({ name, screen, colours, id: "scrolls-sideways", html: `${over}` });
        await page.screenshot({ path: join(shots, `${name}-${screen}-${colours}.png`), fullPage: true });
      }
    }
    const wanted = await page.evaluate(
      () => document.querySelectorAll("a[href], summary, [tabindex='0']").length,
    );
    const reached = new Set();
    for (let step = 0; step < wanted + 5; step += 1) {
      await page.keyboard.press("Tab");
      const at = await page.evaluate(() => {
        const element = document.activeElement;
        if (!element || element === document.body) return null;
        const every = [...document.querySelectorAll("a[href], summary, [tabindex='0']")];
        const style = getComputedStyle(element);
        const isSeen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
        return { place: every.indexOf(element), isSeen, html: element.outerHTML.slice(0, 120) };
      });
      if (!at) continue;
      reached.add(at.place);
      if (!at.isSeen) found.push({ name, id: "focus-not-seen", html: at.html });
    }
    if (reached.size < wanted) {
      found.push({ name, id: "not-reached", html: `${reached.size} of ${wanted}` });
    }
    await page.pdf({ path: join(shots, `${name}.pdf`), format: "letter" });
  }
} finally {
  await browser.close();
}
process.stdout.write(JSON.stringify(found));
