import { expectAccessibleInBothThemes, expectNoSidewaysScroll } from "../support/audit.ts";
import { expect, test } from "../support/fixtures.ts";
import { PHONE } from "../support/signing.ts";
import { ADDRESS } from "../support/registry.ts";

test("a postmaster arrives at the dashboard, whose figures are those of the lists", async ({ operator, page, panel, world }) => {
  const domain = await world.domain("comune");
  const ids = [];
  for (const name of ["una", "due", "tre"]) ids.push((await operator.createMailbox(domain, name)).id);
  await operator.send("DELETE", `/mailboxes/${ids[0]}`);
  await panel.signIn(await world.postmaster(), "/");
  await expect(panel.title).toHaveText("Cruscotto");
  await expect(page.getByText(/Situazione di \S+ \d+ \S+ 20\d\d/)).toBeVisible();

  const general = page.getByTestId("general");
  const figures = [
    ["Domini gestiti", 1],
    ["Caselle inserite", 3],
    ["Attive", 2],
    ["In attesa di attivazione", 0],
    ["Attivate e poi cancellate", 1],
  ] as const;
  for (const [label, count] of figures) {
    const figure = general.locator(".figure").filter({ has: page.getByText(label, { exact: true }) });
    await expect(figure.getByRole("link")).toHaveText(String(count));
    await figure.getByRole("link").click();
    await expect(page.locator("main table tbody tr")).toHaveCount(count);
    await page.goBack();
    await expect(panel.title).toHaveText("Cruscotto");
  }
  await expectAccessibleInBothThemes(page);
  await page.setViewportSize(PHONE);
  await expectNoSidewaysScroll(page);
});

test("the figures follow what happens, and what waits leads to its list", async ({ operator, page, panel, world }) => {
  const domain = await world.domain("comune");
  await panel.open(await world.postmaster(), "/cruscotto");
  const attention = page.getByTestId("attention");
  await expect(page.getByText("Non c'è nulla in sospeso.")).toBeVisible();
  await expect(page.getByText("In diretta")).toBeVisible();
  const inserted = page.getByTestId("general").locator(".figure").filter({ hasText: "Caselle inserite" });
  await expect(inserted.getByRole("link")).toHaveText("0");

  await operator.createMailbox(domain, "una");
  await expect(inserted.getByRole("link")).toHaveText("1", { timeout: 15_000 });
  const contracted = await world.domain("istituto", { onboarding: "contract" });
  const holder = await world.holder();

  await operator.createMailbox(contracted, "in.attesa", { holder: { id: holder.id }, address: ADDRESS });
  await attention.getByRole("link", { name: "Contratti in attesa di firma" }).click({ timeout: 15_000 });
  await expect(page.locator("main table tbody tr")).toHaveCount(1);
});

test("whoever prefers the list arrives there", async ({ page, panel, world }) => {
  const domain = await world.domain("comune");
  await panel.open(await world.postmaster(), "/profilo");
  const saved = page.waitForResponse((reply) => reply.url().endsWith("/preferences") && reply.ok());
  await page.getByRole("radio", { name: "Elenco delle caselle" }).check();
  await saved;
  await page.goto("/");
  await expect(panel.title).toHaveText(`Caselle di ${domain}`);
  await panel.menu.getByRole("link", { name: "Cruscotto" }).click();
  await expect(panel.title).toHaveText("Cruscotto");
});

test("mailboxes are handed over to an assistant, one and many", async ({ operator, page, panel, world }) => {
  const domain = await world.domain("comune");
  const names = ["una", "due", "tre"];
  for (const name of names) await operator.createMailbox(domain, name);
  const assistant = await world.assistant({ [domain]: ["view"] });
  await panel.open(await world.postmaster(), `/caselle?dominio=${domain}`);
  await panel.editMailbox(`una@${domain}`);
  await panel.button("Affida a…").click();
  await page.getByLabel("Gestita da").selectOption(assistant.username);
  await panel.button("Modifica").click();
  await expect(panel.fact("Gestita da")).toHaveText("Bruno Neri");

  await page.goto(`/caselle?dominio=${domain}`);
  await page.getByRole("checkbox", { name: "Seleziona la pagina" }).check();
  await page.getByTestId("selection").getByRole("button", { name: "Azioni" }).click();
  await page.getByRole("menuitem", { name: "Affida a…" }).click();
  const dialog = page.getByRole("dialog", { name: "Affida la gestione delle caselle" });
  await dialog.getByRole("button", { name: "Controlla 3 caselle" }).click();
  await expect(dialog.getByLabel("Gestita da")).toHaveAccessibleDescription(/obbligatori/);
  await dialog.getByLabel("Gestita da").selectOption(assistant.username);
  await expectAccessibleInBothThemes(page);
  await dialog.getByRole("button", { name: "Controlla 3 caselle" }).click();
  await page.getByRole("button", { name: "Avvia" }).click();
  await expect(page.getByText("Modificata", { exact: true })).toHaveCount(2);

  await page.goto(`/caselle?dominio=${domain}&gestite-da=${assistant.username}`);
  await expect(panel.rows).toHaveCount(3);
});
