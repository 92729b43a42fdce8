import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures.ts";

/** The line of a small town hall: 150 KB/s, 300 ms to the server. */
const LINE = { offline: false, latency: 300, downloadThroughput: 150 * 1024, uploadThroughput: 150 * 1024 };

interface Times {
  /** When the form could be seen. */
  visible: number;
  /** When the app had taken the form over. */
  taken: number;
}

async function openOnSlowLine(page: Page, path: string): Promise<Times> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", LINE);
  await page.goto(path, { waitUntil: "commit" });
  await page.locator("input[autocomplete=username]").waitFor();
  await expect(page.locator("#first-paint")).toHaveCount(0, { timeout: 30_000 });
  return await page.evaluate(() => {
    const paint = performance.getEntriesByName("first-contentful-paint")[0];
    return { visible: Math.round(paint?.startTime ?? 0), taken: Math.round(performance.now()) };
  });
}

// The figures are reported and not asserted: they depend on the machine.
for (const path of ["/", "/mia-casella/accesso"]) {
  test(`a slow line: ${path}`, async ({ page }) => {
    const { visible, taken } = await openOnSlowLine(page, path);
    console.log(`slow line, ${path}: form visible and typed in from ${visible} ms, the app there at ${taken} ms`);
  });
}
