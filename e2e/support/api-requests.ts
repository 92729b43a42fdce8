import type { Page, Request } from "@playwright/test";
import type { Panel } from "./panel.ts";

/** A page counts as full when it has asked for nothing for this long. */
const QUIET_MS = 400;

/** The requests of a page: those to the API, and the bytes of all answers. */
export class ApiRequests {
  readonly #panel: Panel;
  readonly #sent: string[] = [];
  readonly #answers: Promise<number>[] = [];
  #newest = 0;

  constructor(page: Page, panel: Panel) {
    this.#panel = panel;
    page.on("request", (request) => this.#note(request));
    page.on("requestfinished", (request) => this.#answers.push(sizeOf(request)));
  }

  #note(request: Request): void {
    this.#newest = Date.now();
    const { pathname, search } = new URL(request.url());
    if (pathname.startsWith("/api/")) this.#sent.push(`${request.method()} ${pathname.replace("/api/v1", "")}${search}`);
  }

  /** What was sent to the API by an action, until the page it leads to is full. */
  async during(action: () => Promise<unknown>): Promise<{ sent: string[]; bytes: number }> {
    this.#sent.length = 0;
    this.#answers.length = 0;
    this.#newest = Date.now();
    await action();
    await this.#panel.settled();
    while (Date.now() - this.#newest < QUIET_MS) await new Promise((resolve) => setTimeout(resolve, 50));
    const sizes = await Promise.all(this.#answers);
    return { sent: [...this.#sent], bytes: sizes.reduce((sum, size) => sum + size, 0) };
  }
}

async function sizeOf(request: Request): Promise<number> {
  // There are no sizes of an answer that came from the cache.
  const sizes = await request.sizes().catch(() => undefined);
  return sizes ? Math.max(sizes.responseBodySize, 0) + sizes.responseHeadersSize : 0;
}
