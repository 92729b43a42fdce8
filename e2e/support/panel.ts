import type { Locator, Page } from "@playwright/test";
import type { Credentials } from "./api.ts";

/** The panel as a person sees it: where things are, by the words on them. */
export class Panel {
  readonly page: Page;
  readonly username: Locator;
  readonly password: Locator;
  readonly enter: Locator;

  constructor(page: Page) {
    this.page = page;
    this.username = page.getByLabel("Nome utente");
    this.password = page.getByLabel("Password", { exact: true });
    this.enter = page.getByRole("button", { name: "Accedi" });
  }

  /** Through the form, as a person does. */
  async signIn({ username, password }: Credentials): Promise<void> {
    await this.page.goto("/");
    await this.username.fill(username);
    await this.password.fill(password);
    await this.enter.click();
  }

  /** By the cookie alone: for tests whose subject is further in. */
  async open(credentials: Credentials, path = "/"): Promise<void> {
    const reply = await this.page.request.post("/api/v1/sessions", { data: credentials });
    if (!reply.ok()) throw new Error(`sign-in refused: ${await reply.text()}`);
    await this.page.goto(path);
  }
}
