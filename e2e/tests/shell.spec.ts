import { brotliDecompressSync } from "node:zlib";
import { get, type IncomingMessage } from "node:http";
import { expect, test } from "../support/fixtures.ts";

/** The two apps, with the path of each and the budget of its compressed files. */
const APPS = [
  { path: "/", budget: 1402 * 1024 },
  { path: "/mia-casella", budget: 470 * 1024 },
];

interface Reply {
  status: number;
  headers: IncomingMessage["headers"];
  body: Buffer;
}

/** Sends a request like a browser and returns the response without decompressing it. */
function fetchRaw(url: string, headers: Record<string, string> = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { "accept-encoding": "gzip, deflate, br", ...headers } }, (message) => {
      const chunks: Buffer[] = [];
      message.on("data", (chunk: Buffer) => chunks.push(chunk));
      message.on("end", () =>
        resolve({ status: message.statusCode ?? 0, headers: message.headers, body: Buffer.concat(chunks) }),
      );
      message.on("error", reject);
    }).on("error", reject);
  });
}

async function assets(url: string): Promise<string[]> {
  const page = await fetchRaw(url);
  const html = page.headers["content-encoding"] === "br" ? brotliDecompressSync(page.body) : page.body;
  return [...html.toString().matchAll(/(?:href|src)="(\/[^"]+\.(?:js|css|wasm))"/g)].map((match) => match[1] ?? "");
}

test("the index is revalidated and allows neither inline scripts nor frames", async ({ server }) => {
  const { status, headers } = await fetchRaw(`${server.url}/`);
  expect(status).toBe(200);
  expect(headers["cache-control"]).toMatch(/no-cache|no-store/);
  const policy = headers["content-security-policy"] ?? "";
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain("'unsafe-inline'");
  expect(policy).not.toMatch(/'unsafe-eval'/);
  expect(headers["x-content-type-options"]).toBe("nosniff");
  expect(headers["referrer-policy"]).toBeTruthy();
});

for (const { path, budget } of APPS) {
  test(`the files of ${path} are sent compressed, cached, and within their budget`, async ({ server }) => {
    const names = await assets(`${server.url}${path}`);
    expect(names.some((name) => name.endsWith(".wasm"))).toBe(true);
    let total = 0;
    for (const name of new Set(names)) {
      const { status, headers, body } = await fetchRaw(`${server.url}${name}`);
      expect(status, name).toBe(200);
      expect(headers["content-encoding"], name).toBe("br");
      expect(headers["cache-control"], name).toMatch(/max-age=31536000.*immutable/);
      expect(headers["x-content-type-options"], name).toBe("nosniff");
      total += body.length;
    }
    expect(total).toBeLessThanOrEqual(budget);
  });
}

test("opening one app loads nothing of the other", async ({ page, server }) => {
  const loaded: string[] = [];
  page.on("request", (request) => loaded.push(new URL(request.url()).pathname));
  for (const [path, heading, own] of [
    ["/", "Accesso", /^\/(?!mia-casella)/],
    ["/mia-casella/accesso", "Accesso alla tua casella", /^\/(mia-casella|api)\//],
  ] as const) {
    loaded.length = 0;
    await page.goto(`${server.url}${path}`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(heading);
    await page.waitForLoadState("networkidle");
    expect(loaded.filter((name) => !own.test(name))).toEqual([]);
    expect(loaded.some((name) => name.endsWith(".wasm"))).toBe(true);
    expect(loaded.some((name) => name.endsWith(".woff2"))).toBe(true);
  }
});

test("any path of a page opens the panel, a missing file does not", async ({ server }) => {
  const deep = await fetchRaw(`${server.url}/caselle/0`);
  expect(deep.status).toBe(200);
  expect(deep.headers["content-type"]).toContain("text/html");
  expect((await fetchRaw(`${server.url}/nothing-0123456789abcdef.js`)).status).toBe(404);
});

test("responses of the API are not cached", async ({ server }) => {
  for (const path of ["/api/v1/me", "/api/v1/mailboxes"]) {
    const { status, headers } = await fetchRaw(`${server.url}${path}`);
    expect(status).toBe(401);
    expect(headers["cache-control"]).toContain("no-store");
    expect(headers["content-type"]).toContain("application/problem+json");
  }
});

test("the API documentation loads nothing from other hosts", async ({ page, server }) => {
  const elsewhere: string[] = [];
  page.on("request", (request) => {
    if (/^https?:/.test(request.url()) && !request.url().startsWith(server.url)) elsewhere.push(request.url());
  });
  await page.goto("/api/docs");
  await expect(page.getByText("/api/v1/mailboxes", { exact: true }).first()).toBeVisible({ timeout: 30_000 });
  expect(elsewhere).toEqual([]);
});
