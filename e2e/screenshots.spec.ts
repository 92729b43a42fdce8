import { join } from "node:path";
import { OPERATOR, test } from "./support/fixtures.ts";
import { OwnMailbox } from "./support/own-mailbox.ts";
import { preserve, sample, type Sample, SEATS, sit, VISITS } from "./support/pages.ts";

const FOLDER = join(import.meta.dirname, "screenshots");
const WIDTHS = [1440, 390];

// The tests run one after the other on the same data.
test.describe.configure({ mode: "serial" });

for (const seat of SEATS) {
  test(`screenshots of the pages of ${seat}`, async ({ operator, page, panel, post, server, world }) => {
    test.setTimeout(180_000);
    const shown: Sample = await sample(operator, OPERATOR, world, post);
    preserve(server, shown);
    await sit(seat, panel, new OwnMailbox(page), shown);
    for (const visit of VISITS.filter((visit) => visit.seat === seat)) {
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        await page.goto(visit.path(shown));
        await panel.settled();
        await page.screenshot({ path: join(FOLDER, `${visit.name}-${width}.png`), fullPage: true });
      }
    }
  });
}
