import { expect, type Locator, type Page } from "@playwright/test";
import { test } from "../support/fixtures.ts";

/** Presses Tab until the focus is on an element, like a person without a mouse. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 60; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error("60 presses of Tab do not reach the element");
}

test("the day's work without a mouse", async ({ page, panel, world }) => {
  const domain = await world.domain("comune");
  const { username, password } = await world.postmaster();
  const address = `protocollo@${domain}`;
  await page.goto("/scegli-dominio");

  await tabTo(page, panel.username);
  await page.keyboard.type(username);
  await tabTo(page, panel.password);
  await page.keyboard.type(password);
  await page.keyboard.press("Enter");
  await expect(panel.title).toHaveText(`Caselle di ${domain}`);

  await tabTo(page, panel.add.first());
  await page.keyboard.press("Enter");
  await expect(panel.title).toHaveText("Nuova casella");
  await tabTo(page, panel.field("Nome della casella"));
  await page.keyboard.type("protocollo");
  await tabTo(page, panel.field("E-mail di comunicazione"));
  await page.keyboard.type("protocollo@posta.example.org");
  await page.keyboard.press("Enter");
  await expect(panel.notice).toContainText("è stata creata con successo");

  await tabTo(page, panel.search);
  await page.keyboard.type("proto");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/q=proto/);
  await tabTo(page, panel.table.getByRole("link", { name: `Modifica ${address}` }));
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("radio", { name: "ATTIVA", exact: true }));
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("radio", { name: "DISABILITATA" })).toBeChecked();
  await tabTo(page, panel.button("Modifica"));
  await page.keyboard.press("Enter");
  await expect(panel.notice).toContainText("è stata modificata");

  await tabTo(page, panel.link("Modifica"));
  await page.keyboard.press("Enter");
  await tabTo(page, panel.link("Cancella casella"));
  await page.keyboard.press("Enter");
  await tabTo(page, panel.field("Per confermare"));
  await page.keyboard.type(address);
  await page.keyboard.press("Enter");
  await expect(panel.notice).toContainText("è stata cancellata");
});

test("the export panel and the account menu work with the keyboard alone", async ({ page, panel, world }) => {
  await world.domain("comune");
  await panel.open(await world.postmaster());
  await tabTo(page, panel.export);
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("radio", { name: "PDF" }));
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("radio", { name: "CSV" })).toBeChecked();
  const download = page.waitForEvent("download");
  await tabTo(page, panel.button("Scarica il file"));
  await page.keyboard.press("Enter");
  expect((await download).suggestedFilename()).toMatch(/\.csv$/);

  const menu = page.locator("#user-menu-button");
  await menu.focus();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("menuitem", { name: "Il mio account" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(menu).toBeFocused();
  await expect(page.getByRole("menuitem", { name: "Esci" })).toBeHidden();
});

test("the keys of a menu move the focus before the next key, however slow the screen is", async ({ page, panel, world }) => {
  await world.domain("comune");
  await panel.open(await world.postmaster(), "/domini");
  const focused = await page.evaluate(async () => {
    window.requestAnimationFrame = () => 0;
    document.getElementById("user-menu-button")?.focus();
    const names: (string | null | undefined)[] = [];
    for (const key of ["ArrowDown", "End", "Home"]) {
      document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
      for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
      names.push(document.activeElement?.textContent);
    }
    return names;
  });
  expect(focused).toEqual(["Il mio account", "Esci", "Il mio account"]);
});
