import { defineConfig } from "@playwright/test";
import { chromium } from "./support/chromium.ts";

export default defineConfig({
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  // A test that passes only at the second attempt counts as failed, since it hides a fault.
  retries: 0,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: {
    locale: "it-IT",
    timezoneId: "Europe/Rome",
    viewport: { width: 1440, height: 900 },
    launchOptions: chromium(),
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
  },
  projects: [
    { name: "journeys", testDir: "tests" },
    { name: "screenshots", testDir: ".", testMatch: "screenshots*.spec.ts" },
  ],
});
