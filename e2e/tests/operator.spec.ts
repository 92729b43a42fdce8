import { Api } from "../support/api.ts";
import { expect, OPERATOR, test } from "../support/fixtures.ts";
import { Panel } from "../support/panel.ts";

test("the operator creates an organisation, its domain and its postmaster, who can then work", async ({
  browser,
  page,
  panel,
  server,
}) => {
  const tag = Math.random().toString(36).slice(2, 8);
  const [organization, domain, username] = [`Comune di ${tag}`, `pec-${tag}.example.it`, `rosa.${tag}`];
  await panel.open(OPERATOR, "/organizzazioni");

  await test.step("the organisation", async () => {
    await panel.link("Aggiungi organizzazione").click();
    await panel.button("Crea organizzazione").click();
    await expect(panel.field("Nome")).toHaveAccessibleDescription(/Il campo è obbligatorio/);
    await panel.field("Nome").fill(organization);
    await panel.button("Crea organizzazione").click();
    await expect(panel.title).toHaveText(organization);
    await expect(panel.notice).toContainText("è stata creata");
  });

  await test.step("the domain, whose form shows all faults at once", async () => {
    await panel.link("Aggiungi dominio").click();
    await expect(page.getByLabel("Organizzazione", { exact: true })).toContainText(organization);
    await panel.field("Nome del dominio").fill("pec");
    await panel.field("Quota predefinita").fill("zero");
    await panel.field("Durata del servizio").fill("121");
    await panel.button("Crea dominio").click();
    await expect(panel.alert.filter({ hasText: "Controlla i campi indicati" }).getByRole("link")).toHaveCount(3);
    await expect(panel.field("Nome del dominio")).toBeFocused();
    await expect(panel.field("Durata del servizio")).toHaveAccessibleDescription(/da 1 a 120/);
    await panel.field("Nome del dominio").fill(domain);
    await panel.field("Quota predefinita").fill("2.000");
    await panel.field("Durata del servizio").fill("12");
    await panel.button("Crea dominio").click();
    await expect(panel.title).toHaveText(domain);
    await expect(page.getByText("2.000 MB")).toBeVisible();
    await expect(page.getByText("12 mesi")).toBeVisible();
  });

  await test.step("the postmaster, who has to be enabled", async () => {
    await panel.link(organization).click();
    await panel.link("Aggiungi account").click();
    await panel.field("Nome e cognome").fill("Rosa Bruni");
    await panel.field("Nome utente").fill(username);
    await page.getByLabel("Password iniziale").fill("quattro parole a caso");
    await panel.choice("Abilitare subito l'account?", "No").check();
    await panel.button("Crea account").click();
    await expect(panel.title).toHaveText("Rosa Bruni");
    await expect(page.getByText("In attesa di abilitazione", { exact: true })).toBeVisible();
    await panel.button("Abilita account").click();
    await expect(panel.notice).toContainText("è stato abilitato");
    await expect(panel.button("Disabilita account")).toBeVisible();
  });

  await test.step("the postmaster can work until disabled", async () => {
    const context = await browser.newContext({ baseURL: server.url });
    const theirs = new Panel(await context.newPage());
    await theirs.signIn({ username, password: "quattro parole a caso" });
    await expect(theirs.title).toHaveText(`Caselle di ${domain}`);
    await panel.button("Disabilita account").click();
    await expect(panel.notice).toContainText("le sue sessioni sono terminate");
    await theirs.page.getByRole("link", { name: "Domini" }).click();
    await expect(theirs.page.getByRole("dialog", { name: "La sessione è terminata" })).toBeVisible();
    await context.close();
  });
});

test("a taken name is reported at its field", async ({ page, panel, world }) => {
  const { username } = await world.postmaster();
  await panel.open(OPERATOR, "/account/nuovo");
  await panel.choice("Ruolo", "Gestore").check();
  await expect(page.getByLabel("Organizzazione", { exact: true })).toBeHidden();
  await panel.field("Nome e cognome").fill("Rosa Bruni");
  await panel.field("Nome utente").fill(username.toUpperCase());
  await page.getByLabel("Password iniziale").fill("quattro parole a caso");
  await panel.button("Crea account").click();
  await expect(panel.field("Nome utente")).toBeFocused();
  await expect(panel.field("Nome utente")).toHaveAccessibleDescription(/È già in uso/);
});

test("a concurrent change of a domain can be merged with one's own", async ({ operator, page, panel, world }) => {
  const name = await world.domain("comune");
  const find = async () => {
    const { items } = await operator.get<{ items: { id: string; name: string }[] }>("/domains?limit=200");
    return items.find((domain) => domain.name === name) as { id: string; name: string };
  };
  const { id } = await find();
  await panel.open(OPERATOR, `/domini/${id}/modifica`);
  await expect(page.getByText("Il nome e l'organizzazione di un dominio non cambiano")).toBeVisible();
  await panel.field("Quota predefinita").fill("5000");
  await operator.patch(`/domains/${id}`, { mailbox_term_months: 36 });
  await panel.button("Salva").click();

  const late = page.getByRole("alert", { name: "Qualcun altro ha modificato questi dati" });
  await expect(late.getByRole("row", { name: /Durata del servizio/ })).toContainText("36 mesi");
  await expect(late.getByRole("row", { name: /Quota predefinita/ })).toContainText("5.000 MB");
  await expect(panel.field("Quota predefinita")).toHaveValue("5000");
  await panel.button("Ripeti le mie modifiche").click();
  await expect(panel.title).toHaveText(name);
  expect(await find()).toMatchObject({ default_quota_mb: 5000, mailbox_term_months: 36 });
});

