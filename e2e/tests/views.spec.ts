import { expectAccessible } from "../support/audit.ts";
import { expect, test } from "../support/fixtures.ts";
import { Panel } from "../support/panel.ts";

test("a view is saved, found again, changed and deleted, and shared with colleagues", async ({ browser, operator, page, panel, server, world }) => {
  const domain = await world.domain("comune");
  const off = await operator.createMailbox(domain, "archivio");
  await operator.createMailbox(domain, "protocollo");
  await operator.patch(`/mailboxes/${off.id}`, { state: "disabled" });
  await panel.open(await world.postmaster(), `/caselle?dominio=${domain}&stato=disabled`);
  const views = page.getByTestId("views");
  const dialog = page.getByRole("dialog");

  await views.getByRole("button", { name: "Salva vista" }).click();
  await dialog.getByRole("button", { name: "Salva", exact: true }).click();
  await expect(dialog.getByLabel("Nome della vista")).toHaveAttribute("aria-invalid", "true");
  await dialog.getByLabel("Nome della vista").fill("Da riabilitare");
  await dialog.getByRole("group", { name: "Condivisa con l'organizzazione" }).getByLabel("Sì").check();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Salva", exact: true }).click();
  const chip = views.getByRole("link", { name: /Da riabilitare/ });
  await expect(chip).toHaveAttribute("aria-current", "true");
  await expect(chip).toContainText("1");
  await expectAccessible(page);

  // Elsewhere, the chip leads to what the view holds.
  await page.goto(`/caselle?dominio=${domain}`);
  await expect.poll(() => panel.names()).toEqual(["archivio", "protocollo"]);
  await chip.click();
  await expect.poll(() => panel.names()).toEqual(["archivio"]);

  const context = await browser.newContext({ baseURL: server.url, locale: "it-IT" });
  const colleague = new Panel(await context.newPage());
  await colleague.open(await world.assistant({ [domain]: ["view"] }), `/caselle?dominio=${domain}`);
  await colleague.page.getByTestId("views").getByRole("link", { name: /Da riabilitare/ }).click();
  await expect.poll(() => colleague.names()).toEqual(["archivio"]);
  await expect(colleague.page.getByRole("button", { name: /Modifica la vista/ })).toHaveCount(0);
  await context.close();

  await views.getByRole("button", { name: "Modifica la vista Da riabilitare" }).click();
  await dialog.getByLabel("Nome della vista").fill("Disabilitate");
  await dialog.getByRole("button", { name: "Salva", exact: true }).click();
  await expect(views.getByRole("link", { name: /Disabilitate/ })).toBeVisible();
  await views.getByRole("button", { name: "Modifica la vista Disabilitate" }).click();
  await dialog.getByRole("button", { name: "Elimina vista" }).click();
  await expect(views.getByRole("link")).toHaveCount(0);
  await expect(views.getByRole("button", { name: "Salva vista" })).toBeVisible();
});

test("an alert on a view writes once when it has more than a number, and its link ends it", async ({ operator, page, panel, post, world }) => {
  const domain = await world.domain("comune");
  await operator.createMailbox(domain, "anagrafe");
  await operator.createMailbox(domain, "bilancio");
  const email = `avvisi@${domain.replace("comune", "posta")}`;
  await panel.open(await world.postmaster(), `/caselle?dominio=${domain}`);
  const views = page.getByTestId("views");
  const dialog = page.getByRole("dialog");
  await views.getByRole("button", { name: "Salva vista" }).click();
  await dialog.getByLabel("Nome della vista").fill("Tutte");
  await dialog.getByRole("group", { name: "Avviso per e-mail" }).getByLabel("Sì").check();
  await dialog.getByLabel("Quando sono più di").fill("1");
  await dialog.getByLabel("E-mail", { exact: true }).fill(email);
  await dialog.getByRole("button", { name: "Salva", exact: true }).click();
  await expect(views.getByRole("link", { name: /Tutte/ })).toBeVisible();

  const letter = await post.letter(email, /Tutte/);
  expect(letter.text).toContain("Caselle trovate: 2");
  await operator.createMailbox(domain, "cultura");
  await page.waitForTimeout(7_000);
  expect(post.to(email)).toHaveLength(1);

  const stop = letter.text.match(/https?:\S+annulla-avviso#\S+/)?.[0] ?? "";
  await page.goto(stop);
  await page.getByRole("button", { name: "Non inviare più l'avviso" }).click();
  await expect(page.getByText("Non riceverai più questo avviso")).toBeVisible();
});
