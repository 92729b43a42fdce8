import type { Page } from "@playwright/test";
import { expectAccessible } from "../support/audit.ts";
import { expect, test } from "../support/fixtures.ts";

// Invented people: the codes are of nobody.
const ZOE = "TLMZOE04B69G942";
const HEADINGS =
  "Casella;E-mail;Nome;Cognome;Codice fiscale;Via;Numero;Località;Provincia;CAP;Telefono;Ragione sociale;Partita IVA";

async function bring(page: Page, text: string): Promise<void> {
  await page.getByLabel("File", { exact: true }).setInputFiles({
    name: "titolari.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(text),
  });
  await page.getByRole("button", { name: "Controlla il file" }).click();
  await expect(page).toHaveURL(/\/operazioni\/[0-9a-f-]{36}$/);
}

function chip(page: Page, name: string, count: number) {
  return page.getByRole("group", { name: "Righe per esito" }).getByRole("button", { name: `${name} ${count}`, exact: true });
}

test("mailboxes are imported with their holders, who are then found", async ({ page, panel, world }) => {
  const domain = await world.domain("comune");
  const address = "Via Prova;1;Potenza;PZ;85100;0971 000001;Prova S.r.l.;12345678903";
  const file = [
    HEADINGS,
    `protocollo;protocollo@example.org;Zoè;Tàlamo;${checked(ZOE)};${address}`,
    `tributi;tributi@example.org;Zoè;Tàlamo;${checked(ZOE)};${address}`,
    `tecnico;tecnico@example.org;Ugo;Prova;RSSMRA04B29G942X;${address.replace("85100", "851")}`,
  ].join("\r\n");
  await panel.open(await world.postmaster(), `/caselle/importa?dominio=${domain}`);

  await test.step("the dry run says who is new, and what is wrong with a row", async () => {
    await bring(page, file);
    const rows = page.getByTestId("job_rows").getByRole("row");
    await chip(page, "Con errori", 1).click();
    const wrong = rows.filter({ hasText: "Codice fiscale del titolare:" });
    await expect(wrong).toContainText("CAP:");
    await chip(page, "Da creare", 2).click();
    await expect(rows.filter({ hasText: "protocollo@" })).toContainText("Tàlamo Zoè");
    await expect(rows.filter({ hasText: "protocollo@" })).toContainText("nuovo titolare");
    await expect(rows.filter({ hasText: "tributi@" })).toContainText("già registrato");
    await panel.settled();
    await expectAccessible(page);
  });

  await test.step("the mailboxes and one holder are created", async () => {
    await panel.button("Crea 2 caselle").click();
    await expect(chip(page, "Create", 2)).toBeVisible();
    await panel.menu.getByRole("link", { name: "Titolari" }).click();
    await expect(page.getByTestId("holders").getByRole("row").filter({ hasText: checked(ZOE) })).toHaveCount(1);
  });
});

/** The code with its check character (DM 23/12/1976). */
function checked(code: string): string {
  const odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
  const value = (letter: string) => (/\d/.test(letter) ? Number(letter) : letter.charCodeAt(0) - 65);
  const values = [...code].map((letter, place) => (place % 2 === 0 ? odd[value(letter)]! : value(letter)));
  return code + String.fromCharCode(65 + (values.reduce((sum, one) => sum + one, 0) % 26));
}
