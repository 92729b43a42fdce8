import { expect, test } from "../support/fixtures.ts";

test("a wrong password is refused, and the user name stays", async ({ page, panel, world }) => {
  const { username } = await world.postmaster();
  await panel.signIn({ username, password: "non è questa parola" });
  await expect(panel.alert).toContainText("Nome utente o password non corretti.");
  await expect(panel.username).toHaveValue(username);
  await expect(page).toHaveTitle("Accesso – Sigillo");
});

test("an empty form reports all missing fields at once", async ({ page, panel }) => {
  await page.goto("/");
  await panel.enter.click();
  await expect(panel.alert.getByRole("link", { name: "Nome utente" })).toBeVisible();
  await expect(panel.alert.getByRole("link", { name: "Password" })).toBeVisible();
  await expect(panel.username).toBeFocused();
  await expect(panel.username).toHaveAccessibleDescription(/Il campo è obbligatorio/);
});

test("a user with one domain lands on its list, and a reload keeps the page until signing out", async ({ page, panel, world }) => {
  const domain = await world.domain("comune");
  await panel.signIn(await world.postmaster());
  await expect(panel.title).toHaveText(`Caselle di ${domain}`);

  await page.goto(`/caselle?dominio=${domain}&stato=disabled`);
  await expect(panel.title).toHaveText(`Caselle di ${domain}`);
  await expect(panel.stateFilter).toHaveValue("disabled");

  await panel.signOut();
  await page.reload();
  await expect(panel.username).toBeVisible();
});

test("a user with several domains chooses first", async ({ page, panel, world }) => {
  const [first, second] = [await world.domain("comune"), await world.domain("scuola")];
  await panel.signIn(await world.postmaster());
  await expect(page.getByRole("link", { name: first, exact: true })).toBeVisible();
  await panel.chooseDomain(second);
  await expect(page.getByTestId("current-domain")).toHaveText(second);
});

test("an account that is not enabled cannot sign in and is told why", async ({ operator, panel, world }) => {
  await world.domain("comune");
  const postmaster = await world.postmaster();
  const account = await world.account(postmaster.username);
  await operator.patch(`/accounts/${account.id}`, { state: "disabled" });
  await panel.signIn(postmaster);
  await expect(panel.alert).toContainText("L'account non è abilitato");
});

test("a session ends at once when its account is disabled", async ({ operator, page, panel, world }) => {
  await world.domain("comune");
  const postmaster = await world.postmaster();
  await panel.open(postmaster);
  await expect(panel.title).toContainText("Caselle di");
  const account = await world.account(postmaster.username);
  await operator.patch(`/accounts/${account.id}`, { state: "disabled" });
  await panel.find("qualcosa");
  await expect(page.getByRole("dialog", { name: "La sessione è terminata" })).toBeVisible();
});

test("two tabs that refresh at the same time both stay signed in", async ({ context, page, panel, world }) => {
  const domain = await world.domain("comune");
  await panel.open(await world.postmaster());
  const tabs = [page, await context.newPage(), await context.newPage()];
  // Loading a page refreshes the session; reusing a refresh token would end it everywhere.
  for (let round = 0; round < 3; round += 1) {
    await Promise.all(tabs.map((tab) => tab.goto(`/caselle?dominio=${domain}`)));
    for (const tab of tabs) {
      await expect(tab.getByRole("heading", { level: 1 })).toHaveText(`Caselle di ${domain}`);
    }
  }
});

test("each sign-in page links to the other one", async ({ page, panel }) => {
  const title = page.getByRole("heading", { level: 1 });
  await page.goto("/");
  await page.getByRole("link", { name: "Entra nella tua casella" }).click();
  await expect(title).toHaveText("Accesso alla tua casella");
  await page.getByRole("link", { name: "Vai al pannello di gestione" }).click();
  await expect(panel.username).toBeVisible();
});
