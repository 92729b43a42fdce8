import { expectAccessibleInBothThemes, expectNoSidewaysScroll } from "../support/audit.ts";
import { expect, testOnOwnServer } from "../support/fixtures.ts";
import { codeOf, linkOf, PHONE, sendContract, SigningPage } from "../support/signing.ts";

// Its clock is moved.
const test = testOnOwnServer();

test("a contract that was not signed in time has expired, and another one is signed", async ({
  browser,
  operator,
  page,
  panel,
  post,
  server,
  world,
}) => {
  test.setTimeout(120_000);
  server.initSeal();
  const { id, mailboxId, address, email, link } = await sendContract(operator, post, world);
  const postmaster = await world.postmaster();
  const signing = await SigningPage.onPhone(browser, server.url);
  await signing.open(link);
  await signing.tickAll();
  await server.moveTo(31);

  await test.step("the page that was open all the time, and the link, say so", async () => {
    await signing.button("Invia codice").click();
    await signing.expectClosed("il tempo per firmare è finito");
    await signing.page.reload();
    await signing.expectDead("il tempo per firmare è finito");
  });

  await test.step("the panel says so, and that the mailbox waits for another", async () => {
    await panel.open(postmaster, "/contratti");
    const rows = page.getByRole("table", { name: "Contratti" }).getByRole("row").filter({ hasText: address });
    await expect(rows).toContainText("Scaduto");
    await rows.getByRole("link").first().click();
    await expect(page.getByText(/Il contratto è scaduto il .* senza essere firmato/)).toBeVisible();
    await expect(page.getByText("per attivarla serve un nuovo contratto")).toBeVisible();
    await expect(panel.button("Invia di nuovo")).toHaveCount(0);
    await expect(panel.button("Ritira")).toHaveCount(0);
    await page.emulateMedia({ reducedMotion: "reduce" });
    await expectAccessibleInBothThemes(page);
    await page.setViewportSize(PHONE);
    await expectNoSidewaysScroll(page);
    await expectAccessibleInBothThemes(page);
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  await test.step("the new contract is signed, and the mailbox becomes active", async () => {
    await panel.button("Invia un nuovo contratto").click();
    await page.getByRole("dialog").getByRole("button", { name: "Invia un nuovo contratto" }).click();
    await expect(panel.notice).toContainText(`Il nuovo contratto sarà inviato a ${email}`);
    await signing.open(await linkOf(post, email, 2));
    await signing.accept();
    await signing.sign(await codeOf(post, email));
    await expect(signing.title).toHaveText("Il contratto è firmato");
    const state = async () => (await operator.get<{ state: string }>(`/mailboxes/${mailboxId}`)).state;
    await expect.poll(state).toBe("active");
    expect((await operator.get<{ state: string }>(`/contracts/${id}`)).state).toBe("expired");
  });
  await signing.page.close();
});
