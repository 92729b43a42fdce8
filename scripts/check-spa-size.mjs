#!/usr/bin/env node
// Holds the SPA to its budget: wasm, JavaScript and style sheets, compressed as a browser gets them.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";

const [dist, budgetKb] = [process.argv[2], Number(process.argv[3])];
const files = readdirSync(dist, { recursive: true })
  .filter((name) => /\.(wasm|js|css)$/.test(name))
  .map((name) => ({ name, size: brotliCompressSync(readFileSync(join(dist, name))).length }));

const kb = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;
const total = files.reduce((sum, file) => sum + file.size, 0);
for (const { name, size } of files) console.log(`${kb(size).padStart(10)}  ${name}`);
console.log(`${kb(total).padStart(10)}  in all, of ${budgetKb} KB`);

if (!files.some(({ name }) => name.endsWith(".wasm"))) throw new Error(`no wasm in ${dist}`);
if (total > budgetKb * 1024) process.exit(1);
