import type { Locator, Page } from "@playwright/test";
import { expect, test } from "../support/fixtures.ts";
import { ADDRESS, taxCode, vatNumber } from "../support/registry.ts";

function pane(page: Page, name: string): Locator {
  return page.getByRole("region", { name: new RegExp(`^${name}`) });
}

/** The field of this very label, which others contain. */
const exactly = (page: Page, label: string): Locator => page.getByRole("textbox", { name: label, exact: true });

const family = (page: Page, name: string): Locator =>
  page.getByRole("table", { name: "Titolari" }).getByRole("link", { name, exact: true });

test("the panes follow the selection by click and by arrow keys, with two requests for a row", async ({
  operator,
  page,
  panel,
  world,
}) => {
  const domain = await world.domain("comune");
  const zoe = await world.holder({ addresses: [ADDRESS] });
  await world.holder({ family_name: "Avellino", given_name: "Ugo", tax_code: taxCode("VLLGUO", "05A10") });
  await operator.createMailbox(domain, "talamo", { holder: { id: zoe.id } });
  await panel.open(await world.postmaster(), "/titolari");
  await expect(page.getByText("Seleziona un titolare")).toBeVisible();

  await family(page, "Avellino").click();
  await expect(page.getByTestId("selected-holder")).toContainText("Avellino Ugo");
  await expect(pane(page, "Indirizzi")).toContainText("Nessun indirizzo.");
  await expect(page).toHaveURL(/titolare=/);

  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/api/v1/")) asked.push(request.url());
  });
  await page.keyboard.press("ArrowDown");
  await expect(page.getByTestId("selected-holder")).toContainText("Tàlamo Zoè");
  await expect(pane(page, "Indirizzi")).toContainText("Via delle Prove 12/A, 85100 Potenza (PZ)");
  await expect(pane(page, "Caselle PEC")).toContainText(`talamo@${domain}`);
  expect(asked).toHaveLength(2);
  await expect(page).toHaveURL(new RegExp(`titolare=${zoe.id}`));

  await page.reload();
  await expect(page.getByTestId("selected-holder")).toContainText("Tàlamo Zoè");
});

