import { expect } from "@playwright/test";
import type { Panel } from "./panel.ts";
import { TAX_CODE } from "./signing.ts";

/** Registers `talamo@domain` with a new holder, in the wizard of a domain with contracts. */
export async function register(panel: Panel, domain: string, email: string, mobile = ""): Promise<void> {
  const { page } = panel;
  await panel.field("Nome della casella").fill("talamo");
  await panel.field("E-mail di comunicazione").fill(email);
  await panel.field("Codice fiscale").fill(TAX_CODE);
  await panel.field("Cognome").fill("Tàlamo");
  await page.getByRole("textbox", { name: "Nome", exact: true }).fill("Zoè");
  await panel.button("Avanti").click();
  await panel.field("Via o piazza").fill("Via delle Prove");
  await page.getByRole("combobox", { name: "Località" }).pressSequentially("Potenza");
  await page.getByRole("option", { name: /^Potenza PZ/ }).click();
  await panel.field("CAP").fill("85100");
  await panel.field("Cellulare").fill(mobile);
  await panel.button("Avanti").click();
  await page.getByRole("radio", { name: "No", exact: true }).and(page.locator(":visible")).check();
  await panel.button("Avanti").click();
  await panel.button("Crea casella").click();
  await expect(panel.title).toHaveText(`talamo@${domain}`);
}
