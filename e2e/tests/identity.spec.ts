import type { Page } from "@playwright/test";
import { expectAccessible, expectAccessibleInBothThemes, expectNoSidewaysScroll } from "../support/audit.ts";
import { expect, test } from "../support/fixtures.ts";
import { taxCode } from "../support/registry.ts";

const ADDRESS = { street: "Via delle Prove", locality: "Potenza", province: "PZ", postal_code: "85100" };
const ZENO = taxCode("TLMZNE", "07D15");

function chip(page: Page, name: string, count: number) {
  return page.getByRole("group", { name: "Righe per esito" }).getByRole("button", { name: `${name} ${count}`, exact: true });
}

test("the identity of a holder is registered, and the mailbox is ready for REM", async ({ operator, page, panel, world }) => {
  const domain = await world.domain("comune");
  const { id } = await operator.createHeldMailbox(domain, "protocollo");
  await operator.createMailbox(domain, "tributi");
  const ready = page.getByTestId("rem-readiness");
  await page.emulateMedia({ reducedMotion: "reduce" });

  await test.step("what is missing is said, and so is each empty field", async () => {
    await panel.open(await world.postmaster(), `/caselle/${id}`);
    await expect(ready).toHaveText("Titolare da identificare, manca il secondo fattore");
    await panel.button("Registra l'identificazione").click();
    const dialog = page.getByRole("dialog", { name: "Come è stato identificato il titolare" });
    await expectAccessibleInBothThemes(page);
    await dialog.getByLabel("Metodo di identificazione").selectOption("Di persona");
    await expect(dialog).toContainText("ha mostrato un documento valido quel giorno");
    await dialog.getByRole("button", { name: "Registra", exact: true }).click();
    await expect(dialog.getByText("Il campo è obbligatorio.").first()).toBeVisible();
    await dialog.getByLabel("Livello di garanzia").selectOption("Elevato");
    await dialog.getByLabel("Identificato il").fill("2026-01-15");
    await dialog.getByLabel("Identificato da").fill("Sportello di Potenza");
    await dialog.getByLabel("Tipo di documento").selectOption("Carta d'identità");
    await dialog.getByLabel("Numero del documento").fill("CA00000AA");
    await dialog.getByLabel("Scadenza del documento").fill("2031-05-20");
    await dialog.getByRole("button", { name: "Registra", exact: true }).click();
    await expect(panel.notice).toContainText("L'identificazione è registrata");
    await expect(page.getByTestId("identification")).toHaveText("Di persona, livello elevato");
    await expect(panel.fact("Documento di identità")).toHaveText("Carta d'identità CA00000AA, valido fino al 20/05/2031");
    await expect(ready).toHaveText("Manca il secondo fattore");
  });

  await test.step("with a second factor the mailbox is ready", async () => {
    await panel.button("Registra il secondo fattore").click();
    const dialog = page.getByRole("dialog", { name: "Secondo fattore di autenticazione" });
    await dialog.getByLabel("Secondo fattore dal").fill("2026-02-01");
    await dialog.getByRole("button", { name: "Registra", exact: true }).click();
    await expect(page.getByTestId("second-factor")).toHaveText("attivo dal 01/02/2026");
    await expect(ready).toHaveText("Sì");
    await expect(page.getByText("ha registrato l'identificazione del titolare")).toBeVisible();
    await page.setViewportSize({ width: 390, height: 844 });
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  await test.step("the list finds what is not ready yet", async () => {
    await page.goto(`/caselle?dominio=${domain}&pronta-rem=not_identified,no_second_factor,not_prepared`);
    const rows = page.getByTestId("mailboxes").getByRole("row");
    await expect(rows.filter({ hasText: "tributi" })).toBeVisible();
    await expect(rows.filter({ hasText: "protocollo" })).toHaveCount(0);
    await page.goto(`/caselle?dominio=${domain}&pronta-rem=ready`);
    await expect(rows.filter({ hasText: "protocollo" })).toBeVisible();
  });

  await test.step("an identification of the wrong mailbox is taken away", async () => {
    await page.goto(`/caselle/${id}`);
    await panel.button("Togli").click();
    const dialog = page.getByRole("dialog", { name: "Togli l'identificazione" });
    await dialog.getByRole("button", { name: "Togli", exact: true }).click();
    await expect(panel.notice).toContainText("L'identificazione è stata tolta");
    await expect(ready).toHaveText("Titolare da identificare");
  });
});

test("the identities of many holders are imported", async ({ operator, page, panel, world }) => {
  const domain = await world.domain("comune");
  const { id } = await operator.createHeldMailbox(domain, "protocollo");
  await operator.createMailbox(domain, "tributi", {
    holder: { given_name: "Zeno", family_name: "Tàlamo", tax_code: ZENO },
    address: ADDRESS,
  });
  const file = [
    "Casella;Codice fiscale;Metodo di identificazione;Livello di garanzia;Identificato il;Identificato da;A titolo di;Secondo fattore dal",
    "protocollo;;SPID;significativo;15/01/2026;Portale dei servizi;in proprio;01/02/2026",
    "tributi;TLMZOE04B69G942V;CIE;elevato;15/01/2026;Portale dei servizi;in proprio;",
    "nessuno;;SPID;significativo;15/01/2026;Portale dei servizi;in proprio;",
  ].join("\r\n");
  await panel.open(await world.postmaster(), `/caselle/importa?dominio=${domain}`);
  await panel.choice("Contenuto del file", "Identità dei titolari").check();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Importa identità dei titolari");
  await expectAccessible(page);
  await page.getByLabel("File", { exact: true }).setInputFiles({
    name: "identita.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(file),
  });
  await panel.button("Controlla il file").click();
  const rows = page.getByTestId("job_rows").getByRole("row");
  await expect(chip(page, "Con errori", 2)).toBeVisible();
  await expect(rows.filter({ hasText: "tributi@" })).toContainText("Codice fiscale del titolare:");
  await chip(page, "Da fare", 1).click();
  await expect(rows.filter({ hasText: "protocollo@" })).toContainText("Metodo di identificazione");
  await panel.settled();
  await expectAccessible(page);
  await panel.button("Avvia su 1 casella").click();
  await expect(chip(page, "Eseguite", 1).or(chip(page, "Modificata", 1))).toBeVisible();
  await page.goto(`/caselle/${id}`);
  await expect(page.getByTestId("rem-readiness")).toHaveText("Sì");
});
