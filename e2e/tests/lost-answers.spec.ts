import { expect, test } from "../support/fixtures.ts";
import { loseAnswers } from "../support/lost-answers.ts";

test("a note whose answer was lost is written once", async ({ operator, page, panel, world }) => {
  const mailbox = await operator.createMailbox(await world.domain("comune"), "protocollo");
  await panel.open(await world.postmaster(), `/caselle/${mailbox.id}?scheda=note`);
  const keys = await loseAnswers(page, "POST", `/api/v1/mailboxes/${mailbox.id}/notes`, 1);
  await panel.field("Nuova nota").fill("Richiamare il titolare");
  await panel.button("Aggiungi nota").click();
  await expect(panel.notice).toContainText("La nota è stata aggiunta");
  await expect(page.getByTestId("notes").getByRole("listitem")).toHaveCount(1);
  expect(new Set(keys).size).toBe(1);
  expect(keys[0]).toMatch(/^[!-~]{16,255}$/);
});

test("a creation whose answers were lost succeeds when the person tries again", async ({ page, panel, world }) => {
  const domain = await world.domain("comune");
  await panel.open(await world.postmaster(), `/caselle/nuova?dominio=${domain}`);
  const keys = await loseAnswers(page, "POST", "/api/v1/mailboxes", 2);
  await panel.field("Nome della casella").fill("protocollo");
  await panel.field("E-mail di comunicazione").fill("protocollo@posta.example.org");
  await panel.button("Crea casella").click();
  await expect(page.getByTestId("offline")).toBeVisible();
  await panel.button("Crea casella").click();
  await expect(panel.notice).toContainText("è stata creata con successo");
  expect(new Set(keys).size).toBe(1);
});

test("another note is another request", async ({ operator, page, panel, world }) => {
  const mailbox = await operator.createMailbox(await world.domain("comune"), "protocollo");
  await panel.open(await world.postmaster(), `/caselle/${mailbox.id}?scheda=note`);
  const keys = await loseAnswers(page, "POST", `/api/v1/mailboxes/${mailbox.id}/notes`, 0);
  for (const count of [1, 2]) {
    await panel.field("Nuova nota").fill("La stessa nota");
    await panel.button("Aggiungi nota").click();
    await expect(page.getByTestId("notes").getByRole("listitem")).toHaveCount(count);
  }
  expect(new Set(keys).size).toBe(2);
});

test("a renewal whose answer was lost signs nobody out, in any tab", async ({ context, page, panel, world }) => {
  await world.domain("comune");
  await panel.open(await world.postmaster(), "/profilo");
  // The page is even closed before it can repeat the request.
  const keys = await loseAnswers(page, "POST", "/api/v1/sessions/refresh", 2);
  await page.reload();
  await expect.poll(() => keys.length).toBeGreaterThan(0);
  const other = await context.newPage();
  await other.goto("/profilo");
  await expect(other.getByRole("heading", { level: 1 })).toHaveText("Il mio account");
  await page.reload();
  await expect(panel.title).toHaveText("Il mio account");
});
