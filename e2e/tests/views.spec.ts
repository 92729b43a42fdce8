import { Api } from "../support/api.ts";
import { expectAccessible } from "../support/audit.ts";
import { expect, OPERATOR, test } from "../support/fixtures.ts";
import { Panel } from "../support/panel.ts";

test("a view is saved, found again, changed and deleted, and shared with colleagues", async ({ browser, operator, page, panel, server, world }) => {
  const domain = await world.domain("comune");
  const off = await operator.createMailbox(domain, "archivio");
  await operator.createMailbox(domain, "protocollo");
  await operator.patch(`/mailboxes/${off.id}`, { state: "disabled" });
  await panel.open(await world.postmaster(), `/caselle?dominio=${domain}&stato=disabled`);
  const views = page.getByTestId("views");
  const dialog = page.getByRole("dialog");

  await views.getByRole("button", { name: "Salva vista" }).click();
  await dialog.getByRole("button", { name: "Salva", exact: true }).click();
  await expect(dialog.getByLabel("Nome della vista")).toHaveAttribute("aria-invalid", "true");
  await dialog.getByLabel("Nome della vista").fill("Da riabilitare");
  await dialog.getByRole("group", { name: "Condivisa con l'organizzazione" }).getByLabel("Sì").check();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Salva", exact: true }).click();
  const chip = views.getByRole("link", { name: /Da riabilitare/ });
  await expect(chip).toHaveAttribute("aria-current", "true");
  await expect(chip).toContainText("1");
  await expectAccessible(page);

  // Elsewhere, the chip leads to what the view holds.
  await page.goto(`/caselle?dominio=${domain}`);
  await expect.poll(() => panel.names()).toEqual(["archivio", "protocollo"]);
  await chip.click();
  await expect.poll(() => panel.names()).toEqual(["archivio"]);

  const context = await browser.newContext({ baseURL: server.url, locale: "it-IT" });
  const colleague = new Panel(await context.newPage());
  await colleague.open(await world.assistant({ [domain]: ["view"] }), `/caselle?dominio=${domain}`);
  await colleague.page.getByTestId("views").getByRole("link", { name: /Da riabilitare/ }).click();
  await expect.poll(() => colleague.names()).toEqual(["archivio"]);
  await expect(colleague.page.getByRole("button", { name: /Modifica la vista/ })).toHaveCount(0);
  await context.close();

  await views.getByRole("button", { name: "Modifica la vista Da riabilitare" }).click();
  await dialog.getByLabel("Nome della vista").fill("Disabilitate");
  await dialog.getByRole("button", { name: "Salva", exact: true }).click();
  await expect(views.getByRole("link", { name: /Disabilitate/ })).toBeVisible();
  await views.getByRole("button", { name: "Modifica la vista Disabilitate" }).click();
  await dialog.getByRole("button", { name: "Elimina vista" }).click();
  // The view that everybody has stays.
  await expect(views.getByRole("link")).toHaveText(["In scadenza"]);
  await expect(views.getByRole("button", { name: "Salva vista" })).toBeVisible();
});

