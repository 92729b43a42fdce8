import type { Page } from "@playwright/test";
import { expectAccessibleInBothThemes, expectNoSidewaysScroll } from "../support/audit.ts";
import { expect, test } from "../support/fixtures.ts";
import type { Panel } from "../support/panel.ts";
import { actionsOf, codeOf, expectGoodStep, linkOf, PHONE, sendContract, SigningPage } from "../support/signing.ts";

const NEWER = "ti è arrivato un messaggio più recente";
const ENDED = "il contratto è stato rifiutato o ritirato";

/** Confirms an act on the contract in its dialog. */
async function confirm(panel: Panel, act: string): Promise<void> {
  await panel.button(act).click();
  await panel.page.getByRole("dialog").getByRole("button", { name: act }).click();
  await expect(panel.page.getByRole("dialog")).toBeHidden();
}

/** Checks the panel's page of a contract that has ended, also on a phone. */
async function expectGoodPage(page: Page): Promise<void> {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await expectAccessibleInBothThemes(page);
  const before = page.viewportSize();
  await page.setViewportSize(PHONE);
  await expectNoSidewaysScroll(page);
  await expectAccessibleInBothThemes(page);
  if (before) await page.setViewportSize(before);
}

test("a contract that is sent again closes where it is open, and is signed with the newer link only", async ({
  browser,
  operator,
  page,
  panel,
  post,
  server,
  world,
}) => {
  test.setTimeout(120_000);
  const { id, email, link } = await sendContract(operator, post, world);
  await panel.open(await world.postmaster(), `/contratti/${id}`);
  const signing = await SigningPage.onPhone(browser, server.url);
  await signing.open(link);
  await signing.accept();
  const first = await codeOf(post, email);
  await page.reload();
  await confirm(panel, "Invia di nuovo");
  await expect(panel.notice).toContainText(`sarà inviato di nuovo a ${email}`);
  const newer = await linkOf(post, email, 2);

  await signing.sign(first);
  await signing.expectClosed(NEWER);
  await signing.page.goto(link);
  await signing.page.reload();
  await signing.expectDead(NEWER);

  await signing.open(newer);
  for (const box of await signing.boxes.all()) await expect(box).not.toBeChecked();
  await signing.accept();
  const last = await codeOf(post, email, 2);
  if (first !== last) {
    await signing.sign(first);
    await expect(signing.code).toHaveAccessibleDescription(/Il codice non è corretto/);
  }
  await signing.sign(last);
  await expect(signing.title).toHaveText("Il contratto è firmato");
  expect((await actionsOf(operator, id)).filter((action) => action === "signed")).toHaveLength(1);
  await signing.page.close();
});

test("a withdrawn contract closes where it is open, and another one takes its place", async ({
  browser,
  operator,
  page,
  panel,
  post,
  server,
  world,
}) => {
  test.setTimeout(120_000);
  const { id, mailboxId, email, link } = await sendContract(operator, post, world);
  const signing = await SigningPage.onPhone(browser, server.url);
  await signing.open(link);
  await panel.open(await world.postmaster(), `/contratti/${id}`);
  await confirm(panel, "Ritira");
  await expect(panel.notice).toContainText("è stato ritirato");
  await expect(page.getByText(/Il contratto è stato ritirato il/)).toBeVisible();
  await expect(page.getByText("per attivarla serve un nuovo contratto")).toBeVisible();
  await expectGoodPage(page);

  await signing.tickAll();
  await signing.button("Invia codice").click();
  await signing.expectClosed(ENDED);

  await confirm(panel, "Invia un nuovo contratto");
  await expect(panel.notice).toContainText(`Il nuovo contratto sarà inviato a ${email}`);
  await signing.open(await linkOf(post, email, 2));
  await signing.page.goto(link);
  await signing.page.reload();
  await signing.expectDead(ENDED);
  expect((await operator.get<{ state: string }>(`/mailboxes/${mailboxId}`)).state).toBe("pending_activation");
  await signing.page.close();
});

test("the office is told of a refusal, and may send another contract", async ({
  browser,
  operator,
  page,
  panel,
  post,
  server,
  world,
}) => {
  test.setTimeout(120_000);
  const { id, mailboxId, address, email, link } = await sendContract(operator, post, world);
  const office = `contratti@${world.tag}.example.org`;
  await panel.open(await world.postmaster(), "/contratti/modelli");
  await panel.field("Indirizzo per rifiuti e mancati recapiti").fill(office);
  await panel.button("Salva").click();
  await expect(panel.notice).toContainText("sono state salvate");

  const signing = await SigningPage.onPhone(browser, server.url);
  await signing.open(link);
  await signing.button("Non voglio firmare").click();
  await signing.reason.fill("Ho già una casella.");
  await signing.button("Rifiuta il contratto").click();
  await expect(signing.title).toHaveText("Hai rifiutato il contratto");

  const { text } = await post.letter(office, /Contratto rifiutato/);
  expect(text).toContain(address);
  expect(text).toContain("Ho già una casella.");
  const told = new RegExp(`https?:\\S+/contratti/${id}`).exec(text)?.[0];
  await page.goto(told ?? "");
  await expect(page.getByText(/Il titolare ha rifiutato il contratto il/)).toBeVisible();
  await expect(page.getByText("Motivo: Ho già una casella.")).toBeVisible();
  await expectGoodPage(page);
  await page.goto(`/caselle/${mailboxId}`);
  await expect(page.getByText("per attivare la casella invia un nuovo contratto")).toBeVisible();

  await panel.link("Apri il contratto").click();
  await confirm(panel, "Invia un nuovo contratto");
  await expect(panel.notice).toContainText(`Il nuovo contratto sarà inviato a ${email}`);
  await signing.open(await linkOf(post, email, 2));
  await expectGoodStep(signing.page);
  await signing.page.close();
});
