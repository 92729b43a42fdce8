import { expect, OPERATOR, test } from "../support/fixtures.ts";

const AREAS = [
  { path: "/caselle", name: "Caselle", help: "/aiuto/caselle" },
  { path: "/operazioni", name: "Operazioni e importazione", help: "/aiuto/operazioni" },
  { path: "/domini", name: "Domini", help: "/aiuto/domini" },
  { path: "/account", name: "Account", help: "/aiuto/account" },
  { path: "/titolari", name: "Titolari", help: "/aiuto/titolari" },
  { path: "/titolari/importa", name: "Importa titolari", help: "/aiuto/importa-titolari" },
  { path: "/aziende", name: "Aziende", help: "/aiuto/aziende" },
  { path: "/contratti", name: "Contratti", help: "/aiuto/contratti" },
  { path: "/contratti/modelli", name: "Modelli di contratto", help: "/aiuto/modelli-di-contratto" },
  { path: "/piani", name: "Piani", help: "/aiuto/piani" },
  { path: "/rivenditori", name: "Rivenditori", help: "/aiuto/rivenditori" },
  { path: "/organizzazioni", name: "Organizzazioni", help: "/aiuto/organizzazioni" },
  { path: "/attivita", name: "Attività", help: "/aiuto/attivita" },
  { path: "/mail-host", name: "Mail host", help: "/aiuto/mail-host" },
  { path: "/supporto", name: "Segnalazioni", help: "/aiuto/segnalazioni" },
  { path: "/livelli-di-servizio", name: "Livelli di servizio", help: "/aiuto/livelli-di-servizio" },
  { path: "/profilo", name: "Il mio account", help: "/aiuto/profilo" },
];

test("every area has its help beside the title, in both languages", async ({ page, panel }) => {
  await panel.open(OPERATOR, "/profilo");
  for (const { path, name, help } of AREAS) {
    await page.goto(path);
    await page.getByRole("link", { name: `Aiuto: ${name}`, exact: true }).click();
    await expect(page).toHaveURL(new RegExp(`${help}$`));
    await expect(panel.title).toHaveText(`Aiuto: ${name}`);
    await expect(page.getByRole("heading", { name: "Le parole che contano" })).toBeVisible();
  }
  await page.getByRole("button", { name: "EN – English" }).click();
  await expect(panel.title).toHaveText("Help: My account");
  await expect(page.getByRole("heading", { name: "Terms to know" })).toBeVisible();
});

test("the help is found by the search, and tells the postmaster of assistants", async ({ page, panel, world }) => {
  const domain = await world.domain("comune");
  await panel.open(await world.postmaster(), `/caselle?dominio=${domain}`);
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Cerca in tutto il pannello" }).fill("aiuto assistenti");
  await page.getByRole("option", { name: "Aiuto: Assistenti" }).click();
  await expect(panel.title).toHaveText("Aiuto: Assistenti");
  await page.getByRole("navigation", { name: "Percorso" }).getByRole("link", { name: "Assistenti" }).click();
  await expect(panel.title).toHaveText("Assistenti");
});

test("the help about a new mailbox leads back to the list", async ({ page, panel, world }) => {
  const domain = await world.domain("comune");
  await panel.open(await world.postmaster(), `/caselle/nuova?dominio=${domain}`);
  await page.getByRole("link", { name: "Aiuto: Nuova casella", exact: true }).click();
  await expect(panel.title).toHaveText("Aiuto: Nuova casella");
  await page.getByRole("navigation", { name: "Percorso" }).getByRole("link", { name: "Caselle" }).click();
  await expect(page).toHaveURL(/\/caselle/);
});

test("there is no help about pages that an account does not have", async ({ page, panel, world }) => {
  await world.domain("comune");
  await panel.open(await world.postmaster(), "/organizzazioni");
  await expect(panel.title).toHaveText("Accesso non consentito");
  await expect(page.getByRole("link", { name: /^Aiuto/ })).toHaveCount(0);
  for (const help of ["/aiuto/mail-host", "/aiuto/piani"]) {
    await page.goto(help);
    await expect(panel.title).toHaveText("Accesso non consentito");
  }
});
