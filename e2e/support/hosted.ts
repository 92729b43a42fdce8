import { expect } from "@playwright/test";
import { begin, test as base } from "./fixtures.ts";
import type { MailHost } from "./mail-host.ts";
import { Server } from "./server.ts";

export { expect };
export { OPERATOR } from "./fixtures.ts";

/** Tests whose server has a simulated mail host. */
export const test = base.extend<{ calm: void }, { hosted: { server: Server; mailHost: MailHost }; mailHost: MailHost }>({
  hosted: [
    async ({ post }, use) => {
      const server = new Server(post.url);
      try {
        const mailHost = await server.withMailHost();
        await begin(server);
        await use({ server, mailHost });
      } finally {
        await server.stop();
        await server.remove();
      }
    },
    { scope: "worker" },
  ],

  server: [async ({ hosted }, use) => use(hosted.server), { scope: "worker" }],

  mailHost: [async ({ hosted }, use) => use(hosted.mailHost), { scope: "worker" }],

  /** Resets the mail host after each test, so that the next one finds it working. */
  calm: [
    async ({ mailHost }, use) => {
      await use();
      mailHost.mood = "well";
      mailHost.delay = 0;
      mailHost.outdated.clear();
    },
    { auto: true },
  ],
});
