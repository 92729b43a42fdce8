import { randomBytes } from "node:crypto";
import { expectAccessible, expectNoSidewaysScroll } from "../support/audit.ts";
import { test as plain } from "../support/fixtures.ts";
import { expect, OPERATOR, test } from "../support/hosted.ts";

const PHONE = { width: 390, height: 844 };
/** In days. A change becomes a finding only after half a minute. */
const ONE_MINUTE = 1 / 1440;

test("the operator finds and repairs differences on the mail host", async ({
  mailHost,
  operator,
  page,
  panel,
  server,
  world,
}) => {
  test.setTimeout(120_000);
  const domain = await world.domain("comune");
  const [lost, old, late] = [
    await operator.createMailbox(domain, "smarrita"),
    await operator.createMailbox(domain, "vecchia.copia", { quota_mb: 2000 }),
    await operator.createMailbox(domain, "tarda"),
  ];
  for (const { address } of [lost, old, late]) mailHost.fill(address, { INBOX: { messages: 7, mb: 3 } });
  await expect.poll(async () => (await operator.findMailbox(lost.address))?.used_bytes).toBe(3 * 1_048_576);

  const report = page.getByRole("region", { name: "Controllo" });
  const findings = page.getByTestId("findings").locator(".finding");
  const check = async () => {
    await panel.button("Controlla").click();
    await expect(report.locator("p[role=status]")).toHaveText(/^Controllo (delle|del) .*: \d+ casell[ae], \d+ deposit[oi]\.$/);
    await panel.settled();
  };

  await test.step("everything is in order", async () => {
    await panel.open(OPERATOR, "/");
    await panel.menu.getByRole("link", { name: "Mail host" }).click();
    await expect(panel.title).toHaveText("Mail host");
    await expect(page.getByTestId("host-state")).toContainText("RISPONDE");
    mailHost.delay = 300;
    await panel.button("Controlla").click();
    const busy = panel.button("Controllo in corso…");
    await expect(busy).toHaveAttribute("aria-disabled", "true");
    await expect(busy).toHaveAttribute("aria-busy", "true");
    await expect(report).toContainText("Nessuna differenza");
    mailHost.delay = 0;
    await expectAccessible(page);
  });

  // Cause a finding of each kind.
  const stray = randomBytes(16).toString("hex");
  mailHost.stores.set(stray, { INBOX: { messages: 1, mb: 1 } });
  mailHost.lose(lost.address);
  mailHost.outdated.set(old.address, { quota_bytes: 1000 * 1_048_576, delivery: "defer", sign_in: "works" });
  mailHost.outdated.set(late.address, { delivery: "accept" });
  await operator.patch(`/mailboxes/${late.id}`, { state: "disabled" });
  await server.moveTo(ONE_MINUTE);
  await page.goto("/mail-host");

  await test.step("every kind of finding is explained", async () => {
    await check();
    await expect(findings.locator("h3")).toHaveText([
      "Casella senza deposito",
      "Deposito senza casella",
      "Dati diversi sul mail host",
      "Dati diversi sul mail host",
      "Modifica non ancora applicata",
    ]);
    await expect(findings.filter({ hasText: "Casella senza deposito" })).toContainText(lost.address);
    await expect(findings.filter({ hasText: "Casella senza deposito" })).toContainText("All'ultima misura conteneva 7 messaggi.");
    await expect(findings.filter({ hasText: "Deposito senza casella" })).toContainText(stray);
    const differs = findings.filter({ hasText: old.address });
    await expect(differs.getByRole("row", { name: /^Quota/ })).toHaveText(/Quota.*2\.000 MB.*1\.000 MB/);
    await expect(differs.getByRole("row", { name: /^Messaggi in arrivo/ })).toContainText("in attesa presso il mittente");
    await expect(differs.getByRole("row", { name: /^Accesso/ })).toHaveText(/password da impostare.*consentito/);
    await expect(findings.filter({ hasText: "Modifica non ancora applicata" })).toContainText(
      /Disabilitazione.*IN ERRORE.*il mail host non riporta ancora la modifica/,
    );
    await expectAccessible(page);
    await page.setViewportSize(PHONE);
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  await test.step("a missing store is created", async () => {
    await page.getByRole("button", { name: `Crea il deposito: ${lost.address}` }).click();
    await expect(findings.filter({ hasText: lost.address })).toContainText("Il deposito è stato creato, vuoto.");
    await expect(findings.filter({ hasText: lost.address })).toBeFocused();
    expect(mailHost.hasStore(mailHost.storeOf(lost.address))).toBe(true);
  });

  await test.step("a stray store is destroyed after its name was typed", async () => {
    const press = page.getByRole("button", { name: `Distruggi il deposito: ${stray}` });
    await press.click();
    const dialog = page.getByRole("dialog", { name: "Distruggi il deposito" });
    await expect(dialog).toContainText("tutti i messaggi che contiene sono distrutti");
    await expect(dialog).toContainText(stray);
    await expectAccessible(page);
    await dialog.getByRole("textbox").fill("un altro");
    await dialog.getByRole("button", { name: "Distruggi il deposito" }).click();
    await expect(dialog.getByRole("textbox")).toHaveAccessibleDescription(/Non è il nome richiesto/);
    expect(mailHost.stores.has(stray)).toBe(true);
    await dialog.getByRole("textbox").fill(stray);
    await dialog.getByRole("button", { name: "Distruggi il deposito" }).click();
    await expect(dialog).toBeHidden();
    await expect(findings.filter({ hasText: stray })).toContainText("Il deposito è stato distrutto.");
    await expect(findings.filter({ hasText: stray })).toBeFocused();
    expect(mailHost.stores.has(stray)).toBe(false);
  });

  await test.step("a failing effect can be retried at once", async () => {
    await page.getByRole("button", { name: `Riprova subito: ${late.address}` }).click();
    await expect(findings.filter({ hasText: "Modifica non ancora applicata" })).toContainText("È ripartito un tentativo");
  });

  await test.step("reopening the database repairs all outdated mailboxes", async () => {
    await page.getByRole("button", { name: `Fai riaprire il database: ${old.address}` }).click();
    await expect(findings.filter({ hasText: "ha riaperto il database" })).toHaveCount(2);
    await expectAccessible(page);
  });

  await test.step("another check finds everything in order", async () => {
    await expect
      .poll(async () => (await operator.get<{ items: { state: string }[] }>(`/mailboxes/${late.id}/effects`)).items[0]?.state, {
        timeout: 40_000,
      })
      .toBe("applied");
    await check();
    await expect(report).toContainText("Nessuna differenza");
  });

  await test.step("if the mail host does not answer, its state and the check say why", async () => {
    mailHost.mood = "silent";
    await expect(page.getByTestId("host-state")).toContainText("NON RISPONDE", { timeout: 20_000 });
    await expect(page.getByTestId("host-state")).toContainText("il mail host non risponde");
    await panel.button("Controlla").click();
    await expect(panel.alert).toContainText("Il mail host non risponde correttamente.");
    await expectAccessible(page);
    await page.setViewportSize(PHONE);
    await expectNoSidewaysScroll(page);
  });
});

plain("without a mail host the page says how to configure one, and the list shows no used space", async ({
  operator,
  page,
  panel,
  world,
}) => {
  const domain = await world.domain("comune");
  const { id } = await operator.createMailbox(domain, "protocollo");
  await panel.open(OPERATOR, "/mail-host");
  await expect(page.getByText("SIGILLO_MAILHOST_URL")).toBeVisible();
  await expect(page.getByText("sigillo mailhost config")).toBeVisible();
  await expect(panel.button("Controlla")).toHaveCount(0);
  await expectAccessible(page);
  await page.setViewportSize(PHONE);
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1440, height: 900 });

  await panel.open(await world.postmaster(), `/caselle?dominio=${domain}`);
  await expect(panel.row("protocollo")).toBeVisible();
  await panel.settled();
  await expect(panel.menu.getByRole("link", { name: "Mail host" })).toHaveCount(0);
  await expect(page.getByRole("columnheader", { name: "Spazio usato" })).toHaveCount(0);
  await expect(page.getByLabel("Spazio", { exact: true })).toHaveCount(0);
  await expect(page.getByTestId("measured")).toHaveCount(0);
  await page.goto(`/caselle/${id}`);
  await expect(panel.fact("Spazio utilizzato")).toHaveText("non disponibile");
  await page.goto("/mail-host");
  await expect(panel.title).toHaveText("Accesso non consentito");
});
