import { Api } from "../support/api.ts";
import { expect, OPERATOR, test } from "../support/fixtures.ts";
import { OwnMailbox } from "../support/own-mailbox.ts";
import { PostOffice } from "../support/post-office.ts";
import { Server } from "../support/server.ts";

const DOMAIN = "pec.example.it";
const ADDRESS = `protocollo@${DOMAIN}`;
const EMAIL = "ufficio@example.org";
const FIRST = "una frase tutta mia";
const SECOND = "una seconda frase, diversa";

/** The test has its own server because it moves the server's clock. */
const base = test.extend<{ clocked: Server; letters: PostOffice }>({
  letters: async ({}, use) => {
    const post = new PostOffice();
    await post.open();
    await use(post);
    await post.close();
  },
  clocked: async ({ letters }, use) => {
    const server = new Server(letters.url);
    try {
      server.command(["organization", "create", "--name", "Ente"]);
      server.command(["domain", "create", "--organization", "Ente", "--name", DOMAIN]);
      server.command(
        ["account", "create", "--username", OPERATOR.username, "--role", "operator", "--password-stdin"],
        OPERATOR.password,
      );
      await server.start();
      await use(server);
    } finally {
      await server.stop();
      await server.remove();
    }
  },
  baseURL: async ({ clocked }, use) => {
    await use(clocked.url);
  },
});

base("a password on days 70, 80, 85, 90 and 91", async ({ clocked, letters, page, panel }) => {
  base.setTimeout(120_000);
  const own = new OwnMailbox(page);
  const operator = await Api.signIn(clocked.url, OPERATOR);
  const { id } = await operator.createMailbox(DOMAIN, "protocollo", { communication_email: EMAIL });
  await own.setPassword((await letters.letter(EMAIL, /password/i)).link!, FIRST);
  await operator.dispose();

  const notices = (days: number) =>
    [ADDRESS, EMAIL].map((recipient) => {
      const told = letters.to(recipient).filter(({ subject }) => subject.includes(`tra ${days} giorni`));
      return told.length;
    });

  await base.step("on day 69 no notice is sent", async () => {
    await clocked.moveTo(69);
    await own.signIn(ADDRESS, FIRST);
    await expect(own.title).toHaveText("La tua casella");
    expect(letters.to(ADDRESS)).toEqual([]);
  });

  for (const [day, left] of [
    [70, 20],
    [80, 10],
    [85, 5],
  ] as const) {
    await base.step(`on day ${day} the notice of ${left} days is sent once to both addresses`, async () => {
      await clocked.moveTo(day);
      await expect.poll(() => notices(left)).toEqual([1, 1]);
      // After a restart the server finds no notice to send.
      await clocked.stop();
      await clocked.start();
      await own.signIn(ADDRESS, FIRST);
      await expect(own.title).toHaveText("La tua casella");
      expect(notices(left)).toEqual([1, 1]);
    });
  }

  await base.step("on day 90 the password expires: a notice is sent, and the panel shows and filters it", async () => {
    await clocked.moveTo(90);
    await letters.letter(EMAIL, /scaduta/i);
    await letters.letter(ADDRESS, /scaduta/i);
    await panel.open(OPERATOR, `/caselle?dominio=${DOMAIN}&password=expired`);
    await expect(panel.row("protocollo")).toContainText(/password scaduta/i);
    await page.goto(`/caselle/${id}`);
    await expect(page.getByText(/password scaduta/i).first()).toBeVisible();
    await expect(page.getByText("ATTIVA", { exact: true }).first()).toBeVisible();
  });

  await base.step("on day 91 the user must change it when signing in (A20)", async () => {
    await clocked.moveTo(91);
    await own.signIn(ADDRESS, FIRST);
    await expect(
      page.getByText("La password è scaduta. Cambia la password per accedere nuovamente alla mailbox."),
    ).toBeVisible();
    await expect(own.current).toHaveValue(FIRST);
    await own.fillNewPassword(FIRST);
    await own.button("Salva").click();
    await expect(own.newPassword).toHaveAccessibleDescription(/ultime/);
    await own.fillNewPassword(SECOND);
    await own.button("Salva").click();
    await expect(own.title).toHaveText("La tua casella");
    await expect(own.notice).toContainText("La password è stata cambiata");
    expect(letters.to(EMAIL).filter(({ subject }) => /scaduta/i.test(subject))).toHaveLength(1);
    await panel.open(OPERATOR, `/caselle?dominio=${DOMAIN}&password=expired`);
    await expect(page.getByTestId("nothing-found")).toBeVisible();
  });
});
