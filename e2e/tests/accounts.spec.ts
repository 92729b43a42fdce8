import { expect, test, OPERATOR } from "../support/fixtures.ts";

const PASSWORD = "sei parole messe a caso qui";

test("the operator makes an organisation, its domain and its postmaster, who signs in", async ({
  browser,
  page,
  panel,
  server,
}) => {
  const tag = Math.random().toString(36).slice(2, 8);
  const organization = `Unione dei Comuni ${tag}`;
  const domain = `pec-${tag}.example.it`;
  await panel.signIn(OPERATOR);
  await expect(panel.menu).toBeVisible();

  await test.step("the organisation", async () => {
    await page.goto("/organizzazioni/nuova");
    await panel.button("Crea organizzazione").click();
    await expect(panel.field("Nome")).toHaveAccessibleDescription(/obbligatorio/);
    await panel.field("Nome").fill(organization);
    await panel.button("Crea organizzazione").click();
    await expect(panel.notice).toContainText(`L'organizzazione ${organization} è stata creata`);
  });

  await test.step("its domain", async () => {
    await panel.link("Aggiungi dominio").click();
    await panel.field("Nome del dominio").fill(domain);
    await panel.choice("Conservazione a norma", "Sì").check();
    await panel.field("Quota predefinita").fill("500");
    await panel.button("Crea dominio").click();
    await expect(panel.notice).toContainText(`Il dominio ${domain} è stato creato`);
    await expect(panel.fact("Quota predefinita")).toHaveText("500 MB");
  });

  await test.step("its postmaster", async () => {
    await page.goto("/organizzazioni");
    await panel.link(organization).click();
    await panel.link("Aggiungi account").click();
    await expect(page.getByRole("combobox", { name: "Organizzazione" })).toHaveValue(/.+/);
    await panel.field("Nome e cognome").fill("Carla Bianchi");
    await panel.field("Nome utente").fill(`carla.${tag}`);
    await page.getByLabel("Password iniziale", { exact: true }).fill("corta");
    await panel.button("Crea account").click();
    await expect(panel.alert).toContainText("almeno 12 caratteri");
    await page.getByLabel("Password iniziale", { exact: true }).fill(PASSWORD);
    await panel.button("Crea account").click();
    await expect(panel.notice).toContainText(`L'account carla.${tag} è stato creato e può accedere`);
  });

  await test.step("who signs in, and finds the domain", async () => {
    const elsewhere = await browser.newContext({ baseURL: server.url });
    const theirs = await elsewhere.newPage();
    await theirs.goto("/");
    await theirs.getByLabel("Nome utente").fill(`carla.${tag}`);
    await theirs.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await theirs.getByRole("button", { name: "Accedi" }).click();
    await expect(theirs.getByRole("heading", { level: 1 })).toHaveText(`Caselle di ${domain}`);
    await elsewhere.close();
  });

  await test.step("the account is found, and shut out", async () => {
    await page.goto("/account");
    await page.getByRole("combobox", { name: "Organizzazione" }).selectOption({ label: organization });
    await panel.link("Carla Bianchi").click();
    await panel.button("Disabilita account").click();
    await expect(panel.notice).toContainText(`L'account carla.${tag} è stato disabilitato`);
    await panel.button("Riabilita account").click();
    await expect(panel.notice).toContainText("è stato abilitato");
  });
});

test("a postmaster makes an assistant, the operator enables it, its grants hold and change", async ({
  operator,
  page,
  panel,
  world,
}) => {
  const domain = await world.domain("comune");
  await world.domain("scuola");
  await operator.createMailbox(domain, "protocollo");
  const postmaster = await world.postmaster();
  const assistant = { username: `ugo.${domain.slice(7, 13)}`, password: PASSWORD };

  await test.step("the postmaster grants view and edit on one domain", async () => {
    await panel.signIn(postmaster);
    await panel.menu.getByRole("link", { name: "Assistenti" }).click();
    await panel.link("Aggiungi assistente").first().click();
    await panel.field("Nome e cognome").fill("Ugo Galli");
    await panel.field("Nome utente").fill(assistant.username);
    await page.getByLabel("Password iniziale", { exact: true }).fill(PASSWORD);
    const row = page.getByRole("row").filter({ hasText: domain });
    await row.getByRole("checkbox", { name: /Modificare/ }).check();
    // To edit is to see.
    await expect(row.getByRole("checkbox", { name: /Consultare/ })).toBeChecked();
    await panel.button("Crea account").click();
    await expect(panel.notice).toContainText("potrà accedere quando il Gestore lo avrà abilitato");
    await expect(panel.button("Abilita account")).toBeHidden();
    await panel.signOut();
  });

  await test.step("until enabled it stays out", async () => {
    await panel.fillSignIn(assistant);
    await expect(panel.alert).toContainText("L'account non è abilitato");
  });

  await test.step("the operator enables it", async () => {
    await panel.signIn(OPERATOR);
    await expect(panel.menu).toBeVisible();
    const { id } = await world.account(assistant.username);
    await page.goto(`/account/${id}`);
    await panel.button("Abilita account").click();
    await expect(panel.notice).toContainText("può accedere");
    await panel.signOut();
  });

  await test.step("it works on its one domain, and no more than granted", async () => {
    await panel.fillSignIn(assistant);
    await expect(panel.title).toHaveText(`Caselle di ${domain}`);
    await expect(panel.add).toBeHidden();
    await panel.signOut();
  });

  await test.step("the postmaster grants to create as well", async () => {
    await panel.fillSignIn(postmaster);
    await expect(panel.menu).toBeVisible();
    await page.goto("/account");
    await panel.link("Ugo Galli").click();
    const row = page.getByRole("row").filter({ hasText: domain });
    await row.getByRole("checkbox", { name: /Creare/ }).check();
    await page.getByRole("button", { name: "Salva", exact: true }).click();
    await expect(panel.notice).toContainText("è stato modificato");
    await panel.signOut();
    await panel.fillSignIn(assistant);
    await expect(panel.add.first()).toBeVisible();
  });
});
