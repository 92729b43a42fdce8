import type { Page, Request } from "@playwright/test";
import type { Credentials } from "../support/api.ts";
import { expectAccessibleInBothThemes } from "../support/audit.ts";
import { expect, test } from "../support/fixtures.ts";
import { holdApp } from "../support/held-app.ts";

// The form in the HTML signs in by itself, before the app has arrived.

/** The requests to the API that the page sends from now on. */
function requestsOf(page: Page): () => string[] {
  const sent: string[] = [];
  page.on("request", (request: Request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith("/api/")) sent.push(`${request.method()} ${pathname}`);
  });
  return () => sent;
}

async function send(page: Page, { username, password }: Credentials): Promise<void> {
  await page.locator("#first-name").fill(username);
  await page.locator("#first-password").fill(password);
  await page.locator("#first-password").press("Enter");
}

function status(page: Page, text: string) {
  return page.locator("#first-status").getByText(text).and(page.locator(":visible"));
}

test("the form signs in before the app is there, which continues without signing in again", async ({ page, panel, world }) => {
  await world.domain("comune");
  const release = await holdApp(page);
  const sent = requestsOf(page);
  await page.goto("/", { waitUntil: "commit" });
  const answer = page.waitForResponse("**/api/v1/sessions");
  await send(page, await world.postmaster());
  expect((await answer).status()).toBe(201);
  await expect(status(page, "Caricamento in corso…")).toBeVisible();
  const { access_token: token } = (await (await answer).json()) as { access_token: string };

  release();
  await expect(panel.title).toHaveText("Cruscotto");
  expect(sent().filter((request) => request.startsWith("POST"))).toEqual(["POST /api/v1/sessions"]);
  // The token is nowhere but in the memory of the app.
  const places = await page.evaluate(() => [
    JSON.stringify({ ...localStorage, ...sessionStorage }),
    location.href,
    document.documentElement.outerHTML,
    String("sigilloSignIn" in window),
  ]);
  expect(places.at(-1)).toBe("false");
  for (const place of places) expect(place).not.toContain(token);
});

test("an app that arrives during the sign-in waits for the same answer", async ({ page, panel, world }) => {
  await world.domain("comune");
  const releaseApp = await holdApp(page);
  let releaseAnswer = (): void => {};
  const held = new Promise<void>((resolve) => (releaseAnswer = resolve));
  await page.route("**/api/v1/sessions", async (route) => {
    await held;
    await route.continue();
  });
  const sent = requestsOf(page);
  await page.goto("/", { waitUntil: "commit" });
  await send(page, await world.postmaster());
  await expect(status(page, "Accesso in corso…")).toBeVisible();
  // A second press sends nothing.
  await page.locator("#first-password").press("Enter");

  releaseApp();
  await panel.arrived();
  await expect(panel.enter).toHaveAttribute("aria-busy", "true");
  await panel.password.press("Enter");
  releaseAnswer();
  await expect(panel.title).toHaveText("Cruscotto");
  expect(sent().filter((request) => request.startsWith("POST"))).toEqual(["POST /api/v1/sessions"]);
});

test("a wrong password is said at once, and can be corrected before the app is there", async ({ page, panel, world }) => {
  await world.domain("comune");
  const { username, password } = await world.postmaster();
  const release = await holdApp(page);
  await page.goto("/", { waitUntil: "commit" });
  await send(page, { username, password: "non è questa parola" });
  await expect(panel.alert).toContainText("Nome utente o password non corretti.");
  await expect(page.locator("#first-message")).toBeFocused();
  await expect(panel.username).toHaveValue(username);
  await expect(page.locator("#first-password")).toHaveValue("");
  await expect(panel.enter).toBeEnabled();
  await expectAccessibleInBothThemes(page);

  await page.locator("#first-password").fill(password);
  await panel.enter.click();
  await expect(panel.alert).toHaveCount(0);
  await expect(status(page, "Caricamento in corso…")).toBeVisible();
  release();
  await expect(panel.title).toHaveText("Cruscotto");
});

test("the app shows the failure that the form showed", async ({ page, panel, world }) => {
  const { username } = await world.postmaster();
  const release = await holdApp(page);
  await page.goto("/", { waitUntil: "commit" });
  await send(page, { username, password: "non è questa parola" });
  await expect(panel.alert).toContainText("Nome utente o password non corretti.");
  release();
  await panel.arrived();
  await expect(panel.alert).toContainText("Nome utente o password non corretti.");
  await expect(panel.username).toHaveValue(username);
});

test("a missing field is said at once", async ({ page, panel }) => {
  const release = await holdApp(page);
  await page.addInitScript(() => localStorage.setItem("sigillo.lang", "en"));
  await page.goto("/", { waitUntil: "commit" });
  const [name, password] = [page.locator("#first-name"), page.locator("#first-password")];
  await name.press("Enter");
  await expect(name).toBeFocused();
  await expect(name).toHaveAccessibleDescription("This field is required.");
  await expect(password).toHaveAttribute("aria-invalid", "true");
  await expectAccessibleInBothThemes(page);
  await name.fill("qualcuno");
  await expect(name).toHaveAccessibleDescription("");
  expect(page.url()).not.toContain("qualcuno");
  release();
  await panel.arrived();
  await expect(page.getByLabel("User name")).toHaveValue("qualcuno");
  await expect(panel.alert).toHaveCount(0);
});

