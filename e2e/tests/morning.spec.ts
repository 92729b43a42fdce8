import { deliverMail } from "../support/dovecot.ts";
import { expect, OPERATOR, test } from "../support/dovecot-hosted.ts";
import { OwnMailbox } from "../support/own-mailbox.ts";
import { Panel } from "../support/panel.ts";
import { pasteScreenshot } from "../support/paste.ts";
import { sendContract } from "../support/signing.ts";

const PASSWORD = "quattro parole a caso";

test("a postmaster's morning, from the dashboard to a ticket that is answered by e-mail", async ({
  browser,
  dovecot,
  operator,
  page,
  panel,
  post,
  server,
  world,
}) => {
  test.setTimeout(180_000);
  server.initSeal();
  const domain = await world.domain("assistenza");
  const support = `supporto@${domain}`;
  const email = `rosa@posta-${world.tag}.example.org`;
  await operator.createMailbox(domain, "supporto", { communication_email: `gestore@posta-${world.tag}.example.org` });
  const letter = await post.letter(`gestore@posta-${world.tag}.example.org`, /password/i);
  const user = new OwnMailbox(await browser.newPage({ baseURL: server.url }));
  await user.setPassword(letter.link!, PASSWORD);
  await user.page.close();
  server.settings = {
    SIGILLO_TICKET_MAIL_ADDRESS: support,
    SIGILLO_TICKET_MAIL_IMAP_URL: `imap://${encodeURIComponent(support)}:${encodeURIComponent(PASSWORD)}@127.0.0.1:${dovecot.imap}`,
  };
  await server.stop();
  await server.start();
  const { address } = await sendContract(operator, post, world);
  const rosa = await world.postmaster();
  const thread = page.locator(".ticket-thread");
  let ticket = "";

  await test.step("the dashboard leads to the contract that waits", async () => {
    await panel.signIn(rosa, "/");
    await expect(panel.title).toHaveText("Cruscotto");
    await page.getByTestId("attention").getByRole("link", { name: /contratt/i }).first().click();
    const row = page.getByRole("table", { name: "Contratti" }).getByRole("row").filter({ hasText: address });
    await row.getByRole("link").first().click();
    await expect(page.getByText(address).first()).toBeVisible();
  });

  await test.step("the report is exported", async () => {
    await panel.menu.getByRole("link", { name: "Report" }).click();
    await expect(page.getByRole("group", { name: "Per stato" }).getByRole("row")).toHaveCount(6);
    await panel.button("Esporta").click();
    const [file] = await Promise.all([page.waitForEvent("download"), panel.button("Scarica il file").click()]);
    expect(file.suggestedFilename()).toMatch(/^report-caselle-.*\.pdf$/);
  });

  await test.step("a problem is reported with a pasted screenshot", async () => {
    await page.getByRole("contentinfo").getByRole("link", { name: "Segnala un problema" }).click();
    await panel.field("Oggetto").fill("Il contratto non arriva");
    await panel.field("E-mail per gli avvisi").fill(email);
    await pasteScreenshot(page);
    await panel.button("Invia la segnalazione").click();
    await expect(panel.title).toHaveText(/^SIG-\d{4}-\d{6} – Il contratto non arriva/);
    ticket = new URL(page.url()).pathname;
  });

  const desk = new Panel(await browser.newPage({ baseURL: server.url }));
  const act = desk.page.getByTestId("ticket-act");
  await test.step("the support asks, and the answer comes by e-mail", async () => {
    await desk.open(OPERATOR, ticket);
    await desk.button("Prendi in carico").click();
    await act.getByRole("radio", { name: "Chiedi informazioni" }).check();
    await act.getByLabel("Messaggio").fill("A quale indirizzo?");
    await act.getByRole("button", { name: "Chiedi informazioni" }).click();
    const asked = await post.letter(email, /Il supporto chiede informazioni/);
    expect(asked.replyTo).toMatch(/^supporto\+/);
    const answer = [
      `From: Rosa <${email}>`,
      `To: ${asked.replyTo}`,
      "Subject: Re: segnalazione",
      `In-Reply-To: ${asked.messageId}`,
      `Message-ID: <${world.tag}@example.org>`,
      "",
      "A zoe@example.org",
      "",
    ];
    expect(await deliverMail(dovecot.lmtp, support, `${answer.join("\r\n")}\r\n`)).toMatch(/^250 /);
    // The mailbox is read every 20 seconds; the page follows by itself.
    await expect(thread).toContainText("A zoe@example.org", { timeout: 45_000 });
  });

  await test.step("it is closed, which the requester sees at once and is told", async () => {
    await desk.page.goto(ticket);
    await act.getByRole("radio", { name: "Chiudi" }).check();
    await act.getByLabel("Problema riscontrato").fill("Indirizzo errato");
    await act.getByLabel("Azione effettuata").fill("Indirizzo corretto");
    await act.getByLabel("Soluzione adottata").fill("Contratto inviato di nuovo");
    await act.getByRole("button", { name: "Chiudi" }).click();
    await expect(thread).toContainText("Contratto inviato di nuovo", { timeout: 15_000 });
    expect((await post.letter(email, /Chiusa: Il contratto non arriva/)).text).toContain("Indirizzo corretto");
    await desk.page.close();
  });
});