test("an alert on a view writes once when it has more than a number, and its link ends it", async ({ operator, page, panel, post, world }) => {
  const domain = await world.domain("comune");
  await operator.createMailbox(domain, "anagrafe");
  await operator.createMailbox(domain, "bilancio");
  const email = `avvisi@${domain.replace("comune", "posta")}`;
  await panel.open(await world.postmaster(), `/caselle?dominio=${domain}`);
  const views = page.getByTestId("views");
  const dialog = page.getByRole("dialog");
  await views.getByRole("button", { name: "Salva vista" }).click();
  await dialog.getByLabel("Nome della vista").fill("Tutte");
  await dialog.getByRole("group", { name: "Avviso per e-mail" }).getByLabel("Sì").check();
  await dialog.getByLabel("Quando sono più di").fill("1");
  await dialog.getByLabel("E-mail", { exact: true }).fill(email);
  await dialog.getByRole("button", { name: "Salva", exact: true }).click();
  await expect(views.getByRole("link", { name: /Tutte/ })).toBeVisible();

  const letter = await post.letter(email, /Tutte/);
  expect(letter.text).toContain("Caselle trovate: 2");
  await operator.createMailbox(domain, "cultura");
  await page.waitForTimeout(7_000);
  expect(post.to(email)).toHaveLength(1);

  const stop = letter.text.match(/https?:\S+annulla-avviso#\S+/)?.[0] ?? "";
  await page.goto(stop);
  await page.getByRole("button", { name: "Non inviare più l'avviso" }).click();
  await expect(page.getByText("Non riceverai più questo avviso")).toBeVisible();
});

test("a chosen view shows its columns in its order, and other columns change it only when it is saved", async ({ operator, page, panel, world }) => {
  const domain = await world.domain("comune");
  await operator.createMailbox(domain, "archivio");
  await operator.post("/views", {
    columns: ["quota_mb", "created_at"], list: "mailboxes", name: `Spazio ${domain}`, query: { domain }, shared: true,
  });
  await panel.open(OPERATOR, `/caselle?dominio=${domain}`);
  const middle = async () => (await panel.table.getByRole("columnheader").allInnerTexts()).map((text) => text.trim()).filter((text) => ["Creazione", "Stato", "Quota"].includes(text));
  const views = page.getByTestId("views");
  const chip = views.getByRole("link", { name: `Spazio ${domain}` });
  await expect(chip).toBeVisible();
  await expect(chip).not.toHaveAttribute("aria-current");
  await expect.poll(middle).toEqual(["Creazione", "Stato", "Quota"]);

  await chip.click();
  await expect(chip).toHaveAttribute("aria-current", "true");
  await expect.poll(middle).toEqual(["Quota", "Creazione"]);
  await page.reload();
  await expect.poll(middle).toEqual(["Quota", "Creazione"]);

  // Another column is only shown: neither the view nor the account has it.
  await page.getByRole("button", { name: "Colonne" }).click();
  await page.getByRole("checkbox", { name: "Stato" }).check();
  await expect.poll(middle).toEqual(["Quota", "Creazione", "Stato"]);
  await page.goto(`/caselle?dominio=${domain}`);
  await expect.poll(middle).toEqual(["Creazione", "Stato", "Quota"]);
  await chip.click();
  await expect.poll(middle).toEqual(["Quota", "Creazione"]);

  await page.getByRole("button", { name: "Colonne" }).click();
  await page.getByRole("checkbox", { name: "Stato" }).check();
  await page.getByRole("button", { name: /^Modifica la vista/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Salva", exact: true }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.reload();
  await expect.poll(middle).toEqual(["Quota", "Creazione", "Stato"]);
});

test("views after the twelfth are shown on request, after a reload, and found with Ctrl-K", async ({ operator, page, panel, server, world }) => {
  const domain = await world.domain("comune");
  await operator.createMailbox(domain, "archivio");
  const postmaster = await world.postmaster();
  await panel.open(postmaster, `/caselle?dominio=${domain}`);
  const own = await Api.signIn(server.url, postmaster);
  for (let number = 1; number <= 15; number += 1) {
    await own.post("/views", { list: "mailboxes", name: `Vista ${String(number).padStart(2, "0")}`, query: { domain } });
  }
  await own.dispose();
  await page.reload();
  const chips = page.getByTestId("views").getByRole("link", { name: /^Vista/ });
  const others = page.getByRole("button", { name: "Altre viste (3)" });
  await expect(chips).toHaveCount(12);
  await expectAccessible(page);
  await others.click();
  await expect(chips).toHaveCount(15);
  await expect(others).toHaveCount(0);
  await chips.nth(14).click();
  await expect(chips.nth(14)).toHaveAttribute("aria-current", "true");
  await page.reload();
  await expect(chips.nth(14)).toHaveAttribute("aria-current", "true");

  await page.goto("/domini");
  await panel.arrived();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox").fill("Vista 13");
  await page.getByRole("option", { name: /Vista 13/ }).click();
  await expect(chips.nth(12)).toHaveAttribute("aria-current", "true");
});

test("the number of rows in the address wins over the remembered one", async ({ operator, page, panel, world }) => {
  const domain = await world.domain("comune");
  await operator.createMailbox(domain, "archivio");
  await panel.open(await world.postmaster(), `/caselle?dominio=${domain}&righe=100`);
  const rows = page.getByLabel("Righe per pagina");
  const remembered = page.waitForResponse((response) => response.url().includes("/me/preferences") && response.request().method() === "PATCH");
  await rows.selectOption("200");
  await remembered;
  await page.goto(`/caselle?dominio=${domain}`);
  await expect(rows).toHaveValue("200");
  const asked = page.waitForRequest((request) => request.url().includes("/api/v1/mailboxes?"));
  await page.goto(`/caselle?dominio=${domain}&righe=50`);
  expect((await asked).url()).toContain("limit=50");
});
