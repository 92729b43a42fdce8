import { readFileSync } from "node:fs";
import type { Api } from "../support/api.ts";
import { expectAccessible, expectNoSidewaysScroll } from "../support/audit.ts";
import { Authority } from "../support/authority.ts";
import { expect, test as base } from "../support/fixtures.ts";
import { taxCode } from "../support/registry.ts";
import { expectGoodStep, sendContract, SigningPage, TAX_CODE } from "../support/signing.ts";

/** The code of another invented person. */
const ANOTHER = taxCode("TLMZNE", "07D15");

const test = base.extend<{ authority: Authority }>({
  authority: async ({ server }, use) => {
    const authority = new Authority();
    authority.trustOn(server.data);
    await use(authority);
    authority.remove();
  },
});

/** Accepts every text and goes on with a digital signature. */
async function choose(signing: SigningPage): Promise<void> {
  await signing.tickAll();
  await signing.button("Firma con la tua firma digitale").click();
  await expect(signing.title).toHaveText("Firma con la tua firma digitale");
}

/** Downloads the contract, as the page offers it. */
async function contractOf(signing: SigningPage): Promise<Buffer> {
  const download = signing.page.waitForEvent("download");
  await signing.button("Scarica il PDF").click();
  return readFileSync(await (await download).path());
}

async function upload(signing: SigningPage, name: string, content: Buffer): Promise<void> {
  const file = { name, mimeType: "application/pkcs7-mime", buffer: content };
  await signing.page.getByLabel("File firmato (.pdf o .p7m)").setInputFiles(file);
  await signing.button("Carica il file firmato").click();
}

async function stateOf(operator: Api, mailbox: string): Promise<string> {
  return (await operator.get<{ state: string }>(`/mailboxes/${mailbox}`)).state;
}

test("a holder signs with a digital signature of their own", async ({ authority, browser, operator, post, server, world }) => {
  test.setTimeout(180_000);
  server.initSeal();
  authority.certify("Zoe", TAX_CODE, true);
  authority.certify("Zeno", ANOTHER, true);
  const { id, mailboxId, link } = await sendContract(operator, post, world);
  const signing = await SigningPage.onPhone(browser, server.url);
  const { page } = signing;
  await signing.open(link);

  await test.step("every text has to be accepted first", async () => {
    await signing.button("Firma con la tua firma digitale").click();
    await expect(signing.alert.getByRole("listitem")).not.toHaveCount(0);
    await choose(signing);
    await expectGoodStep(page);
    await signing.button("Carica il file firmato").click();
    await expect(page.getByLabel("File firmato (.pdf o .p7m)")).toBeFocused();
  });

  const contract = await contractOf(signing);

  await test.step("what is not a signed contract of the holder is refused, and the page says why", async () => {
    await upload(signing, "foto.p7m", Buffer.from("\u0089PNG"));
    await expect(signing.alert.first()).toContainText("Il file non è né un PDF né un .p7m.");
    await upload(signing, "contratto.pdf", contract);
    await expect(page.getByText("Non possiamo accettare contratto.pdf")).toBeVisible();
    await expect(page.getByText("Il file non è firmato.")).toBeVisible();
    await upload(signing, "altro.pdf.p7m", authority.sign("Zoe", Buffer.from("un altro contratto")));
    await expect(page.getByText("Il file firmato non è il contratto inviato")).toBeVisible();
    await upload(signing, "zeno.pdf.p7m", authority.sign("Zeno", contract));
    await expect(page.getByText("Il firmatario non è il titolare della casella.")).toBeVisible();
    await expect(page.getByText("Zeno Prova")).toBeVisible();
    await expectGoodStep(page);
    expect(await stateOf(operator, mailboxId)).toBe("pending_activation");
  });

  await test.step("the right one signs, and the mailbox becomes active", async () => {
    await upload(signing, "contratto.pdf.p7m", authority.sign("Zoe", contract));
    await expect(signing.title).toHaveText("Il contratto è firmato", { timeout: 20_000 });
    await expect.poll(() => stateOf(operator, mailboxId), { timeout: 20_000 }).toBe("active");
    const signed = await operator.get<{ signature: string; state: string }>(`/contracts/${id}`);
    expect(signed).toMatchObject({ signature: "own", state: "sealed" });
  });
  await page.context().close();
});

test("the administration accepts a signature that could not be checked in full", async ({
  authority,
  browser,
  operator,
  page,
  panel,
  post,
  server,
  world,
}) => {
  test.setTimeout(180_000);
  server.initSeal();
  authority.certify("Zoe", TAX_CODE, false);
  const { id, mailboxId, link } = await sendContract(operator, post, world);
  const signing = await SigningPage.onPhone(browser, server.url);
  await signing.open(link);
  await choose(signing);
  const contract = await contractOf(signing);
  await upload(signing, "contratto.pdf.p7m", authority.sign("Zoe", contract));
  await expect(signing.page.getByText("Hai finito: ora tocca all'ufficio")).toBeVisible({ timeout: 20_000 });
  await expectGoodStep(signing.page);

  await test.step("whoever comes back sees where it stands", async () => {
    await signing.page.reload();
    await signing.giveTaxCode();
    await expect(signing.page.getByText("Hai finito: ora tocca all'ufficio")).toBeVisible();
  });

  await panel.open(await world.postmaster(), `/contratti/${id}`);
  const copy = page.getByTestId("signed-copy");
  await expect(copy).toContainText("Da valutare");
  await expect(copy).toContainText("Il file non dice se i certificati erano revocati");
  await panel.settled();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await copy.getByRole("button", { name: "Accetta la firma…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Accetta la firma", exact: true }).click();
  await expect(dialog.getByLabel("Perché la firma è accettata")).toBeFocused();
  await dialog.getByLabel("Perché la firma è accettata").fill("Identificata allo sportello con carta d'identità");
  await dialog.getByRole("button", { name: "Accetta la firma", exact: true }).click();
  await expect(page.getByText("La firma è stata accettata: il contratto è firmato.")).toBeVisible();
  await expect(copy).toContainText("Accettata");
  await expect.poll(() => stateOf(operator, mailboxId), { timeout: 20_000 }).toBe("active");
  await signing.page.context().close();
});
