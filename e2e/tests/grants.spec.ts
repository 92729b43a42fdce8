import { Api } from "../support/api.ts";
import { expectAccessibleInBothThemes } from "../support/audit.ts";
import { expect, test } from "../support/fixtures.ts";

const MANAGE = ["view", "create", "edit", "disable", "export"];

test("the permissions of thirty domains are found, set by template and copied", async ({
  operator,
  page,
  panel,
  server,
  world,
}) => {
  test.setTimeout(90_000);
  await page.emulateMedia({ reducedMotion: "reduce" });
  const domains: string[] = [];
  for (let n = 10; n < 40; n++) domains.push(await world.domain(n < 20 ? `scuola${n}` : `comune${n}`));
  const [school, town] = [domains[0], domains[20]] as [string, string];
  const postmaster = await world.postmaster();
  const assistant = await world.assistant({ [town]: ["view", "export"] });
  const { id } = await world.account(assistant.username);
  const api = await Api.signIn(server.url, postmaster);
  const other = await api.post<{ id: string }>("/accounts", {
    username: `lia.${school.split(".")[0]}`,
    display_name: "Lia Conti",
    role: "assistant",
    password: "quattro parole a caso",
    grants: [
      { domain: school, permissions: MANAGE },
      { domain: town, permissions: ["view", "edit", "export"] },
    ],
  });
  await api.dispose();

  const table = page.getByTestId("grants");
  const box = (permission: string, domain: string) =>
    page.getByRole("checkbox", { name: `${permission} ${domain}`, exact: true });
  const choose = (domain: string) => page.getByRole("checkbox", { name: `Scegli ${domain}` });
  const summary = page.locator(".grants-summary");
  const template = page.getByLabel("Modello di permessi");

  await panel.open(postmaster, `/account/${id}`);
  await test.step("only the domain with permissions is listed, until all are asked for", async () => {
    await expect(summary).toHaveText("1 dominio: 1 come Solo consultazione");
    await expect(table.getByRole("checkbox", { name: /^Scegli/ })).toHaveCount(1);
    await expect(choose(town)).toBeVisible();
    await panel.button("Mostra tutti i 30 domini").click();
    await expect(table.getByRole("checkbox", { name: /^Scegli/ })).toHaveCount(30);
    await expect(table.getByRole("checkbox", { name: /^Scegli/ }).first()).toHaveAccessibleName(`Scegli ${town}`);
    await panel.button("Mostra meno domini").click();
    await expect(table.getByRole("checkbox", { name: /^Scegli/ })).toHaveCount(1);
  });

  await test.step("a search narrows the domains, and a template is applied to all it found", async () => {
    await page.getByLabel("Cerca un dominio").fill("scuola");
    await expect(table.getByRole("checkbox", { name: /^Scegli/ })).toHaveCount(4);
    await template.selectOption({ label: "Gestione caselle" });
    await panel.button("Applica ai 10 domini trovati").click();
    await expect(summary).toHaveText("11 domini: 1 come Solo consultazione, 10 come Gestione caselle");
    await expect(box("Creare", school)).toBeChecked();
    await expect(box("Cancellare", school)).not.toBeChecked();
  });

  await test.step("what differs from the template is said in words", async () => {
    await box("Esportare", school).focus();
    await page.keyboard.press("Space");
    const row = table.getByRole("row", { name: school });
    await expect(row).toContainText("Personalizzato come Gestione caselle, senza Esportare");
    await expect(summary).toContainText("1 personalizzato");
    await expectAccessibleInBothThemes(page);
  });

  await test.step("a template is applied to the chosen domains alone", async () => {
    await choose(school).check();
    await template.selectOption({ label: "Completo" });
    await panel.button("Applica al dominio scelto").click();
    await expect(box("Cancellare", school)).toBeChecked();
    await expect(summary).toHaveText(
      "11 domini: 1 come Solo consultazione, 9 come Gestione caselle, 1 come Completo",
    );
  });

  await test.step("whoever leaves is asked, because nothing has been saved", async () => {
    await panel.menu.getByRole("link", { name: "Domini" }).click();
    const dialog = page.getByRole("dialog").filter({ hasText: "non" });
    await expect(dialog).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    expect(await operator.get(`/accounts/${id}`)).toMatchObject({ grants: [{ domain: town }] });
  });

  await test.step("the permissions of another assistant are copied into the form with the keyboard", async () => {
    await page.getByLabel("Cerca un dominio").fill("");
    await panel.button("Copia permessi da…").focus();
    await page.keyboard.press("Enter");
    await expect(page.getByLabel("Cerca un assistente")).toBeFocused();
    await page.keyboard.type("lia");
    const entry = page.getByRole("button", { name: /Lia Conti/ });
    await expect(page.locator(".copy-from")).toHaveCount(1);
    await expectAccessibleInBothThemes(page);
    await entry.focus();
    await page.keyboard.press("Enter");
    await expect(panel.button("Copia permessi da…")).toBeFocused();
    await expect(page.getByText("Permessi copiati da Lia Conti (2 domini)")).toBeVisible();
    await expect(summary).toHaveText("2 domini: 1 come Gestione caselle, 1 personalizzato");
    await expect(table.getByRole("checkbox", { name: /^Scegli/ })).toHaveCount(2);
  });

  await panel.button("Salva").click();
  await expect(panel.notice).toContainText("è stato modificato");
  const saved = await operator.get<{ grants: { domain: string; permissions: string[] }[] }>(`/accounts/${id}`);
  const copied = await operator.get<{ grants: { domain: string; permissions: string[] }[] }>(`/accounts/${other.id}`);
  expect(saved.grants).toEqual(copied.grants);
  await panel.menu.getByRole("link", { name: "Domini" }).click();
  await expect(panel.title, "nothing is unsaved any more").toHaveText("Domini");
});

