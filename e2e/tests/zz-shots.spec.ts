import { expectAccessibleInBothThemes, expectNoSidewaysScroll } from "../support/audit.ts";
import { begin, expect, OPERATOR, test as base } from "../support/fixtures.ts";
import { deliver, type Dovecot, MailClient, share } from "../support/dovecot.ts";
import { OwnMailbox } from "../support/own-mailbox.ts";
import { Server } from "../support/server.ts";

interface Traffic {
  received: number | null;
}

const PASSWORD = "quattro parole a caso";
const MB = 1_048_576;

/** A server with a real Dovecot that reads its database. */
const test = base.extend<object, { site: { server: Server; dovecot: Dovecot }; dovecot: Dovecot }>({
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


test("shots", async ({ dovecot, operator, page, panel, post, server, world, browser }) => {
  test.setTimeout(180_000);
  const domain = await world.domain("comune");
  const address = `protocollo@${domain}`;
  const { id } = await operator.createMailbox(domain, "protocollo", { quota_mb: 10 });
  const letter = await post.letter("protocollo@posta.example.org", /password/i);
  const user = new OwnMailbox(await browser.newPage({ baseURL: server.url }));
  await user.setPassword(letter.link!, PASSWORD);
  await user.page.close();
  for (let i = 0; i < 4; i++) await deliver(dovecot.lmtp, address, 90_000);
  expect(await new MailClient(dovecot.imap).signIn(address, PASSWORD)).toMatch(/^OK /);
  await expect
    .poll(async () => (await operator.get<{ traffic: Traffic }>(`/mailboxes/${id}/usage`)).traffic.received)
    .toBe(4);
  await new Promise((r) => setTimeout(r, 3000));
  await panel.open(OPERATOR, `/caselle/${id}?scheda=spazio`);
  const shoot = async (name: string) => {
    for (const scheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      for (const width of [1440, 390]) {
        await page.setViewportSize({ width, height: 900 });
        await panel.settled();
        await page.screenshot({ path: `/tmp/shots/${name}-${scheme}-${width}.png`, fullPage: true });
      }
    }
    await page.emulateMedia({ colorScheme: "light" });
    await page.setViewportSize({ width: 1440, height: 900 });
  };
  await shoot("spazio");
  await page.goto("/mail-host");
  await expect(page.getByTestId("host-logs")).toBeVisible();
  await shoot("host");
  await page.goto(`/caselle?dominio=${domain}&non-aperte-dal=2026-12-20`);
  await expect(panel.row("protocollo")).toBeVisible();
  await shoot("lista");
});
