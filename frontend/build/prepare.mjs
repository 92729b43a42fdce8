// Makes the folder `generated` of an app: a style sheet with only the rules that the app uses, a sprite
// with only its icons, and the fonts under names that change with their content. Trunk runs it.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PurgeCSS } from "purgecss";

const frontend = fileURLToPath(new URL("..", import.meta.url));
const bootstrap = join(frontend, "node_modules/bootstrap-italia/dist");
const kit = join(frontend, "kit");
const app = process.env.TRUNK_SOURCE_DIR ?? process.cwd();
const out = join(app, "generated");

/** Only the font faces that the apps use, because each one is 20 KB. */
const FACES = [
  ["Titillium Web", 400, "Titillium_Web/titillium-web-v10-latin-ext_latin-regular.woff2"],
  ["Titillium Web", 600, "Titillium_Web/titillium-web-v10-latin-ext_latin-600.woff2"],
  ["Titillium Web", 700, "Titillium_Web/titillium-web-v10-latin-ext_latin-700.woff2"],
  ["Roboto Mono", 400, "Roboto_Mono/roboto-mono-v13-latin-ext_latin-regular.woff2"],
];

/** Icons that Bootstrap Italia does not have. */
const OWN_SYMBOLS = [
  '<symbol id="it-contrast" viewBox="0 0 24 24"><path d="M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Zm0 2v16a8 8 0 0 1 0-16Z"/></symbol>',
];

function sources(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith(".rs"))
    .map((name) => readFileSync(join(folder, name), "utf8"));
}

/** Writes a file only if its content has changed, because `trunk serve` watches the folder. */
function write(path, content) {
  if (!existsSync(path) || !readFileSync(path).equals(Buffer.from(content))) writeFileSync(path, content);
}

function fonts() {
  const folder = join(out, "fonts");
  mkdirSync(folder, { recursive: true });
  const kept = new Set();
  const rules = FACES.map(([family, weight, file]) => {
    const font = readFileSync(join(bootstrap, "fonts", file));
    const hash = createHash("sha256").update(font).digest("hex").slice(0, 16);
    const name = `${family.replace(" ", "-").toLowerCase()}-${weight}-${hash}.woff2`;
    kept.add(name);
    write(join(folder, name), font);
    return `@font-face{font-family:"${family}";font-style:normal;font-weight:${weight};font-display:swap;src:url(fonts/${name}) format("woff2")}`;
  });
  for (const name of readdirSync(folder)) if (!kept.has(name)) rmSync(join(folder, name));
  return rules.join("");
}

async function styles(code) {
  const [purged] = await new PurgeCSS().purge({
    content: [...code, readFileSync(join(app, "index.html"), "utf8")].map((raw) => ({ raw, extension: "rs" })),
    css: [{ raw: readFileSync(join(bootstrap, "css/bootstrap-italia.min.css"), "utf8") }],
    defaultExtractor: (text) => text.match(/[\w-]+/g) ?? [],
    keyframes: true,
    variables: true,
    // Class names that are not in the source.
    safelist: ["show", "dialog"],
  });
  // Sorted by the number in the name across both folders, so that an app's rules can come before or after the kit's.
  const own = [kit, app]
    .flatMap((folder) => readdirSync(join(folder, "styles")).map((name) => ({ folder, name })))
    .filter(({ name }) => name.endsWith(".css"))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .map(({ folder, name }) => readFileSync(join(folder, "styles", name), "utf8"))
    .join("\n")
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/\s+/g, " ")
    .replace(/ ?([{};,]) ?/g, "$1");
  // Bootstrap's font faces are removed: they belong to its scripts (a video player) or point into its own folders.
  const bootstrapRules = purged.css.replace(/@font-face\{[^}]*\}/g, "").replace(/\/\*# sourceMappingURL.*?\*\//, "");
  return bootstrapRules + own;
}

function sprite(code) {
  const named = new Set(code.join("\n").match(/\bit-[a-z-]+/g) ?? []);
  const symbols = readFileSync(join(bootstrap, "svg/sprites.svg"), "utf8").match(/<symbol.*?<\/symbol>/gs);
  const used = symbols.filter((symbol) => named.has(symbol.match(/id="([^"]+)"/)[1]));
  used.push(...OWN_SYMBOLS.filter((symbol) => named.has(symbol.match(/id="([^"]+)"/)[1])));
  return `<svg xmlns="http://www.w3.org/2000/svg" class="sprite" width="0" height="0" aria-hidden="true">${used.join("")}</svg>`;
}

mkdirSync(out, { recursive: true });
const code = [kit, app].flatMap((folder) => sources(join(folder, "src")));
write(join(out, "site.css"), fonts() + (await styles(code)));
write(join(out, "sprite.svg"), sprite(code));
