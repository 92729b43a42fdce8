import { expect, test } from "../support/fixtures.ts";

test("a form shows all its faults at once, each at its field", async ({ page, panel, world }) => {
  const domain = await world.domain("comune");
  await panel.open(await world.postmaster(), `/caselle/nuova?dominio=${domain}`);
  await panel.field("Nome della casella").fill(`nome@${domain}`);
  await panel.field("E-mail di comunicazione").fill("non un indirizzo");
  await panel.field("Quota").fill("100");
  await panel.field("Soft limit").fill("200");
  await panel.button("Crea casella").click();

  const summary = panel.alert.filter({ hasText: "Controlla i campi indicati" });
  await expect(summary.getByRole("link")).toHaveCount(3);
  await expect(panel.field("Nome della casella")).toBeFocused();
  const faults = {
    "Nome della casella": "senza la chiocciola e il dominio",
    "E-mail di comunicazione": "Non è un indirizzo e-mail valido",
    "Soft limit": "non può superare la quota",
  };
  for (const [label, fault] of Object.entries(faults)) {
    await expect(panel.field(label)).toHaveAccessibleDescription(new RegExp(fault));
    await expect(panel.field(label)).toHaveAttribute("aria-invalid", "true");
  }
  await summary.getByRole("link", { name: "Soft limit" }).click();
  await expect(panel.field("Soft limit")).toBeFocused();
  await expect(page).toHaveURL(/\/caselle\/nuova/);
});

test("a taken name is reported at its field", async ({ operator, panel, world }) => {
  const domain = await world.domain("comune");
  await operator.createMailbox(domain, "protocollo");
  await panel.open(await world.postmaster(), `/caselle/nuova?dominio=${domain}`);
  await panel.field("Nome della casella").fill("Protocollo");
  await panel.field("E-mail di comunicazione").fill("protocollo@posta.example.org");
  await panel.button("Crea casella").click();
  await expect(panel.alert).toContainText("Esiste già una casella con questo nome");
});

test("preservation is offered only if the domain has it", async ({ page, panel, world }) => {
  const domain = await world.domain("comune");
  await panel.open(await world.postmaster(), `/caselle/nuova?dominio=${domain}`);
  await expect(panel.field("Nome della casella")).toBeVisible();
  await expect(page.getByRole("group", { name: "Conservazione a norma" })).toBeHidden();
});
