import { expect, test } from "../support/fixtures.ts";

test("a stale edit shows the other's change and can be redone", async ({ operator, page, panel, world }) => {
  const domain = await world.domain("comune");
  const mailbox = await operator.createMailbox(domain, "protocollo");
  await panel.open(await world.postmaster(), `/caselle/${mailbox.id}/modifica`);
  await panel.field("Quota").fill("3000");

  await operator.patch(`/mailboxes/${mailbox.id}`, { communication_email: "altro@posta.example.org" });
  await panel.button("Modifica").click();

  await expect(page.getByText("Qualcun altro ha modificato la casella")).toBeVisible();
  await expect(page.getByText("altro@posta.example.org").first()).toBeVisible();
  await expect(panel.field("Quota")).toHaveValue("3000");
  expect((await operator.findMailbox(mailbox.address))?.quota_mb).toBe(1000);

  await panel.button("Ripeti le mie modifiche").click();
  await expect(panel.notice).toContainText("è stata modificata");
  const now = await operator.findMailbox(mailbox.address);
  expect(now).toMatchObject({ quota_mb: 3000, communication_email: "altro@posta.example.org" });
});

test("a stale change of only the e-mail shows the other's and can be redone", async ({
  operator,
  page,
  panel,
  world,
}) => {
  const domain = await world.domain("comune");
  const mailbox = await operator.createMailbox(domain, "protocollo");
  await panel.open(await world.postmaster(), `/caselle/${mailbox.id}`);
  await panel.button("Modifica e-mail").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("E-mail di comunicazione").fill("mia@posta.example.org");

  await operator.patch(`/mailboxes/${mailbox.id}`, { communication_email: "altra@posta.example.org" });
  await dialog.getByRole("button", { name: "Salva" }).click();

  await expect(dialog.getByRole("row").filter({ hasText: "altra@posta.example.org" })).toContainText(
    "mia@posta.example.org",
  );
  await dialog.getByRole("button", { name: "Ripeti le mie modifiche" }).click();
  await expect(dialog).toBeHidden();
  expect((await operator.findMailbox(mailbox.address))?.communication_email).toBe("mia@posta.example.org");
});

test("a form keeps its input when the session ends and the user signs in again", async ({
  operator,
  page,
  panel,
  world,
}) => {
  const domain = await world.domain("comune");
  const postmaster = await world.postmaster();
  await panel.open(postmaster, `/caselle/nuova?dominio=${domain}`);
  await panel.field("Nome della casella").fill("protocollo");
  await panel.field("E-mail di comunicazione").fill("protocollo@posta.example.org");

  const account = await world.account(postmaster.username);
  const renewed = "cinque parole ancora più casuali";
  await operator.patch(`/accounts/${account.id}`, { password: renewed });
  await panel.button("Crea casella").click();

  const dialog = page.getByRole("dialog", { name: "La sessione è terminata" });
  await expect(dialog).toBeVisible();
  await dialog.getByLabel("Password", { exact: true }).fill(renewed);
  await dialog.getByRole("button", { name: "Accedi" }).click();
  await expect(dialog).toBeHidden();
  await expect(panel.field("Nome della casella")).toHaveValue("protocollo");
  await panel.button("Crea casella").click();
  await expect(panel.notice).toContainText("è stata creata con successo");
});

test("a form keeps its input while the server does not answer and can be sent later", async ({
  context,
  page,
  panel,
  world,
}) => {
  const domain = await world.domain("comune");
  await panel.open(await world.postmaster(), `/caselle/nuova?dominio=${domain}`);
  await panel.field("Nome della casella").fill("protocollo");
  await panel.field("E-mail di comunicazione").fill("protocollo@posta.example.org");

  await context.setOffline(true);
  await panel.button("Crea casella").click();
  await expect(page.getByTestId("offline")).toContainText("Il server non risponde");
  await expect(panel.field("Nome della casella")).toHaveValue("protocollo");
  // The page has repeated the request once by itself.
  await expect(panel.button("Crea casella")).toBeEnabled();

  await context.setOffline(false);
  await expect(page.getByTestId("offline")).toBeHidden();
  await panel.button("Crea casella").click();
  await expect(panel.notice).toContainText("è stata creata con successo");
});

test("a page says that the server does not answer and goes on by itself", async ({
  page,
  panel,
  world,
}) => {
  await world.domain("comune");
  await page.route("**/api/**", (route) => route.abort());
  await page.goto("/");
  await expect(panel.title).toHaveText("Il server non risponde");
  await page.unroute("**/api/**");
  await expect(panel.username).toBeVisible();
});
