import { expectAccessible } from "../support/audit.ts";
import { expect, test } from "../support/fixtures.ts";

const PHONE = { width: 390, height: 844 };

test("Ctrl-K finds mailboxes, pages and actions, and remembers what was opened", async ({ operator, page, panel, world }) => {
  const domain = await world.domain("comune");
  const mailbox = await operator.createMailbox(domain, "protocollo.generale");
  await panel.open(await world.postmaster(), "/domini");
  await page.keyboard.press("Control+k");
  const dialog = page.getByRole("dialog", { name: "Cerca in tutto il pannello" });
  const field = dialog.getByRole("combobox");
  await expect(field).toBeFocused();
  await field.fill("generale");
  const options = dialog.getByRole("option");
  await expect(options.filter({ hasText: mailbox.address })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Enter");
  await expect(panel.title).toHaveText(mailbox.address);
  await expect(dialog).toBeHidden();

  // A slip of the pen is forgiven, and the arrow keys choose.
  await page.keyboard.press("/");
  await expect(options.first()).toContainText(mailbox.address);
  await field.fill("opperazioni");
  await expect(options.first()).toContainText("Operazioni");
  await page.keyboard.press("Enter");
  await expect(panel.title).toHaveText("Operazioni");

  await page.keyboard.press("Control+k");
  await field.fill("nessunacosacosì");
  await expect(dialog.getByRole("status")).toHaveText("Nessun risultato.");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
});

test("the search opens from the bar on a phone, and finds nothing of others", async ({ operator, page, panel, world }) => {
  await operator.createMailbox(await world.domain("comune"), "segreta");
  const other = await world.assistant({ [await world.domain("museo")]: ["view"] });
  await page.setViewportSize(PHONE);
  await panel.open(other);
  await page.getByRole("button", { name: "Cerca in tutto il pannello" }).click();
  const dialog = page.getByRole("dialog", { name: "Cerca in tutto il pannello" });
  await dialog.getByRole("combobox").fill("segreta");
  await expect(dialog.getByRole("status")).toHaveText("Nessun risultato.");
  await expectAccessible(page);
});

test("? shows the keys, and a letter typed in a field stays a letter", async ({ page, panel, world }) => {
  const domain = await world.domain("comune");
  await panel.open(await world.postmaster(), `/caselle?dominio=${domain}`);
  await panel.search.focus();
  await page.keyboard.type("?/n");
  await expect(panel.search).toHaveValue("?/n");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await panel.title.click();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Tasti di scelta rapida" })).toContainText("Ctrl K");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await page.keyboard.press("n");
  await expect(panel.title).toHaveText("Nuova casella");
});
