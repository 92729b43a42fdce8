import { expectAccessibleInBothThemes, expectNoSidewaysScroll } from "../support/audit.ts";
import { deliver, type Dovecot, MailClient, share } from "../support/dovecot.ts";
import { begin, expect, test as base } from "../support/fixtures.ts";
import { signed } from "../support/holder-changes.ts";
import { OwnMailbox } from "../support/own-mailbox.ts";
import { Server } from "../support/server.ts";
import { PHONE } from "../support/signing.ts";

const PASSWORD = "quattro parole a caso";
const MS_OF_A_DAY = 24 * 60 * 60 * 1000;

/** A server of its own, whose clock is moved, with a real Dovecot that reads its database. */
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

interface Served {
  id: string;
  address: string;
  state: string;
  request: string;
  expires_at: string;
}

test("a service is announced, ends on the real mail host, and is renewed and terminated", async ({
  dovecot,
  operator,
  page,
  panel,
  post,
  server,
  world,
}) => {
  test.setTimeout(240_000);
  const domain = await world.domain("ufficio", { mailbox_term_months: 4, password_lifetime_days: 730 });
  const { id, address } = await operator.createMailbox(domain, "protocollo");
  const email = "protocollo@posta.example.org";
  const mailbox = () => operator.get<Served>(`/mailboxes/${id}`);
  const postmaster = await world.postmaster();
  const begun = Date.now();
  const end = Date.parse((await mailbox()).expires_at);
  /** Moves the server's clock to some days before the end of the service; a negative number is after it. */
  const daysBefore = async (days: number) => {
    await server.moveTo((end - begun) / MS_OF_A_DAY - days);
    share(server.data);
  };
  const letters = (subject: RegExp) => post.to(email).filter((letter) => subject.test(letter.subject)).length;
  const signIn = async () => new MailClient(dovecot.imap).signIn(address, PASSWORD);

  await test.step("while it runs, mail arrives and its user signs in", async () => {
    const { link } = await post.letter(email, /password/i);
    await new OwnMailbox(page).setPassword(link ?? "", PASSWORD);
    expect(await deliver(dovecot.lmtp, address, 200)).toMatch(/^250 /);
    expect(await signIn()).toMatch(/^OK /);
  });

  await test.step("60, 30, 15 and 5 days before the end its user is told, once each", async () => {
    for (const [place, days] of [60, 30, 15, 5].entries()) {
      // A notice is sent about noon of its day, and the service ends with the day.
      await daysBefore(days + 0.45);
      await expect.poll(() => letters(/termina/), { timeout: 15_000 }).toBe(place + 1);
      expect(post.to(address)).toHaveLength(place + 1);
    }
    expect((await post.letter(email, /termina/)).subject).toContain("termina tra 5 giorni");
    expect((await mailbox()).state).toBe("active");
  });

  await test.step("at its end nobody signs in and mail is refused", async () => {
    await daysBefore(-0.1);
    await expect.poll(async () => (await mailbox()).state, { timeout: 15_000 }).toBe("suppressed");
    await post.letter(email, /è terminato/);
    expect(await deliver(dovecot.lmtp, address, 200)).toMatch(/^550 /);
    expect(await signIn()).toMatch(/^NO /);
    expect(dovecot.stores()).toHaveLength(1);
  });

  await test.step("a renewal brings it back with its messages and its password", async () => {
    await panel.open(postmaster, `/caselle/${id}`);
    await expect(page.getByText("Con il rinnovo torna come prima")).toBeVisible();
    await page.emulateMedia({ reducedMotion: "reduce" });
    await panel.button("Rinnova").click();
    const dialog = page.getByRole("dialog", { name: "Rinnova il servizio" });
    await expectAccessibleInBothThemes(page);
    await dialog.getByRole("button", { name: "Rinnova", exact: true }).click();
    await expect(panel.notice).toContainText("Il servizio prosegue fino al");
    await expect(page.getByText("ATTIVA", { exact: true }).first()).toBeVisible();
    await expect(page.getByText(/rinnovo registrato il .* da postmaster/)).toBeVisible();
    await post.letter(email, /prosegue/);
    await expect.poll(signIn).toMatch(/^OK /);
    expect(await deliver(dovecot.lmtp, address, 200)).toMatch(/^250 /);
  });

  const tomorrow = new Date(end + 2 * MS_OF_A_DAY).toISOString().slice(0, 10);
  const terminate = async (document?: string) => {
    await panel.button("Registra cessazione").click();
    const dialog = page.getByRole("dialog", { name: "Registra la cessazione del servizio" });
    await dialog.getByRole("button", { name: "Registra cessazione" }).click();
    await expect(dialog.getByLabel("Ultimo giorno di servizio")).toHaveAccessibleDescription(/Campo obbligatorio|obbligator/i);
    await dialog.getByLabel("Ultimo giorno di servizio").fill("2020-01-01");
    await dialog.getByRole("button", { name: "Registra cessazione" }).click();
    await expect(dialog.getByLabel("Ultimo giorno di servizio")).toHaveAccessibleDescription(/già passata/);
    await dialog.getByLabel("Ultimo giorno di servizio").fill(tomorrow);
    if (document) {
      const option = dialog.getByRole("option", { name: document });
      const id = await option.getAttribute("value");
      await dialog.getByLabel("Documento della richiesta").selectOption(id);
    }
    await dialog.getByRole("button", { name: "Registra cessazione" }).click();
    await expect(panel.notice).toContainText("il servizio termina il");
    await expect(page.getByText(/cessazione registrata il .* da postmaster/)).toBeVisible();
  };

  await test.step("a termination is registered, withdrawn, and registered again", async () => {
    await terminate();
    await panel.button("Annulla cessazione").click();
    const dialog = page.getByRole("dialog", { name: "Annulla la cessazione" });
    await dialog.getByRole("button", { name: "Annulla cessazione" }).click();
    await expect(panel.notice).toContainText("Il servizio prosegue fino al");
    await operator.upload(`/documents?subject=mailbox:${id}&kind=closure&name=cessazione.p7m`, signed("Cessazione"));
    await terminate("cessazione.p7m");
    await expect(page.getByTestId("request-document")).toHaveText("documento: cessazione.p7m");
    await page.setViewportSize(PHONE);
    await expectNoSidewaysScroll(page);
    await expectAccessibleInBothThemes(page);
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  await test.step("on its day the mailbox is suppressed, and nobody has cancelled it", async () => {
    await daysBefore(-4);
    await expect.poll(async () => (await mailbox()).state, { timeout: 15_000 }).toBe("suppressed");
    expect((await mailbox()).request).toBe("termination");
    expect(await deliver(dovecot.lmtp, address, 200)).toMatch(/^550 /);
    expect(dovecot.stores()).toHaveLength(1);
    await panel.open(postmaster, "/caselle?dominio=tutti&stato=suppressed&richiesta=termination");
    await expect(panel.rows).toHaveCount(1);
    await panel.rows.getByRole("link", { name: address, exact: true }).click();
    await expect(page.getByText("Il servizio è cessato su richiesta")).toBeVisible();
    await expect(page.getByText("Il servizio è terminato").first()).toBeVisible();
  });
});

test("the mailboxes that end soon are a view of the list, and are renewed together", async ({
  operator,
  page,
  panel,
  world,
}) => {
  const domain = await world.domain("ufficio", { mailbox_term_months: 1 });
  for (const name of ["anna", "bruno"]) await operator.createMailbox(domain, name);
  await panel.open(await world.postmaster(), "/caselle");
  const ending = page.getByTestId("views").getByRole("link", { name: "In scadenza" });
  await ending.click();
  await expect(ending).toHaveAttribute("aria-current", "true");
  await expect(page).toHaveURL(/richiesta=none/);
  // By the end of next month, which may be more than 60 days away.
  await page.goto("/caselle?dominio=tutti&stato=active%2Cdisabled&richiesta=none");
  await expect(panel.rows).toHaveCount(2);
  await page.getByRole("checkbox", { name: "Seleziona la pagina" }).check();
  await page.getByTestId("selection").getByRole("button", { name: "Azioni" }).click();
  await page.getByRole("menuitem", { name: "Rinnova…" }).click();
  const dialog = page.getByRole("dialog", { name: "Rinnova il servizio" });
  await dialog.getByRole("button", { name: "Controlla 2 caselle" }).click();
  await expect(panel.title).toContainText("Rinnovo di 2 caselle");
  await page.getByRole("button", { name: "Avvia" }).click();
  await expect(page.getByText("Rinnovata")).toHaveCount(2);
  const { items } = await operator.get<{ items: Served[] }>(`/mailboxes?domain=${domain}&request=renewal`);
  expect(items).toHaveLength(2);
});
