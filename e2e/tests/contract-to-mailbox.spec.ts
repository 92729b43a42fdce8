import { createHash } from "node:crypto";
import type { Api } from "../support/api.ts";
import { deliver, type Dovecot, MailClient, share } from "../support/dovecot.ts";
import { begin, expect, test as base } from "../support/fixtures.ts";
import { OwnMailbox } from "../support/own-mailbox.ts";
import { Server } from "../support/server.ts";
import { codeOf, expectGoodStep, linkOf, SigningPage } from "../support/signing.ts";
import type { SmsGateway } from "../support/sms-gateway.ts";
import { register } from "../support/wizard.ts";

const PASSWORD = "quattro parole a caso";
/** As the office writes it, and as the gateway gets it. */
const SPELT = "320 000 0000";
const NUMBER = "+393200000000";

interface Site {
  server: Server;
  dovecot: Dovecot;
  gateway: SmsGateway;
}

/** A server with a real Dovecot that reads its database, a real mail server, and a gateway of text messages. */
const test = base.extend<object, { site: Site; dovecot: Dovecot; gateway: SmsGateway }>({
  site: [
    async ({ post }, use) => {
      const server = new Server(post.url);
      try {
        server.command(["migrate"]);
        const gateway = await server.withSmsGateway();
        const dovecot = await server.withDovecot();
        await begin(server);
        share(server.data);
        await use({ server, dovecot, gateway });
      } finally {
        await server.stop();
        await server.remove();
      }
    },
    { scope: "worker" },
  ],
  server: [async ({ site }, use) => use(site.server), { scope: "worker" }],
  dovecot: [async ({ site }, use) => use(site.dovecot), { scope: "worker" }],
  gateway: [async ({ site }, use) => use(site.gateway), { scope: "worker" }],
});

interface Contract {
  id: string;
  state: string;
  channel: string | null;
  sealed_sha256: string | null;
}

async function contractOf(operator: Api, address: string): Promise<Contract> {
  const mailbox = await operator.findMailbox(address);
  const { contract } = await operator.get<{ contract: { id: string } }>(`/mailboxes/${mailbox?.id ?? ""}`);
  return operator.get<Contract>(`/contracts/${contract.id}`);
}

/** By which channels codes were sent, the oldest first. */
async function channelsOf(operator: Api, id: string): Promise<unknown[]> {
  interface Records {
    items: { action: string; changes: { field: string; after: unknown }[] }[];
  }
  const { items } = await operator.get<Records>(`/contracts/${id}/history?limit=200`);
  const sent = items.filter(({ action }) => action === "code_sent").reverse();
  return sent.map(({ changes }) => changes.find(({ field }) => field === "channel")?.after);
}

