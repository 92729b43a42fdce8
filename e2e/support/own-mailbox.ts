import { expect, type Locator, type Page } from "@playwright/test";

/** The pages for the user of a mailbox, located by their visible texts. */
export class OwnMailbox {
  readonly page: Page;
  readonly title: Locator;
  readonly notice: Locator;
  readonly alert: Locator;
  readonly address: Locator;
  readonly password: Locator;
  readonly current: Locator;
  readonly newPassword: Locator;
  readonly again: Locator;

  constructor(page: Page) {
    this.page = page;
    this.title = page.getByRole("heading", { level: 1 });
    this.notice = page.getByTestId("notice");
    this.alert = page.getByRole("alert");
    this.address = page.getByLabel("Indirizzo della casella");
    this.password = page.getByLabel("Password", { exact: true });
    this.current = page.getByLabel("Password attuale", { exact: true });
    this.newPassword = page.getByLabel("Nuova password", { exact: true });
    this.again = page.getByLabel("Conferma nuova password", { exact: true });
  }

  button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  link(name: string): Locator {
    return this.page.getByRole("link", { name, exact: true });
  }

  async signIn(address: string, password: string): Promise<void> {
    await this.page.goto("/mia-casella/accesso");
    await this.fillSignIn(address, password);
  }

  async fillSignIn(address: string, password: string): Promise<void> {
    await this.address.fill(address);
    await this.password.fill(password);
    await this.button("Accedi").click();
  }

  async fillNewPassword(password: string): Promise<void> {
    await this.newPassword.fill(password);
    await this.again.fill(password);
  }

  /** Opens the link of a message and sets a password. */
  async setPassword(link: string, password: string): Promise<void> {
    await this.page.goto(link);
    await this.fillNewPassword(password);
    await this.button("Imposta la password").click();
    await expect(this.title).toHaveText("Password impostata");
  }
}
