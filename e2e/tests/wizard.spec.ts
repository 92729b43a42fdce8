import { expect, test } from "../support/fixtures.ts";
import type { Page } from "@playwright/test";
import type { Panel } from "../support/panel.ts";
import { ADDRESS, taxCode, vatNumber } from "../support/registry.ts";

const CODE = taxCode("TLMZOE", "04B69");

async function fillFirst(panel: Panel, name: string): Promise<void> {
  await panel.field("Nome della casella").fill(name);
  await panel.field("E-mail di comunicazione").fill(`${name}@posta.example.org`);
  await panel.field("Codice fiscale").fill(CODE);
}

async function atStep(page: Page, name: string): Promise<void> {
  await expect(page.locator("[aria-current=step]")).toContainText(name);
}

test("a mailbox with a new holder and a new company, step by step", async ({ operator, page, panel, world }) => {
  const domain = await world.domain("comune", { onboarding: "contract" });
  await panel.open(await world.postmaster(), `/caselle/nuova?dominio=${domain}`);
  await fillFirst(panel, "talamo");
  await expect(page.getByTestId("availability")).toContainText("Il nome è libero.");
  await panel.field("Cognome").fill("Tàlamo");
  await page.getByRole("textbox", { name: "Nome", exact: true }).fill("Zoè");
  await expect(page.getByTestId("tax-code-reading")).toContainText("nata il 29/02/2004");
  await panel.button("Avanti").click();

  await atStep(page, "Indirizzo");
  await panel.button("Avanti").click();
  await expect(panel.field("Via o piazza")).toHaveAttribute("aria-invalid", "true");
  await panel.field("Via o piazza").fill("Via delle Prove");
  await page.getByRole("combobox", { name: "Località" }).pressSequentially("Potenza");
  await page.getByRole("option", { name: /^Potenza PZ/ }).click();
  await expect(panel.field("Provincia")).toHaveValue("PZ");
  await panel.field("CAP").fill("85100");
  await panel.button("Avanti").click();

  // The browser's own buttons walk through the steps, and ask nothing.
  await atStep(page, "Persona giuridica");
  await page.goBack();
  await atStep(page, "Indirizzo");
  await expect(panel.field("CAP")).toHaveValue("85100");
  await page.goBack();
  await atStep(page, "Casella e titolare");
  await expect(panel.field("Cognome")).toHaveValue("Tàlamo");
  await page.goForward();
  await page.goForward();
  await atStep(page, "Persona giuridica");
  await page.getByLabel("Sì").and(page.locator(":visible")).check();
  await panel.button("Avanti").click();

  await atStep(page, "Azienda");
  await panel.field("Ragione sociale").fill("Officine di Prova S.r.l.");
  await panel.field("Partita IVA").fill("12345678901");
  await panel.button("Avanti").click();
  await expect(panel.field("Partita IVA")).toHaveAttribute("aria-invalid", "true");
  await panel.field("Partita IVA").fill(vatNumber("0123456789"));
  await panel.button("Avanti").click();

  await atStep(page, "Conferma");
  const form = page.locator("form");
  for (const words of [`talamo@${domain}`, "Tàlamo Zoè", CODE, "Via delle Prove, 85100 Potenza (PZ)", "Officine di Prova S.r.l."]) {
    await expect(form).toContainText(words);
  }
  await panel.button("Crea casella").click();
  await expect(panel.title).toHaveText(`talamo@${domain}`);
  await expect(panel.notice).toContainText("attende la firma del contratto da parte del titolare");
  await expect(page.locator("main")).toContainText("IN ATTESA DI ATTIVAZIONE");
  await expect(page.getByRole("region", { name: "Titolare" })).toContainText("Tàlamo Zoè");

  // The same holder is known from then on, with what was given.
  await page.goto(`/caselle/nuova?dominio=${domain}`);
  await fillFirst(panel, "talamo.due");
  await expect(page.getByTestId("known-holder")).toContainText("Tàlamo Zoè");
  await panel.button("Avanti").click();
  await expect(page.getByLabel("Via delle Prove, 85100 Potenza (PZ)")).toBeChecked();
  await panel.button("Avanti").click();
  await page.getByLabel("Sì").and(page.locator(":visible")).check();
  await panel.button("Avanti").click();
  await expect(page.getByLabel("Officine di Prova S.r.l.")).toBeChecked();
  await panel.button("Avanti").click();
  await panel.button("Crea casella").click();
  await expect(panel.title).toHaveText(`talamo.due@${domain}`);
  const holders = await operator.get<{ items: unknown[] }>(`/holders?tax_code=${CODE}`);
  expect(holders.items.length).toBeGreaterThan(0);
});

