import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures.ts";
import { taxCode } from "../support/registry.ts";
import { codeOf, expectGoodStep, PHONE, sendContract, SigningPage, TAX_CODE } from "../support/signing.ts";

/** The code of another invented person. */
const ANOTHER = taxCode("TLMZNE", "07D15");

const CODE = /Codice per firmare/;

test.use({ viewport: PHONE, hasTouch: true, isMobile: true });

/** Neither the address nor the storage of the browser may have the codice fiscale or the token of the visit. */
async function expectNothingKept(page: Page, link: string): Promise<void> {
  expect(page.url()).toBe(link);
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  expect(kept).not.toContain(TAX_CODE);
  expect(kept).not.toMatch(/[A-Za-z0-9_-]{40,}/);
}

function another(code: string): string {
  return code === "000000" ? "000001" : "000000";
}

test("a holder opens, reads, accepts and signs, and comes back for the sealed copy", async ({
  operator,
  page,
  post,
  server,
  world,
}) => {
  test.setTimeout(180_000);
  server.initSeal();
  const { address, email, link } = await sendContract(operator, post, world);
  const signing = new SigningPage(page);

  await test.step("before the codice fiscale nothing personal is shown", async () => {
    await page.goto(link);
    await expect(signing.title).toHaveText("Firma il contratto della tua casella");
    await expect(page.getByText("Tàlamo")).toHaveCount(0);
    await expect(page.getByText(address)).toHaveCount(0);
    await expect(page.getByText(world.organization)).toHaveCount(0);
    await expect(signing.taxCode).toHaveAttribute("autocapitalize", "characters");
    await expect(signing.taxCode).toHaveAttribute("autocorrect", "off");
    await expectGoodStep(page);
  });

  await test.step("the contract is shown, with its headings in order", async () => {
    await signing.giveTaxCode(` ${TAX_CODE.toLowerCase()} `);
    await expect(signing.title).toHaveText("Leggi e accetta il contratto");
    await expect(signing.title).toBeFocused();
    const contract = page.getByRole("article");
    await expect(contract).toContainText("Zoè Tàlamo");
    await expect(contract).toContainText(address);
    await expect(contract).toHaveAttribute("lang", "it");
    const levels = await page.getByRole("heading").evaluateAll((all) => all.map(({ tagName }) => Number(tagName[1])));
    for (const [place, level] of levels.entries()) expect(level - (levels[place - 1] ?? 0)).toBeLessThanOrEqual(1);
    await expectGoodStep(page);
  });

  await test.step("the document can be downloaded", async () => {
    const download = page.waitForEvent("download");
    await signing.button("Scarica il PDF").click();
    expect((await download).suggestedFilename()).toMatch(/\.pdf$/);
  });

  await test.step("every box that is missing is named", async () => {
    const count = await signing.boxes.count();
    expect(count).toBeGreaterThanOrEqual(3);
    await signing.boxes.first().check();
    await signing.button("Invia codice").click();
    await expect(signing.alert.getByRole("listitem")).toHaveCount(count - 1);
    await expect(signing.boxes.nth(1)).toBeFocused();
    await expect(signing.boxes.nth(1)).toHaveAccessibleDescription(/[Ss]punta la voce/);
    await expectGoodStep(page);
  });

  await test.step("a box leads to its clause and back", async () => {
    const clause = page.getByRole("article").getByRole("heading", { name: "Sospensione" });
    await page.getByRole("button", { name: /^Rileggi «.*Sospensione/ }).click();
    await expect(clause).toBeFocused();
    await expect(clause).toBeInViewport();
    await page.getByRole("button", { name: /^Vai alla spunta di «.*Sospensione/ }).click();
    await expect(page.getByRole("checkbox", { name: /Sospensione/ })).toBeFocused();
    await expect(page).toHaveURL(link);
  });

  await test.step("the code comes by e-mail, and a wrong one says so", async () => {
    await signing.accept();
    await expect(page.getByText(/all'e-mail z.*\*+/)).toBeVisible();
    await expect(signing.code).toHaveAttribute("inputmode", "numeric");
    await expect(signing.code).toHaveAttribute("autocomplete", "one-time-code");
    await expect(signing.button("Invia un altro codice")).toBeDisabled();
    await expectGoodStep(page);
    await signing.sign("12345");
    await expect(signing.code).toHaveAccessibleDescription(/sei cifre/);
    const code = await codeOf(post, email);
    await signing.sign(another(code));
    await expect(signing.code).toHaveAccessibleDescription(/Il codice non è corretto\. Restano 4 tentativi/);
    await expect(signing.code).toBeFocused();
    await expectNothingKept(page, link);
  });

  await test.step("the text can be looked at again without another code", async () => {
    await signing.button("Torna al contratto").click();
    for (const box of await signing.boxes.all()) await expect(box).toBeChecked();
    await signing.button("Invia codice").click();
    await expect(signing.title).toHaveText("Firma con il codice");
    expect(post.to(email).filter(({ subject }) => CODE.test(subject))).toHaveLength(1);
  });

  await test.step("the right code signs, with a space in it as people copy it", async () => {
    const code = await codeOf(post, email);
    await signing.sign(`${code.slice(0, 3)} ${code.slice(3)}`);
    await expect(signing.title).toHaveText("Il contratto è firmato");
    await expect(signing.title).toBeFocused();
    await expect(page.getByText(`La casella ${address} diventa attiva.`)).toBeVisible();
    await expectGoodStep(page);
    await expectNothingKept(page, link);
  });

  await test.step("the same link gives the sealed copy", async () => {
    await post.letter(email, /Contratto firmato/);
    await page.reload();
    await signing.giveTaxCode(TAX_CODE);
    await expect(signing.title).toHaveText("Il contratto è firmato");
    const download = page.waitForEvent("download");
    await signing.button("Scarica la copia firmata").click();
    expect((await download).suggestedFilename()).toMatch(/\.pdf$/);
    await expectGoodStep(page);
    await expect.poll(async () => (await operator.findMailbox(address))?.state).toBe("active");
  });
});

test("a mistyped codice fiscale costs no try, and five of others end the link", async ({
  operator,
  page,
  post,
  world,
}) => {
  const { link } = await sendContract(operator, post, world);
  const signing = new SigningPage(page);
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/signing/open")) asked.push(request.url());
  });
  await page.goto(link);
  for (const [typed, fault] of [
    ["", "Il campo è obbligatorio"],
    ["TLMZOE", "Non è un codice fiscale"],
    ["TLMZOE04B69G942A", "carattere di controllo"],
  ] as const) {
    await signing.giveTaxCode(typed);
    await expect(signing.taxCode).toHaveAccessibleDescription(new RegExp(fault));
    await expect(signing.taxCode).toBeFocused();
  }
  expect(asked).toHaveLength(0);
  for (const left of ["Restano 4 tentativi", "Restano 3 tentativi", "Restano 2 tentativi", "Resta un tentativo"]) {
    await signing.giveTaxCode(ANOTHER);
    await expect(signing.taxCode).toHaveAccessibleDescription(new RegExp(`${left}, poi il link non vale più`));
  }
  expect(asked).toHaveLength(4);
  await signing.giveTaxCode(ANOTHER);
  await expect(signing.title).toHaveText("Il link non è più valido");
  await expectGoodStep(page);
  await page.reload();
  await signing.giveTaxCode(TAX_CODE);
  await expect(signing.title).toHaveText("Il link non è più valido");
});

