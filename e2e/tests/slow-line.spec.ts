import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures.ts";

/** The line of a small town hall: 150 KB/s, 300 ms to the server. */
const LINE = { offline: false, latency: 300, downloadThroughput: 150 * 1024, uploadThroughput: 150 * 1024 };

/** The milliseconds since the page was asked for. */
interface Times {
  /** When the form could be seen. */
  visible: number;
  /** When the server had answered to a sign-in that was sent as soon as the form was there. */
  answered: number;
  /** When the app had taken over. */
  taken: number;
}

async function signInOnSlowLine(page: Page, path: string, name: string, password: string): Promise<Times> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", LINE);
  await page.goto(path, { waitUntil: "commit" });
  await page.locator("#first-name").fill(name);
  await page.locator("#first-password").fill(password);
  const answer = page.waitForResponse((response) => response.request().method() === "POST");
  await page.locator("#first-password").press("Enter");
  await answer;
  const answered = await page.evaluate(() => Math.round(performance.now()));
  await expect(page.locator("#first-paint")).toHaveCount(0, { timeout: 30_000 });
  const [visible, taken] = await page.evaluate(() => {
    const paint = performance.getEntriesByName("first-contentful-paint")[0];
    return [Math.round(paint?.startTime ?? 0), Math.round(performance.now())] as const;
  });
  return { visible, answered, taken };
}

// The figures are reported and not asserted: they depend on the machine.
for (const path of ["/", "/mia-casella/accesso"]) {
  test(`a slow line: ${path}`, async ({ page, world }) => {
    const { username, password } = await world.postmaster();
    const name = path === "/" ? username : "protocollo@pec.example.it";
    const { visible, answered, taken } = await signInOnSlowLine(page, path, name, password);
    console.log(`slow line, ${path}: form visible at ${visible} ms, sign-in answered at ${answered} ms, app there at ${taken} ms`);
  });
}