test("without a holder a mailbox is created at once where the domain does not require one", async ({
  page,
  panel,
  world,
}) => {
  const domain = await world.domain("comune");
  await panel.open(await world.postmaster(), `/caselle/nuova?dominio=${domain}`);
  await panel.field("Nome della casella").fill("protocollo");
  await panel.field("E-mail di comunicazione").fill("protocollo@posta.example.org");
  await expect(panel.field("Codice fiscale")).toBeHidden();
  await panel.button("Crea casella").click();
  await expect(panel.notice).toContainText(`La casella protocollo@${domain} è stata creata con successo`);

  await page.goto(`/caselle/nuova?dominio=${domain}`);
  await page.getByRole("group", { name: "Registri ora il titolare" }).getByLabel("Sì").check();
  await expect(panel.field("Codice fiscale")).toBeVisible();
  await expect(panel.button("Avanti")).toBeVisible();
});

test("a reload in the middle loses nothing, and the end forgets it", async ({ page, panel, world }) => {
  const domain = await world.domain("comune", { onboarding: "contract" });
  await world.holder({ addresses: [ADDRESS, { ...ADDRESS, street: "Via dei Collaudi" }] });
  await panel.open(await world.postmaster(), `/caselle/nuova?dominio=${domain}`);
  await fillFirst(panel, "talamo");
  await expect(page.getByTestId("known-holder")).toBeVisible();
  await panel.button("Avanti").click();
  await page.getByLabel("Via dei Collaudi").check();
  await panel.button("Avanti").click();
  await page.getByLabel("Sì").and(page.locator(":visible")).check();
  await panel.button("Avanti").click();
  await page.getByLabel("Nuova azienda").check();
  await panel.field("Ragione sociale").fill("Officine di Prova S.r.l.");
  page.once("dialog", (asked) => void asked.accept());
  await page.reload();
  await atStep(page, "Azienda");
  await expect(panel.field("Ragione sociale")).toHaveValue("Officine di Prova S.r.l.");
  await panel.button("Avanti").click();
  for (const words of [`talamo@${domain}`, "Tàlamo Zoè", "Via dei Collaudi", "Officine di Prova S.r.l."]) {
    await expect(page.locator("form")).toContainText(words);
  }
  await page.getByRole("button", { name: "Modifica: Indirizzo" }).click();
  await expect(page.getByLabel("Via dei Collaudi")).toBeChecked();
  for (let step = 0; step < 3; step += 1) await panel.button("Avanti").click();
  await panel.button("Crea casella").click();
  await expect(panel.title).toHaveText(`talamo@${domain}`);
  await page.goto(`/caselle/nuova?dominio=${domain}`);
  await expect(panel.field("Nome della casella")).toHaveValue("");
  expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain("Officine");
});

test("a retired name is told while typing, and a fault of the server leads to its step", async ({
  operator,
  page,
  panel,
  world,
}) => {
  const domain = await world.domain("comune", { onboarding: "contract" });
  const mailbox = await operator.createMailbox(await world.domain("scuola"), "vecchia");
  await operator.send("DELETE", `/mailboxes/${mailbox.id}`);
  const postmaster = await world.postmaster();
  await panel.open(postmaster, `/caselle/nuova?dominio=${mailbox.domain}`);
  await panel.field("Nome della casella").fill("vecchia");
  await expect(page.getByTestId("availability")).toContainText("non può più essere usato");

  const vat = vatNumber("0123456789");
  await world.holder({ addresses: [ADDRESS] });
  await world.holder({
    given_name: "Zeno",
    tax_code: taxCode("TLMZNE", "07D15"),
    companies: [{ legal_name: "Officine di Prova S.r.l.", vat_number: vat }],
  });
  await panel.field("Nome della casella").fill("");
  await page.goto(`/caselle/nuova?dominio=${domain}`);
  await fillFirst(panel, "talamo");
  await expect(page.getByTestId("known-holder")).toBeVisible();
  await panel.button("Avanti").click();
  await panel.button("Avanti").click();
  await page.getByLabel("Sì").and(page.locator(":visible")).check();
  await panel.button("Avanti").click();
  await panel.field("Ragione sociale").fill("Un'altra S.r.l.");
  await panel.field("Partita IVA").fill(vat);
  await panel.button("Avanti").click();
  await panel.button("Crea casella").click();
  await atStep(page, "Azienda");
  await expect(panel.field("Partita IVA")).toBeFocused();
  await expect(panel.field("Partita IVA")).toHaveAttribute("aria-invalid", "true");
});
