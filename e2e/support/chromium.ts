import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import type { LaunchOptions } from "@playwright/test";

/** How to start the system's own Chromium: nothing is downloaded. */
export function chromium(): LaunchOptions {
  const args = ["--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage"];
  // The sandbox of Chromium refuses to start as root, which a build machine often is.
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
        // Not here: the next place.
      }
    }
  }
  throw new Error(`none of ${names.join(", ")} is installed`);
}