test("too many attempts: the form counts the wait, and the app goes on with it", async ({ page, panel }) => {
  const release = await holdApp(page);
  const problem = { type: "x", title: "x", status: 429, code: "too_many_requests", detail: "x", trace_id: "x" };
  let attempts = 0;
  await page.route("**/api/v1/sessions", (route) => {
    attempts += 1;
    return route.fulfill({ status: 429, contentType: "application/problem+json", headers: { "Retry-After": "150" }, json: problem });
  });
  await page.goto("/", { waitUntil: "commit" });
  await send(page, { username: "qualcuno", password: "una parola" });
  // The text of the other language is hidden.
  const text = /^Troppi tentativi\. Potrai riprovare tra 2 minuti e \d+ secondi\.$/;
  await expect(panel.alert).toHaveText(text, { useInnerText: true });
  await expect(panel.enter).toBeDisabled();
  await page.locator("#first-password").press("Enter");
  release();
  await panel.arrived();
  await expect(page.getByText(/Potrai riprovare tra 2 minuti e \d+ secondi\./)).toBeVisible();
  await expect(panel.enter).toBeDisabled();
  expect(attempts).toBe(1);
});

test("a server that does not answer is said, and the form can be sent again", async ({ page, panel, world }) => {
  await world.domain("comune");
  const release = await holdApp(page);
  await page.goto("/", { waitUntil: "commit" });
  await page.route("**/api/**", (route) => route.abort());
  await send(page, await world.postmaster());
  await expect(panel.alert).toContainText("Il server non risponde");
  await page.unroute("**/api/**");
  await panel.enter.click();
  await expect(status(page, "Caricamento in corso…")).toBeVisible();
  release();
  await expect(panel.title).toHaveText("Cruscotto");
});

test("the user of a mailbox signs in before the app is there", async ({ operator, page, world }) => {
  const mailbox = await operator.createMailbox(await world.domain("comune"), "protocollo");
  const release = await holdApp(page);
  const sent = requestsOf(page);
  await page.route("**/api/v1/own-mailbox/sessions", (route) => route.fulfill({ status: 201, json: { address: mailbox.address } }));
  await page.goto("/mia-casella", { waitUntil: "commit" });
  await send(page, { username: mailbox.address, password: "una frase tutta mia" });
  await expect(status(page, "Caricamento in corso…")).toBeVisible();
  release();
  await expect(page.locator("#first-paint")).toHaveCount(0);
  expect(sent().filter((request) => request.startsWith("POST"))).toEqual(["POST /api/v1/own-mailbox/sessions"]);
});

test("an expired password of a mailbox is changed in the app", async ({ page, panel }) => {
  const release = await holdApp(page);
  const problem = { type: "x", title: "x", status: 403, code: "password_expired", detail: "x", trace_id: "x" };
  await page.route("**/api/v1/own-mailbox/sessions", (route) =>
    route.fulfill({ status: 403, contentType: "application/problem+json", json: problem }),
  );
  await page.goto("/mia-casella/accesso", { waitUntil: "commit" });
  await send(page, { username: "protocollo@pec.example.it", password: "una frase tutta mia" });
  await expect(status(page, "Caricamento in corso…")).toBeVisible();
  release();
  await expect(panel.title).toHaveText("Cambia la password");
  await expect(page.getByText("protocollo@pec.example.it")).toBeVisible();
});

for (const path of ["/", "/mia-casella/accesso"]) {
  test(`without its script the form of ${path} is hidden, and cannot send a password in an address`, async ({ browser, server }) => {
    const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(path);
    const form = page.locator("#first-form");
    await expect(form).toBeHidden();
    await expect(form).toHaveAttribute("method", "post");
    expect(await form.getAttribute("action")).toBeNull();
    await context.close();
  });

  test(`the form of ${path} is found by password managers, in both languages`, async ({ page }) => {
    await holdApp(page);
    for (const [language, label, button] of [["it", "Password", "Accedi"], ["en", "Password", "Sign in"]] as const) {
      await page.goto("/", { waitUntil: "commit" });
      await page.evaluate((chosen) => localStorage.setItem("sigillo.lang", chosen), language);
      await page.goto(path, { waitUntil: "commit" });
      await expect(page.locator("html")).toHaveAttribute("lang", language);
      await expect(page.locator("#first-name")).toHaveAttribute("autocomplete", "username");
      await expect(page.getByLabel(label, { exact: true })).toHaveAttribute("autocomplete", "current-password");
      await expect(page.getByRole("button", { name: button, exact: true })).toBeVisible();
      await expectAccessibleInBothThemes(page);
    }
  });
}
