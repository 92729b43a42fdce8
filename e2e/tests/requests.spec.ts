import type { BrowserContext, Page } from "@playwright/test";
import { ApiRequests } from "../support/api-requests.ts";
import { expect, OPERATOR, test } from "../support/fixtures.ts";
import { sample, type Sample } from "../support/pages.ts";
import { Panel } from "../support/panel.ts";

// On a line with 300 ms to the server each request that waits for another is felt.
const MOST_AFTER_CLICK = 2;
/** The session is renewed and read, then the page reads what it shows. */
const MOST_AT_FIRST_LOAD = 5;

const VIEWS = 3;

/** Pages, and how a click leads to each from the one before. */
function clicks(panel: Panel, shown: Sample, tag: string): [string, () => Promise<unknown>][] {
  const { page, menu } = panel;
  // With what other tests made, a list may have more than a page: then it has a box to search in.
  const narrow = (label: string, text: string) => async () => {
    const box = page.getByLabel(label);
    if (!(await box.isVisible())) return;
    await box.fill(text);
    await box.press("Enter");
  };
  const area = (name: string) => () => menu.getByRole("link", { name, exact: true }).click();
  const domain = () => page.getByRole("main").getByRole("link", { name: shown.domain, exact: true }).first().click();
  return [
    ["list of mailboxes", domain],
    ["list, next order", () => panel.table.getByRole("button", { name: "Stato" }).or(panel.table.getByRole("link", { name: /^Stato/ })).first().click()],
    ["list, search", () => panel.find("proto")],
    ["mailbox", () => panel.openMailbox("protocollo")],
    ["mailbox, messages", () => panel.tab("Messaggi")],
    ["mailbox, notes", () => panel.tab("Note")],
    ["mailbox, space", () => panel.tab("Spazio")],
    ["mailbox, history", () => panel.tab("Storico")],
    ["edit of the mailbox", () => panel.link("Modifica").click()],
    ["list again", area("Caselle")],
    ["import", () => panel.link("Importa").click()],
    ["operations", area("Operazioni")],
    ["operation", () => page.getByRole("main").getByRole("table").getByRole("link").first().click()],
    ["domains", area("Domini")],
    ["domains, search", narrow("Cerca un dominio", shown.domain)],
    ["domain", domain],
    ["accounts", area("Account")],
    ["accounts, search", narrow("Cerca per nome", tag)],
    ["account", () => page.getByRole("main").getByRole("link", { name: "Bruno Neri" }).first().click()],
    ["organisations", area("Organizzazioni")],
    ["organisation", () => page.getByRole("main").getByRole("table").getByRole("link").first().click()],
    ["mail host", area("Mail host")],
    ["profile", async () => {
      await page.locator("#user-menu-button").click();
      await page.getByRole("menuitem", { name: "Il mio account" }).click();
    }],
  ];
}

async function saveViews(page: Page, domain: string): Promise<void> {
  const reply = await page.request.post("/api/v1/sessions", { data: OPERATOR });
  const { access_token } = (await reply.json()) as { access_token: string };
  for (let number = 1; number <= VIEWS; number += 1) {
    const saved = await page.request.post("/api/v1/views", {
      headers: { Authorization: `Bearer ${access_token}` },
      data: { name: `Vista ${number} di ${domain}`, list: "mailboxes", query: { domain } },
    });
    expect(saved.status()).toBe(201);
  }
}

test("a click needs two requests at most until the page is full", async ({ operator, page, panel, post, world }) => {
  test.setTimeout(180_000);
  const shown = await sample(operator, OPERATOR, world, post);
  await saveViews(page, shown.domain);
  await panel.open(OPERATOR);
  const requests = new ApiRequests(page, panel);
  const table: string[] = [];
  const tooMany: string[] = [];
  for (const [name, click] of clicks(panel, shown, world.tag)) {
    const { sent } = await requests.during(click);
    table.push(`${name.padEnd(22)} ${sent.length}  ${sent.map((request) => request.slice(0, 60)).join(", ")}`);
    if (sent.length > MOST_AFTER_CLICK) tooMany.push(`${name}: ${sent.join(", ")}`);
  }
  console.log(`requests after a click\n${table.join("\n")}`);
  expect(tooMany).toEqual([]);
});

test("what the session knows is not read again, except after a change", async ({ operator, page, panel, post, world }) => {
  const shown = await sample(operator, OPERATOR, world, post);
  await saveViews(page, shown.domain);
  await panel.open(OPERATOR, `/caselle?dominio=${shown.domain}`);
  const views = page.getByTestId("views");
  const chip = views.getByRole("link", { name: `Vista 1 di ${shown.domain}` });
  await expect(chip).toContainText("3");
  const requests = new ApiRequests(page, panel);
  const revisit = async () => {
    await panel.menu.getByRole("link", { name: "Operazioni" }).click();
    await panel.settled();
    return requests.during(() => panel.menu.getByRole("link", { name: "Caselle", exact: true }).click());
  };
  expect((await revisit()).sent).toHaveLength(1);
  await expect(chip).toContainText("3");

  await panel.add.first().click();
  await panel.field("Nome della casella").fill("nuova");
  await panel.field("E-mail di comunicazione").fill("nuova@posta.example.org");
  await panel.button("Crea casella").click();
  await expect(panel.notice).toContainText("è stata creata");
  await expect(chip).toContainText("4");
});

async function firstLoad(context: BrowserContext, path: string): Promise<{ sent: string[]; bytes: number }> {
  const page = await context.newPage();
  const panel = new Panel(page);
  // As a person who comes for the first time, whose browser has none of the files.
  const session = await context.newCDPSession(page);
  await session.send("Network.clearBrowserCache");
  const loaded = await new ApiRequests(page, panel).during(() => page.goto(path));
  await page.close();
  return loaded;
}

test("the first load of a page needs few requests", async ({ context, operator, page, panel, post, world }) => {
  test.setTimeout(180_000);
  const shown = await sample(operator, OPERATOR, world, post);
  await saveViews(page, shown.domain);
  await panel.open(OPERATOR);
  const table: string[] = [];
  const tooMany: string[] = [];
  for (const path of [
    "/",
    `/caselle?dominio=${shown.domain}`,
    `/caselle/${shown.active.id}`,
    `/caselle/importa?dominio=${shown.domain}`,
    "/operazioni",
    `/operazioni/${shown.jobId}`,
    "/domini",
    `/domini/${shown.domainId}`,
    "/account",
    `/account/${shown.assistantId}`,
    "/organizzazioni",
    `/organizzazioni/${shown.organizationId}`,
    "/mail-host",
    "/profilo",
  ]) {
    const { sent, bytes } = await firstLoad(context, path);
    const name = path.split("?")[0]?.replace(/[0-9a-f-]{36}/, "{id}") ?? path;
    table.push(`${name.padEnd(24)} ${sent.length}  ${String(Math.round(bytes / 1024)).padStart(5)} KB  ${sent.map((request) => request.split("?")[0]).join(", ")}`);
    if (sent.length > MOST_AT_FIRST_LOAD) tooMany.push(`${name}: ${sent.join(", ")}`);
  }
  console.log(`API requests and bytes of a first load\n${table.join("\n")}`);
  expect(tooMany).toEqual([]);
});
