import { Api } from "../support/api.ts";
import { expectAccessible, expectNoSidewaysScroll } from "../support/audit.ts";
import { column, readCsv, readPdf } from "../support/files.ts";
import { expect, OPERATOR, test } from "../support/fixtures.ts";
import { Panel } from "../support/panel.ts";

const PHONE = { width: 390, height: 844 };

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
  await panel.open(await world.postmaster());
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

test("selected mailboxes are exported in the order of the list", async ({ operator, page, panel, server, world }) => {
  const domain = await world.domain("comune");
  for (const name of ["anagrafe", "bilancio", "cultura", "demanio"]) await operator.createMailbox(domain, name);
  const anna = await world.postmaster();
  await panel.open(anna, `/caselle?dominio=${domain}&ordina=-local_part`);
  await expect(panel.rows).toHaveCount(4);
  const bar = page.getByTestId("selection");
  const tick = (name: string) => panel.table.getByRole("checkbox", { name: `${name}@${domain}`, exact: true });
  const exportAs = async (button: string, format: string) => {
    await bar.getByRole("button", { name: button }).click();
    const download = page.waitForEvent("download");
    await page.getByRole("menuitem", { name: format, exact: true }).click();
    return (await download).path();
  };

  await test.step("a range that was selected with Shift", async () => {
    await tick("bilancio").click();
    await tick("cultura").click({ modifiers: ["Shift"] });
    await expect(bar).toContainText("2 selezionate");
    await expectAccessible(page);
    const table = readCsv(await exportAs("Esporta le 2 selezionate", "CSV"));
    expect(column(table, /^Casella$/)).toEqual([`cultura@${domain}`, `bilancio@${domain}`]);
    await expect(bar).toContainText("2 selezionate");
  });

  await test.step("another order of the list is another order of the file", async () => {
    await page.getByRole("button", { name: "Casella", exact: true }).click();
    await expect.poll(() => panel.names()).toEqual(["anagrafe", "bilancio", "cultura", "demanio"]);
    const table = readCsv(await exportAs("Esporta le 2 selezionate", "CSV"));
    expect(column(table, /^Casella$/)).toEqual([`bilancio@${domain}`, `cultura@${domain}`]);
    const { pages } = readPdf(await exportAs("Esporta le 2 selezionate", "PDF"));
    expect(pages[0]).toContain("caselle scelte una per una");
  });

  await test.step("each is recorded as a selection of two", async () => {
    const api = await Api.signIn(server.url, anna);
    const { items } = await api.get<{ items: { list: { selected?: number }; rows_written: number }[] }>("/exports");
    expect(items.map((item) => [item.list.selected, item.rows_written])).toEqual([[2, 2], [2, 2], [2, 2]]);
    await api.dispose();
  });

  await test.step("on a phone", async () => {
    await page.setViewportSize(PHONE);
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  });
});

