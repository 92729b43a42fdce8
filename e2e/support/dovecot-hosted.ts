import { expect } from "@playwright/test";
import { type Dovecot, share } from "./dovecot.ts";
import { begin, test as base } from "./fixtures.ts";
import { Server } from "./server.ts";

export { expect };
export { OPERATOR } from "./fixtures.ts";

/** Tests whose server has a real Dovecot that reads its database. */
export const test = base.extend<object, { site: { server: Server; dovecot: Dovecot }; dovecot: Dovecot }>({
  site: [
    async ({ post }, use) => {
      const server = new Server(post.url);
      try {
        server.command(["migrate"]);
        const dovecot = await server.withDovecot();
        await begin(server);
        share(server.data);
        await use({ server, dovecot });
      } finally {
        await server.stop();
        await server.remove();
      }
    },
    { scope: "worker" },
  ],
  server: [async ({ site }, use) => use(site.server), { scope: "worker" }],
  dovecot: [async ({ site }, use) => use(site.dovecot), { scope: "worker" }],
});
