import type { Page, Route } from "@playwright/test";

/** Carries out the first `times` requests with this method at this path and loses their answers, as a connection does
 * that breaks after the request was read. Returns the `Idempotency-Key` of each request, also of those to come. */
export async function loseAnswers(page: Page, method: string, path: string, times: number): Promise<string[]> {
  const keys: string[] = [];
  let left = times;
  await page.route(`**${path}`, async (route: Route) => {
    if (route.request().method() !== method) return route.fallback();
    const headers = await route.request().allHeaders();
    keys.push(headers["idempotency-key"] ?? "");
    if (left === 0) return route.continue();
    left -= 1;
    // Not `route.fetch`, which would store the cookies of the lost answer in the browser.
    await fetch(route.request().url(), { method, headers, body: route.request().postData() });
    await route.abort("connectionreset");
  });
  return keys;
}
