import { expectAccessible } from "../support/audit.ts";
import { Panel } from "../support/panel.ts";
import { expect, test } from "../support/fixtures.ts";

test("cancelled mailboxes are left out until they are asked for", async ({ operator, page, panel, world }) => {
  const domain = await world.domain("comune");
  await operator.createMailbox(domain, "protocollo");
  const gone = await operator.createMailbox(domain, "archivio");
  await operator.send("DELETE", `/mailboxes/${gone.id}`);
  await panel.open(await world.postmaster(), `/caselle?dominio=${domain}`);
  await expect.poll(() => panel.names()).toEqual(["protocollo"]);
  await page.getByTestId("cancelled-count").click();
  await expect.poll(() => panel.names()).toEqual(["archivio"]);
  await page.getByRole("link", { name: "Togli il filtro Stato: Cancellate" }).click();
  await expect.poll(() => panel.names()).toEqual(["protocollo"]);
});

test("filters are chips that remove themselves, and all at once", async ({ operator, page, panel, world }) => {
  const domain = await world.domain("comune");
  await operator.createMailbox(domain, "protocollo");
  await panel.open(await world.postmaster(), `/caselle?dominio=${domain}&stato=disabled&password=expired`);
  const chips = page.getByRole("list", { name: "Filtri attivi" });
  await expect(chips.getByRole("listitem")).toHaveCount(3);
  await chips.getByRole("link", { name: /Togli il filtro Password/ }).click();
  await expect(page).not.toHaveURL(/password/);
  await panel.stateFilter.selectOption({ label: "Attive" });
  await expect(chips).toContainText("Stato: Attive");
  await page.goto(`/caselle?dominio=${domain}&stato=disabled&password=expired`);
  await page.getByRole("link", { name: "Togli tutti i filtri" }).click();
  await expect(page).toHaveURL(new RegExp(`dominio=${domain}$`));
  await expect(chips).toHaveCount(0);
});

test("the search finds e-mails and notes, over all domains", async ({ operator, page, panel, world }) => {
  const [comune, scuole] = [await world.domain("comune"), await world.domain("scuole")];
  await operator.createMailbox(comune, "protocollo", { communication_email: "rossini@posta.example.org" });
  const noted = await operator.createMailbox(scuole, "segreteria");
  await operator.post(`/mailboxes/${noted.id}/notes`, { text: "Chiesta dal maestro Rossini" });
  await operator.createMailbox(scuole, "palestra");
  await panel.open(await world.postmaster(), "/");
  await page.getByRole("link", { name: "Caselle di tutti i domini" }).click();
  await expect(panel.title).toHaveText("Caselle di tutti i domini");
  await expect(panel.rows).toHaveCount(3);
  await panel.find("rossini");
  await expect.poll(() => panel.names()).toEqual([`protocollo@${comune}`, `segreteria@${scuole}`]);
  await page.getByLabel("Dominio", { exact: true }).selectOption(scuole);
  await expect.poll(() => panel.names()).toEqual(["segreteria"]);
  await expectAccessible(page);
});

test("j and k walk through the rows, e edits, n adds", async ({ operator, page, panel, world }) => {
  const domain = await world.domain("comune");
  for (const name of ["anagrafe", "bilancio"]) await operator.createMailbox(domain, name);
  await panel.open(await world.postmaster(), `/caselle?dominio=${domain}`);
  await expect(panel.rows).toHaveCount(2);
  const link = (name: string) => panel.row(name).getByRole("link", { name, exact: true });
  await page.keyboard.press("j");
  await expect(link("anagrafe")).toBeFocused();
  await page.keyboard.press("j");
  await expect(link("bilancio")).toBeFocused();
  await page.keyboard.press("k");
  await expect(link("anagrafe")).toBeFocused();
  // In the search box they are letters.
  await panel.search.focus();
  await page.keyboard.type("jk");
  await expect(panel.search).toHaveValue("jk");
});

test("the acts on a mailbox stand beside its title", async ({ context, operator, page, panel, world }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const mailbox = await operator.createMailbox(await world.domain("comune"), "protocollo");
  await panel.open(await world.postmaster(), `/caselle/${mailbox.id}`);
  await page.getByRole("button", { name: `Copia l'indirizzo ${mailbox.address}` }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(mailbox.address);

  await panel.button("Disabilita").click();
  const dialog = page.getByRole("dialog", { name: "Disabilita la casella" });
  await expect(dialog).toContainText("Il contenuto è conservato");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Disabilita", exact: true }).click();
  await expect(panel.notice).toContainText("è stata disabilitata");
  await expect(panel.button("Riabilita")).toBeVisible();
  expect((await operator.findMailbox(mailbox.address))?.state).toBe("disabled");

  await page.getByLabel("Operazione", { exact: true }).selectOption("Disabilitazione");
  await expect(page.getByTestId("history").locator("li.record")).toHaveCount(1);
  await panel.tab("Messaggi");
  await expect(page).toHaveURL(/scheda=messaggi/);
  await expect(page.getByTestId("messages")).toContainText("Casella disabilitata");
  await page.reload();
  await expect(page.getByTestId("messages")).toBeVisible();
});

test("a change of state that was overtaken shows the newer mailbox and changes nothing", async ({ operator, page, panel, world }) => {
  const mailbox = await operator.createMailbox(await world.domain("comune"), "protocollo", { quota_mb: 1000 });
  await panel.open(await world.postmaster(), `/caselle/${mailbox.id}`);
  await panel.button("Disabilita").click();
  await operator.patch(`/mailboxes/${mailbox.id}`, { quota_mb: 3000 });
  await page.getByRole("dialog").getByRole("button", { name: "Disabilita", exact: true }).click();
  await expect(panel.fact("Quota")).toHaveText("3.000 MB");
  expect((await operator.findMailbox(mailbox.address))?.state).toBe("active");
});

test("columns and rows of a page are remembered for the account, on any browser", async ({ browser, operator, page, panel, server, world }) => {
  const domain = await world.domain("comune");
  await operator.createMailbox(domain, "protocollo");
  const anna = await world.postmaster();
  await panel.open(anna, `/caselle?dominio=${domain}`);
  const heading = (on: typeof page, name: string) => on.getByRole("columnheader", { name });
  await page.getByRole("button", { name: "Colonne" }).click();
  const stored = page.waitForResponse((reply) => reply.url().endsWith("/me/preferences") && reply.request().method() === "PATCH");
  await page.getByRole("checkbox", { name: "Soft limit" }).check();
  await stored;
  await expect(heading(page, "Soft limit")).toBeVisible();
  await page.getByRole("button", { name: "Sposta a sinistra: Soft limit" }).click();
  await page.getByRole("checkbox", { name: "Creazione" }).uncheck();
  await expect(heading(page, "Creazione")).toHaveCount(0);
  await expectAccessible(page);
  await page.waitForLoadState("networkidle");

  const context = await browser.newContext({ baseURL: server.url, locale: "it-IT" });
  const elsewhere = new Panel(await context.newPage());
  await elsewhere.open(anna, `/caselle?dominio=${domain}`);
  await expect(heading(elsewhere.page, "Soft limit")).toBeVisible();
  await expect(heading(elsewhere.page, "Creazione")).toHaveCount(0);
  await elsewhere.page.getByRole("button", { name: "Colonne" }).click();
  await elsewhere.page.getByRole("button", { name: "Ripristina le colonne predefinite" }).click();
  await expect(heading(elsewhere.page, "Creazione")).toBeVisible();
  await context.close();
});
