import { Api } from "../support/api.ts";
import { expect, test } from "../support/fixtures.ts";
import { World } from "../support/world.ts";

test("a postmaster creates an assistant, whom only the operator can enable", async ({
  operator,
  page,
  panel,
  server,
  world,
}) => {
  const [first, second] = [await world.domain("comune"), await world.domain("scuola")];
  const username = `lia.${first.split(".")[0]}`;
  const box = (permission: string, domain: string) => page.getByRole("checkbox", { name: `${permission} ${domain}` });
  const postmaster = await world.postmaster();
  await panel.open(postmaster, "/account");
  await expect(panel.title).toHaveText("Assistenti");

  await test.step("chooses what the assistant may do", async () => {
    await panel.link("Aggiungi assistente").first().click();
    await expect(page.getByText("resta in attesa di abilitazione finché il Gestore")).toBeVisible();
    await panel.field("Nome e cognome").fill("Lia Conti");
    await panel.field("Nome utente").fill(username);
    await page.getByLabel("Password iniziale").fill("quattro parole a caso");

    await box("Creare", first).check();
    await expect(box("Consultare", first), "another permission brings view along").toBeChecked();
    await box("Tutti", second).check();
    await expect(box("Cancellare", second)).toBeChecked();
    await box("Consultare", second).uncheck();
    await expect(box("Cancellare", second), "without view nothing is left").not.toBeChecked();
    await box("Esportare", "Tutti i domini in elenco").check();
    await expect(box("Consultare", second)).toBeChecked();
    await panel.button("Crea assistente").click();
    await expect(panel.notice).toContainText("potrà accedere quando il Gestore lo avrà abilitato");
  });

  const { id } = await world.account(username);
  expect(await operator.get(`/accounts/${id}`)).toMatchObject({
    state: "pending",
    grants: [
      { domain: first, permissions: ["view", "create", "export"] },
      { domain: second, permissions: ["view", "export"] },
    ],
  });

  await test.step("cannot enable the assistant, not even by disabling it first", async () => {
    await expect(page.getByText("non può accedere finché il Gestore del servizio non lo abilita")).toBeVisible();
    await expect(page.getByRole("button", { name: /abilita account/i })).toHaveCount(0);
    const api = await Api.signIn(server.url, postmaster);
    await api.patch(`/accounts/${id}`, { state: "disabled" });
    expect((await api.send("PATCH", `/accounts/${id}`, { state: "enabled" })).status).toBe(422);
    await api.dispose();
    await page.reload();
    await expect(page.getByText("non è mai stato abilitato")).toBeVisible();
    await expect(page.getByRole("button", { name: /abilita account/i })).toHaveCount(0);
  });

  await test.step("disables and enables an assistant whom the operator has enabled before", async () => {
    await operator.patch(`/accounts/${id}`, { state: "enabled" });
    await page.reload();
    await panel.button("Disabilita account").click();
    await expect(panel.button("Riabilita account")).toBeVisible();
    await panel.button("Riabilita account").click();
    await expect(panel.button("Disabilita account")).toBeVisible();
  });
});

test("on a phone grants are cards that can be used with the keyboard alone", async ({ page, panel, world }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  const domain = await world.domain("comune");
  const assistant = await world.assistant({ [domain]: ["view"] });
  const { id } = await world.account(assistant.username);
  await panel.open(await world.postmaster(), `/account/${id}`);
  const card = page.getByTestId("grants").getByRole("row", { name: domain });
  await expect(card.getByText("Creare")).toBeVisible();
  await page.getByRole("checkbox", { name: `Consultare ${domain}` }).focus();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await expect(page.getByRole("checkbox", { name: `Creare ${domain}` })).toBeChecked();
});

test("an account of another organisation is not found", async ({ operator, panel, page, world }) => {
  const other = await World.create(operator);
  const assistant = await other.assistant({});
  const { id } = await other.account(assistant.username);
  await panel.open(await world.postmaster(), `/account/${id}`);
  await expect(panel.title).toHaveText("Non trovato");
  for (const path of ["/organizzazioni", "/domini/nuovo"]) {
    await page.goto(path);
    await expect(panel.title, path).toHaveText("Accesso non consentito");
  }
});

test("the chosen grants are kept when the session ends and the user signs in again", async ({
  operator,
  page,
  panel,
  world,
}) => {
  const domain = await world.domain("comune");
  const assistant = await world.assistant({ [domain]: ["view"] });
  const postmaster = await world.postmaster();
  await panel.open(postmaster, `/account/${(await world.account(assistant.username)).id}`);
  const box = page.getByRole("checkbox", { name: `Cancellare ${domain}` });
  await box.check();
  const renewed = "cinque parole ancora più casuali";
  await operator.patch(`/accounts/${(await world.account(postmaster.username)).id}`, { password: renewed });
  await panel.button("Salva").click();

  const dialog = page.getByRole("dialog", { name: "La sessione è terminata" });
  await dialog.getByLabel("Password", { exact: true }).fill(renewed);
  await dialog.getByRole("button", { name: "Accedi" }).click();
  await expect(dialog).toBeHidden();
  await expect(box).toBeChecked();
  await panel.button("Salva").click();
  // The new session has not been confirmed yet.
  await panel.confirm(renewed);
  await expect(panel.notice).toContainText("è stato modificato");
});

test("a sensitive act asks for the password again, once in ten minutes", async ({ page, panel, world }) => {
  await world.domain("comune");
  const assistant = await world.assistant({});
  const postmaster = await world.postmaster();
  const { id } = await world.account(assistant.username);
  await panel.signIn(postmaster);
  await expect(panel.menu).toBeVisible();
  await page.goto(`/account/${id}`);

  await panel.button("Disabilita account").click();
  await expect(panel.confirmation).toBeVisible();
  await panel.confirmation.getByRole("button", { name: "Annulla" }).click();
  await expect(panel.confirmation).toBeHidden();
  await expect(page.getByText("occorre confermare la password")).toBeVisible();
  expect((await world.account(assistant.username)).state).toBe("enabled");

  await panel.button("Disabilita account").click();
  await panel.confirm("una parola sbagliata");
  await expect(panel.confirmation.getByLabel("La tua password")).toHaveAccessibleDescription(/non è corretta/);
  await panel.confirm(postmaster.password);
  await expect(panel.confirmation).toBeHidden();
  await expect(panel.notice).toContainText("le sue sessioni sono terminate");
  expect((await world.account(assistant.username)).state).toBe("disabled");

  await panel.button("Riabilita account").click();
  await expect(panel.button("Disabilita account")).toBeVisible();
  await expect(panel.confirmation).toBeHidden();
});
