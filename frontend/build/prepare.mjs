// Makes frontend/generated: one style sheet with only the rules the pages use, one sprite with only
// the icons they name, and the fonts under names that change with their content.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PurgeCSS } from "purgecss";

const home = fileURLToPath(new URL("..", import.meta.url));
const kit = join(home, "node_modules/bootstrap-italia/dist");
const out = join(home, "generated");

/** Weights and faces the pages use: a face more is 20 KB more. */
const FACES = [
  ["Titillium Web", 400, "Titillium_Web/titillium-web-v10-latin-ext_latin-regular.woff2"],
  ["Titillium Web", 600, "Titillium_Web/titillium-web-v10-latin-ext_latin-600.woff2"],
  ["Titillium Web", 700, "Titillium_Web/titillium-web-v10-latin-ext_latin-700.woff2"],
  ["Roboto Mono", 400, "Roboto_Mono/roboto-mono-v13-latin-ext_latin-regular.woff2"],
];

function sources(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith(".rs"))
    .map((name) => readFileSync(join(folder, name), "utf8"));
}

/** Trunk watches the folder: a file that did not change is left alone. */
function write(path, content) {
  if (!existsSync(path) || !readFileSync(path).equals(Buffer.from(content))) writeFileSync(path, content);
}

function fonts() {
  const folder = join(out, "fonts");
  mkdirSync(folder, { recursive: true });
  const kept = new Set();
  const rules = FACES.map(([family, weight, file]) => {
    const font = readFileSync(join(kit, "fonts", file));
    const hash = createHash("sha256").update(font).digest("hex").slice(0, 16);
    const name = `${family.replace(" ", "-").toLowerCase()}-${weight}-${hash}.woff2`;
    kept.add(name);
    write(join(folder, name), font);
    return `@font-face{font-family:"${family}";font-style:normal;font-weight:${weight};font-display:swap;src:url(/fonts/${name}) format("woff2")}`;
  });
  for (const name of readdirSync(folder)) if (!kept.has(name)) rmSync(join(folder, name));
  return rules.join("");
}

async function styles(code) {
  const [purged] = await new PurgeCSS().purge({
    content: [...code, readFileSync(join(home, "index.html"), "utf8")].map((raw) => ({ raw, extension: "rs" })),
    css: [{ raw: readFileSync(join(kit, "css/bootstrap-italia.min.css"), "utf8") }],
    defaultExtractor: (text) => text.match(/[\w-]+/g) ?? [],
    keyframes: true,
    variables: true,
    // Class names that the browser, not the source, puts together.
    safelist: ["show", "dialog"],
  });
  const own = readdirSync(join(home, "styles"))
    .filter((name) => name.endsWith(".css"))
    .sort()
    .map((name) => readFileSync(join(home, "styles", name), "utf8"))
    .join("\n")
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/\s+/g, " ")
    .replace(/ ?([{};,]) ?/g, "$1");
  // The kit's faces are of its own scripts (a video player), or named from its own folders.
  const kitRules = purged.css.replace(/@font-face\{[^}]*\}/g, "").replace(/\/\*# sourceMappingURL.*?\*\//, "");
  return kitRules + own;
}

function sprite(code) {
  const named = new Set(code.join("\n").match(/\bit-[a-z-]+/g) ?? []);
  const symbols = readFileSync(join(kit, "svg/sprites.svg"), "utf8").match(/<symbol.*?<\/symbol>/gs);
  const used = symbols.filter((symbol) => named.has(symbol.match(/id="([^"]+)"/)[1]));
  return `<svg xmlns="http://www.w3.org/2000/svg" class="sprite" width="0" height="0" aria-hidden="true">${used.join("")}</svg>`;
}

mkdirSync(out, { recursive: true });
const code = sources(join(home, "src"));
write(join(out, "site.css"), fonts() + (await styles(code)));
write(join(out, "sprite.svg"), sprite(code));
