import type { Page } from "@playwright/test";
import { expectAccessible } from "../support/audit.ts";
import { expect, test } from "../support/fixtures.ts";
import { taxCode } from "../support/registry.ts";

// Invented people: the codes are of nobody.
const ZOE = taxCode("TLMZOE", "04B69");
const UGO = taxCode("PRVGUO", "04B29");
const HEADINGS =
  "Nome;Cognome;Codice fiscale;Via;Numero;Località;Provincia;CAP;Telefono;E-mail;Ragione sociale;Partita IVA;Ruolo";
const ADDRESS = "Via Prova;1;Potenza;PZ;85100;0971 000001;zoe@example.org";
const COMPANY = "Prova S.r.l.;12345678903;titolare";

async function bring(page: Page, ...rows: string[]): Promise<void> {
  await page.getByLabel("File", { exact: true }).setInputFiles({
    name: "titolari.csv",
    mimeType: "text/csv",
    buffer: Buffer.from([HEADINGS, ...rows].join("\r\n")),
  });
  await page.getByRole("button", { name: "Controlla il file" }).click();
  await expect(page).toHaveURL(/\/operazioni\/[0-9a-f-]{36}$/);
}

function chip(page: Page, name: string, count: number) {
  return page.getByRole("group", { name: "Righe per esito" }).getByRole("button", { name: `${name} ${count}`, exact: true });
}

test("holders are imported without mailboxes, and a second file only adds", async ({ page, panel, world }) => {
  await world.domain("comune");
  await panel.open(await world.postmaster(), "/titolari");
  const rows = page.getByTestId("job_rows").getByRole("row");

  await test.step("the dry run says what each row adds, and what is wrong with one", async () => {
    await page.getByRole("link", { name: "Importa titolari" }).first().click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Importa titolari");
    await panel.settled();
    await expectAccessible(page);
    await bring(
      page,
      `Zoè;Tàlamo;${ZOE};${ADDRESS};${COMPANY}`,
      // The name does not fit the code, which is a warning.
      `Anna;Verdi;${UGO};;;;;;;;;;`,
      `Ida;Neri;RSSMRA04B29G942X;Via Prova;1;Potenza;PZ;851;;;;;`,
    );
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Importazione di titolari da titolari.csv");
    await chip(page, "Con errori", 1).click();
    await expect(rows.filter({ hasText: "RSSMRA" })).toContainText("CAP:");
    await chip(page, "Da registrare", 2).click();
    const zoe = rows.filter({ hasText: "Tàlamo Zoè" });
    await expect(zoe).toContainText("nuovo titolare, nuovo indirizzo, nuova azienda");
    await expect(zoe).toContainText("Via Prova 1, 85100 Potenza PZ");
    await expect(rows.filter({ hasText: "Verdi Anna" })).toContainText("non corrispondono alle lettere del codice fiscale");
    await panel.settled();
    await expectAccessible(page);
  });

  await test.step("the holders are entered, and found in the list", async () => {
    await panel.button("Registra i dati di 2 titolari").click();
    await expect(chip(page, "Registrate", 2)).toBeVisible();
    await page.getByRole("link", { name: "Vai ai titolari" }).click();
    await expect(page.getByTestId("holders").getByRole("row").filter({ hasText: ZOE })).toHaveCount(1);
    await expect(page.getByTestId("holders").getByRole("row").filter({ hasText: UGO })).toHaveCount(1);
  });

  await test.step("a known tax code overwrites nothing", async () => {
    await page.getByRole("link", { name: "Importa titolari" }).first().click();
    await bring(
      page,
      `Zoè;Tàlamo;${ZOE};${ADDRESS};${COMPANY}`,
      `Anna;Verdi;${UGO};${ADDRESS};;;`,
    );
    await chip(page, "Già registrata", 1).click();
    await expect(rows.filter({ hasText: "Tàlamo Zoè" })).toContainText("già registrato");
    await chip(page, "Da registrare", 1).click();
    await expect(rows.filter({ hasText: "Verdi Anna" })).toContainText("nuovo indirizzo");
    await panel.button("Registra i dati di 1 titolare").click();
    await chip(page, "Registrata", 1).click();
    await page.getByRole("link", { name: "Verdi Anna" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText("Verdi");
  });

  await test.step("a file without tax codes waits for the person to say which column has them", async () => {
    await page.goto("/titolari/importa");
    await page.getByLabel("File", { exact: true }).setInputFiles({
      name: "senza.csv",
      mimeType: "text/csv",
      buffer: Buffer.from("Nome;Cognome;Sigla\r\nZoè;Tàlamo;a\r\n"),
    });
    await page.getByRole("button", { name: "Controlla il file" }).click();
    await page.getByRole("button", { name: "Controlla le righe" }).click();
    await expect(page.getByText("Indica la colonna con il codice fiscale.")).toBeVisible();
    const sigla = page.getByLabel("Sigla");
    await expect(sigla.getByRole("option", { name: "Quota" })).toHaveCount(0);
    await sigla.selectOption({ label: "Codice fiscale del titolare" });
    await page.getByRole("button", { name: "Controlla le righe" }).click();
    await chip(page, "Con errori", 1).click();
    await expect(rows.filter({ hasText: "Codice fiscale del titolare:" })).toHaveCount(1);
  });
});
