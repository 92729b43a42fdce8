import { expectAccessible, expectNoSidewaysScroll } from "../support/audit.ts";
import { readCsv, column } from "../support/files.ts";
import { expect, test } from "../support/hosted.ts";
import { remember } from "../support/month.ts";

const DESK = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

test("the list shows the used space, which can be sorted, filtered and exported", async ({
  mailHost,
  operator,
  page,
  panel,
  world,
}) => {
  const domain = await world.domain("comune");
  const held = { ampia: 12, colma: 970, giusta: 412, oltre: 845, piena: 1000, solida: 600 };
  for (const [name, mb] of Object.entries(held)) {
    const { address } = await operator.createMailbox(domain, name, { quota_mb: 1000 });
    mailHost.fill(address, { INBOX: { messages: mb, mb } });
  }
  const pending = await world.domain("scuola", { onboarding: "contract" });
  await operator.createHeldMailbox(pending, "attesa");
  const space = (name: string) => panel.row(name).locator(".cell-space");
  await expect
    .poll(async () => (await operator.findMailbox(`piena@${domain}`))?.used_bytes)
    .toBe(1000 * 1_048_576);

  await test.step("a figure, a percentage for screen readers, and a text where space is running out", async () => {
    await panel.open(await world.postmaster(), `/caselle?dominio=${domain}`);
    await expect(space("giusta")).toContainText("412 MB di 1.000, 41%");
    await expect(space("giusta")).not.toContainText(/oltre|piena/);
    await expect(space("oltre")).toContainText("oltre il soft limit");
    await expect(space("colma")).toContainText("quasi piena");
    await expect(space("piena")).toContainText("1.000 MB di 1.000, 100%");
    const bar = (name: string) => space(name).locator("rect").first();
    await expect(bar("giusta")).toHaveAttribute("width", "41");
    await expect(bar("piena")).toHaveAttribute("width", "100");
    await expect(page.getByTestId("measured")).toHaveText(/^Spazio misurato alle \d\d:\d\d$/);
  });

  await test.step("clicking the heading sorts by fill and changes the address", async () => {
    await page.getByRole("button", { name: "Spazio usato" }).click();
    await expect(page).toHaveURL(/ordina=fill/);
    await expect.poll(() => panel.names()).toEqual(["ampia", "giusta", "solida", "oltre", "colma", "piena"]);
    await page.getByRole("button", { name: "Spazio usato" }).click();
    await expect(page).toHaveURL(/ordina=-fill/);
    await expect.poll(() => panel.names()).toEqual(["piena", "colma", "oltre", "solida", "giusta", "ampia"]);
  });

  await test.step("the soft limit filter works with a search and in the exported file", async () => {
    await page.getByLabel("Spazio", { exact: true }).selectOption("Oltre il soft limit");
    await expect(page).toHaveURL(/fill=over_soft_limit/);
    await expect.poll(() => panel.names()).toEqual(["piena", "colma", "oltre"]);
    await page.reload();
    await expect.poll(() => panel.names()).toEqual(["piena", "colma", "oltre"]);
    await panel.find("ol");
    await expect.poll(() => panel.names()).toEqual(["oltre", "colma"]);
    const file = readCsv(await (await panel.exportAs("CSV")).path());
    expect(column(file, /casella|indirizzo/i)).toEqual([`oltre@${domain}`, `colma@${domain}`]);
  });

  await test.step("the list is accessible on a desktop and on a phone", async () => {
    await page.goto(`/caselle?dominio=${domain}&ordina=-fill`);
    await panel.settled();
    await expectAccessible(page);
    await page.setViewportSize(PHONE);
    await expect(space("oltre")).toContainText("845 MB di 1.000");
    await expectNoSidewaysScroll(page);
    await panel.button("Filtri").click();
    await expectAccessible(page);
    await expect(page.getByLabel("Ordina per").getByRole("option", { name: "Spazio usato, decrescente" })).toHaveCount(1);
    await page.setViewportSize({ width: 800, height: 900 });
    await expectNoSidewaysScroll(page);
    await page.setViewportSize(DESK);
  });

  await test.step("a mailbox without a store is not measured", async () => {
    await page.goto(`/caselle?dominio=${pending}`);
    await expect(space("attesa")).toContainText("non misurato");
  });
});

