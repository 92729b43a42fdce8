import { expectAccessible, expectNoSidewaysScroll } from "../support/audit.ts";
import { expect, test } from "../support/hosted.ts";

const PHONE = { width: 390, height: 844 };
const SECOND = "\\d\\d:\\d\\d:\\d\\d";

test("disabling a mailbox shows its progress on the mail host, failures included", async ({
  mailHost,
  operator,
  page,
  panel,
  world,
}) => {
  const domain = await world.domain("comune");
  const { id } = await operator.createMailbox(domain, "protocollo");
  const effects = page.getByTestId("effects");
  const entry = (name: string) => effects.getByRole("listitem").filter({ hasText: name });
  await panel.open(await world.postmaster(), `/caselle/${id}`);
  await expect(page.getByText("ATTIVA", { exact: true }).first()).toBeVisible();
  await expect(effects).toHaveCount(0);

  const change = async (state: string) => {
    await page.goto(`/caselle/${id}/modifica`);
    await panel.choice("Stato", state).check();
    await panel.button("Modifica").click();
    await expect(panel.notice).toContainText("è stata modificata");
  };

  await test.step("the change is applied once the mail host confirms it", async () => {
    await change("DISABILITATA");
    await expect(entry("Disabilitazione")).toContainText(
      new RegExp(`Disabilitazione ?APPLICATA ?richiesta alle ${SECOND} → , poi applicata alle ${SECOND}`),
    );
  });

  await test.step("if the mail host is silent, the page says since when, why, and when the next attempt is", async () => {
    mailHost.mood = "silent";
    await change("ATTIVA");
    await expect(entry("Riabilitazione")).toContainText(
      new RegExp(`in errore dalle ${SECOND}: il mail host non risponde; prossimo tentativo alle ${SECOND}`),
    );
    await expect(entry("Riabilitazione")).toContainText("Dettaglio:");
    await expectAccessible(page);
    await page.setViewportSize(PHONE);
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  });

  await test.step("when it answers again, the page updates itself, announces it and stops polling", async () => {
    mailHost.mood = "well";
    await expect(entry("Riabilitazione")).toContainText(new RegExp(`APPLICATA.*applicata alle ${SECOND}`), { timeout: 40_000 });
    await expect(effects.getByRole("status")).toHaveText(new RegExp(`^Riabilitazione: applicata alle ${SECOND}$`));
    let looks = 0;
    page.on("request", (request) => (looks += request.url().includes("/effects") ? 1 : 0));
    await page.waitForTimeout(3_000);
    expect(looks, "requests after everything was finished").toBe(0);
  });

  await test.step("a change that was not applied yet is superseded by a later one", async () => {
    mailHost.mood = "silent";
    await operator.patch(`/mailboxes/${id}`, { state: "disabled" });
    await operator.patch(`/mailboxes/${id}`, { state: "active" });
    mailHost.mood = "well";
    await page.reload();
    await effects.getByText("Precedenti").click();
    await expect(entry("Disabilitazione").first()).toContainText("superata da una modifica successiva", { timeout: 40_000 });
    await expect(effects.getByRole("listitem")).toHaveCount(4);
  });
});

test("after a cancellation the page shows what is destroyed, when, and until when it is checked", async ({
  mailHost,
  operator,
  page,
  panel,
  world,
}) => {
  const domain = await world.domain("comune");
  const { id, address } = await operator.createMailbox(domain, "protocollo");
  mailHost.fill(address, { INBOX: { messages: 12, mb: 30 } });
  const store = mailHost.storeOf(address);
  await panel.open(await world.postmaster(), `/caselle/${id}/cancella`);
  mailHost.mood = "silent";
  await panel.field("Per confermare").fill(address);
  await panel.button("Cancella casella").click();
  const effects = page.getByTestId("effects");
  await expect(effects).toContainText("Saranno distrutti tutti i messaggi, in ogni cartella.");
  await expectAccessible(page);
  expect(mailHost.stores.has(store)).toBe(true);

  mailHost.mood = "well";
  await expect(effects).toContainText(new RegExp(`messaggi distrutti alle ${SECOND}`), { timeout: 40_000 });
  await expect(effects).toContainText(new RegExp(`Controllo in corso fino (al [\\d/]+ )?alle ${SECOND}`));
  expect(mailHost.stores.has(store)).toBe(false);
  await expectAccessible(page);
  await page.reload();
  await expect(panel.fact("Spazio utilizzato")).toHaveText("—");
});
