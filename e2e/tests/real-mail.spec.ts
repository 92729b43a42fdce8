import { expectAccessibleInBothThemes, expectNoSidewaysScroll } from "../support/audit.ts";
import { deliver, MailClient } from "../support/dovecot.ts";
import { expect, OPERATOR, test } from "../support/dovecot-hosted.ts";
import { OwnMailbox } from "../support/own-mailbox.ts";

interface Traffic {
  received: number | null;
}

const PASSWORD = "quattro parole a caso";
const MB = 1_048_576;

test("the mail host does what the panel shows", async ({ browser, dovecot, operator, page, panel, post, server, world }) => {
  test.setTimeout(120_000);
  const domain = await world.domain("comune");
  const address = `protocollo@${domain}`;
  const { id } = await operator.createMailbox(domain, "protocollo", { quota_mb: 10 });
  const letter = await post.letter("protocollo@posta.example.org", /password/i);
  const postmaster = await world.postmaster();
  const effects = page.getByTestId("effects");
  const effect = (name: string) => effects.getByRole("listitem").filter({ hasText: name });

  await test.step("before the password is set mail arrives but nobody can sign in", async () => {
    expect(await deliver(dovecot.lmtp, address, 200)).toMatch(/^250 /);
    expect(await new MailClient(dovecot.imap).signIn(address, PASSWORD)).toMatch(/^NO \[AUTHENTICATIONFAILED\]/);
    const user = new OwnMailbox(await browser.newPage({ baseURL: server.url }));
    await user.setPassword(letter.link!, PASSWORD);
    await user.page.close();
    expect(await new MailClient(dovecot.imap).signIn(address, PASSWORD)).toMatch(/^OK /);
  });

  await test.step("the used space is what Dovecot measures, and reaching the soft limit sends a notice", async () => {
    for (let times = 0; times < 5; times += 1) {
      expect(await deliver(dovecot.lmtp, address, 1.7 * MB)).toMatch(/^250 /);
    }
    await expect.poll(async () => (await operator.findMailbox(address))?.used_bytes ?? 0).toBeGreaterThan(8 * MB);
    await panel.open(postmaster, `/caselle?dominio=${domain}`);
    await expect(panel.row("protocollo").locator(".cell-space")).toContainText("oltre il soft limit");
    await post.letter("protocollo@posta.example.org", /spazio/i);
    expect(await deliver(dovecot.lmtp, address, 3 * MB)).toMatch(/^552 /);
  });

  await test.step("messages and sign-ins are counted from what Dovecot has written", async () => {
    await expect
      .poll(async () => (await operator.get<{ traffic: Traffic }>(`/mailboxes/${id}/usage`)).traffic.received)
      .toBe(6);
    await page.goto(`/caselle/${id}?scheda=spazio`);
    await expect(panel.fact("Ricevuti negli ultimi 30 giorni")).toHaveText(/^6, contati dal \d\d\/\d\d\/\d{4}$/);
    await expect(panel.fact("Inviati negli ultimi 30 giorni")).toHaveText("non contati");
    await expect(panel.fact("Ultimo accesso alla posta")).toHaveText(/^alle \d\d:\d\d$/);
    await expectAccessibleInBothThemes(page);
    const unopened = await operator.createMailbox(domain, "mai.aperta");
    const tomorrow = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
    const today = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
    await page.goto(`/caselle?dominio=${domain}&non-aperte-dal=${tomorrow}`);
    await expect(panel.row("mai.aperta")).toBeVisible();
    await expect(panel.row("protocollo")).toBeVisible();
    await page.goto(`/caselle?dominio=${domain}&non-aperte-dal=${today}`);
    await panel.settled();
    await expect(panel.row("protocollo")).toHaveCount(0);
    await operator.send("DELETE", `/mailboxes/${unopened.id}`);
    await panel.open(OPERATOR, "/mail-host");
    const logs = page.getByTestId("host-logs");
    await expect(logs.getByRole("heading", { level: 3 })).toHaveText(["Messaggi ricevuti e accessi"]);
    await expect(logs).toContainText("IN LETTURA");
    await expectAccessibleInBothThemes(page);
    await page.setViewportSize({ width: 390, height: 844 });
    await expectNoSidewaysScroll(page);
    await page.setViewportSize({ width: 1440, height: 900 });
    await panel.open(postmaster, `/caselle?dominio=${domain}`);
  });

  const reader = new MailClient(dovecot.imap);
  await test.step("disabling ends open sessions, and the page says when it was applied", async () => {
    expect(await reader.signIn(address, PASSWORD)).toMatch(/^OK /);
    await page.goto(`/caselle/${id}/modifica`);
    await panel.choice("Stato", "DISABILITATA").check();
    await panel.button("Modifica").click();
    const asked = Date.now();
    await reader.ended;
    expect(Date.now() - asked).toBeLessThan(2_000);
    await expect(effect("Disabilitazione")).toContainText("APPLICATA");
    expect(await new MailClient(dovecot.imap).signIn(address, PASSWORD)).toMatch(/^NO \[CONTACTADMIN\] Mailbox disabled/);
    expect(await deliver(dovecot.lmtp, address, 200)).toMatch(/^451 /);
  });

  await test.step("after the cancellation mail is refused and nothing is left on the disk", async () => {
    expect(dovecot.stores()).toHaveLength(1);
    await operator.send("DELETE", `/mailboxes/${id}`);
    await page.goto(`/caselle/${id}`);
    await expect(effect("Cancellazione")).toContainText("messaggi distrutti alle");
    expect(dovecot.stores()).toHaveLength(0);
    expect(await deliver(dovecot.lmtp, address, 200)).toMatch(/^550 /);
  });

  await test.step("the operator's check finds nothing", async () => {
    const report = await operator.get<{ total: number }>("/mail-host/check");
    expect(report.total).toBe(0);
  });
});
