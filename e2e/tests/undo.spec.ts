import { expectAccessible } from "../support/audit.ts";
import { expect, OPERATOR, test } from "../support/fixtures.ts";

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

  const undone = new URL(page.url()).pathname;
  await panel.button("Annulla questa operazione").click();
  await expect(panel.title).toContainText("Annullamento di un'operazione su 2 caselle");
  await expect(page.getByTestId("job")).toContainText("IN ATTESA DI AVVIO");
  await expect(page.getByTestId("job_rows")).toContainText(/DISABILITATA.*diventa ATTIVA/);
  await expect(panel.fact("Annulla l'operazione")).toHaveText("Disabilitazione di 2 caselle");
  await expect(panel.button("Rinuncia")).toBeVisible();
  await expectAccessible(page);
  await panel.button("Avvia su 2 caselle").click();
  await expect(page.getByTestId("job")).toContainText("CONCLUSA");
  expect((await operator.findMailbox(mailboxes[0]?.address ?? ""))?.state).toBe("active");

  const undoing = new URL(page.url()).pathname;
  await panel.fact("Annulla l'operazione").getByRole("link").click();
  await expect(page).toHaveURL(undone);
  await expect(panel.title).toHaveText("Disabilitazione di 2 caselle");
  await expect(panel.fact("Annullata dall'operazione")).toHaveText("Annullamento di un'operazione su 2 caselle");
  await expect(panel.button("Annulla questa operazione")).toHaveCount(0);
  await panel.fact("Annullata dall'operazione").getByRole("link").click();
  await expect(page).toHaveURL(undoing);
});

test("a record of an account gives back name and permissions, and asks for the password", async ({
  operator,
  page,
  panel,
  world,
}) => {
  const domain = await world.domain("comune");
  const { username } = await world.assistant({ [domain]: ["view"] });
  const { id } = await world.account(username);
  await operator.patch(`/accounts/${id}`, {
    display_name: "Bruno Bianchi",
    grants: [{ domain, permissions: ["view", "cancel"] }],
  });
  const postmaster = await world.postmaster();
  await panel.signIn(postmaster);
  await expect(panel.menu).toBeVisible();
  await page.goto(`/account/${id}`);
  await expect(panel.title).toHaveText("Bruno Bianchi");
  await page.getByRole("heading", { name: "Storico" }).click();
  const history = page.getByTestId("history");
  await expect(history).toContainText(`Permessi su ${domain}: Consultare → diventa Consultare, Cancellare`);
  await expect(history).toContainText("Una creazione non si può annullare.");
  await history.getByRole("button", { name: "Ripristina" }).click();
  const dialog = page.getByRole("dialog", { name: "Ripristina i dati precedenti" });
  await expect(dialog).toContainText(/Nome e cognome: Bruno Bianchi.*diventa Bruno Neri/);
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Ripristina" }).click();
  await panel.confirm(postmaster.password);
  await expect(panel.notice).toContainText("sono stati ripristinati");
  await expect(panel.title).toHaveText("Bruno Neri");
  await expect(page.getByRole("checkbox", { name: `Cancellare ${domain}` })).not.toBeChecked();
  await expect(history).toContainText("Ripristina i dati precedenti al record 2");
  await expectAccessible(page);
});

test("a record of a domain gives back its settings", async ({ operator, page, panel, world }) => {
  const name = await world.domain("comune", { default_quota_mb: 1000 });
  const { items } = await operator.get<{ items: { id: string }[] }>(`/domains?q=${name}`);
  const id = items[0]?.id ?? "";
  await operator.patch(`/domains/${id}`, { default_quota_mb: 3000, language: "en" });
  await panel.open(OPERATOR, `/domini/${id}`);
  await expect(panel.fact("Quota predefinita")).toHaveText("3.000 MB");
  await page.getByRole("heading", { name: "Storico" }).click();
  await page.getByTestId("history").getByRole("button", { name: "Ripristina" }).click();
  const dialog = page.getByRole("dialog", { name: "Ripristina i dati precedenti" });
  await expect(dialog).toContainText(/Lingua dei messaggi: Inglese.*diventa Italiano/);
  await dialog.getByRole("button", { name: "Ripristina" }).click();
  await expect(panel.notice).toContainText("sono stati ripristinati");
  await expect(panel.fact("Quota predefinita")).toHaveText("1.000 MB");
  await expectAccessible(page);
});

test("a postmaster reads the history of a domain and cannot change it", async ({ operator, page, panel, world }) => {
  const name = await world.domain("comune");
  const { items } = await operator.get<{ items: { id: string }[] }>(`/domains?q=${name}`);
  const id = items[0]?.id ?? "";
  await operator.patch(`/domains/${id}`, { default_quota_mb: 3000 });
  await panel.open(await world.postmaster(), `/domini/${id}`);
  await page.getByRole("heading", { name: "Storico" }).click();
  await expect(page.getByTestId("history").getByRole("listitem").filter({ has: page.locator("time") })).toHaveCount(2);
  await expect(page.getByRole("button", { name: "Ripristina" })).toHaveCount(0);
});
