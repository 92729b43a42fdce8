import type { Locator } from "@playwright/test";
import { readFile } from "node:fs/promises";
import { expectAccessibleInBothThemes, expectNoSidewaysScroll } from "../support/audit.ts";
import { expect, test } from "../support/fixtures.ts";
import type { Panel } from "../support/panel.ts";

/** The rows of the list. */
function records({ page }: Panel): Locator {
  return page.getByRole("table", { name: "Attività" }).getByRole("rowgroup").last().getByRole("row");
}

test("the activity is found in the menu and by the search, and each record leads to its subject", async ({ operator, page, panel, world }) => {
  const domain = await world.domain("comune");
  const mailbox = await operator.createMailbox(domain, "protocollo");
  await operator.patch(`/mailboxes/${mailbox.id}`, { quota_mb: 3000 });
  await panel.open(await world.postmaster(), "/profilo");
  await panel.menu.getByRole("link", { name: "Attività", exact: true }).click();
  await expect(page).toHaveURL(/\/attivita$/);
  await expect(panel.title).toHaveText("Attività");
  await expect(panel.menu.getByRole("link", { name: "Attività", exact: true })).toHaveAttribute("aria-current", "page");
  const change = records(panel).filter({ hasText: mailbox.address }).filter({ hasText: "Modifica" });
  await expect(change).toHaveCount(1);
  await change.getByRole("link", { name: mailbox.address }).click();
  await expect(page).toHaveURL(new RegExp(`/caselle/${mailbox.id}`));
  await expect(panel.title).toHaveText(mailbox.address);

  await page.goBack();
  await records(panel).filter({ hasText: "Dominio" }).getByRole("link", { name: domain, exact: true }).first().click();
  await expect(page).toHaveURL(/\/domini\//);
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Cerca in tutto il pannello" }).fill("registro");
  await page.getByRole("option", { name: /^Attività/ }).click();
  await expect(panel.title).toHaveText("Attività");
  await page.getByRole("link", { name: "Aiuto: Attività" }).click();
  await expect(panel.title).toHaveText("Aiuto: Attività");
  await page.getByRole("navigation", { name: "Percorso" }).getByRole("link", { name: "Attività" }).click();
  await expect(panel.title).toHaveText("Attività");
});

test("filters are combined, stay in the address, and are removed one by one", async ({ operator, page, panel, world }) => {
  const domain = await world.domain("comune");
  const other = await world.domain("scuola");
  const mailbox = await operator.createMailbox(domain, "protocollo");
  await operator.createMailbox(other, "segreteria");
  await operator.patch(`/mailboxes/${mailbox.id}`, { quota_mb: 3000 });
  await panel.open(await world.postmaster(), "/attivita");
  const rows = records(panel);
  await page.getByLabel("Tipo di oggetto").selectOption({ label: "Casella" });
  await expect(rows).toHaveCount(3);
  await page.getByLabel("Azione", { exact: true }).selectOption({ label: "Creazione" });
  await expect(rows).toHaveCount(2);
  await page.getByLabel("Dominio", { exact: true }).selectOption({ label: domain });
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText(mailbox.address);
  await expect(page).toHaveURL(/tipo=mailbox/);
  await page.getByLabel("Dal", { exact: true }).fill("2020-01-01");
  await page.getByLabel("Al", { exact: true }).fill("2020-01-31");
  await expect(page.getByText("Nessun risultato").first()).toBeVisible();
  await expectAccessibleInBothThemes(page);

  await page.reload();
  await panel.settled();
  const chips = page.locator(".filter-chip");
  await expect(chips).toHaveCount(5);
  await expect(chips.filter({ hasText: "31/01/2020" })).toHaveCount(1);
  await chips.filter({ hasText: "31/01/2020" }).click();
  await expect(rows).toHaveCount(1);
  await chips.filter({ hasText: domain }).click();
  await expect(rows).toHaveCount(2);
  await page.goBack();
  await expect(rows).toHaveCount(1);
});

test("what is exported is what was found", async ({ operator, page, panel, world }) => {
  const domain = await world.domain("comune");
  const mailbox = await operator.createMailbox(domain, "protocollo");
  await operator.createMailbox(domain, "anagrafe");
  await operator.patch(`/mailboxes/${mailbox.id}`, { quota_mb: 3000 });
  await panel.open(await world.postmaster(), "/attivita?tipo=mailbox&azione=created");
  await expect(records(panel)).toHaveCount(2);
  const download = await panel.exportAs("CSV");
  expect(download.suggestedFilename()).toMatch(/^attivita-\d{4}-\d\d-\d\d\.csv$/);
  const lines = (await readFile(await download.path(), "utf8")).trim().split(/\r?\n/);
  expect(lines).toHaveLength(3);
  expect(lines.join("\n")).toContain(mailbox.address);
  // The export is a record itself.
  await page.goto("/attivita?azione=exported");
  await expect(records(panel)).toHaveCount(1);
});

test("a new record is announced, and neither takes the focus nor moves the rows", async ({ operator, page, panel, world }) => {
  const domain = await world.domain("comune");
  const postmaster = await world.postmaster();
  // The newest record, whose subject has a link.
  const mailbox = await operator.createMailbox(domain, "protocollo");
  await panel.open(postmaster, "/attivita");
  const live = page.getByTestId("live");
  await expect(live).toContainText("In diretta");
  const rows = records(panel);
  const before = await rows.count();
  const link = rows.first().getByRole("link");
  await link.focus();
  const place = await rows.first().boundingBox();

  await operator.patch(`/mailboxes/${mailbox.id}`, { quota_mb: 3000 });
  await expect(live.getByRole("status")).toHaveText("1 nuova registrazione");
  await operator.createMailbox(domain, "anagrafe");
  await expect(live.getByRole("status")).toHaveText("2 nuove registrazioni");
  await expect(link).toBeFocused();
  await expect(rows).toHaveCount(before);
  expect(await rows.first().boundingBox()).toEqual(place);
  await expectAccessibleInBothThemes(page);

  await live.getByRole("button", { name: "Mostra" }).click();
  await expect(rows).toHaveCount(before + 2);
  await expect(rows.nth(0)).toContainText(`anagrafe@${domain}`);
  await expect(rows.nth(1)).toContainText("Modifica");
  await expect(live).toBeFocused();
  await expect(live.getByRole("button")).toHaveCount(0);
  await page.keyboard.press("j");
  await expect(rows.first().getByRole("link")).toBeFocused();

  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await expectAccessibleInBothThemes(page);
});

test("only what the filters let pass arrives, and an empty list takes it in by itself", async ({ operator, page, panel, world }) => {
  const domain = await world.domain("comune");
  const mailbox = await operator.createMailbox(domain, "protocollo");
  await panel.open(await world.postmaster(), "/attivita?tipo=mailbox&azione=updated");
  await expect(page.getByText("Nessun risultato").first()).toBeVisible();
  await expect(page.getByTestId("live")).toContainText("In diretta");
  await operator.createMailbox(domain, "anagrafe");
  await operator.patch(`/mailboxes/${mailbox.id}`, { quota_mb: 3000 });
  await expect(records(panel)).toHaveCount(1);
  await expect(records(panel)).toContainText(mailbox.address);
});

test("an assistant sees the domains that they may view, and exports only where they may", async ({ operator, page, panel, world }) => {
  const domain = await world.domain("comune");
  const other = await world.domain("scuola");
  await operator.createMailbox(domain, "protocollo");
  await operator.createMailbox(other, "segreteria");
  await panel.open(await world.assistant({ [domain]: ["view"] }), "/attivita");
  await expect(records(panel)).toHaveCount(2);
  await expect(page.getByRole("main")).not.toContainText(other);
  await expect(panel.export).toHaveCount(0);
});
