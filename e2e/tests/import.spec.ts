import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScroll } from "../support/audit.ts";
import { readCsv } from "../support/files.ts";
import { expect, test } from "../support/fixtures.ts";
import type { Panel } from "../support/panel.ts";
import { workbook } from "../support/workbook.ts";

const PHONE = { width: 390, height: 844 };
const DESK = { width: 1440, height: 900 };

/** Chooses a file on the import page, as with the browser's file dialog. */
async function bring(page: Page, name: string, text: string): Promise<void> {
  await page.getByLabel("File", { exact: true }).setInputFiles({
    name,
    mimeType: "text/csv",
    buffer: Buffer.from(text),
  });
  await page.getByRole("button", { name: "Controlla il file" }).click();
  await expect(page).toHaveURL(/\/operazioni\/[0-9a-f-]{36}$/);
}

function chip(page: Page, name: string, count: number) {
  return page.getByRole("group", { name: "Righe per esito" }).getByRole("button", { name: `${name} ${count}`, exact: true });
}

async function expectWell(page: Page, panel: Panel): Promise<void> {
  await panel.settled();
  await expectAccessible(page);
  await page.setViewportSize(PHONE);
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await page.setViewportSize(DESK);
}

test("a list from another panel is checked and imported, and its wrong rows are corrected and imported again", async ({
  page,
  panel,
  world,
}) => {
  test.setTimeout(120_000);
  const domain = await world.domain("comune");
  const file = [
    "Indirizzo PEC;E-mail di contatto;Spazio (GB)",
    `anagrafe@${domain};anagrafe@example.org;2`,
    `tributi@${domain};tributi@example.org;`,
    `TRIBUTI@${domain};altro@example.org;`,
    `ufficio tecnico@${domain};tecnico@example.org;1`,
    `protocollo@${domain};protocollo;1`,
  ].join("\r\n");
  await panel.open(await world.postmaster(), `/caselle?dominio=${domain}`);

  await test.step("a file is required", async () => {
    await page.getByTestId("no-mailboxes").getByRole("link", { name: "Importa" }).click();
    await expect(panel.title).toHaveText("Importa caselle");
    await expectWell(page, panel);
    await page.getByRole("button", { name: "Controlla il file" }).click();
    await expect(page.getByText("Scegli il file da importare.").first()).toBeVisible();
  });

  await test.step("the dry run shows the outcome of each row", async () => {
    await bring(page, "caselle.csv", file);
    await expect(panel.title).toHaveText(`Importazione di caselle.csv in ${domain}`);
    await expect(chip(page, "Con errori", 3)).toBeVisible();
    await expect(chip(page, "Da creare", 2)).toBeVisible();
    await chip(page, "Con errori", 3).click();
    const rows = page.getByTestId("job_rows").getByRole("row");
    await expect(rows.filter({ hasText: "già presente in una riga precedente" })).toContainText("tributi@");
    await expect(rows.filter({ hasText: "E-mail di comunicazione:" })).toHaveCount(1);
    // A row with errors shows its own text.
    const tecnico = rows.filter({ hasText: "ufficio tecnico@" });
    await expect(tecnico).toContainText(`Nel file: ufficio tecnico@${domain} · tecnico@example.org · 1`);
    await expectWell(page, panel);
  });

  await test.step("the dry run shows every value that would be written", async () => {
    await chip(page, "Da creare", 2).click();
    const rows = page.getByTestId("job_rows").getByRole("row");
    await expect(rows).toHaveCount(3);
    const anagrafe = rows.filter({ hasText: `anagrafe@${domain}` });
    for (const value of ["anagrafe@example.org", "2.048 MB", "1.638 MB", "No"]) {
      await expect(anagrafe.getByRole("cell").filter({ hasText: value }).first()).toBeVisible();
    }
    await expectWell(page, panel);
  });

  await test.step("the job runs after confirmation and its end is shown", async () => {
    await panel.button("Crea 2 caselle").click();
    await expect(page.getByTestId("job").getByText("CONCLUSA", { exact: true })).toBeVisible();
    await expect(chip(page, "Create", 2)).toBeVisible();
    await expectWell(page, panel);
  });

  const mended = await test.step("the failed rows can be downloaded", async () => {
    const waiting = page.waitForEvent("download");
    await panel.button("Scarica le righe con errori").click();
    const path = await (await waiting).path();
    const table = readCsv(path);
    expect(table[0]).toEqual(["Riga", "Indirizzo PEC", "E-mail di contatto", "Spazio (GB)", "Motivo"]);
    expect(table.slice(1).map((row) => row[0])).toEqual(["4", "5", "6"]);
    return readFileSync(path, "utf8")
      .replace(`ufficio tecnico@${domain}`, `ufficio.tecnico@${domain}`)
      .replace(";protocollo;", ";protocollo@example.org;");
  });

  await test.step("corrected rows are created and existing mailboxes stay unchanged", async () => {
    await page.goto(`/caselle/importa?dominio=${domain}`);
    await bring(page, "righe.csv", mended);
    await panel.button("Crea 2 caselle").click();
    await expect(chip(page, "Create", 2)).toBeVisible();
    await panel.link("Vai alle caselle").click();
    await expect(panel.rows).toHaveCount(4);
  });

  await test.step("importing the same file again changes nothing", async () => {
    await page.goto(`/caselle/importa?dominio=${domain}`);
    const good = file.split("\r\n").slice(0, 3).join("\r\n");
    await bring(page, "caselle.csv", good);
    await expect(page.getByText("Non c'è nulla da fare")).toBeVisible();
    await expect(chip(page, "Invariate", 2)).toBeVisible();
    await page.getByRole("button", { name: "Rinuncia" }).click();
    await expect(page.getByTestId("job").getByText("INTERROTTA", { exact: true })).toBeVisible();
  });

  await test.step("the jobs are listed, newest first", async () => {
    await panel.menu.getByRole("link", { name: "Operazioni" }).click();
    await expect(page.getByTestId("jobs").getByRole("row")).toHaveCount(4);
    await expectWell(page, panel);
  });
});

