import { expectAccessibleInBothThemes, expectNoSidewaysScroll } from "../support/audit.ts";
import { expect, OPERATOR, test } from "../support/fixtures.ts";
import { OwnMailbox } from "../support/own-mailbox.ts";
import { DEAD_ENDS, preserve, sample, SEATS, sit, VISITS } from "../support/pages.ts";

const PHONE = { width: 390, height: 844 };
const DESK = { width: 1440, height: 900 };

for (const seat of SEATS) {
  const visits = VISITS.filter((visit) => visit.seat === seat);

  test(`axe finds no fault on the pages of ${seat}, on a desktop and on a phone, light and dark`, async ({
    operator,
    page,
    panel,
    post,
    server,
    world,
  }) => {
    test.setTimeout(1_200_000);
    // Without transitions, so that axe sees no colour half-way between two themes.
    await page.emulateMedia({ reducedMotion: "reduce" });
    const shown = await sample(operator, OPERATOR, world, post);
    preserve(server, shown);
    await sit(seat, panel, new OwnMailbox(page), shown);
    for (const visit of visits) {
      await test.step(visit.name, async () => {
        await page.setViewportSize(DESK);
        await page.goto(visit.path(shown));
        await panel.settled();
        if (visit.deadEnd) await expect(panel.title).toHaveText(visit.deadEnd);
        else await expect(panel.title).not.toHaveText(DEAD_ENDS);
        await expectAccessibleInBothThemes(page);
        await page.setViewportSize(PHONE);
        await expectNoSidewaysScroll(page);
        await expectAccessibleInBothThemes(page);
      });
    }
  });
}

test("every page is in English after English was chosen", async ({ operator, page, panel, post, world }) => {
  test.setTimeout(300_000);
  const shown = await sample(operator, OPERATOR, world, post);
  await panel.open(shown.seats.postmaster);
  await page.getByRole("button", { name: "EN – English" }).click();
  await expect(panel.title).toHaveText("Choose the domain");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  for (const visit of VISITS.filter(({ seat }) => seat === "postmaster")) {
    await page.goto(visit.path(shown));
    await panel.settled();
    await expect(page.locator("html"), visit.name).toHaveAttribute("lang", "en");
    const text = await page.locator("main").innerText();
    // Frequent words of the pages that differ between Italian and English.
    expect(text, visit.name).not.toMatch(/\b(Casella|Dominio|Stato|Annulla|Caricamento|Modifica|Esporta)\b/);
  }
  await page.getByRole("button", { name: "IT – Italiano" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "it");
});
