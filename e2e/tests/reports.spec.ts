import { expectAccessibleInBothThemes, expectNoSidewaysScroll } from "../support/audit.ts";
import { expect, test } from "../support/fixtures.ts";

test("a postmaster reads, exports and schedules a report", async ({ page, panel, world }) => {
  await test.step("the figures lead to the mailboxes that they count", async () => {
    await panel.open(await world.postmaster(), "/report");
    await expect(panel.title).toHaveText("Report");
    const states = page.getByRole("group", { name: "Per stato" });
    await expect(states.getByRole("row")).toHaveCount(6);
    await states.getByRole("link", { name: "Attiva", exact: true }).click();
    await expect(page).toHaveURL(/caselle\?.*stato=active/);
    await page.goBack();
  });

  await test.step("a domain, and another report", async () => {
    await page.getByRole("link", { name: "Spazio", exact: true }).click();
    await expect(page.getByRole("heading", { name: "Le caselle più grandi" })).toBeVisible();
    await page.getByRole("link", { name: "Traffico", exact: true }).click();
    await expect(page.getByText("I messaggi non vengono contati")).toBeVisible();
    await page.getByLabel("Dal", { exact: true }).fill("2026-01-15");
    await expect(page).toHaveURL(/dal=2026-01-15/);
    await page.getByRole("link", { name: "Caselle", exact: true }).and(page.locator(".tab")).click();
  });

  await test.step("the file", async () => {
    await panel.button("Esporta").click();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      panel.button("Scarica il file").click(),
    ]);
    expect(file.suggestedFilename()).toMatch(/^report-caselle-.*\.pdf$/);
  });

  await test.step("by e-mail, until it is stopped", async () => {
    await page.getByText("Ricevi per e-mail").click();
    await panel.button("Pianifica l’invio").click();
    await expect(panel.alert.filter({ hasText: "Controlla i campi indicati" })).toBeVisible();
    await page.getByLabel("Indirizzo e-mail").fill("rosa.neri@example.org");
    await panel.button("Pianifica l’invio").click();
    await expect(panel.notice).toContainText("L’invio del report è stato pianificato.");
    const planned = page.locator(".report-schedule-list li");
    await expect(planned).toContainText("rosa.neri@example.org");
    await expectAccessibleInBothThemes(page);
    await expectNoSidewaysScroll(page);
    await planned.getByRole("button", { name: "Annulla l’invio" }).click();
    await expect(planned).toHaveCount(0);
  });
});