test("a holder declines, and the link opens nothing any more", async ({ operator, page, post, world }) => {
  const { link } = await sendContract(operator, post, world);
  const signing = new SigningPage(page);
  await signing.open(link, TAX_CODE);
  await signing.boxes.first().check();
  await signing.button("Non voglio firmare").click();
  await expect(signing.title).toHaveText("Rifiuta il contratto");
  await expect(signing.title).toBeFocused();
  await expectGoodStep(page);
  await signing.button("Torna al contratto").click();
  await expect(signing.boxes.first()).toBeChecked();
  await signing.button("Non voglio firmare").click();
  await signing.reason.fill("n".repeat(501));
  await signing.button("Rifiuta il contratto").click();
  await expect(signing.reason).toHaveAccessibleDescription(/al massimo 500 caratteri/);
  await signing.reason.fill("Ho già una casella.");
  await signing.button("Rifiuta il contratto").click();
  await expect(signing.title).toHaveText("Hai rifiutato il contratto");
  await expectGoodStep(page);
  await page.reload();
  await signing.giveTaxCode(TAX_CODE);
  await expect(signing.title).toHaveText("Il link non è più valido");
});

test("a contract that was open for an hour is opened again", async ({ operator, page, post, world }) => {
  const { link } = await sendContract(operator, post, world);
  const signing = new SigningPage(page);
  await signing.open(link, TAX_CODE);
  await signing.tickAll();
  await page.route("**/api/v1/signing/code", (route) => {
    const token = "ended";
    return route.continue({ postData: { ...(route.request().postDataJSON() as object), token } });
  });
  await signing.button("Invia codice").click();
  await expect(signing.title).toHaveText("Firma il contratto della tua casella");
  await expect(page.getByText("per sicurezza si chiude dopo un'ora")).toBeVisible();
  await expectGoodStep(page);
  await page.unroute("**/api/v1/signing/code");
  await signing.giveTaxCode(TAX_CODE);
  await expect(signing.title).toHaveText("Leggi e accetta il contratto");
  for (const box of await signing.boxes.all()) await expect(box).not.toBeChecked();
});

test("another code can be asked for after half a minute, and ends the first", async ({
  operator,
  page,
  post,
  world,
}) => {
  test.setTimeout(120_000);
  const { email, link } = await sendContract(operator, post, world);
  const signing = new SigningPage(page);
  await signing.open(link, TAX_CODE);
  await signing.accept();

  await test.step("whoever loads the page again is told how long to wait", async () => {
    await page.reload();
    await signing.giveTaxCode(TAX_CODE);
    await expect(signing.title).toHaveText("Leggi e accetta il contratto");
    await signing.tickAll();
    await signing.button("Invia codice").click();
    await expect(page.getByText(/Puoi chiedere un altro codice tra \d+ second/)).toBeVisible();
    await expect(signing.button("Invia codice")).toBeDisabled();
    await expect(signing.button("Invia codice")).toBeEnabled({ timeout: 40_000 });
  });
  const first = await codeOf(post, email);

  await signing.button("Invia codice").click();
  await expect(signing.title).toHaveText("Firma con il codice");
  await codeOf(post, email, 2);
  await expect(signing.button("Invia un altro codice")).toBeEnabled({ timeout: 40_000 });
  await signing.button("Invia un altro codice").click();
  await expect(page.getByRole("status").filter({ hasText: "un altro codice" })).toBeVisible();
  await expect(signing.code).toBeFocused();
  const last = await codeOf(post, email, 3);
  if (first !== last) {
    await signing.sign(first);
    await expect(signing.code).toHaveAccessibleDescription(/Il codice non è corretto/);
  }
  await signing.sign(last);
  await expect(signing.title).toHaveText("Il contratto è firmato");
});
