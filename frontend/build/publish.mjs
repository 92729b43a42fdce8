// Post-processes what Trunk has just built. The server's content security policy forbids inline scripts, so
// the script that Trunk writes into the page is moved to a file. A release also gets .br and .gz variants.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const dist = process.env.TRUNK_STAGING_DIR;
const root = process.env.TRUNK_PUBLIC_URL;
const app = process.env.TRUNK_SOURCE_DIR;
const kit = fileURLToPath(new URL("../kit", import.meta.url));
const release = process.env.TRUNK_PROFILE === "release";

function externalise(page) {
  const html = readFileSync(page, "utf8");
  const moved = html.replace(/<script type="module"[^>]*>([\s\S]+?)<\/script>/g, (_, script) => {
    const name = `start-${createHash("sha256").update(script).digest("hex").slice(0, 16)}.js`;
    writeFileSync(join(dist, name), script.trim());
    return `<script type="module" src="${root}${name}"></script>`;
  });
  if (release && moved === html) throw new Error("Trunk wrote no inline script: has its template changed?");
  writeFileSync(page, moved);
}

/** Joins the scripts of the first paint in one file, whose name has the hash of its content. */
function publishFirstPaint(html) {
  const script = ["first-paint.js", "first-sign-in.js"]
    .map((name) => readFileSync(join(kit, name), "utf8"))
    .join("")
    .replace(/^\s*(\/\/|\/\*\*).*\n/gm, "");
  const name = `first-paint-${createHash("sha256").update(script).digest("hex").slice(0, 16)}.js`;
  writeFileSync(join(dist, name), script);
  return replaceOnce(html, 'src="first-paint.js"', `src="${root}${name}"`);
}

function replaceOnce(text, from, to) {
  if (text.split(from).length !== 2) throw new Error(`${from} is not once in the page`);
  return text.replace(from, to);
}

/** Lets the style sheet, without which nothing is painted, have the line before the program. */
function postponeProgram(html) {
  return replaceOnce(html, 'as="fetch"', 'as="fetch" fetchpriority="low"');
}

/** Writes the texts of `{{group.key}}` in both languages, of which the style sheet shows one. */
function translate(html) {
  return html.replace(/\{\{(\w+)\.(\w+)\}\}/g, (_, group, key) => {
    const file = [app, kit].map((folder) => join(folder, "locales", `${group}.rs`)).find(existsSync);
    const text = file && readFileSync(file, "utf8").match(new RegExp(`\\b${key}: "([^"\\\\]*)",\\s*"([^"\\\\]*)"`));
    if (!text) throw new Error(`no text ${group}.${key}`);
    const [, it, en] = text;
    return it === en ? it : `<span lang="it">${it}</span><span lang="en">${en}</span>`;
  });
}

function compress(name) {
  const content = readFileSync(join(dist, name));
  const quality = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  writeFileSync(join(dist, `${name}.br`), brotliCompressSync(content, { params: quality }));
  writeFileSync(join(dist, `${name}.gz`), gzipSync(content, { level: 9 }));
}

const index = join(dist, "index.html");
externalise(index);
writeFileSync(index, translate(postponeProgram(publishFirstPaint(readFileSync(index, "utf8")))));
if (release) {
  readdirSync(dist).filter((name) => /\.(wasm|js|css|svg|html)$/.test(name)).forEach(compress);
}