test("a concurrent change of grants can be merged with one's own", async ({ operator, page, panel, world }) => {
  const [first, second] = [await world.domain("comune"), await world.domain("scuola")];
  const assistant = await world.assistant({ [first]: ["view"] });
  const { id } = await world.account(assistant.username);
  await panel.open(OPERATOR, `/account/${id}`);
  const box = (permission: string, domain: string) => page.getByRole("checkbox", { name: `${permission} ${domain}` });
  await box("Creare", second).check();
  await operator.patch(`/accounts/${id}`, { grants: [{ domain: first, permissions: ["view", "edit"] }] });
  await panel.button("Salva").click();

  await expect(page.getByText("Qualcun altro ha modificato questi dati").first()).toBeVisible();
  await panel.button("Ripeti le mie modifiche").click();
  await expect(panel.notice).toContainText("è stato modificato");
  await expect(box("Modificare", first)).toBeChecked();
  expect(await operator.get(`/accounts/${id}`)).toMatchObject({
    grants: [
      { domain: first, permissions: ["view", "edit"] },
      { domain: second, permissions: ["view", "create"] },
    ],
  });
});

test("accounts are filtered by name, state, role and organisation, and the view can be shared", async ({ page, panel, world }) => {
  await world.postmaster();
  const assistant = await world.assistant({});
  await panel.open(OPERATOR, "/account");
  await page.getByLabel("Organizzazione", { exact: true }).selectOption({ label: world.organization });
  await page.getByLabel("Ruolo", { exact: true }).selectOption({ label: "Assistente" });
  const rows = page.getByTestId("accounts").getByRole("rowgroup").last().getByRole("row");
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText(assistant.username);
  await page.reload();
  await expect(rows).toHaveCount(1);
  await expect(page.getByLabel("Ruolo", { exact: true })).toHaveValue("assistant");

  await page.getByLabel("Stato", { exact: true }).selectOption({ label: "Disabilitato" });
  await expect(page.getByText("Nessun account con questi filtri")).toBeVisible();
  await page.getByLabel("Stato", { exact: true }).selectOption({ label: "Tutti gli stati" });
  await page.getByLabel("Cerca per nome").fill(assistant.username);
  await page.getByLabel("Cerca per nome").press("Enter");
  await expect(rows).toHaveCount(1);
  await page.getByLabel("Ruolo", { exact: true }).selectOption({ label: "Tutti i ruoli" });
  await expect(rows).toHaveCount(1);
  await page.goBack();
  await expect(page.getByLabel("Ruolo", { exact: true })).toHaveValue("assistant");
  await page.getByRole("button", { name: "Nome", exact: true }).click();
  await expect(page).toHaveURL(/ordina=display_name/);
  await expect(page.getByRole("columnheader", { name: "Nome", exact: true })).toHaveAttribute("aria-sort", "ascending");
});

test("domains and organisations are searched on the server", async ({ page, panel, world }) => {
  const domain = await world.domain("comune");
  await panel.open(OPERATOR, `/domini?q=${domain}`);
  const domains = page.getByTestId("domains").getByRole("rowgroup").last().getByRole("row");
  await expect(domains).toHaveCount(1);
  await expect(domains).toContainText(world.organization);
  await page.getByLabel("Cerca un dominio").fill("nessun-dominio");
  await page.getByLabel("Cerca un dominio").press("Enter");
  await expect(page.getByText("Nessun risultato.")).toBeVisible();
  await page.getByRole("link", { name: "Mostra tutto" }).click();
  await expect(domains.filter({ hasText: domain })).toHaveCount(1);

  await page.goto(`/organizzazioni?q=${encodeURIComponent(world.organization.toUpperCase())}`);
  const organizations = page.getByTestId("organizations").getByRole("rowgroup").last().getByRole("row");
  await expect(organizations).toHaveCount(1);
});

test("a new password ends the sessions of the old one", async ({ page, panel, server, world }) => {
  const postmaster = await world.postmaster();
  const api = await Api.signIn(server.url, postmaster);
  const { id } = await world.account(postmaster.username);
  await panel.open(OPERATOR, `/account/${id}`);
  await page.getByRole("heading", { name: "Nuova password" }).click();
  await page.getByLabel("Nuova password", { exact: true }).fill("corta");
  await panel.button("Imposta la password").click();
  await expect(page.getByLabel("Nuova password", { exact: true })).toHaveAccessibleDescription(/almeno 12 caratteri/);
  await page.getByLabel("Nuova password", { exact: true }).fill("cinque parole scelte a caso");
  await panel.button("Imposta la password").click();
  await expect(panel.notice).toContainText("le sue sessioni sono terminate");
  expect((await api.send("GET", "/me")).status).toBe(401);
  await Api.signIn(server.url, { ...postmaster, password: "cinque parole scelte a caso" });
  await api.dispose();
});