test("if the mail host does not answer, the list says since when and how old its figures are", async ({
  mailHost,
  operator,
  page,
  panel,
  world,
}) => {
  const domain = await world.domain("comune");
  const { id, address } = await operator.createMailbox(domain, "protocollo", { quota_mb: 1000 });
  mailHost.fill(address, { INBOX: { messages: 3, mb: 30 }, Archive: { messages: 5, mb: 8 } });
  await expect.poll(async () => (await operator.findMailbox(address))?.used_bytes).toBe(38 * 1_048_576);
  mailHost.mood = "silent";
  await expect
    .poll(async () => (await operator.get<{ failing_since: string | null }>("/mail-host")).failing_since)
    .not.toBeNull();

  const warning = page.getByTestId("measured").getByRole("status");
  const words = /^Il mail host non risponde dalle \d\d:\d\d: lo spazio usato è quello delle \d\d:\d\d\.$/;
  await panel.open(await world.postmaster(), `/caselle?dominio=${domain}`);
  await expect(warning).toHaveText(words);
  await expect(panel.row("protocollo")).toContainText("38 MB di 1.000");
  await expectAccessible(page);
  await page.goto(`/caselle/${id}`);
  await expect(warning).toHaveText(words);
  await expectAccessible(page);

  mailHost.mood = "stranger";
  await expect
    .poll(async () => (await operator.get<{ trouble: string | null }>("/mail-host")).trouble)
    .toBe("unauthorized");
  await page.goto(`/caselle?dominio=${domain}`);
  await expect(warning).toContainText("Il mail host non risponde come dovrebbe dalle");

  mailHost.mood = "well";
  await expect
    .poll(async () => (await operator.get<{ failing_since: string | null }>("/mail-host")).failing_since)
    .toBeNull();
  await page.reload();
  await expect(page.getByTestId("measured")).toHaveText(/^Spazio misurato alle \d\d:\d\d$/);
});

test("a mailbox shows its use by folder and a chart of the last days", async ({
  mailHost,
  operator,
  page,
  panel,
  server,
  world,
}) => {
  const domain = await world.domain("comune");
  const { id, address } = await operator.createMailbox(domain, "protocollo", { quota_mb: 1000 });
  remember(server.database, id);
  mailHost.fill(address, { INBOX: { messages: 300, mb: 512.5 }, Archive: { messages: 1200, mb: 330 }, Sent: { messages: 4, mb: 2 } });
  await expect.poll(async () => (await operator.findMailbox(address))?.used_bytes).toBe(844.5 * 1_048_576);
  await panel.open(await world.postmaster(), `/caselle/${id}?scheda=spazio`);
  await expect(panel.fact("Spazio utilizzato")).toContainText("844,5 MB (84% della quota)");
  await expect(panel.fact("Spazio utilizzato")).toContainText("oltre il soft limit");
  await expect(panel.fact("Spazio utilizzato").locator(".space-bar-limit")).toHaveAttribute("x", "80");
  await expect(panel.fact("Posta in arrivo")).toHaveText("512,5 MB");
  await expect(panel.fact("Archivio")).toHaveText("330,0 MB");
  await expect(panel.fact("Messaggi")).toHaveText("1.504");
  await expect(panel.fact("Ricevuti negli ultimi 30 giorni")).toHaveText("non contati");
  await expect(panel.fact("Ultimo accesso alla posta")).toHaveText("non rilevato");
  const chart = page.getByRole("img", { name: "Spazio usato negli ultimi 30 giorni: da 520 MB a 845 MB, al massimo 845 MB." });
  await expect(chart).toBeVisible();
  // The unmeasured days are a gap, so the line consists of two strokes.
  const line = (await chart.locator(".chart-line").getAttribute("d")) ?? "";
  expect(line.match(/M/g)).toHaveLength(2);
  await page.locator("summary", { hasText: "Giorno per giorno" }).click();
  const days = page.getByRole("table").getByRole("rowgroup").last().getByRole("row");
  await expect(days.first()).toContainText(/845 MB.*1\.504/);
  await expect(days).toHaveCount(29);
  await expectAccessible(page);
  await page.setViewportSize(PHONE);
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
});
