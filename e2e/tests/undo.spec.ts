import { expectAccessible } from "../support/audit.ts";
import { expect, test } from "../support/fixtures.ts";

test("a record of the history gives back what it changed", async ({ operator, page, panel, world }) => {
  const mailbox = await operator.createMailbox(await world.domain("comune"), "protocollo", { quota_mb: 1000 });
  await operator.patch(`/mailboxes/${mailbox.id}`, { quota_mb: 3000 });
  await panel.open(await world.postmaster(), `/caselle/${mailbox.id}`);
  await expect(panel.fact("Quota")).toHaveText("3.000 MB");
  const records = page.getByTestId("history").getByRole("listitem").filter({ has: page.locator("time") });
  await expect(page.getByRole("button", { name: "Ripristina" })).toHaveCount(1);
  await page.getByRole("button", { name: "Ripristina" }).click();
  const dialog = page.getByRole("dialog", { name: "Ripristina i dati precedenti" });
  await expect(dialog).toContainText(/Quota: 3\.000 MB.*diventa 1\.000 MB/);
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Ripristina" }).click();
  await expect(panel.notice).toContainText("sono stati ripristinati");
  await expect(panel.fact("Quota")).toHaveText("1.000 MB");
  await expect(panel.fact("Soft limit")).toHaveText("800 MB");
  await expect(records).toHaveCount(3);
});

test("what has changed again since is not overwritten", async ({ operator, page, panel, world }) => {
  const mailbox = await operator.createMailbox(await world.domain("comune"), "protocollo", { quota_mb: 1000 });
  await operator.patch(`/mailboxes/${mailbox.id}`, { quota_mb: 3000 });
  await operator.patch(`/mailboxes/${mailbox.id}`, { quota_mb: 5000 });
  await panel.open(await world.postmaster(), `/caselle/${mailbox.id}`);
  await page.getByRole("button", { name: "Ripristina" }).last().click();
  const dialog = page.getByRole("dialog", { name: "Ripristina i dati precedenti" });
  await dialog.getByRole("button", { name: "Ripristina" }).click();
  await expect(dialog).toContainText("I dati sono cambiati di nuovo dopo questa modifica");
  expect((await operator.findMailbox(mailbox.address))?.quota_mb).toBe(5000);
});

test("an operation on many mailboxes is undone by another, with a dry run", async ({ operator, page, panel, world }) => {
  const domain = await world.domain("comune");
  const mailboxes = [await operator.createMailbox(domain, "anagrafe"), await operator.createMailbox(domain, "bilancio")];
  await panel.open(await world.postmaster(), `/caselle?dominio=${domain}`);
  for (const { address } of mailboxes) await page.getByRole("checkbox", { name: address }).check();
  await page.getByTestId("selection").getByRole("button", { name: "Azioni" }).click();
  await page.getByRole("menuitem", { name: "Disabilita…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: /Controlla/ }).click();
  await panel.button("Avvia su 2 caselle").click();
  await expect(page.getByTestId("job")).toContainText("CONCLUSA");
  expect((await operator.findMailbox(mailboxes[0]?.address ?? ""))?.state).toBe("disabled");

  await panel.button("Annulla questa operazione").click();
  await expect(panel.title).toContainText("Annullamento di un'operazione su 2 caselle");
  await expect(page.getByTestId("job")).toContainText("IN ATTESA DI AVVIO");
  await expect(page.getByTestId("job_rows")).toContainText(/DISABILITATA.*diventa ATTIVA/);
  await expectAccessible(page);
  await panel.button("Avvia su 2 caselle").click();
  await expect(page.getByTestId("job")).toContainText("CONCLUSA");
  expect((await operator.findMailbox(mailboxes[0]?.address ?? ""))?.state).toBe("active");
});
