import { expectAccessibleInBothThemes, expectNoSidewaysScroll } from "../support/audit.ts";
import { expect, OPERATOR, test } from "../support/fixtures.ts";

const MINUTE = 60_000;

/** A whole minute of the past, as the API writes it. */
function minutesAgo(count: number): string {
  return new Date(Math.floor(Date.now() / MINUTE) * MINUTE - count * MINUTE).toISOString();
}

/** A time to come in Rome, as a field for day and time takes it. */
function inHours(count: number): string {
  const at = new Date(Date.now() + count * 60 * MINUTE);
  return at.toLocaleString("sv-SE", { timeZone: "Europe/Rome" }).slice(0, 16).replace(" ", "T");
}

test("the operator corrects, announces and takes back, and everybody sees it", async ({ page, panel, world, operator }) => {
  const tag = world.tag;
  await operator.post("/sla/outages", {
    component: "submission",
    state: "down",
    starts_at: minutesAgo(12),
    ends_at: minutesAgo(5),
    reason: `Guasto ${tag}`,
  });

  await test.step("an outage with its minutes, and a bar for the day", async () => {
    await panel.open(OPERATOR, "/livelli-di-servizio");
    await expect(panel.title).toHaveText("Livelli di servizio");
    await expect(page.getByTestId("outages").getByRole("row").filter({ hasText: `Guasto ${tag}` })).toContainText("7");
    const days = page.getByRole("slider", { name: "Invio, giorno per giorno" });
    await days.focus();
    await expect(days).toHaveAttribute("aria-valuetext", /di disservizio/);
    const last = await days.getAttribute("aria-valuenow");
    await days.press("Home");
    await expect(days).toHaveAttribute("aria-valuenow", "1");
    await days.press("End");
    await expect(days).toHaveAttribute("aria-valuenow", last ?? "");
  });

  await test.step("a correction names what is missing, and counts", async () => {
    await page.getByText("Correggi una misura").click();
    await panel.button("Registra la correzione").click();
    await expect(panel.alert.filter({ hasText: "Controlla i campi indicati" }).getByRole("link")).toHaveCount(3);
  });

  await test.step("maintenance is announced, and taken back", async () => {
    await page.getByText("Annuncia una manutenzione").click();
    const form = page.locator("details", { hasText: "Annuncia una manutenzione" });
    await form.getByLabel("Lettura (IMAP)").check();
    await form.getByLabel("Inizio").fill(inHours(2));
    await form.getByLabel("Fine").fill(inHours(3));
    await form.getByLabel("Descrizione").fill(`Aggiornamento ${tag}`);
    await form.getByRole("button", { name: "Annuncia" }).click();
    await expect(panel.notice).toContainText("La manutenzione è stata annunciata");
    const row = page.getByTestId("maintenance").getByRole("row").filter({ hasText: tag });
    await expect(row).toContainText("Lettura (IMAP)");
    await row.getByRole("button", { name: "Ritira" }).click();
    await expect(row).toContainText("Ritirata");
  });

  await test.step("a postmaster reads the same, on a phone too, and changes nothing", async () => {
    await page.context().clearCookies();
    await page.setViewportSize({ width: 390, height: 844 });
    await panel.open(await world.postmaster(), "/livelli-di-servizio");
    await expect(page.getByTestId("outages")).toContainText(`Guasto ${tag}`);
    await expect(page.getByText("Correggi una misura")).toHaveCount(0);
    await expectNoSidewaysScroll(page);
    await expectAccessibleInBothThemes(page);
  });
});

test("the outages of a period are taken away as a file, and a period that nobody measured says so", async ({
  page,
  panel,
}) => {
  await panel.open(OPERATOR, "/livelli-di-servizio?periodo=2025-2");
  await expect(page.getByRole("heading", { name: "Maggio – agosto 2025" })).toBeVisible();
  await expect(page.getByText("Mai misurato in questo quadrimestre.")).toHaveCount(4);
  await page.getByRole("button", { name: "Esporta" }).click();
  await page.getByLabel("CSV").check();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Scarica il file" }).click(),
  ]);
  expect(file.suggestedFilename()).toBe("disservizi-2025-2.csv");
});