test("unrecognised columns are mapped by hand", async ({ page, panel, world }) => {
  const domain = await world.domain("comune");
  await panel.open(await world.postmaster(), `/caselle/importa?dominio=${domain}`);
  await bring(page, "elenco.csv", "sigla;dove;nota\nA 1;B 1;x x\nA 2;B 2;y y\n");
  await expect(page.getByTestId("job").getByText("DA COMPLETARE", { exact: true })).toBeVisible();
  await expectWell(page, panel);
  await panel.button("Controlla le righe").click();
  await expect(page.getByText("Indica la colonna con il nome")).toBeVisible();
  await page.getByLabel("Colonna 1").selectOption("Nome della casella");
  await page.getByLabel("Colonna 2").selectOption("Nome della casella");
  await panel.button("Controlla le righe").click();
  await expect(page.getByText("Un'altra colonna contiene già questo dato.")).toBeVisible();
  await page.getByLabel("Colonna 2").selectOption("Non importare");
  await panel.button("Controlla le righe").click();
  await expect(page.getByText("Indica la colonna con l'e-mail di comunicazione.")).toBeVisible();
  await page.getByLabel("Colonna 2").selectOption("E-mail di comunicazione");
  await panel.button("Controlla le righe").click();
  await expect(chip(page, "Con errori", 3)).toBeVisible();
  await expect(page.getByRole("heading", { name: "Stato" })).toBeFocused();
});

test("a doubtful column and a doubtful unit are confirmed with examples", async ({ page, panel, world }) => {
  const domain = await world.domain("comune");
  await panel.open(await world.postmaster(), `/caselle/importa?dominio=${domain}`);
  const file = [
    "Casella;E-mail;Quota;Nuova password",
    "uno;uno@example.org;1048576;segreta",
    "due;due@example.org;2097152;segreta",
  ].join("\n");
  await bring(page, "elenco.csv", file);
  await expect(page.getByTestId("job").getByText("DA COMPLETARE", { exact: true })).toBeVisible();
  await expect(page.getByTestId("doubt")).toHaveText(/unità di misura/);
  await expect(page.getByText("I valori di questa colonna non vengono conservati.")).toBeVisible();
  await expect(page.getByText("segreta")).toHaveCount(0);
  const conversion = page.getByTestId("conversion");
  await expect(conversion).toContainText("1048576 → 1.024 MB · 2097152 → 2.048 MB");
  await expectWell(page, panel);
  await page.getByLabel("Quota: unità di misura").selectOption("byte");
  await expect(conversion).toContainText("1048576 → 1 MB · 2097152 → 2 MB");
  await expect(page.getByTestId("doubt")).toHaveCount(0);
  await page.getByLabel("Quota: unità di misura").selectOption("KB");
  await panel.button("Controlla le righe").click();
  await expect(chip(page, "Da creare", 2)).toBeVisible();
  await expect(page.getByTestId("job_rows").getByRole("row").nth(1)).toContainText("1.024 MB");
});

