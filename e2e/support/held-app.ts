import type { Page } from "@playwright/test";

/** Keeps the app from arriving until the function that it returns is called. */
export async function holdApp(page: Page): Promise<() => void> {
  let release = (): void => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.unroute("**/*.wasm");
  await page.route("**/*.wasm", async (route) => {
    await held;
    await route.continue();
  });
  return release;
}
