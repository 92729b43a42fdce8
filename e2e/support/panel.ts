import { type Download, expect, type Locator, type Page } from "@playwright/test";
import type { Credentials } from "./api.ts";

/** The pages of the panel, located by their visible texts. */
export class Panel {
  readonly page: Page;
  readonly username: Locator;
  readonly password: Locator;
  readonly enter: Locator;
  readonly title: Locator;
  /** The notice at the top of the page about what was just done. */
  readonly notice: Locator;
  readonly alert: Locator;
  readonly menu: Locator;
  readonly table: Locator;
  readonly rows: Locator;
  readonly search: Locator;
  readonly stateFilter: Locator;
  readonly add: Locator;
  readonly export: Locator;

  constructor(page: Page) {
    this.page = page;
    this.username = page.getByLabel(/^Nome utente/);
    this.password = page.getByLabel("Password", { exact: true });
    this.enter = page.getByRole("button", { name: "Accedi" });
    this.title = page.getByRole("heading", { level: 1 });
    this.notice = page.getByTestId("notice");
    this.alert = page.getByRole("alert");
    this.menu = page.getByRole("navigation", { name: "Menu principale" });
    this.table = page.getByRole("table", { name: "Caselle" });
    this.rows = this.table.getByRole("rowgroup").last().getByRole("row");
    this.search = page.getByLabel("Cerca per nome");
    this.stateFilter = page.getByLabel("Stato", { exact: true });
    this.add = page.getByRole("link", { name: "Aggiungi casella" });
    this.export = page.getByRole("button", { name: "Esporta", exact: true });
  }

  /** Signs in with the form, like a person. */
  async signIn({ username, password }: Credentials, path = "/scegli-dominio"): Promise<void> {
    await this.page.goto(path);
    await this.fillSignIn({ username, password });
  }

  async fillSignIn({ username, password }: Credentials): Promise<void> {
    await this.username.fill(username);
    await this.password.fill(password);
    await this.enter.click();
  }

  /** Signs in with the API and the cookie only, and confirms the session, for tests of other pages. */
  async open(credentials: Credentials, path = "/scegli-dominio"): Promise<void> {
    const reply = await this.page.request.post("/api/v1/sessions", { data: credentials });
    if (!reply.ok()) throw new Error(`sign-in refused: ${await reply.text()}`);
    const { access_token } = (await reply.json()) as { access_token: string };
    const confirmed = await this.page.request.post("/api/v1/sessions/current/confirmation", {
      data: { password: credentials.password },
      headers: { Authorization: `Bearer ${access_token}` },
    });
    if (!confirmed.ok()) throw new Error(`confirmation refused: ${await confirmed.text()}`);
    await this.page.goto(path);
    await this.arrived();
  }

  /** The dialog in which a sensitive act asks for the password again. */
  get confirmation(): Locator {
    return this.page.getByRole("dialog", { name: "Conferma la password" });
  }

  async confirm(password: string): Promise<void> {
    await this.confirmation.getByLabel("La tua password").fill(password);
    await this.confirmation.getByRole("button", { name: "Conferma", exact: true }).click();
  }

  /** Waits until the app has taken over what the HTML shows at first. */
  async arrived(): Promise<void> {
    await expect(this.page.locator("#first-paint")).toHaveCount(0);
    await expect(this.title).toBeVisible();
  }

  /** Waits until the page has loaded its data. */
  async settled(): Promise<void> {
    await this.arrived();
    await expect(this.page.getByText("Caricamento in corso…").or(this.page.getByText("Loading…"))).toHaveCount(0);
    await expect(this.page.locator("[aria-busy=true]")).toHaveCount(0);
  }

  async chooseDomain(name: string): Promise<void> {
    await expect(this.title).toHaveText("Scegli il dominio");
    await this.page.getByRole("link", { name, exact: true }).click();
    await expect(this.title).toHaveText(`Caselle di ${name}`);
  }

  /** The names in the list, top to bottom. */
  async names(): Promise<string[]> {
    return this.rows.getByRole("link").and(this.page.locator(".cell-name a")).allInnerTexts();
  }

  row(localPart: string): Locator {
    return this.rows.filter({ has: this.page.getByRole("link", { name: localPart, exact: true }) });
  }

  async find(text: string): Promise<void> {
    await this.search.fill(text);
    await this.search.press("Enter");
  }

  /** Opens the page of a mailbox from the list. */
  async openMailbox(localPart: string): Promise<void> {
    await this.row(localPart).getByRole("link", { name: localPart, exact: true }).click();
  }

  /** Chooses a tab of the page of a mailbox. */
  async tab(name: string): Promise<void> {
    const tabs = this.page.getByRole("navigation", { name: "Sezioni della casella" });
    await tabs.getByRole("link", { name, exact: true }).click();
  }

  /** Opens the form of a mailbox from the list. */
  async editMailbox(address: string): Promise<void> {
    await this.table.getByRole("link", { name: `Modifica ${address}` }).click();
    await expect(this.title).toContainText("Modifica casella");
  }

  field(label: string): Locator {
    return this.page.getByRole("textbox", { name: label });
  }

  /** The value of a term on the page, as in `fact("Quota")`. */
  fact(term: string): Locator {
    return this.page.locator(".fact").filter({ has: this.page.getByText(term, { exact: true }) }).getByRole("definition");
  }

  choice(group: string, option: string): Locator {
    return this.page.getByRole("group", { name: group }).getByRole("radio", { name: option, exact: true });
  }

  button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  link(name: string): Locator {
    return this.page.getByRole("link", { name, exact: true });
  }

  async exportAs(format: "PDF" | "Excel" | "CSV"): Promise<Download> {
    await this.export.click();
    await this.page.getByRole("radio", { name: format }).check();
    const download = this.page.waitForEvent("download");
    await this.button("Scarica il file").click();
    return download;
  }

  async signOut(): Promise<void> {
    await this.page.locator("#user-menu-button").click();
    await this.page.getByRole("menuitem", { name: "Esci" }).click();
    await expect(this.username).toBeVisible();
  }
}
