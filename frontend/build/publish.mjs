// Post-processes what Trunk has just built. The server's content security policy forbids inline scripts, so
// the script that Trunk writes into the page is moved to a file. A release also gets .br and .gz variants.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const dist = process.env.TRUNK_STAGING_DIR;
const root = process.env.TRUNK_PUBLIC_URL;
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

function compress(name) {
  const content = readFileSync(join(dist, name));
  const quality = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  writeFileSync(join(dist, `${name}.br`), brotliCompressSync(content, { params: quality }));
  writeFileSync(join(dist, `${name}.gz`), gzipSync(content, { level: 9 }));
}

externalise(join(dist, "index.html"));
if (release) {
  readdirSync(dist).filter((name) => /\.(wasm|js|css|svg|html)$/.test(name)).forEach(compress);
}
