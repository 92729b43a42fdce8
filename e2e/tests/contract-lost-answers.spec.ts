import type { Locator, Page } from "@playwright/test";
import { expect, testOnOwnServer } from "../support/fixtures.ts";
import { loseAnswers } from "../support/lost-answers.ts";
import { taxCode } from "../support/registry.ts";
import { actionsOf, codeOf, expectGoodStep, linkOf, PHONE, sendContract, SigningPage } from "../support/signing.ts";

// A server keeps the answers of some fifty requests of people who are not signed in, who are all at one address here.
const test = testOnOwnServer();

/** A request, and its repetition by the page itself: only then is the person told. */
const LOST = 2;
const UNREACHABLE = /Il server non risponde|ora risponde di nuovo/;

/** Presses a button whose answers are lost, until `place` says so. Returns the keys of the requests. */
async function pressInVain(place: Locator, path: string, press: () => Promise<void>): Promise<string[]> {
  const keys = await loseAnswers(place.page(), "POST", path, LOST);
  await press();
  await expect(place.getByRole("alert").filter({ hasText: UNREACHABLE })).toBeVisible();
  expect(keys).toHaveLength(LOST);
  return keys;
}

/** Presses it once more, as the person does who has read that: all were one request. */
async function pressAgain(place: Locator, path: string, press: () => Promise<void>): Promise<void> {
  const keys = await pressInVain(place, path, press);
  await press();
  await expect.poll(() => keys.length).toBe(LOST + 1);
  expect(new Set(keys).size).toBe(1);
  expect(keys[0]).toMatch(/^[!-~]{16,255}$/);
}

const forms = (page: Page) => page.locator("form");

test.describe("the holder on a phone", () => {
  test.use({ viewport: PHONE, hasTouch: true, isMobile: true });

  test("opens, asks for the code and signs once each", async ({ operator, page, post, world }) => {
    const { id, email, link } = await sendContract(operator, post, world);
    const signing = new SigningPage(page);
    await page.goto(link);
    await pressAgain(forms(page), "/api/v1/signing/open", () => signing.giveTaxCode());
    await expect(signing.title).toHaveText("Leggi e accetta il contratto");
    await signing.tickAll();
    await pressAgain(forms(page), "/api/v1/signing/code", () => signing.button("Invia codice").click());
    await expect(signing.title).toHaveText("Firma con il codice");
    const code = await codeOf(post, email);
    await pressAgain(forms(page), "/api/v1/signing/sign", () => signing.sign(code));
    await expect(signing.title).toHaveText("Il contratto è firmato");
    const actions = await actionsOf(operator, id);
    // It is sealed where a test before this one has made a seal.
    const before = actions.filter((action) => action !== "document_sealed");
    expect(before).toEqual(["created", "opened", "consented", "code_sent", "signed"]);
  });

  test("is told to wait who loads the page again without knowing that a code was sent", async ({
    operator,
    page,
    post,
    world,
  }) => {
    const { id, email, link } = await sendContract(operator, post, world);
    const signing = new SigningPage(page);
    await signing.open(link);
    await signing.tickAll();
    await pressInVain(forms(page), "/api/v1/signing/code", () => signing.button("Invia codice").click());
    await expectGoodStep(page);
    await page.reload();
    await signing.giveTaxCode();
    await expect(signing.title).toHaveText("Leggi e accetta il contratto");
    await signing.tickAll();
    await signing.button("Invia codice").click();
    await expect(page.getByText(/Puoi chiedere un altro codice tra \d+ second/)).toBeVisible();
    await expect(signing.button("Invia codice")).toBeDisabled();
    const code = await codeOf(post, email, 1);
    expect((await actionsOf(operator, id)).filter((action) => action === "code_sent")).toHaveLength(1);
    // The code that was sent is as good as another.
    await signing.button("Inserisci il codice").click();
    await expect(signing.title).toHaveText("Firma con il codice");
    await expectGoodStep(page);
    await signing.sign(code);
    await expect(signing.title).toHaveText("Il contratto è firmato");
  });

  test("finds the contract signed who loads the page again", async ({ operator, page, post, world }) => {
    const { id, email, link } = await sendContract(operator, post, world);
    const signing = new SigningPage(page);
    await signing.open(link);
    await signing.accept();
    const code = await codeOf(post, email);
    await pressInVain(forms(page), "/api/v1/signing/sign", () => signing.sign(code));
    await page.reload();
    await signing.giveTaxCode();
    await expect(signing.title).toHaveText("Il contratto è firmato");
    expect((await actionsOf(operator, id)).filter((action) => action === "signed")).toHaveLength(1);
  });

  test("declines once", async ({ operator, page, post, world }) => {
    const { id, link } = await sendContract(operator, post, world);
    const { organization_id } = await operator.get<{ organization_id: string }>(`/contracts/${id}`);
    const office = `contratti@${world.tag}.example.org`;
    await operator.patch(`/organizations/${organization_id}/contract-settings`, { notice_email: office });
    const signing = new SigningPage(page);
    await signing.open(link);
    await signing.button("Non voglio firmare").click();
    await signing.reason.fill("Ho già una casella.");
    const decline = () => signing.button("Rifiuta il contratto").click();
    await pressAgain(forms(page), "/api/v1/signing/decline", decline);
    await expect(signing.title).toHaveText("Hai rifiutato il contratto");
    await page.reload();
    await signing.expectDead("il contratto è stato rifiutato o ritirato");
    expect(await actionsOf(operator, id)).toEqual(["created", "opened", "declined"]);
    await post.letter(office, /Contratto rifiutato/);
    expect(post.to(office)).toHaveLength(1);
  });

  test("loses one try with a wrong codice fiscale", async ({ operator, page, post, world }) => {
    const { id, link } = await sendContract(operator, post, world);
    const signing = new SigningPage(page);
    await page.goto(link);
    const wrong = () => signing.giveTaxCode(taxCode("TLMZNE", "07D15"));
    await pressAgain(forms(page), "/api/v1/signing/open", wrong);
    await expect(signing.taxCode).toHaveAccessibleDescription(/Restano 4 tentativi/);
    expect(await actionsOf(operator, id)).toEqual(["created", "tax_code_refused"]);
  });
});