test("a mailbox comes to life when its contract is sealed, and not before", async ({
  browser,
  dovecot,
  gateway,
  operator,
  page,
  panel,
  post,
  server,
  world,
}) => {
  test.setTimeout(180_000);
  const domain = await world.domain("studio", { onboarding: "contract" });
  const address = `talamo@${domain}`;
  const email = `zoe@${domain.replace("studio", "posta")}`;
  const expectNobodyHere = async () => {
    expect(await deliver(dovecot.lmtp, address, 200)).toMatch(/^550 /);
    expect(await new MailClient(dovecot.imap).signIn(address, PASSWORD)).toMatch(/^NO \[AUTHENTICATIONFAILED\]/);
    expect(dovecot.stores()).toEqual([]);
  };
  const signing = await SigningPage.onPhone(browser, server.url);

  await test.step("it is registered in the panel", async () => {
    await panel.open(await world.postmaster(), `/caselle/nuova?dominio=${domain}`);
    await register(panel, domain, email, SPELT);
    await expect(page.locator("main")).toContainText("IN ATTESA DI ATTIVAZIONE");
    await expectNobodyHere();
  });

  await test.step("its holder signs on a phone with the code of a text message", async () => {
    await signing.open(await linkOf(post, email));
    await expect(signing.page.getByText(/con un SMS al numero •••\s000/)).toBeVisible();
    await signing.accept();
    await expect(signing.page.getByText(/con un SMS al numero •••\s000/)).toBeVisible();
    await expectGoodStep(signing.page);
    await signing.sign(await gateway.code(NUMBER));
    await expect(signing.title).toHaveText("Il contratto è firmato");
    expect(post.to(email).map(({ subject }) => subject).join()).not.toContain("Codice");
  });

  await test.step("what is signed and has no seal yet brings nothing to life", async () => {
    const contract = await contractOf(operator, address);
    expect([contract.state, contract.channel]).toEqual(["signed", "sms"]);
    await page.reload();
    await expect(page.getByText("la casella si attiva appena il documento è sigillato")).toBeVisible();
    await expectNobodyHere();
  });

  await test.step("the seal makes it active, and the holder gets the sealed copy", async () => {
    server.command(["seal", "init", "--name", "Ente di Prova"]);
    const state = async () => (await operator.findMailbox(address))?.state;
    await expect.poll(state, { timeout: 15_000 }).toBe("active");
    const { state: sealed, sealed_sha256 } = await contractOf(operator, address);
    expect(sealed).toBe("sealed");
    const { attachments } = await post.letter(email, /Contratto firmato/);
    const digests = [...attachments.values()].map((file) => createHash("sha256").update(file).digest("hex"));
    expect(digests).toEqual([sealed_sha256]);
  });

  await test.step("now mail arrives, and the welcome message's link lets the holder in", async () => {
    expect(await deliver(dovecot.lmtp, address, 200)).toMatch(/^250 /);
    expect(await new MailClient(dovecot.imap).signIn(address, PASSWORD)).toMatch(/^NO \[AUTHENTICATIONFAILED\]/);
    const { link } = await post.letter(email, /è attiva/);
    const own = new OwnMailbox(signing.page);
    await own.setPassword(link ?? "", PASSWORD);
    expect(await new MailClient(dovecot.imap).signIn(address, PASSWORD)).toMatch(/^OK /);
    expect(dovecot.stores()).toHaveLength(1);
    await own.page.goto("/mia-casella/accesso");
    await own.page.goto(link ?? "");
    await expect(own.title).toHaveText("Il link non è più valido");
  });
  await signing.page.close();
});

test("while the gateway is down the code comes by e-mail, and later by text message", async ({
  browser,
  gateway,
  operator,
  page,
  panel,
  post,
  server,
  world,
}) => {
  test.setTimeout(120_000);
  const domain = await world.domain("studio", { onboarding: "contract" });
  const email = `zoe@${domain.replace("studio", "posta")}`;
  const mobile = "+39 320 000 0001";
  await panel.open(await world.postmaster(), `/caselle/nuova?dominio=${domain}`);
  await register(panel, domain, email, mobile);
  const signing = await SigningPage.onPhone(browser, server.url);
  const number = mobile.replaceAll(" ", "");

  await signing.open(await linkOf(post, email));
  gateway.isDown = true;
  await signing.accept();
  await expect(signing.page.getByText(/Non è stato possibile inviare l'SMS\. Ti abbiamo inviato un codice all'e-mail z/)).toBeVisible();
  await expectGoodStep(signing.page);
  expect(gateway.refused.map(({ to }) => to)).toEqual([number]);
  const byEmail = await codeOf(post, email);

  gateway.isDown = false;
  await expect(signing.button("Invia un altro codice")).toBeEnabled({ timeout: 40_000 });
  await signing.button("Invia un altro codice").click();
  await expect(signing.page.getByText(/^Ti abbiamo inviato un codice con un SMS al numero •••\s001/)).toBeVisible();
  const byText = await gateway.code(number);
  if (byEmail !== byText) {
    await signing.sign(byEmail);
    await expect(signing.code).toHaveAccessibleDescription(/Il codice non è corretto/);
  }
  await signing.sign(byText);
  await expect(signing.title).toHaveText("Il contratto è firmato");
  await signing.page.close();

  const { id, channel } = await contractOf(operator, `talamo@${domain}`);
  expect(channel).toBe("sms");
  expect(await channelsOf(operator, id)).toEqual(["sms", "email", "sms"]);
  await page.goto(`/contratti/${id}`);
  await expect(page.locator("main")).toContainText("codice inviato per SMS");
});