test("a person chooses among the sheets of a file and about its hidden rows", async ({ page, panel, world }) => {
  const domain = await world.domain("comune");
  await panel.open(await world.postmaster(), `/caselle/importa?dominio=${domain}`);
  const list = (name: string): string[][] => [
    ["Elenco delle caselle"],
    [],
    ["Casella", "E-mail"],
    [name, `${name}@example.org`],
    ["nascosta", "nascosta@example.org"],
  ];
  const buffer = workbook([
    { name: "Istruzioni", rows: [["Compilare un foglio al mese"]] },
    { name: "Gennaio", rows: list("uno") },
    { name: "Febbraio", rows: list("due"), hidden: [5] },
  ]);
  await page.getByLabel("File", { exact: true }).setInputFiles({
    name: "elenco.xlsx",
    mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    buffer,
  });
  const check = page.getByRole("button", { name: "Controlla il file" });
  await check.click();
  const sheet = page.getByLabel("Foglio");
  await expect(sheet).toBeFocused();
  await expect(page.getByText("scegli quello da importare").first()).toBeVisible();
  await expect(sheet.getByRole("option")).toHaveText(["Scegli un foglio", "Gennaio", "Febbraio"]);
  await expectWell(page, panel);
  await sheet.selectOption("Febbraio");
  await panel.menu.getByRole("link", { name: "Caselle" }).click();
  const leaving = page.getByRole("dialog", { name: "Hai modifiche non salvate" });
  await leaving.getByRole("button", { name: "Resta sulla pagina" }).click();
  await check.click();
  await expect(page.getByText("Il foglio contiene righe nascoste").first()).toBeVisible();
  await expectWell(page, panel);
  await page.getByLabel("Non importare le righe nascoste").check();
  await check.click();
  await expect(page).toHaveURL(/\/operazioni\/[0-9a-f-]{36}$/);
  await expect(chip(page, "Da creare", 1)).toBeVisible();
  await expect(panel.fact("Foglio")).toHaveText("Febbraio");
  await expect(panel.fact("Righe nascoste")).toHaveText("1, non importate");
  await expect(panel.fact("Intestazioni")).toContainText("riga 3");
  await expectWell(page, panel);
});

test("cancelling many mailboxes requires typing their number", async ({ operator, page, panel, world }) => {
  const domain = await world.domain("comune");
  for (const name of ["anna", "bruno"]) await operator.createMailbox(domain, name);
  await panel.open(await world.postmaster(), `/caselle?dominio=${domain}`);
  await page.getByRole("checkbox", { name: "Seleziona la pagina" }).check();
  await page.getByTestId("selection").getByRole("button", { name: "Azioni" }).click();
  await page.getByRole("menuitem", { name: "Cancella" }).click();
  await page.getByRole("dialog").getByRole("button", { name: /Controlla/i }).click();
  await expect(panel.title).toHaveText("Cancellazione di 2 caselle");
  await expect(page.getByText("la cancellazione è definitiva")).toBeVisible();
  await expectWell(page, panel);
  const confirm = page.getByRole("button", { name: "Cancella per sempre 2 caselle" });
  await confirm.click();
  await expect(page.getByText("Il numero non corrisponde").first()).toBeVisible();
  await page.getByLabel("quante caselle vengono cancellate").fill("2");
  await confirm.click();
  await expect(page.getByTestId("job").getByText("CONCLUSA", { exact: true })).toBeVisible();
  await expect(chip(page, "Eseguite", 2)).toBeVisible();
});

test("all rows are shown before the confirmation, and each outcome is in the singular", async ({ page, panel, world }) => {
  const domain = await world.domain("comune");
  await panel.open(await world.postmaster(), `/caselle/importa?dominio=${domain}`);
  await bring(page, "elenco.csv", "casella;e-mail\nuno;uno@example.org\ndue;due@example\n");
  await expect(chip(page, "Tutte", 2)).toHaveAttribute("aria-pressed", "true");
  const rows = page.getByTestId("job_rows").getByRole("row");
  await expect(rows.filter({ hasText: `uno@${domain}` })).toContainText("uno@example.org");
  await expect(rows.filter({ hasText: "Con errori" })).toHaveCount(1);
  await panel.button("Crea 1 casella").click();
  await expect(page.getByTestId("job").getByText("CONCLUSA", { exact: true })).toBeVisible();
  await chip(page, "Creata", 1).click();
  await expect(rows.filter({ hasText: `uno@${domain}` })).toContainText("Creata");
});
