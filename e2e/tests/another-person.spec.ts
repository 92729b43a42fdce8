import { expect, test } from "../support/fixtures.ts";
import { OwnMailbox } from "../support/own-mailbox.ts";
import { Panel } from "../support/panel.ts";

test("a tab does not go on as another person", async ({ context, operator, page, panel, world }) => {
  const domain = await world.domain("comune");
  const anna = await world.postmaster();
  const bruno = await world.assistant({ [domain]: ["view", "create", "edit"] });
  await panel.open(anna, `/caselle/nuova?dominio=${domain}`);
  await panel.field("Nome della casella").fill("protocollo");
  await panel.field("E-mail di comunicazione").fill("protocollo@posta.example.org");

  const other = new Panel(await context.newPage());
  await other.page.goto("/profilo");
  await other.signOut();
  await other.fillSignIn(bruno);
  await expect(other.title).toHaveText("Cruscotto");

  const changes: string[] = [];
  page.on("request", (request) => {
    const { method, url } = { method: request.method(), url: request.url() };
    if (method !== "GET" && !url.endsWith("/sessions/refresh")) changes.push(request.headers().authorization ?? "");
  });
  await panel.button("Crea casella").click();
  const dialog = page.getByRole("dialog", { name: "È entrata un'altra persona" });
  await expect(dialog).toContainText("Bruno Neri");
  await expect(dialog).toContainText("Nulla è stato inviato");
  await expect(dialog).toContainText("Anna Verdi li ritroverà");
  expect(await operator.findMailbox(`protocollo@${domain}`)).toBeUndefined();
  // The one request that was sent carried the token of the first person.
  expect(changes.length).toBe(1);
  await dialog.getByRole("button", { name: "Continua come Bruno Neri" }).click();
  await expect(page.locator(".head-tools")).toContainText("Bruno Neri");
  await expect(other.page.locator(".head-tools")).toContainText("Bruno Neri");

  // What Anna had typed is hers: Bruno does not see it, and she finds it again.
  await page.goto(`/caselle/nuova?dominio=${domain}`);
  await expect(panel.field("Nome della casella")).toHaveValue("");
  await panel.signOut();
  await panel.fillSignIn(anna);
  await expect(page.locator(".head-tools")).toContainText("Anna Verdi");
  await page.goto(`/caselle/nuova?dominio=${domain}`);
  await expect(panel.field("Nome della casella")).toHaveValue("protocollo");
  await expect(panel.field("E-mail di comunicazione")).toHaveValue("protocollo@posta.example.org");
});

test("a tab of a mailbox's user does not go on with another mailbox", async ({ context, operator, page, post, world }) => {
  const domain = await world.domain("comune");
  const password = "quattro parole a caso";
  const own = new OwnMailbox(page);
  for (const name of ["anna", "bruno"]) {
    const mailbox = await operator.createMailbox(domain, name);
    const letter = await post.letter(mailbox.communication_email ?? "", /./);
    await own.setPassword(letter.link ?? "", password);
  }
  await own.signIn(`anna@${domain}`, password);
  await own.page.getByRole("link", { name: "Modifica", exact: true }).click();
  await page.getByLabel("Nuova e-mail di comunicazione").fill("nuova@posta.example.org");
  await page.getByLabel("Password attuale").fill(password);

  const other = new OwnMailbox(await context.newPage());
  await other.signIn(`bruno@${domain}`, password);
  await expect(other.title).toHaveText("La tua casella");

  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST") sent.push(request.url());
  });
  await page.locator("form button[type=submit]").click();
  await expect(page.getByRole("dialog", { name: "È entrata un'altra persona" })).toContainText(`bruno@${domain}`);
  expect(sent).toEqual([]);
});
