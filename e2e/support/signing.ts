import { type Browser, expect, type Locator, type Page } from "@playwright/test";
import type { Api } from "./api.ts";
import { expectAccessibleInBothThemes, expectNoSidewaysScroll } from "./audit.ts";
import type { PostOffice } from "./post-office.ts";
import { taxCode } from "./registry.ts";
import type { World } from "./world.ts";

export const PHONE = { width: 390, height: 844 };

/** The code of the invented person whom contracts are sent to. */
export const TAX_CODE = taxCode("TLMZOE", "04B69");

const TO_SIGN = /Contratto da firmare/;
const CODE = /Codice per firmare/;

/** A contract that its holder was written about. */
export interface SentContract {
  id: string;
  mailboxId: string;
  /** The address of the mailbox. */
  address: string;
  /** Where the messages to the holder go. */
  email: string;
  link: string;
}

/** Registers a mailbox with a contract, in a domain of its own. */
export async function sendContract(operator: Api, post: PostOffice, world: World): Promise<SentContract> {
  const domain = await world.domain("studio", { onboarding: "contract" });
  const email = `zoe@${domain.replace("studio", "posta")}`;
  const { id: mailboxId, address } = await operator.createMailbox(domain, "talamo", {
    communication_email: email,
    holder: { given_name: "Zoè", family_name: "Tàlamo", tax_code: TAX_CODE },
    address: { street: "Via delle Prove", locality: "Potenza", province: "PZ", postal_code: "85100", email },
  });
  const { contract } = await operator.get<{ contract: { id: string } }>(`/mailboxes/${mailboxId}`);
  return { id: contract.id, mailboxId, address, email, link: await linkOf(post, email) };
}

/** The texts of the messages with a subject, once there are that many. */
async function texts(post: PostOffice, email: string, subject: RegExp, count: number): Promise<string[]> {
  const found = () => post.to(email).filter((letter) => subject.test(letter.subject)).map(({ text }) => text);
  await expect.poll(() => found().length, { timeout: 15_000 }).toBe(count);
  return found();
}

/** The link in the newest message about a contract to sign, once there are that many. */
export async function linkOf(post: PostOffice, email: string, count = 1): Promise<string> {
  const link = /https?:\S+#\S+/.exec((await texts(post, email, TO_SIGN, count)).at(-1) ?? "")?.[0];
  if (!link) throw new Error("the message has no link");
  return link;
}

/** The code in the newest message with one, once there are that many. */
export async function codeOf(post: PostOffice, email: string, count = 1): Promise<string> {
  return /\b\d{6}\b/.exec((await texts(post, email, CODE, count)).at(-1) ?? "")?.[0] ?? "";
}

/** What was done to a contract, the oldest first, as its history has it. */
export async function actionsOf(operator: Api, id: string): Promise<string[]> {
  const { items } = await operator.get<{ items: { action: string }[] }>(`/contracts/${id}/history?limit=200`);
  return items.map(({ action }) => action).reverse();
}

/** Checks the present step of the page on a phone. */
export async function expectGoodStep(page: Page): Promise<void> {
  // Without transitions, so that axe sees no colour half-way between two themes.
  await page.emulateMedia({ reducedMotion: "reduce" });
  await expectNoSidewaysScroll(page);
  await expectAccessibleInBothThemes(page);
}

/** The page on which a holder signs a contract, located by its visible texts. */
export class SigningPage {
  readonly page: Page;
  readonly title: Locator;
  readonly alert: Locator;
  readonly taxCode: Locator;
  readonly boxes: Locator;
  readonly code: Locator;
  readonly reason: Locator;

  constructor(page: Page) {
    this.page = page;
    this.title = page.getByRole("heading", { level: 1 });
    this.alert = page.getByRole("alert");
    this.taxCode = page.getByLabel("Il tuo codice fiscale");
    this.boxes = page.getByRole("checkbox");
    this.code = page.getByLabel("Codice di sei cifre");
    this.reason = page.getByLabel("Motivo");
  }

  /** The page on a phone, beside the pages that a test has open already. */
  static async onPhone(browser: Browser, baseURL: string): Promise<SigningPage> {
    // Not `browser.newPage()`, whose pages axe refuses.
    const context = await browser.newContext({ baseURL, viewport: PHONE, hasTouch: true, isMobile: true });
    return new SigningPage(await context.newPage());
  }

  button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  /** Opens the contract of a link. */
  async open(link: string, taxCode = TAX_CODE): Promise<void> {
    await this.page.goto(link);
    await expect(this.title).toHaveText("Firma il contratto della tua casella");
    await this.giveTaxCode(taxCode);
    await expect(this.title).toHaveText("Leggi e accetta il contratto");
  }

  async giveTaxCode(taxCode = TAX_CODE): Promise<void> {
    await this.taxCode.fill(taxCode);
    await this.button("Apri il contratto").click();
  }

  async tickAll(): Promise<void> {
    for (const box of await this.boxes.all()) await box.check();
  }

  /** Accepts everything and asks for the code. */
  async accept(): Promise<void> {
    await this.tickAll();
    await this.button("Invia codice").click();
    await expect(this.title).toHaveText("Firma con il codice");
  }

  async sign(code: string): Promise<void> {
    await this.code.fill(code);
    await this.button("Firma il contratto").click();
  }

  /** The contract is no longer open here, and its link opens nothing any more, for a reason that the page names. */
  async expectClosed(reason: string): Promise<void> {
    await expect(this.title).toHaveText("Firma il contratto della tua casella");
    await expect(this.page.getByText("Il contratto non è più aperto in questa pagina")).toBeVisible();
    await expectGoodStep(this.page);
    await this.expectDead(reason);
  }

  /** The codice fiscale leads to a page that says that the link opens nothing any more. */
  async expectDead(reason: string): Promise<void> {
    await this.giveTaxCode();
    await expect(this.title).toHaveText("Il link non è più valido");
    await expect(this.page.getByRole("listitem").filter({ hasText: reason })).toBeVisible();
  }
}
