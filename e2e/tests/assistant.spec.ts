import { Api } from "../support/api.ts";
import { expect, test } from "../support/fixtures.ts";

test("an assistant is offered only what was granted, and the API refuses the rest", async ({
  operator,
  page,
  panel,
  server,
  world,
}) => {
  const domain = await world.domain("comune");
  const other = await world.domain("scuola");
  const mailbox = await operator.createMailbox(domain, "protocollo");
  const hidden = await operator.createMailbox(other, "segreteria");
  const assistant = await world.assistant({ [domain]: ["view", "edit"] });

  await test.step("sees its only domain without having to choose", async () => {
    await panel.signIn(assistant);
    await expect(panel.title).toHaveText(`Caselle di ${domain}`);
    await expect(panel.rows).toHaveCount(1);
    await expect(page.getByText(other)).toBeHidden();
  });

  await test.step("is not offered creating, exporting or other pages", async () => {
    await expect(panel.add).toBeHidden();
    await expect(panel.export).toBeHidden();
    await expect(panel.menu.getByRole("link", { name: "Domini" })).toBeVisible();
    await expect(panel.menu.getByRole("link", { name: "Organizzazioni" })).toBeHidden();
    await expect(panel.menu.getByRole("link", { name: "Assistenti" })).toBeHidden();
  });

  await test.step("can edit, but neither disable nor cancel", async () => {
    await panel.editMailbox(mailbox.address);
    await expect(page.getByRole("radio", { name: "DISABILITATA" })).toBeHidden();
    await expect(panel.link("Cancella casella")).toBeHidden();
    await panel.field("Quota").fill("1500");
    await panel.button("Modifica").click();
    await expect(panel.notice).toContainText("è stata modificata");
    await expect(panel.fact("Quota")).toHaveText("1.500 MB");
  });

  await test.step("gets nothing by typing addresses of pages", async () => {
    await page.goto(`/caselle/${hidden.id}`);
    await expect(page.getByText("Quello che cerchi non esiste")).toBeVisible();
    for (const path of [`/caselle/nuova?dominio=${domain}`, `/caselle/${mailbox.id}/cancella`, "/account"]) {
      await page.goto(path);
      await expect(panel.title, path).toHaveText("Accesso non consentito");
    }
  });

  await test.step("is refused by the API", async () => {
    const api = await Api.signIn(server.url, assistant);
    const create = { domain, local_part: "nuova", communication_email: "nuova@posta.example.org" };
    const refusals: [string, string, unknown, number][] = [
      ["POST", "/mailboxes", create, 403],
      ["PATCH", `/mailboxes/${mailbox.id}`, { state: "disabled" }, 403],
      ["DELETE", `/mailboxes/${mailbox.id}`, undefined, 403],
      ["GET", `/mailboxes/export?format=csv&domain=${domain}`, undefined, 403],
      ["GET", "/accounts", undefined, 403],
      ["GET", "/organizations", undefined, 403],
      // A mailbox of another domain is not found.
      ["GET", `/mailboxes/${hidden.id}`, undefined, 404],
      ["PATCH", `/mailboxes/${hidden.id}`, { quota_mb: 10 }, 404],
      ["GET", `/mailboxes?domain=${other}`, undefined, 404],
    ];
    for (const [method, path, body, status] of refusals) {
      expect((await api.send(method, path, body)).status, `${method} ${path}`).toBe(status);
    }
    await api.dispose();
  });
});

test("an assistant who may only disable is offered no other field", async ({
  operator,
  page,
  panel,
  world,
}) => {
  const domain = await world.domain("comune");
  const mailbox = await operator.createMailbox(domain, "protocollo");
  await panel.open(await world.assistant({ [domain]: ["view", "disable", "export"] }), `/caselle?dominio=${domain}`);
  await expect(panel.export).toBeVisible();
  await panel.editMailbox(mailbox.address);
  await expect(page.getByRole("textbox", { name: "Quota" })).toBeHidden();
  await panel.choice("Stato", "DISABILITATA").check();
  await panel.button("Modifica").click();
  await expect(panel.notice).toContainText("è stata modificata");
  expect((await operator.findMailbox(mailbox.address))?.state).toBe("disabled");
});