test("an address is changed, added and removed once the fields are enabled", async ({ page, panel, world }) => {
  await world.domain("comune");
  const holder = await world.holder({ addresses: [ADDRESS] });
  await panel.open(await world.postmaster(), `/titolari?titolare=${holder.id}`);
  const addresses = pane(page, "Indirizzi");
  await expect(addresses).toContainText("Via delle Prove");
  await expect(addresses.getByRole("button", { name: /^Modifica/ })).toHaveCount(0);
  await addresses.getByRole("button", { name: "Abilita campi editabili" }).click();
  await addresses.getByRole("button", { name: "Modifica l'indirizzo Via delle Prove" }).click();
  await addresses.getByLabel("CAP").fill("8510");
  await addresses.getByRole("button", { name: "Salva" }).click();
  await expect(addresses.getByLabel("CAP")).toHaveAttribute("aria-invalid", "true");
  await addresses.getByLabel("CAP").fill("85100");
  await addresses.getByLabel("Via o piazza").fill("Via dei Collaudi");

  // What is being changed is not thrown away.
  await addresses.getByRole("button", { name: "Disabilita campi editabili" }).click();
  await expect(panel.notice).toContainText("Salva o annulla la modifica in corso");
  await addresses.getByRole("button", { name: "Salva" }).click();
  await expect(addresses).toContainText("Via dei Collaudi 12/A");

  await addresses.getByRole("button", { name: "Aggiungi un indirizzo" }).click();
  await addresses.getByLabel("Via o piazza").fill("Via Nuova");
  await addresses.getByLabel("Località").pressSequentially("Matera");
  await page.getByRole("option", { name: /^Matera/ }).click();
  await expect(addresses.getByLabel("Provincia")).toHaveValue("MT");
  await addresses.getByLabel("CAP").fill("75100");
  await addresses.getByRole("button", { name: "Salva" }).click();
  await expect(addresses).toContainText("Via Nuova, 75100 Matera (MT)");

  await addresses.getByRole("button", { name: "Rimuovi Via dei Collaudi" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Rimuovi" }).click();
  await expect(addresses).not.toContainText("Via dei Collaudi");
  await addresses.getByRole("button", { name: "Disabilita campi editabili" }).click();
  await expect(addresses.getByRole("button", { name: "Aggiungi un indirizzo" })).toHaveCount(0);
});

test("a company that is changed warns that it changes for all its holders", async ({ page, panel, world }) => {
  await world.domain("comune");
  const company = { legal_name: "Officine di Prova S.r.l.", vat_number: vatNumber("0123456789") };
  await world.holder({ companies: [company] });
  const other = await world.holder({ given_name: "Zeno", tax_code: taxCode("TLMZNE", "07D15") });
  await panel.open(await world.postmaster(), `/titolari?titolare=${other.id}`);
  const companies = pane(page, "Attività");
  await companies.getByRole("button", { name: "Abilita campi editabili" }).click();
  await companies.getByRole("button", { name: "Aggiungi un'attività" }).click();
  await companies.getByLabel("Azienda", { exact: true }).pressSequentially("officine");
  await page.getByRole("option", { name: /^Officine di Prova/ }).click();
  await companies.getByLabel("Ruolo").fill("socio");
  await companies.getByRole("button", { name: "Salva" }).click();
  await expect(companies).toContainText("socio");

  await companies.getByRole("button", { name: "Modifica l'azienda Officine di Prova S.r.l." }).click();
  await expect(companies).toContainText("cambia per tutti i titolari dell'azienda");
  await companies.getByLabel("Ragione sociale").fill("Officine Nuove S.r.l.");
  await companies.getByRole("button", { name: "Salva" }).click();
  await family(page, "Tàlamo").first().click();
  await expect(page.getByTestId("selected-holder")).toContainText("Zeno");
  await family(page, "Tàlamo").last().click();
  await expect(page.getByTestId("selected-holder")).toContainText("Zoè");
  await expect(pane(page, "Attività")).toContainText("Officine Nuove S.r.l.");
});

test("the nine searches combine", async ({ operator, page, panel, world }) => {
  const domain = await world.domain("comune");
  const vat = vatNumber("0123456789");
  const zoe = await world.holder({
    addresses: [{ ...ADDRESS, fax: "0971 654321" }],
    companies: [{ legal_name: "Officine di Prova S.r.l.", vat_number: vat }],
  });
  await operator.createMailbox(domain, "talamo", { holder: { id: zoe.id } });
  await world.holder({ given_name: "Zeno", tax_code: taxCode("TLMZNE", "07D15") });
  await panel.open(await world.postmaster(), "/titolari");
  await expect(family(page, "Tàlamo")).toHaveCount(2);
  const searches: [string, string][] = [
    ["Nome", "zoe"],
    ["Codice fiscale", "tlmzoe"],
    ["E-mail", "zoe.talamo"],
    ["Telefono", "123456"],
    ["Fax", "654321"],
    ["Ragione sociale", "officine"],
    ["Partita IVA", vat.slice(0, 6)],
    ["Casella PEC", "talamo@"],
  ];
  const form = page.getByRole("search");
  for (const [label, text] of searches) {
    await form.getByLabel("Cognome", { exact: true }).fill("talamo");
    await form.getByLabel(label, { exact: true }).fill(text);
    await form.getByLabel(label, { exact: true }).press("Enter");
    await expect(family(page, "Tàlamo"), label).toHaveCount(1);
    await page.getByRole("link", { name: "Togli tutti i filtri" }).click();
    await expect(family(page, "Tàlamo"), label).toHaveCount(2);
  }
  await form.getByLabel("Nome", { exact: true }).fill("zoe");
  await form.getByLabel("Codice fiscale", { exact: true }).fill("tlmzne");
  await form.getByRole("button", { name: "Cerca" }).click();
  await expect(page.getByText("Nessun titolare trovato")).toBeVisible();
  await expect(page).toHaveURL(/nome=zoe&.*codice-fiscale=tlmzne|codice-fiscale=tlmzne.*nome=zoe/);
});

test("a name is corrected with a reason, and a change of holder is told apart", async ({ page, panel, world }) => {
  await world.domain("comune");
  const holder = await world.holder({ given_name: "Zooè" });
  await panel.open(await world.postmaster(), `/titolari/${holder.id}/modifica`);
  await expect(page.getByTestId("tax-code-reading")).toContainText("nata il 29/02/2004, Potenza (PZ)");
  await exactly(page, "Nome").fill("Zoè");
  await page.getByLabel("Cambio intestatario").check();
  await expect(page.getByText("non è ancora disponibile nel pannello")).toBeVisible();
  await expect(panel.button("Salva la correzione")).toHaveCount(0);
  await page.getByLabel("Correzione di un errore di battitura").check();
  await panel.button("Salva la correzione").click();
  await expect(panel.field("Motivo della correzione")).toHaveAttribute("aria-invalid", "true");
  await panel.field("Motivo della correzione").fill("Una o di troppo");
  await panel.button("Salva la correzione").click();
  await expect(panel.title).toHaveText("Tàlamo Zoè");
  await expect(page.getByTestId("history")).toContainText("Zooè");
});

test("a name that does not fit its codice fiscale is to be confirmed", async ({ page, panel, world }) => {
  await world.domain("comune");
  await panel.open(await world.postmaster(), "/titolari/nuovo");
  await panel.field("Codice fiscale").fill(taxCode("TLMZOE", "04B69"));
  await panel.field("Cognome").fill("Verdi");
  await exactly(page, "Nome").fill("Ugo");
  await expect(page.getByText("non corrispondono alle lettere")).toBeVisible();
  await panel.button("Crea titolare").click();
  await expect(panel.alert).toContainText("conferma che sono esatti");
  await page.getByLabel("Ho controllato").check();
  await panel.button("Crea titolare").click();
  await expect(panel.title).toHaveText("Verdi Ugo");
  await expect(page.getByText("non corrispondono alle lettere")).toBeVisible();
});

test("two holders are merged, field by field", async ({ operator, page, panel, world }) => {
  const domain = await world.domain("comune");
  const zoe = await world.holder({ addresses: [ADDRESS] });
  const twin = await world.holder({ family_name: "Talamo", given_name: "Zoe", tax_code: taxCode("TLMZOE", "03B68") });
  await operator.createMailbox(domain, "talamo", { holder: { id: zoe.id } });
  await panel.open(await world.postmaster(), `/titolari/${zoe.id}`);
  await panel.link("Unisci a un altro titolare").click();
  await page.getByRole("combobox", { name: "Titolare che resta" }).pressSequentially("zoe talamo");
  await page.getByRole("option", { name: /Talamo Zoe/ }).click();
  await page.getByRole("group", { name: "Cognome" }).getByLabel("Tàlamo").check();
  await expect(page.getByText("1 indirizzo")).toBeVisible();
  await expect(page.getByText("1 casella")).toBeVisible();
  await expect(page.getByText("Questa operazione non si può annullare.")).toBeVisible();
  await panel.button("Unisci i titolari").click();
  await expect(panel.title).toHaveText("Tàlamo Zoe");
  await expect(page.getByTestId("tax-code")).toHaveText(twin.tax_code);
  await expect(pane(page, "Caselle PEC")).toContainText(`talamo@${domain}`);
  await page.goto(`/titolari/${zoe.id}`);
  await expect(page.getByText("è stato unito a un altro")).toBeVisible();
});

test("an erasure is refused while a mailbox lives, and done afterwards", async ({ operator, page, panel, world }) => {
  const domain = await world.domain("comune");
  const postmaster = await world.postmaster();
  const zoe = await world.holder({ addresses: [ADDRESS] });
  const mailbox = await operator.createMailbox(domain, "talamo", { holder: { id: zoe.id } });
  await panel.open(postmaster, `/titolari/${zoe.id}/cancella-dati`);
  const erase = async (): Promise<void> => {
    await panel.field("Motivo").fill("Richiesta prot. 12/2026");
    await panel.field("Per confermare").fill(zoe.tax_code);
    await panel.button("Cancella per sempre").click();
  };
  await panel.field("Motivo").fill("Richiesta prot. 12/2026");
  await panel.field("Per confermare").fill("altro");
  await panel.button("Cancella per sempre").click();
  await expect(panel.alert).toContainText("Il codice fiscale non è quello del titolare");
  await erase();
  await expect(panel.alert).toContainText("caselle non ancora cancellate");

  const other = await world.holder({ given_name: "Zeno", tax_code: taxCode("TLMZNE", "07D15") });
  expect(mailbox.state).toBe("active");
  await page.goto(`/titolari/${other.id}/cancella-dati`);
  await panel.field("Motivo").fill("Richiesta prot. 13/2026");
  await panel.field("Per confermare").fill(other.tax_code);
  await panel.button("Cancella per sempre").click();
  await expect(panel.notice).toContainText("I dati personali sono stati cancellati");
  await expect(page.getByText("resta uno pseudonimo")).toBeVisible();
  await expect(page.getByText(other.tax_code)).toHaveCount(0);
});

test("the history of a mailbox names its holder, and leads to it", async ({ operator, page, panel, world }) => {
  const domain = await world.domain("comune");
  const holder = await world.holder({ addresses: [ADDRESS] });
  const mailbox = await operator.createMailbox(domain, "talamo", { holder: { id: holder.id } });
  await panel.open(await world.postmaster(), `/caselle/${mailbox.id}`);
  await panel.tab("Storico");
  const history = page.getByTestId("history");
  await expect(history).toContainText("Titolare: Tàlamo Zoè");
  await expect(history).not.toContainText("holder");
  await history.getByRole("link", { name: "Tàlamo Zoè" }).click();
  await expect(page).toHaveURL(new RegExp(`/titolari/${holder.id}`));
});
