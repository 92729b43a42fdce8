import { Api } from "../support/api.ts";
import { begin, expect, OPERATOR, test } from "../support/fixtures.ts";
import { Panel } from "../support/panel.ts";
import { Server } from "../support/server.ts";
import { World } from "../support/world.ts";


test("the destructive action is apart, red, and says what it does", async ({ operator, page, panel, world }) => {
  const mailbox = await operator.createMailbox(await world.domain("comune"), "protocollo");
  await panel.open(await world.postmaster(), `/caselle/${mailbox.id}/modifica`);
  await page.getByRole("button", { name: /English/ }).click();
  const remove = page.getByRole("link", { name: "Delete permanently" });
  await expect(remove).toHaveClass(/danger/);
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    const [cancel, reset, save, danger] = await Promise.all(
      [panel.link("Cancel"), panel.button("Send password reset"), panel.button("Save changes"), remove].map((one) =>
        one.boundingBox(),
      ),
    );
    if (!cancel || !reset || !save || !danger) throw new Error("an action is missing");
    for (const other of [cancel, reset, save]) {
      expect(danger.y - (other.y + other.height), `apart at ${width}`).toBeGreaterThanOrEqual(24);
    }
  }
  await remove.click();
  await expect(panel.title).toHaveText("Delete mailbox permanently");
});

test("permissions that have no page are not offered", async ({ page, panel, world }) => {
  await world.domain("comune");
  await panel.open(await world.postmaster(), "/account/nuovo");
  await expect(page.getByText("Consultare").first()).toBeVisible();
  await expect(page.getByText("Documenti")).toHaveCount(0);
  await expect(page.getByText("Assistenza", { exact: true })).toHaveCount(0);
});

test("a pending mailbox says what it waits for", async ({ operator, page, panel, world }) => {
  const domain = await world.domain("comune", { onboarding: "contract" });
  const mailbox = await operator.createHeldMailbox(domain, "protocollo");
  await panel.open(await world.postmaster(), `/caselle/${mailbox.id}`);
  const note = "La casella attende la firma del contratto da parte del titolare";
  await expect(page.getByText(note)).toBeVisible();
  await page.goto(`/caselle/${mailbox.id}/modifica`);
  await expect(page.getByText(note)).toBeVisible();
});