test("whoever may only export has a selection, without acts", async ({ operator, page, panel, world }) => {
  const domain = await world.domain("comune");
  for (const name of ["anagrafe", "bilancio"]) await operator.createMailbox(domain, name);
  await panel.open(await world.assistant({ [domain]: ["view", "export"] }), `/caselle?dominio=${domain}`);
  await panel.table.getByRole("checkbox", { name: `bilancio@${domain}`, exact: true }).check();
  const bar = page.getByTestId("selection");
  await expect(bar.getByRole("button", { name: "Azioni" })).toHaveCount(0);
  await page.keyboard.press("Alt+a");
  await expect(bar.getByRole("button", { name: "Esporta la selezionata" })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("End");
  const download = page.waitForEvent("download");
  await page.keyboard.press("Enter");
  expect(column(readCsv(await (await download).path()), /^Casella$/)).toEqual([`bilancio@${domain}`]);
});

test("the rows of a job are a list: pages, outcome and columns as in every other", async ({ operator, page, panel, server, world }) => {
  const domain = await world.domain("comune");
  const anna = await world.postmaster();
  const api = await Api.signIn(server.url, anna);
  const ids: string[] = [];
  for (let place = 1; place <= 53; place += 1) {
    ids.push((await operator.createMailbox(domain, `ufficio${String(place).padStart(2, "0")}`)).id);
  }
  await operator.patch(`/mailboxes/${ids[0]}`, { state: "disabled" });
  const job = await api.post<{ id: string }>("/bulk-changes", { change: { action: "disable" }, ids });
  await expect.poll(async () => (await api.get<{ state: string }>(`/jobs/${job.id}`)).state).toBe("ready");
  await api.dispose();
  await panel.open(anna, `/operazioni/${job.id}`);
  const table = page.getByTestId("job_rows");
  const rows = table.getByRole("rowgroup").last().getByRole("row");
  const outcomes = page.getByRole("group", { name: "Righe per esito" });
  await expect(rows).toHaveCount(50);

  await test.step("the next page is another address, and shows the rows", async () => {
    await expect(page.getByText("1–50 di 53")).toBeVisible();
    await panel.link("Successiva").click();
    await expect(page).toHaveURL(/pagina=2/);
    await expect(rows).toHaveCount(3);
    await expect(page.getByRole("heading", { name: "Righe", exact: true })).toBeInViewport();
    await page.reload();
    await expect(rows).toHaveCount(3);
  });

  await test.step("the outcome is in the address", async () => {
    await outcomes.getByRole("button", { name: "Invariata 1" }).click();
    await expect(page).toHaveURL(/esito=unchanged/);
    await expect(rows).toHaveCount(1);
    await expect(rows).toContainText(`ufficio01@${domain}`);
    await page.reload();
    await expect(outcomes.getByRole("button", { name: "Invariata 1" })).toHaveAttribute("aria-pressed", "true");
    await outcomes.getByRole("button", { name: "Tutte 53" }).click();
    await expect(rows).toHaveCount(50);
  });

  await test.step("the header stays in sight, and a column can be hidden", async () => {
    await rows.nth(45).scrollIntoViewIfNeeded();
    await expect(table.getByRole("columnheader", { name: "Esito" })).toBeInViewport();
    await page.getByRole("button", { name: "Colonne" }).click();
    await page.getByRole("checkbox", { name: "Modifiche" }).uncheck();
    await expect(table.getByRole("columnheader", { name: "Modifiche" })).toHaveCount(0);
    await page.keyboard.press("Escape");
    await expectAccessible(page);
  });

  await test.step("on a phone each row is a card", async () => {
    await page.setViewportSize(PHONE);
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  });
});

test("an empty list offers what can be done", async ({ page, panel, world }) => {
  const domain = await world.domain("comune");
  await panel.open(await world.postmaster(), `/caselle?dominio=${domain}`);
  const empty = page.getByTestId("no-mailboxes");
  await expect(empty.getByRole("link", { name: "Aggiungi casella" })).toBeVisible();
  await expect(empty.getByRole("link", { name: "Importa" })).toBeVisible();
  await page.goto("/operazioni");
  await expect(panel.title).toHaveText("Operazioni");
  const main = page.getByRole("main");
  await expect(main.getByRole("link", { name: "Importa", exact: true })).toBeVisible();
  await expect(main.getByRole("link", { name: "Vai alle caselle" })).toBeVisible();
  await page.goto("/operazioni?stato=failed");
  await main.getByRole("link", { name: "Mostra tutto" }).click();
  await expect(page).toHaveURL(/\/operazioni$/);
});

test("a list with only cancelled mailboxes shows them, and one that nobody may add to says so", async ({ operator, page, panel, world }) => {
  const [comune, scuole] = [await world.domain("comune"), await world.domain("scuole")];
  const gone = await operator.createMailbox(comune, "archivio");
  await operator.send("DELETE", `/mailboxes/${gone.id}`);
  const reader = await world.assistant({ [comune]: ["view"], [scuole]: ["view"] });
  await panel.open(reader, `/caselle?dominio=${comune}`);
  const empty = page.getByTestId("no-mailboxes");
  await expect(empty).toContainText("Ci sono solo caselle cancellate");
  await expect(empty.getByRole("link", { name: "Aggiungi casella" })).toHaveCount(0);
  await expectAccessible(page);
  await empty.getByRole("link", { name: "Mostra le cancellate" }).click();
  await expect.poll(() => panel.names()).toEqual(["archivio"]);
  await page.goto(`/caselle?dominio=${scuole}`);
  await expect(empty).toContainText("Il dominio non ha ancora caselle");
  await empty.getByRole("link", { name: "Cambia dominio" }).click();
  await expect(panel.title).toHaveText("Scegli il dominio");
});

test("filters of a mailbox's history and messages that find nothing are removed at once", async ({ operator, page, panel, world }) => {
  const mailbox = await operator.createMailbox(await world.domain("comune"), "protocollo");
  await panel.open(await world.postmaster(), `/caselle/${mailbox.id}`);
  const remove = page.getByRole("main").getByRole("button", { name: "Togli tutti i filtri" });
  const action = page.getByLabel("Operazione", { exact: true });
  await action.selectOption("Disabilitazione");
  await expect(page.getByText("Nessuna registrazione con questi filtri.")).toBeVisible();
  await expectAccessible(page);
  await remove.click();
  await expect(page.getByTestId("history").locator("li.record")).not.toHaveCount(0);
  await expect(action).toBeFocused();
  await expect(action).toHaveValue("");
  await panel.tab("Messaggi");
  await page.getByLabel("Esito", { exact: true }).selectOption("Annullato");
  await expect(page.getByText("Nessun messaggio con questi filtri.")).toBeVisible();
  await remove.click();
  await expect(remove).toHaveCount(0);
  await expect(page.getByLabel("Tipo di messaggio", { exact: true })).toBeFocused();
});

test("domains are filtered by organisation and by how mailboxes become active", async ({ page, panel, world }) => {
  const contract = await world.domain("comune", { onboarding: "contract" });
  const direct = await world.domain("scuole", { onboarding: "direct" });
  await panel.open(OPERATOR, `/domini?q=${world.tag}`);
  const names = page.getByTestId("domains").locator(".cell-name a");
  await expect(names).toHaveText([contract, direct]);
  await page.getByLabel("Attivazione", { exact: true }).selectOption("direct");
  await expect(page).toHaveURL(/attivazione=direct/);
  await expect(names).toHaveText([direct]);
  await page.getByRole("link", { name: /Togli il filtro Attivazione/ }).click();
  await expect(names).toHaveCount(2);
  const search = page.getByLabel("Cerca un'organizzazione");
  if (await search.isVisible()) await search.fill(world.organization);
  await page.getByLabel("Organizzazione", { exact: true }).selectOption({ label: world.organization });
  await expect(page).toHaveURL(/organizzazione=/);
  await expect(names).toHaveText([contract, direct]);
  await expectAccessible(page);
});

test("on a phone a card has no label without a value", async ({ page, panel, world }) => {
  await world.domain("comune");
  const zoe = await world.holder();
  await panel.open(await world.postmaster(), `/titolari/${zoe.id}`);
  await expect(panel.title).toContainText("Tàlamo");
  await page.setViewportSize(PHONE);
  await page.goto("/accessi");
  // The reading of a holder has no fields that were searched by.
  const card = page.getByRole("row").filter({ hasText: "Tàlamo Zoè" });
  await expect(card).toBeVisible();
  const labels = await page.locator(".cell-label:visible").evaluateAll((found) =>
    found.map((label) => [label.textContent ?? "", label.parentElement?.innerText.replace(label.textContent ?? "", "").trim() ?? ""]),
  );
  expect(labels.length).toBeGreaterThan(0);
  expect(labels.filter(([, value]) => value === "")).toEqual([]);
});
