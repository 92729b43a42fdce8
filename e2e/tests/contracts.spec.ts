import type { Page } from "@playwright/test";
import { expectAccessibleInBothThemes } from "../support/audit.ts";
import { expect, test } from "../support/fixtures.ts";
import type { Panel } from "../support/panel.ts";
import { taxCode } from "../support/registry.ts";
import { register } from "../support/wizard.ts";

/** The codice fiscale of an invented person. */
const CODE = taxCode("TLMZOE", "04B69");

/** A mailbox with its contract, as the API returns it. */
interface Contracted {
  id: string;
  contract?: { id: string; state: string };
}

const editor = (page: Page) => page.getByRole("textbox", { name: "Testo del modello" });
const problems = (page: Page) => page.getByTestId("template-problems");

async function writeTemplate(page: Page, panel: Panel, name: string): Promise<void> {
  await page.goto("/contratti/modelli");
  await expect(page.getByText("Modello di esempio in uso")).toBeVisible();
  await panel.link("Nuovo modello").first().click();
  await expect(panel.title).toHaveText("Nuovo modello di contratto");
  await panel.field("Nome").fill(name);
}

test("a template is written with a mistake that is pointed out, saved and taken into use", async ({
  page,
  panel,
  world,
}) => {
  await world.domain("comune", { onboarding: "contract" });
  await panel.open(await world.postmaster());
  const name = `Privati ${world.tag}`;
  await writeTemplate(page, panel, name);
  const preview = page.getByRole("region", { name: "Anteprima" });
  await expect(preview).toContainText("Ada Esempi");

  await test.step("the mistake has a line, which a click selects", async () => {
    const text = await editor(page).inputValue();
    await editor(page).fill(text.replace("{{titolare.codice_fiscale}}", "{{titolare.codicefiscale}}"));
    await expect(problems(page)).toContainText("C'è un problema nel testo");
    await expect(problems(page)).toContainText("«{{titolare.codicefiscale}}» non è un segnaposto");
    await expect(preview).toContainText("qui vedi l'ultima versione senza errori");
    await problems(page).getByRole("button", { name: "Riga 5" }).click();
    const selected = () =>
      editor(page).evaluate((area: HTMLTextAreaElement) => area.value.slice(area.selectionStart, area.selectionEnd));
    expect(await selected()).toContain("codicefiscale");
    await panel.button("Salva la versione").click();
    await expect(editor(page)).toHaveAttribute("aria-invalid", "true");
    await expect(panel.title).toHaveText("Nuovo modello di contratto");
  });

  await test.step("a placeholder is inserted at the cursor, and the preview follows", async () => {
    await editor(page).evaluate((area: HTMLTextAreaElement) => {
      const at = area.value.indexOf("{{titolare.codicefiscale}}");
      area.setSelectionRange(at, at + "{{titolare.codicefiscale}}".length);
    });
    await page.getByText("Segnaposto", { exact: true }).click();
    await page.getByRole("button", { name: "Inserisci {{titolare.codice_fiscale}}" }).click();
    await expect(problems(page)).toContainText("Nessun problema nel testo.");
    await editor(page).evaluate((area: HTMLTextAreaElement) => area.setSelectionRange(2, 2));
    await editor(page).pressSequentially("Nuovo ");
    await expect(preview.getByRole("heading", { level: 3 })).toHaveText(/^Nuovo Contratto/);
  });

  await test.step("unsaved text is not lost by accident", async () => {
    await panel.link("Annulla").click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await page.getByRole("dialog").getByRole("button", { name: "Resta sulla pagina" }).click();
    await expect(editor(page)).toHaveValue(/^# Nuovo Contratto/);
  });

  await panel.button("Salva la versione").click();
  await expect(panel.title).toHaveText(`${name}, versione 1`);
  await expect(panel.notice).toContainText("Non è ancora in uso");

  await test.step("it is taken into use after a confirmation", async () => {
    await panel.button("Metti in uso").click();
    const dialog = page.getByRole("dialog", { name: "Metti in uso" });
    await expect(dialog).toContainText("I contratti già inviati restano come sono");
    await dialog.getByRole("button", { name: "Metti in uso" }).click();
    await expect(panel.notice).toContainText("è in uso");
    await page.goto("/contratti/modelli");
    await expect(page.locator("main")).toContainText(`I nuovi contratti nascono da: ${name}, versione 1`);
  });

  await test.step("another version starts from this text", async () => {
    await page.getByRole("link", { name: `${name}, versione 1` }).first().click();
    await panel.link("Nuova versione").click();
    await expect(panel.title).toHaveText(`Nuova versione di ${name}`);
    await expect(editor(page)).toHaveValue(/^# Nuovo Contratto/);
    await panel.button("Salva la versione").click();
    await expect(panel.title).toHaveText(`${name}, versione 2`);
  });
});

test("how contracts are handled is set by the postmaster", async ({ page, panel, world }) => {
  await panel.open(await world.postmaster(), "/contratti/modelli");
  await panel.field("Giorni per firmare").fill("400");
  await panel.button("Salva").click();
  await expect(panel.field("Giorni per firmare")).toHaveAttribute("aria-invalid", "true");
  await panel.field("Giorni per firmare").fill("45");
  await panel.field("Indirizzo per rifiuti e mancati recapiti").fill("contratti@example.org");
  await panel.button("Salva").click();
  await expect(panel.notice).toContainText("sono state salvate");
  await page.reload();
  await expect(panel.field("Giorni per firmare")).toHaveValue("45");
});

test("a registered mailbox waits for its contract, which is sent again, withdrawn and replaced", async ({
  operator,
  page,
  panel,
  post,
  world,
}) => {
  const domain = await world.domain("comune", { onboarding: "contract" });
  const email = `talamo@${domain.replace("comune", "posta")}`;
  await panel.open(await world.postmaster(), `/caselle/nuova?dominio=${domain}`);

  await test.step("the wizard registers the mailbox, which says what it waits for", async () => {
    await register(panel, domain, email);
    await expect(page.getByText(`inviato a ${email}`)).toBeVisible();
    await expect(page.getByRole("region", { name: "Contratto" })).toContainText("Inviato");
    expect((await post.letter(email, /Contratto da firmare/)).link).toBeTruthy();
  });

  await test.step("its contract shows the steps, the recipient, the text and the document", async () => {
    await panel.link("Apri il contratto").click();
    await expect(panel.title).toHaveText("Contratto di Tàlamo Zoè");
    await expect(page.getByRole("list", { name: "A che punto è" }).getByRole("listitem")).toHaveCount(5);
    await expect(page.getByTestId("contract-recipient")).toHaveText(email);
    await page.getByText("Testo del contratto").click();
    await expect(page.locator("main")).toContainText("Limiti di responsabilità");
    const download = page.waitForEvent("download");
    await panel.button("Contratto (PDF)").click();
    expect((await download).suggestedFilename()).toMatch(/^contratto-.*\.pdf$/);
  });

  await test.step("it is sent again, where the dialog says", async () => {
    await panel.button("Invia di nuovo").click();
    const dialog = page.getByRole("dialog", { name: "Invia di nuovo il contratto" });
    await expect(dialog).toContainText(email);
    await expect(dialog).toContainText("I link inviati prima non funzioneranno più");
    await dialog.getByRole("button", { name: "Invia di nuovo" }).click();
    await expect(panel.notice).toContainText(`sarà inviato di nuovo a ${email}`);
  });

  await test.step("a change by somebody else is shown before anything is done", async () => {
    const mailbox = await operator.findMailbox(`talamo@${domain}`);
    const { contract } = await operator.get<Contracted>(`/mailboxes/${mailbox?.id ?? ""}`);
    await operator.post(`/contracts/${contract?.id ?? ""}/resend`, {});
    await panel.button("Ritira").click();
    await page.getByRole("dialog", { name: "Ritira il contratto" }).getByRole("button", { name: "Ritira" }).click();
    await expect(panel.notice).toContainText("Nel frattempo il contratto è cambiato");
    await expect(panel.button("Ritira")).toBeVisible();
  });

  await test.step("it is withdrawn after a dialog that says what is lost", async () => {
    await panel.button("Ritira").click();
    const dialog = page.getByRole("dialog", { name: "Ritira il contratto" });
    await expect(dialog).toContainText("i link che ha ricevuto smettono di funzionare");
    const reason = dialog.getByLabel("Motivo");
    await expect(reason).toHaveAccessibleDescription(/lo legge nell'e-mail/);
    await reason.fill("n".repeat(501));
    await dialog.getByRole("button", { name: "Ritira" }).click();
    await expect(reason).toHaveAccessibleDescription(/al massimo 500 caratteri/);
    await reason.fill("La casella è stata richiesta due volte.");
    await dialog.getByRole("button", { name: "Ritira" }).click();
    await expect(panel.notice).toContainText("è stato ritirato");
    await expect(page.getByRole("main")).toContainText("Motivo: La casella è stata richiesta due volte.");
    expect((await post.letter(email, /Contratto ritirato/)).text).toContain("Motivo: La casella è stata richiesta due volte.");
    await expect(panel.button("Ritira")).toHaveCount(0);
    await expect(panel.button("Invia di nuovo")).toHaveCount(0);
  });

  await test.step("the mailbox gets a new contract", async () => {
    const before = page.url();
    await panel.button("Invia un nuovo contratto").click();
    await page.getByRole("dialog").getByRole("button", { name: "Invia un nuovo contratto" }).click();
    await expect(panel.notice).toContainText(`Il nuovo contratto sarà inviato a ${email}`);
    await expect.poll(() => page.url()).not.toBe(before);
    await page.goto("/contratti");
    const rows = page.getByRole("table", { name: "Contratti" }).getByRole("row").filter({ hasText: `talamo@${domain}` });
    await expect(rows).toHaveCount(2);
    await page.getByLabel("Stato", { exact: true }).selectOption({ label: "Ritirato" });
    await expect(rows).toHaveCount(1);
  });

  await test.step("the history has the evidence", async () => {
    await rowsOfHistory(page);
    await expect(page.getByTestId("history")).toContainText("ha ritirato il contratto");
    await expect(page.getByTestId("history")).toContainText("Motivo: La casella è stata richiesta due volte.");
    await expect(page.getByTestId("history")).toContainText(`Destinatario: ${email}`);
  });
});

test("a link that five wrong codici fiscali have ended is seen, reported, and sent again", async ({
  operator,
  page,
  panel,
  post,
  world,
}) => {
  const domain = await world.domain("comune", { onboarding: "contract" });
  const email = `talamo@${domain.replace("comune", "posta")}`;
  const notices = `contratti@${domain.replace("comune", "posta")}`;
  await panel.open(await world.postmaster(), "/contratti/modelli");
  await panel.field("Indirizzo per rifiuti e mancati recapiti").fill(notices);
  await panel.button("Salva").click();
  await expect(panel.notice).toContainText("sono state salvate");
  const mailbox = await operator.createMailbox(domain, "talamo", {
    communication_email: email,
    holder: { given_name: "Zoè", family_name: "Tàlamo", tax_code: CODE },
    address: { street: "Via delle Prove", locality: "Potenza", province: "PZ", postal_code: "85100" },
  });
  const token = (await post.letter(email, /Contratto da firmare/)).link?.split("#").at(-1);
  const wrong = { token, tax_code: taxCode("TLMZNE", "07D15") };
  for (let left = 4; left >= 0; left -= 1) {
    const { body } = await operator.send("POST", "/signing/open", wrong);
    expect(body.tries_left ?? 0).toBe(left);
  }
  expect((await post.letter(notices, /Link bloccato/)).text).toContain(`talamo@${domain}`);

  await page.goto(`/caselle/${mailbox.id}`);
  await expect(page.getByText("il link è bloccato dopo cinque codici fiscali errati")).toBeVisible();
  await page.goto("/contratti");
  await expect(page.getByRole("table", { name: "Contratti" })).toContainText("Link bloccato");
  await page.getByRole("link", { name: `talamo@${domain}` }).click();
  await expect(page.getByRole("main")).toContainText("Link bloccato dopo cinque codici fiscali errati");
  await expectAccessibleInBothThemes(page);
  await panel.button("Invia di nuovo").click();
  await page.getByRole("dialog").getByRole("button", { name: "Invia di nuovo" }).click();
  await expect(panel.notice).toContainText(`sarà inviato di nuovo a ${email}`);
  await expect(page.getByText("Link bloccato")).toHaveCount(0);
});

/** Opens the withdrawn contract from the list, and its history. */
async function rowsOfHistory(page: Page): Promise<void> {
  await page.getByRole("table", { name: "Contratti" }).getByRole("link").first().click();
  await page.getByRole("heading", { name: "Storico" }).click();
}

test("the activation data are sent again to the holder of an active mailbox", async ({ operator, page, panel, post, world }) => {
  const domain = await world.domain("comune");
  const email = `ufficio@${domain.replace("comune", "posta")}`;
  const mailbox = await operator.createMailbox(domain, "ufficio", { communication_email: email });
  await panel.open(await world.postmaster(), `/caselle/${mailbox.id}`);
  await panel.button("Invia dati di attivazione").click();
  const dialog = page.getByRole("dialog", { name: "Invia dati di attivazione" });
  await expect(dialog).toContainText(email);
  await dialog.getByRole("button", { name: "Invia", exact: true }).click();
  await expect(panel.notice).toContainText(`saranno inviati a ${email}`);
  await expect.poll(() => post.to(email).length).toBeGreaterThan(0);
});
