import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import type { LaunchOptions } from "@playwright/test";

/** Launch options for the system's Chromium; nothing is downloaded. */
export function chromium(): LaunchOptions {
  const args = ["--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage"];
  // Chromium's sandbox refuses to run as root, as builds in containers often do.
  if (process.getuid?.() === 0) args.push("--no-sandbox");
  return { executablePath: find("chromium", "chromium-browser", "google-chrome"), args };
}

function find(...names: string[]): string {
  for (const name of names) {
    for (const folder of (process.env.PATH ?? "").split(delimiter)) {
      const path = join(folder, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // The program is not in this folder: try the next.
      }
    }
  }
  throw new Error(`none of ${names.join(", ")} is installed`);
}
