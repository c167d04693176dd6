// What the PDF viewer of Firefox gives assistive technology, drawn in Chromium:
//   node viewer.mjs CHROMIUM FILE
// prints {"elements": [{"role", "level", "text"}…], "roles": {role: count}, "images": [name…]}: the
// elements of the viewer's structure layer in reading order, with the text that they own; how many
// of each role are in Chromium's accessibility tree, and what its images are called.

import { createReadStream, existsSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import puppeteer from "puppeteer-core"; // comes with Ace

const [executablePath, file] = process.argv.slice(2);
const library = join(dirname(fileURLToPath(import.meta.url)), "node_modules", "pdfjs-dist");
const KINDS = { ".mjs": "text/javascript", ".css": "text/css", ".pdf": "application/pdf" };
const PAGE = `<!doctype html><html lang="en"><title>Viewer</title>
<link rel="stylesheet" href="/web/pdf_viewer.css">
<main style="position: absolute" id="container"><div id="viewer" class="pdfViewer"></div></main>
<script type="module">
  import * as pdfjs from "/build/pdf.mjs";
  globalThis.pdfjsLib = pdfjs;
  pdfjs.GlobalWorkerOptions.workerSrc = "/build/pdf.worker.mjs";
  const { EventBus, PDFPageView, SimpleLinkService } = await import("/web/pdf_viewer.mjs");
  const file = await pdfjs.getDocument({ url: "/file.pdf", verbosity: 0 }).promise;
  let trees = 0;
  for (let number = 1; number <= file.numPages; number++) {
    const page = await file.getPage(number);
    if (await page.getStructTree()) trees++;
    const view = new PDFPageView({
      container: document.getElementById("viewer"), id: number, eventBus: new EventBus(),
      defaultViewport: page.getViewport({ scale: 1 }), linkService: new SimpleLinkService(),
      annotationMode: 0, textLayerMode: 1,
    });
    view.setPdfPage(page);
    await view.draw();
  }
  // A page is drawn before its tree is there.
  globalThis.isDrawn = () => document.querySelectorAll(".structTree").length >= trees;
</script></html>`;

const server = createServer((request, response) => {
  const path = normalize(new URL(request.url, "http://localhost").pathname);
  if (path === "/") return response.setHeader("content-type", "text/html").end(PAGE);
  const place = path === "/file.pdf" ? file : join(library, path);
  if (!existsSync(place)) return response.writeHead(404).end();
  response.setHeader("content-type", KINDS[extname(place)] ?? "application/octet-stream");
  return createReadStream(place).pipe(response);
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));

const browser = await puppeteer.launch({
  executablePath,
  headless: true,
  args: ["--no-sandbox", "--disable-gpu"],
});
try {
  const page = await browser.newPage();
  page.on("pageerror", (error) => process.stderr.write(`${error}\n`));
  const session = await page.createCDPSession();
  await session.send("Accessibility.enable");
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.waitForFunction("globalThis.isDrawn?.()", { timeout: 240_000 });
  const elements = await page.evaluate(() => {
    const said = (node) => {
      const owned = (node.getAttribute("aria-owns") ?? "").split(" ").filter(Boolean);
      const texts = owned.map((id) => document.getElementById(id)?.textContent ?? "");
      return texts.join("") + [...node.children].map(said).join("");
    };
    return [...document.querySelectorAll(".structTree [role]")].map((node) => ({
      role: node.getAttribute("role"),
      level: Number(node.getAttribute("aria-level")) || null,
      text: said(node),
    }));
  });
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  const roles = {};
  const images = [];
  for (const { ignored, role, name } of nodes) {
    if (ignored) continue;
    roles[role.value] = (roles[role.value] ?? 0) + 1;
    if (role.value === "image") images.push(name.value);
  }
  process.stdout.write(JSON.stringify({ elements, roles, images }));
} finally {
  await browser.close();
  server.close();
}
