#!/usr/bin/env node
// Checks the size of each app against its budget: wasm, JavaScript and style sheets, compressed as served.
// usage: check-spa-size.mjs FOLDER=KB...
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";

const kb = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;

for (const [folder, budget] of process.argv.slice(2).map((argument) => argument.split("="))) {
  const files = readdirSync(folder, { recursive: true })
    .filter((name) => /\.(wasm|js|css)$/.test(name))
    .map((name) => ({ name, size: brotliCompressSync(readFileSync(join(folder, name))).length }));
  const total = files.reduce((sum, file) => sum + file.size, 0);
  for (const { name, size } of files) console.log(`${kb(size).padStart(10)}  ${name}`);
  console.log(`${kb(total).padStart(10)}  ${folder}, of ${budget} KB`);
  if (!files.some(({ name }) => name.endsWith(".wasm"))) throw new Error(`no wasm in ${folder}`);
  if (total > Number(budget) * 1024) process.exitCode = 1;
}
