import { Api, type Credentials } from "../support/api.ts";
import { expectAccessibleInBothThemes } from "../support/audit.ts";
import { begin, expect, OPERATOR, test } from "../support/fixtures.ts";
import { PostOffice } from "../support/post-office.ts";
import { taxCode } from "../support/registry.ts";
import { Server } from "../support/server.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const DOMAIN = "contratti.example.it";
const EMAIL = "zoe@posta.example.org";
const TAX_CODE = taxCode("TLMZOE", "04B69");
const POSTMASTER: Credentials = { username: "rosa", password: OPERATOR.password };

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
      server.command(["domain", "create", "--organization", "Ente", "--name", DOMAIN, "--onboarding", "contract"]);
      server.command(["domain", "create", "--organization", "Ente", "--name", "altra.example.it"]);
      server.command(
        ["account", "create", "--username", "rosa", "--role", "postmaster", "--organization", "Ente", "--password-stdin"],
        POSTMASTER.password,
      );
      await begin(server);
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

/** Registers a mailbox, and signs its contract as the holder. */
async function signContract(operator: Api, letters: PostOffice): Promise<void> {
  await operator.createMailbox(DOMAIN, "talamo", {
    communication_email: EMAIL,
    holder: { given_name: "Zoè", family_name: "Tàlamo", tax_code: TAX_CODE },
    address: { street: "Via delle Prove", locality: "Potenza", province: "PZ", postal_code: "85100" },
  });
  const { link } = await letters.letter(EMAIL, /Contratto da firmare/);
  const opened = await operator.post<{ token: string; consents: { sha256: string }[] }>("/signing/open", {
    token: link?.split("#").at(-1),
    tax_code: TAX_CODE,
  });
  const { token } = opened;
  await operator.post("/signing/code", { token, consents: opened.consents.map(({ sha256 }) => sha256) });
  const { text } = await letters.letter(EMAIL, /Codice per firmare/);
  await operator.post("/signing/sign", { token, code: /\b\d{6}\b/.exec(text)?.[0] });
}

base("the operator is told that the seal expires, has expired, and what waits for it", async ({
  clocked,
  letters,
  page,
  panel,
}) => {
  base.setTimeout(180_000);
  const main = page.getByRole("main");
  const badge = panel.menu.getByRole("link", { name: "Il sigillo dei documenti richiede attenzione" });
  clocked.command(["seal", "init", "--name", "Ente di Prova"]);
  const today = new Date();
  const until = Date.UTC(today.getUTCFullYear() + 3, today.getUTCMonth(), today.getUTCDate());
  const days = (until - today.getTime()) / DAY_MS;

  await base.step("20 days before, on the first page and beside the contracts", async () => {
    await clocked.moveTo(days - 20.5);
    await panel.open(OPERATOR, "/cruscotto");
    await expect(main).toContainText("Il sigillo dei documenti scade tra 20 giorni");
    await expect(main).toContainText("I contratti firmati dopo questa data restano in attesa del sigillo");
    await expectAccessibleInBothThemes(page);
    await badge.click();
    await expect(panel.title).toHaveText("Contratti");
    await expect(main).toContainText("Il sigillo dei documenti scade tra 20 giorni");
  });

  await base.step("a postmaster is not told", async () => {
    await page.context().clearCookies();
    await panel.open(POSTMASTER, "/contratti");
    await expect(page.getByText("Nessun contratto")).toBeVisible();
    await expect(page.getByText("Il sigillo dei documenti")).toHaveCount(0);
    await expect(badge).toHaveCount(0);
  });

  await base.step("once it has expired, with the contracts that wait", async () => {
    await clocked.moveTo(days + 1);
    const operator = await Api.signIn(clocked.url, OPERATOR);
    await signContract(operator, letters);
    await operator.dispose();
    await page.context().clearCookies();
    await panel.open(OPERATOR, "/contratti");
    await expect(main).toContainText("Il sigillo dei documenti è scaduto");
    await expectAccessibleInBothThemes(page);
    await page.getByRole("link", { name: "Un contratto firmato attende il sigillo" }).click();
    await expect(page.getByRole("table", { name: "Contratti" })).toContainText("Firmato, in attesa del sigillo");
  });

  await base.step("a new seal ends the notice, and what has waited is sealed", async () => {
    clocked.command(["seal", "init", "--name", "Ente di Prova", "--replace"]);
    await letters.letter(EMAIL, /Contratto firmato/);
    await panel.menu.getByRole("link", { name: "Domini", exact: true }).click();
    await panel.menu.getByRole("link", { name: "Contratti", exact: true }).click();
    await expect(page.getByRole("table", { name: "Contratti" })).toContainText("Concluso");
    await expect(page.getByText("Il sigillo dei documenti")).toHaveCount(0);
    await expect(badge).toHaveCount(0);
  });
});
