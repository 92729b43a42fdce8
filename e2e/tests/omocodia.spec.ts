import { expectAccessible } from "../support/audit.ts";
import { expect, test } from "../support/fixtures.ts";
import { ADDRESS, taxCode } from "../support/registry.ts";

// An invented person: the code is of nobody. The variant has a letter for the last digit.
const CODE = taxCode("TLMZOE", "04B69");
const VARIANT = taxCode("TLMZOE", "04B69", "G94N");
const ANOTHER = "Ho controllato: è un'altra persona";

test("a new holder with a variant of a known codice fiscale is asked about", async ({ page, panel, world }) => {
  await world.domain("comune");
  await world.holder();
  await panel.open(await world.postmaster(), "/titolari/nuovo");
  await panel.field("Codice fiscale").fill(VARIANT);
  await panel.field("Cognome").fill("Tàlamo");
  await page.getByRole("textbox", { name: "Nome", exact: true }).fill("Zoè");
  await panel.button("Crea titolare").click();

  const question = page.getByTestId("omocodia");
  await expect(question).toContainText("È già registrato un titolare con una variante");
  await expect(question.getByRole("link", { name: "Tàlamo Zoè" })).toHaveAttribute("href", /\/titolari\/[0-9a-f-]{36}$/);
  await expect(question).toContainText(CODE);
  await expect(page.getByLabel(ANOTHER)).toBeFocused();
  await panel.settled();
  await expectAccessible(page);
  await panel.button("Crea titolare").click();
  await expect(question).toContainText("Controlla se è la stessa persona, oppure conferma che è un'altra.");

  // Another code is another question.
  await panel.field("Codice fiscale").fill(CODE);
  await expect(question).toBeEmpty();
  await panel.field("Codice fiscale").fill(VARIANT);
  await panel.button("Crea titolare").click();
  await page.getByLabel(ANOTHER).check();
  await panel.button("Crea titolare").click();
  await expect(panel.notice).toContainText("Il titolare Tàlamo Zoè è stato creato");
  await expect(page.getByTestId("tax-code")).toHaveText(VARIANT);
});

test("the wizard takes the registered holder, or goes on with another person", async ({ page, panel, world }) => {
  test.setTimeout(180_000);
  const domain = await world.domain("comune", { onboarding: "contract" });
  await world.holder({ addresses: [ADDRESS] });
  await panel.open(await world.postmaster(), `/caselle/nuova?dominio=${domain}`);
  const toTheEnd = async (name: string): Promise<void> => {
    await panel.field("Nome della casella").fill(name);
    await panel.field("E-mail di comunicazione").fill(`${name}@posta.example.org`);
    await panel.field("Codice fiscale").fill(VARIANT);
    await panel.field("Cognome").fill("Tàlamo");
    await page.getByRole("textbox", { name: "Nome", exact: true }).fill("Zoè");
    await panel.button("Avanti").click();
    await panel.field("Via o piazza").fill("Via delle Prove");
    await page.getByRole("combobox", { name: "Località" }).pressSequentially("Potenza");
    await page.getByRole("option", { name: /^Potenza PZ/ }).click();
    await panel.field("CAP").fill("85100");
    await panel.button("Avanti").click();
    await page.getByRole("radio", { name: "No", exact: true }).and(page.locator(":visible")).check();
    await panel.button("Avanti").click();
    await panel.button("Crea casella").click();
    await expect(page.locator("[aria-current=step]")).toContainText("Casella e titolare");
    await expect(page.getByTestId("omocodia")).toContainText(CODE);
  };

  await toTheEnd("una");
  await page.getByRole("button", { name: "Usa il titolare Tàlamo Zoè" }).click();
  await expect(panel.field("Codice fiscale")).toHaveValue(CODE);
  await expect(page.getByTestId("known-holder")).toContainText("Tàlamo Zoè");
  await panel.button("Avanti").click();
  await expect(page.getByLabel("Via delle Prove 12/A, 85100 Potenza (PZ)")).toBeChecked();
  await panel.button("Avanti").click();
  await panel.button("Avanti").click();
  await panel.button("Crea casella").click();
  await expect(panel.title).toHaveText(`una@${domain}`);
  await expect(page.getByRole("region", { name: "Titolare" })).toContainText(CODE);

  await page.goto(`/caselle/nuova?dominio=${domain}`);
  await toTheEnd("altra");
  await page.getByLabel(ANOTHER).check();
  for (let step = 0; step < 3; step += 1) await panel.button("Avanti").click();
  await panel.button("Crea casella").click();
  await expect(panel.title).toHaveText(`altra@${domain}`);
  await expect(page.getByRole("region", { name: "Titolare" })).toContainText(VARIANT);
});

test("a file with a variant of a known codice fiscale says so in its dry run", async ({ page, panel, world }) => {
  await world.domain("comune");
  const known = await world.holder();
  await panel.open(await world.postmaster(), "/titolari/importa");
  await page.getByLabel("File", { exact: true }).setInputFiles({
    name: "titolari.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(`Nome;Cognome;Codice fiscale\r\nZoè;Tàlamo;${VARIANT}\r\n`),
  });
  await page.getByRole("button", { name: "Controlla il file" }).click();
  const row = page.getByTestId("job_rows").getByRole("row").filter({ hasText: VARIANT });
  await expect(row).toContainText("È già registrato un titolare con una variante di questo codice fiscale");
  await expect(row.getByRole("link", { name: "Apri quel titolare" })).toHaveAttribute("href", `/titolari/${known.id}`);
});
