import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures.ts";
import { SERVERS } from "../support/mail-servers.ts";
import { OwnMailbox } from "../support/own-mailbox.ts";

const PASSWORD = "una frase tutta mia";

/** The texts of the elements of a document, which the browser has to be able to parse. */
async function textsOf(page: Page, xml: string, element: string): Promise<string[]> {
  return page.evaluate(
    ([xml, element]) => {
      const parsed = new DOMParser().parseFromString(xml, "application/xml");
      const error = parsed.querySelector("parsererror");
      if (error) throw new Error(error.textContent ?? "");
      return [...parsed.querySelectorAll(element)].map(({ textContent }) => textContent ?? "");
    },
    [xml, element] as const,
  );
}

test("the user of a mailbox sees its servers and downloads the profile for Apple's Mail", async ({
  operator,
  page,
  post,
  world,
}) => {
  const domain = await world.domain("comune", { client_servers: SERVERS });
  const [address, email] = [`sport@${domain}`, `sport@${domain.replace("comune", "posta")}`];
  await operator.createMailbox(domain, "sport", { communication_email: email });
  const own = new OwnMailbox(page);
  await own.setPassword((await post.letter(email, /password/i)).link!, PASSWORD);
  await own.signIn(address, PASSWORD);

  const settings = page.getByRole("region", { name: "Parametri per i programmi di posta" });
  for (const text of ["imap.example.it, porta 993, TLS", "smtp.example.it, porta 587, STARTTLS", address]) {
    await expect(settings.getByText(text, { exact: true })).toBeVisible();
  }
  await expect(settings.getByRole("link", { name: SERVERS.webmail_url })).toHaveAttribute("href", SERVERS.webmail_url);

  const download = page.waitForEvent("download");
  await settings.getByRole("link", { name: "Configura iPhone, iPad o Mac" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe(`${domain}.mobileconfig`);
  const profile = await readFile(await file.path(), "utf8");
  const texts = await textsOf(page, profile, "string");
  for (const text of ["com.apple.mail.managed", "EmailTypeIMAP", address, "imap.example.it", "smtp.example.it"]) {
    expect(texts).toContain(text);
  }
  // The page is still there.
  await expect(own.title).toHaveText("La tua casella");
});

test("Thunderbird finds the servers by the address or by the host, and the domain's page says how", async ({
  page,
  panel,
  world,
}) => {
  const domain = await world.domain("comune", { client_servers: SERVERS });
  await panel.open(await world.postmaster(), "/domini");
  await page.getByRole("link", { name: domain, exact: true }).click();
  await expect(panel.title).toHaveText(domain);
  await expect(page.getByText(`nel DNS il nome autoconfig.${domain} deve portare a 127.0.0.1`)).toBeVisible();

  const by = [
    { path: `/mail/config-v1.1.xml?emailaddress=${encodeURIComponent(`nessuno@${domain}`)}`, host: undefined },
    { path: "/mail/config-v1.1.xml", host: `autoconfig.${domain}` },
    { path: "/.well-known/autoconfig/mail/config-v1.1.xml", host: domain },
  ];
  for (const { path, host } of by) {
    const answer = await page.request.get(path, host ? { headers: { Host: host } } : {});
    expect(answer.status(), path).toBe(200);
    const hosts = await textsOf(page, await answer.text(), "hostname");
    expect(hosts, path).toEqual(["imap.example.it", "pop.example.it", "smtp.example.it"]);
  }
});

test("where the domain has no servers the page of the mailbox does not speak of them", async ({
  operator,
  page,
  post,
  world,
}) => {
  const domain = await world.domain("comune");
  const email = `sport@${domain.replace("comune", "posta")}`;
  await operator.createMailbox(domain, "sport", { communication_email: email });
  const own = new OwnMailbox(page);
  await own.setPassword((await post.letter(email, /password/i)).link!, PASSWORD);
  await own.signIn(`sport@${domain}`, PASSWORD);
  await expect(page.getByRole("heading", { name: "Ultime modifiche" })).toBeVisible();
  await expect(page.getByText("programmi di posta")).toHaveCount(0);
  const answer = await page.request.get(`/mail/apple.mobileconfig?emailaddress=sport@${domain}`);
  expect(answer.status()).toBe(404);
});