test("selecting all leaves the cancelled out, and the operation shows what changes where", async ({
  operator,
  page,
  panel,
  world,
}) => {
  const domain = await world.domain("comune");
  const [first] = await Promise.all([
    operator.createMailbox(domain, "ufficio.uno"),
    operator.createMailbox(domain, "ufficio.due", { quota_mb: 1500 }),
    operator.createMailbox(domain, "altro"),
  ]);
  const gone = await operator.createMailbox(domain, "ufficio.vecchio");
  await operator.send("DELETE", `/mailboxes/${gone.id}`);
  await panel.open(await world.postmaster(), `/caselle?dominio=${domain}&q=ufficio`);
  await page.getByRole("checkbox", { name: first.address }).check();
  await page.getByTestId("selection").getByRole("button", { name: /Seleziona tutte le 2/ }).click();
  await expect(page.getByTestId("selection")).toContainText("Tutte e 2 selezionate");
  await page.getByTestId("selection").getByRole("button", { name: "Azioni" }).click();
  await page.getByRole("menuitem", { name: "Cambia quota…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Quota").fill("2000");
  await dialog.getByRole("button", { name: /Controlla/ }).click();
  await expect(page.getByTestId("job")).toContainText("IN ATTESA DI AVVIO");
  await expect(page.getByTestId("job")).toContainText(domain);
  await expect(page.getByTestId("job")).toContainText("ufficio");
  const rows = page.getByTestId("job_rows").getByRole("row");
  await expect(rows.filter({ hasText: "ufficio.uno" })).toContainText(/1\.000 MB.*diventa 2\.000 MB/);
  await expect(rows.filter({ hasText: "ufficio.due" })).toContainText(/1\.500 MB.*diventa 2\.000 MB/);
  await expect(rows.filter({ hasText: "ufficio.vecchio" })).toHaveCount(0);
  await panel.button("Avvia su 2 caselle").click();
  await expect(page.getByTestId("job")).toContainText("CONCLUSA");
  await expect(rows.filter({ hasText: "ufficio.uno" })).toContainText(/1\.000 MB.*diventa 2\.000 MB/);
});

test("history and operations show people's names", async ({ operator, page, panel, world }) => {
  const domain = await world.domain("comune");
  const mailbox = await operator.createMailbox(domain, "protocollo");
  const anna = await world.postmaster();
  await panel.open(anna, `/caselle/${mailbox.id}?scheda=note`);
  await panel.field("Nuova nota").fill("Una nota");
  await panel.button("Aggiungi nota").click();
  await expect(page.getByTestId("notes")).toContainText("Anna Verdi");
  await panel.tab("Storico");
  await expect(page.getByTestId("history").getByRole("listitem").first()).toContainText("Anna Verdi");
  await page.goto(`/caselle?dominio=${domain}`);
  await page.getByRole("checkbox", { name: mailbox.address }).check();
  await page.getByTestId("selection").getByRole("button", { name: "Azioni" }).click();
  await page.getByRole("menuitem", { name: "Disabilita…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: /Controlla/ }).click();
  await expect(page.getByTestId("job")).toContainText("Anna Verdi");
  await page.goto("/operazioni");
  await expect(page.getByRole("row").filter({ hasText: "Disabilitazione" }).first()).toContainText("Anna Verdi");
});

test("a domain with accents is shown as people read it", async ({ operator, page, panel, world }) => {
  const domain = await world.domain("città");
  const readable = domain.replace(/^xn--[^.]+/, (label) => decodeURIComponent(new URL(`http://${label}.it`).hostname));
  expect(domain).toContain("xn--");
  const mailbox = await operator.createMailbox(domain, "protocollo");
  await panel.open(await world.postmaster(), `/caselle?dominio=${domain}`);
  await expect(panel.title).toContainText("città");
  await expect(page.getByTestId("current-domain")).toContainText("città");
  await page.goto(`/caselle/${mailbox.id}`);
  await expect(panel.title).toContainText("protocollo@città");
  expect(readable).toBeTruthy();
});

test("a message that was written to a file is not called sent", async ({ browser }) => {
  const server = new Server();
  try {
    await begin(server);
    const context = await browser.newContext({ baseURL: server.url, locale: "it-IT" });
    const api = await Api.signIn(server.url, OPERATOR);
    const world = await World.create(api);
    const mailbox = await api.createMailbox(await world.domain("comune"), "protocollo");
    const panel = new Panel(await context.newPage());
    await panel.open(OPERATOR, `/caselle/${mailbox.id}?scheda=messaggi`);
    const messages = panel.page.getByTestId("messages");
    await expect(messages).toContainText("SCRITTO SU FILE", { timeout: 20_000 });
    await expect(messages).not.toContainText("INVIATO");
    await expect(messages.locator(".state-active")).toHaveCount(0);
    await api.dispose();
    await context.close();
  } finally {
    await server.stop();
    await server.remove();
  }
});

test("the destructive entry of the menu of many mailboxes is red and apart", async ({ operator, page, panel, world }) => {
  const domain = await world.domain("comune");
  await operator.createMailbox(domain, "protocollo");
  await panel.open(await world.postmaster(), `/caselle?dominio=${domain}`);
  await page.getByRole("checkbox", { name: "Seleziona la pagina" }).check();
  const bar = page.getByTestId("selection");
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await bar.getByRole("button", { name: "Azioni" }).click();
    const items = page.getByRole("menuitem");
    const last = items.last();
    await expect(last).toHaveText("Cancella…");
    const colour = (one: typeof last) => one.evaluate((node) => getComputedStyle(node).color);
    expect(await colour(last), `red at ${width}`).not.toBe(await colour(items.first()));
    const line = await last.evaluate((node) => getComputedStyle(node).borderTopWidth);
    expect(line, `apart at ${width}`).toBe("1px");
    await page.keyboard.press("Escape");
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  const [keys, button] = await Promise.all([
    bar.locator(".selection-keys").boundingBox(),
    bar.getByRole("button", { name: "Azioni" }).boundingBox(),
  ]);
  expect((keys?.x ?? 0) + (keys?.width ?? 0)).toBeLessThanOrEqual(button?.x ?? 0);
});

test("what does not exist leads back to its list", async ({ page, panel, world }) => {
  const domain = await world.domain("comune");
  await panel.open(await world.postmaster(), `/caselle?dominio=${domain}`);
  const id = "01981f6a-7c00-7000-8000-000000000000";
  for (const [path, link, list] of [
    [`/operazioni/${id}`, "Torna alle operazioni", "Operazioni"],
    [`/domini/${id}`, "Torna ai domini", "Domini"],
    [`/account/${id}`, "Torna agli account", "Assistenti"],
    [`/caselle/${id}`, "Torna alle caselle", `Caselle di ${domain}`],
  ] as const) {
    await page.goto(path);
    await expect(panel.title).toHaveText("Non trovato");
    await expect(panel.button("Riprova")).toHaveCount(0);
    await panel.link(link).click();
    await expect(panel.title).toHaveText(list);
  }
});

test("a mailbox says by name who created it", async ({ panel, world }) => {
  const domain = await world.domain("comune");
  await panel.open(await world.postmaster(), `/caselle/nuova?dominio=${domain}`);
  await panel.field("Nome della casella").fill("protocollo");
  await panel.field("E-mail di comunicazione").fill("protocollo@posta.example.org");
  await panel.button("Crea casella").click();
  await panel.openMailbox("protocollo");
  await expect(panel.fact("Creazione")).toContainText("da Anna Verdi");
});
