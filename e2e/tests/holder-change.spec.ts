import { expectAccessibleInBothThemes, expectNoSidewaysScroll } from "../support/audit.ts";
import { expect, test } from "../support/fixtures.ts";
import { requestChange, signed } from "../support/holder-changes.ts";
import { OwnMailbox } from "../support/own-mailbox.ts";
import { taxCode } from "../support/registry.ts";
import { PHONE } from "../support/signing.ts";

const OLD_PASSWORD = "quattro parole a caso";
const NEW_PASSWORD = "altre cinque parole a caso";
const CODE = taxCode("PRVGUO", "80A01");

test("a mailbox passes to another holder once somebody else has approved it", async ({ page, panel, post, world, operator, server }) => {
  test.setTimeout(180_000);
  const domain = await world.domain("comune");
  const tag = domain.replace("comune", "posta");
  const [oldEmail, newEmail] = [`vecchio@${tag}`, `nuovo@${tag}`];
  const mailbox = await operator.createMailbox(domain, "ufficio", {
    communication_email: oldEmail,
    holder: { given_name: "Zoè", family_name: "Tàlamo", tax_code: taxCode("TLMZOE", "04B69") },
  });
  const { link } = await post.letter(oldEmail, /password/i);
  const own = new OwnMailbox(page);
  await own.setPassword(link ?? "", OLD_PASSWORD);
  const assistant = await world.assistant({ [domain]: ["view", "edit", "documents", "create"] });
  await page.emulateMedia({ reducedMotion: "reduce" });

  await test.step("an assistant asks, with the signed document and a new holder", async () => {
    await panel.open(assistant, `/caselle/${mailbox.id}`);
    await page.getByRole("link", { name: "Cambio intestatario…" }).click();
    await expect(panel.title).toHaveText("Chiedi il cambio intestatario");
    await page.getByRole("button", { name: "Invia la richiesta" }).click();
    await expect(page.getByLabel("Documento firmato")).toHaveAttribute("aria-invalid", "true");
    await page.setInputFiles("input[type=file]", {
      name: "subentro.p7m",
      mimeType: "application/pkcs7-mime",
      buffer: signed("Chiedo il subentro"),
    });
    await expect(page.getByTestId("uploads")).toContainText("caricato");
    await expect(page.getByLabel("Documento firmato")).toContainText("subentro.p7m");
    await page.getByLabel("Codice fiscale").fill(CODE);
    await page.getByLabel("Cognome").fill("Prove");
    await page.getByLabel("Nome", { exact: true }).fill("Ugo");
    await page.getByLabel("Nessun indirizzo").check();
    await page.getByLabel("Nuova e-mail di comunicazione").fill(newEmail);
    await panel.settled();
    await expectAccessibleInBothThemes(page);
    await page.setViewportSize(PHONE);
    await expectNoSidewaysScroll(page);
    await expectAccessibleInBothThemes(page);
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.getByRole("button", { name: "Invia la richiesta" }).click();
    const confirm = page.getByRole("checkbox", { name: /nome/i });
    if (await confirm.isVisible()) {
      await confirm.check();
      await page.getByRole("button", { name: "Invia la richiesta" }).click();
    }
    await expect(panel.notice).toContainText("Richiesta inviata");
    await expect(page.getByText("mai chi lo ha chiesto")).toBeVisible();
    await expect(page.getByRole("button", { name: "Approva" })).toHaveCount(0);
    await page.goto(`/caselle/${mailbox.id}`);
    await expect(page.getByTestId("pending-change")).toContainText("Prove Ugo");
  });

  await test.step("the postmaster sees it in the menu and approves it, with a reason", async () => {
    await panel.open(await world.postmaster(), "/caselle");
    await page.getByRole("link", { name: "1 cambio intestatario da decidere" }).click();
    await page.getByRole("link", { name: mailbox.address }).click();
    await expect(panel.title).toHaveText(`Cambio intestatario di ${mailbox.address}`);
    await expect(page.getByText("Non determinabili").first()).toBeVisible({ timeout: 20_000 });
    await page.getByRole("button", { name: "Approva" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog).toContainText("Prove Ugo");
    await expect(dialog).toContainText(newEmail);
    await expectAccessibleInBothThemes(page);
    await dialog.getByRole("button", { name: "Approva" }).click();
    await expect(dialog.getByLabel("Motivo")).toHaveAttribute("aria-invalid", "true");
    await dialog.getByLabel("Motivo").fill("Il titolare ha firmato davanti a noi.");
    await dialog.getByRole("button", { name: "Approva" }).click();
    await expect(panel.notice).toContainText("ha un nuovo titolare");
    await expect(page.getByText("Approvato", { exact: true })).toBeVisible();
    await expect(page.getByRole("link", { name: /da decidere/ })).toHaveCount(0);
    await page.setViewportSize(PHONE);
    await expectNoSidewaysScroll(page);
    await expectAccessibleInBothThemes(page);
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(`/caselle/${mailbox.id}`);
    await expect(page.getByTestId("history")).toContainText("ha approvato il cambio intestatario");
    await expect(page.getByText("Prove Ugo").first()).toBeVisible();
  });

  await test.step("the former holder is told and shut out, and the new one sets a password", async () => {
    expect((await post.letter(oldEmail, /nuovo titolare/)).link).toBeFalsy();
    await own.signIn(mailbox.address, OLD_PASSWORD);
    await expect(own.alert).toBeVisible();
    const letter = await post.letter(newEmail, /nuovo titolare/);
    await own.setPassword(letter.link ?? "", NEW_PASSWORD);
    await own.signIn(mailbox.address, NEW_PASSWORD);
    await expect(page).toHaveURL(new RegExp(`${server.url}/mia-casella/?$`));
  });
});

test("a change is rejected with a reason that whoever asked reads", async ({ page, panel, world, operator }) => {
  const domain = await world.domain("comune");
  const mailbox = await operator.createMailbox(domain, "protocollo");
  const holder = await world.holder();
  const change = await requestChange(operator, mailbox.id, holder.id);
  await panel.open(await world.postmaster(), `/cambi-intestatario/${change}`);
  await page.getByRole("button", { name: "Respingi" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Respingi" }).click();
  await expect(dialog.getByLabel("Motivo")).toHaveAttribute("aria-invalid", "true");
  await dialog.getByLabel("Motivo").fill("Manca la firma del titolare.");
  await dialog.getByRole("button", { name: "Respingi" }).click();
  await expect(panel.notice).toContainText("respinto");
  await expect(page.getByText("Manca la firma del titolare.")).toBeVisible();
  await page.goto("/cambi-intestatario?stato=rejected");
  await expect(page.getByRole("rowgroup").last().getByRole("row")).toHaveCount(1);
  await panel.settled();
  await expectAccessibleInBothThemes(page);
});
