import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, OPERATOR, test } from "./support/hosted.ts";
import { remember } from "./support/month.ts";
import type { Panel } from "./support/panel.ts";

const FOLDER = join(import.meta.dirname, "screenshots");
const WIDTHS = [1440, 390];

async function picture(page: Page, panel: Panel, name: string): Promise<void> {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    await panel.settled();
    await page.screenshot({ path: join(FOLDER, `${name}-${width}.png`), fullPage: true });
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}

test("screenshots of used space, effects and the mail host", async ({ mailHost, operator, page, panel, server, world }) => {
  test.setTimeout(240_000);
  const domain = await world.domain("comune");
  const held = { anagrafe: 12, "ufficio.tecnico": 970, protocollo: 412, tributi: 845, sindaco: 1003, vuota: 0 };
  for (const [name, mb] of Object.entries(held)) {
    const { address } = await operator.createMailbox(domain, name, { quota_mb: 1000 });
    if (mb) mailHost.fill(address, { INBOX: { messages: mb, mb: mb * 0.6 }, Archive: { messages: mb, mb: mb * 0.4 } });
  }
  const find = async (name: string) => (await operator.findMailbox(`${name}@${domain}`))!;
  const cancelled = await operator.createMailbox(domain, "vecchia");
  await operator.send("DELETE", `/mailboxes/${cancelled.id}`);
  await expect.poll(async () => (await find("sindaco")).used_bytes).toBe(1003 * 1_048_576);
  const tributi = await find("tributi");
  await operator.patch(`/mailboxes/${tributi.id}`, { state: "disabled" });
  await operator.patch(`/mailboxes/${tributi.id}`, { quota_mb: 1001, soft_limit_mb: 800 });
  remember(server.database, tributi.id);

  const english = (on: boolean) => page.getByRole("button", { name: on ? "EN – English" : "IT – Italiano" }).click();
  await panel.open(OPERATOR, `/caselle?dominio=${domain}&ordina=-fill`);
  await picture(page, panel, "spazio-elenco");
  await english(true);
  await picture(page, panel, "spazio-elenco-en");
  await english(false);
  await page.goto(`/caselle/${tributi.id}`);
  await expect(page.getByTestId("effects").getByText("APPLICATA", { exact: true })).toHaveCount(2);
  await picture(page, panel, "spazio-casella");
  await page.getByText("Giorno per giorno").click();
  await picture(page, panel, "spazio-casella-giorni");
  await page.goto(`/caselle/${cancelled.id}`);
  await picture(page, panel, "effetti-cancellata");

  mailHost.mood = "silent";
  await operator.patch(`/mailboxes/${tributi.id}`, { state: "active" });
  await page.goto(`/caselle/${tributi.id}`);
  await expect(page.getByTestId("effects")).toContainText("in errore");
  await picture(page, panel, "effetti-errore");
  await english(true);
  await picture(page, panel, "effetti-errore-en");
  await english(false);
  await page.goto(`/caselle?dominio=${domain}`);
  await picture(page, panel, "spazio-elenco-errore");
  await page.goto("/mail-host");
  await panel.button("Controlla").click();
  await expect(panel.alert).toBeVisible();
  await picture(page, panel, "mail-host-errore");

  mailHost.mood = "well";
  await expect.poll(async () => (await operator.get<{ failing_since: string | null }>("/mail-host")).failing_since).toBeNull();
  for (const { id } of [tributi, cancelled]) {
    await expect
      .poll(async () => (await operator.get<{ items: { state: string }[] }>(`/mailboxes/${id}/effects`)).items[0]?.state, { timeout: 40_000 })
      .toBe("applied");
  }
  await page.goto("/mail-host");
  await panel.button("Controlla").click();
  await expect(page.getByText("Tutto in ordine")).toBeVisible();
  await picture(page, panel, "mail-host-in-ordine");

  mailHost.stores.set(randomBytes(16).toString("hex"), {});
  mailHost.lose((await find("protocollo")).address);
  mailHost.outdated.set(tributi.address, { quota_bytes: 500 * 1_048_576, delivery: "defer", sign_in: "works", password_id: "00".repeat(16) });
  const late = await find("anagrafe");
  mailHost.outdated.set(late.address, { delivery: "accept" });
  await operator.patch(`/mailboxes/${late.id}`, { state: "disabled" });
  await server.moveTo(1 / 1440);
  await page.goto("/mail-host");
  await panel.button("Controlla").click();
  await expect(page.locator(".finding")).toHaveCount(5);
  await picture(page, panel, "mail-host-controllo");
  await english(true);
  await picture(page, panel, "mail-host-controllo-en");
  await english(false);
  await page.getByRole("button", { name: /^Crea il deposito/ }).click();
  await expect(page.locator(".finding-done")).toHaveCount(1);
  await page.getByRole("button", { name: /^Distruggi il deposito/ }).click();
  await page.getByRole("dialog").getByRole("textbox").fill("altro");
  await page.getByRole("dialog").getByRole("button", { name: "Distruggi il deposito" }).click();
  await picture(page, panel, "mail-host-distruggi");
});