test("a grants page of 120 domains stays short until all of them are asked for", async ({ page, panel, world }) => {
  test.setTimeout(90_000);
  await page.setViewportSize({ width: 1440, height: 900 });
  const domains: string[] = [];
  for (let n = 100; n < 220; n++) domains.push(await world.domain(`comune${n}`));
  const grants = Object.fromEntries(domains.map((domain) => [domain, ["view" as const]]));
  const assistant = await world.assistant(grants);
  await panel.open(await world.postmaster(), `/account/${(await world.account(assistant.username)).id}`);
  await expect(page.locator(".grants-summary")).toHaveText("120 domini: 120 personalizzati");
  await panel.settled();
  expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThan(1700);
  await panel.button("Mostra tutti i 120 domini").click();
  await expect(page.getByTestId("grants").getByRole("checkbox", { name: /^Scegli/ })).toHaveCount(120);
});

test("the operator sees on arrival how many accounts wait to be enabled", async ({ operator, page, panel, world }) => {
  await world.domain("comune");
  await world.domain("scuola");
  const assistant = await world.assistant({});
  const { id } = await world.account(assistant.username);
  const waiting = async () => {
    const { total } = await operator.get<{ total: number }>("/accounts?state=pending&count=exact&limit=1");
    return total;
  };
  const organization = (await operator.get<{ organization_id: string }>(`/accounts/${id}`)).organization_id;
  const pending = await operator.post<{ id: string }>("/accounts", {
    username: `attesa.${assistant.username}`,
    display_name: "Ugo Neri",
    role: "assistant",
    organization_id: organization,
    password: "quattro parole a caso",
    enabled: false,
  });
  const count = await waiting();
  const label = `${count} account in attesa di abilitazione`;

  await panel.open({ username: "gestore", password: "una frase da ricordare" }, "/cruscotto");
  await expect(panel.menu.getByRole("link", { name: label })).toHaveText(String(count));
  await page.getByTestId("attention").getByRole("link", { name: "Account da abilitare" }).click();
  await expect(page).toHaveURL(/\/account\?stato=pending/);
  await expect(page.getByRole("link", { name: "Ugo Neri" }).first()).toBeVisible();

  await page.goto(`/account/${pending.id}`);
  await panel.button("Abilita account").click();
  await expect(panel.notice).toContainText("è stato abilitato");
  // Beside the contracts there may be another mark, such as that of a seal that another journey lets expire.
  const left = panel.menu.locator(".area-count[href^='/account']");
  if (count === 1) await expect(left).toHaveCount(0);
  else await expect(left).toHaveText(String(count - 1));

  await panel.open(await world.postmaster());
  await expect(left, "a postmaster cannot enable").toHaveCount(0);
});
