// What pdf.js makes of a PDF's tags: `node pdfjs.mjs FILE` prints each element of each page,
// in reading order, as {"page", "role", "text", "alt"}. A text is that of all marks within.
import fs from "node:fs";
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";

const data = new Uint8Array(fs.readFileSync(process.argv[2]));
const file = await getDocument({ data, verbosity: 0 }).promise;
const found = [];

function said(node, texts) {
  if (node.type === "content") return texts.get(node.id) ?? "";
  return (node.children ?? []).map((child) => said(child, texts)).join("");
}

function walk(node, page, texts) {
  if (node.role === undefined) return;
  if (node.role !== "Root") {
    found.push({ page, role: node.role, text: said(node, texts), alt: node.alt ?? null });
  }
  for (const child of node.children ?? []) walk(child, page, texts);
}

for (let number = 1; number <= file.numPages; number++) {
  const page = await file.getPage(number);
  const texts = new Map();
  const open = [];
  const content = await page.getTextContent({ includeMarkedContent: true });
  for (const item of content.items) {
    if (item.type === "beginMarkedContentProps" || item.type === "beginMarkedContent") {
      open.push(item.id ?? open.at(-1) ?? null); // what has no id is in the element around it
    } else if (item.type === "endMarkedContent") {
      open.pop();
    } else {
      const id = open.at(-1);
      if (id) texts.set(id, (texts.get(id) ?? "") + item.str + (item.hasEOL ? " " : ""));
    }
  }
  const tree = await page.getStructTree();
  if (tree) walk(tree, number, texts);
}
process.stdout.write(JSON.stringify(found));