test.describe("the office in the panel", () => {
  test("sends a contract again once, withdraws it once, and replaces it once", async ({
    operator,
    page,
    panel,
    post,
    world,
  }) => {
    const { id, mailboxId, address, email } = await sendContract(operator, post, world);
    await panel.open(await world.postmaster(), `/contratti/${id}`);
    const dialog = page.getByRole("dialog");

    await test.step("sent again", async () => {
      await panel.button("Invia di nuovo").click();
      const press = () => dialog.getByRole("button", { name: "Invia di nuovo" }).click();
      await pressAgain(dialog, `/api/v1/contracts/${id}/resend`, press);
      await expect(panel.notice).toContainText(`sarà inviato di nuovo a ${email}`);
      await expect(dialog).toBeHidden();
      await linkOf(post, email, 2);
      expect(await actionsOf(operator, id)).toEqual(["created", "resent"]);
    });

    await test.step("withdrawn", async () => {
      await panel.button("Ritira").click();
      const press = () => dialog.getByRole("button", { name: "Ritira" }).click();
      await pressAgain(dialog, `/api/v1/contracts/${id}/withdraw`, press);
      await expect(panel.notice).toContainText("è stato ritirato");
      await expect(dialog).toBeHidden();
      await expect(panel.button("Ritira")).toHaveCount(0);
      expect(await actionsOf(operator, id)).toEqual(["created", "resent", "withdrawn"]);
    });

    await test.step("replaced", async () => {
      const before = page.url();
      await panel.button("Invia un nuovo contratto").click();
      const press = () => dialog.getByRole("button", { name: "Invia un nuovo contratto" }).click();
      await pressAgain(dialog, "/api/v1/contracts", press);
      await expect(panel.notice).toContainText(`Il nuovo contratto sarà inviato a ${email}`);
      await expect.poll(() => page.url()).not.toBe(before);
      await linkOf(post, email, 3);
      const { items } = await operator.get<{ items: unknown[] }>(`/contracts?mailbox=${mailboxId}`);
      expect(items, address).toHaveLength(2);
    });
  });

  test("sees that a contract was sent again who loads the page again", async ({ operator, page, panel, post, world }) => {
    const { id, email } = await sendContract(operator, post, world);
    await panel.open(await world.postmaster(), `/contratti/${id}`);
    await panel.button("Invia di nuovo").click();
    const dialog = page.getByRole("dialog");
    const press = () => dialog.getByRole("button", { name: "Invia di nuovo" }).click();
    await pressInVain(dialog, `/api/v1/contracts/${id}/resend`, press);
    await page.reload();
    await panel.settled();
    await page.getByRole("heading", { name: "Storico" }).click();
    await expect(page.getByTestId("history")).toContainText("ha inviato di nuovo il contratto");
    await linkOf(post, email, 2);
    expect(await actionsOf(operator, id)).toEqual(["created", "resent"]);
  });
});
