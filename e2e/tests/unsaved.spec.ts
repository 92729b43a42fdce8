import { expect, test } from "../support/fixtures.ts";

const TITLE = "Hai modifiche non salvate";

test("a link, the back button and a reload do not lose an edit", async ({ operator, page, panel, world }) => {
  const domain = await world.domain("comune");
  const mailbox = await operator.createMailbox(domain, "protocollo");
  await panel.open(await world.postmaster(), `/caselle?dominio=${domain}`);
  await panel.editMailbox(mailbox.address);
  await panel.field("Quota").fill("3000");
  const dialog = page.getByRole("dialog", { name: TITLE });

  await panel.menu.getByRole("link", { name: "Caselle" }).click();
  await expect(dialog).toBeVisible();
  await dialog.getByRole("button", { name: "Resta sulla pagina" }).click();
  await expect(dialog).toBeHidden();
  await expect(panel.field("Quota")).toHaveValue("3000");

  await page.goBack();
  await expect(dialog).toBeVisible();
  await dialog.getByRole("button", { name: "Resta sulla pagina" }).click();
  await expect(panel.title).toContainText("Modifica casella");
  await expect(panel.field("Quota")).toHaveValue("3000");
  expect(page.url()).toContain("/modifica");

  // The browser asks before it reloads; whoever agrees finds the draft again.
  page.once("dialog", (asked) => void asked.accept());
  await page.reload();
  await expect(panel.field("Quota")).toHaveValue("3000");
  await expect(panel.field("Soft limit")).toHaveValue("2400");
  await expect(page.getByText("Questo è quello che avevi scritto")).toBeVisible();

  await page.goBack();
  await dialog.getByRole("button", { name: "Esci senza salvare" }).click();
  await expect(panel.title).toHaveText(`Caselle di ${domain}`);
  await panel.editMailbox(mailbox.address);
  await expect(panel.field("Quota")).toHaveValue("1000");
});

test("a draft that was found again can be discarded", async ({ operator, page, panel, world }) => {
  const mailbox = await operator.createMailbox(await world.domain("comune"), "protocollo");
  await panel.open(await world.postmaster(), `/caselle/${mailbox.id}/modifica`);
  await panel.field("Quota").fill("3000");
  page.once("dialog", (asked) => void asked.accept());
  await page.reload();
  await panel.button("Scarta").click();
  await expect(panel.field("Quota")).toHaveValue("1000");
  await expect(page.getByText("Questo è quello che avevi scritto")).toHaveCount(0);
});

test("a note that is being written is not lost", async ({ operator, page, panel, world }) => {
  const mailbox = await operator.createMailbox(await world.domain("comune"), "protocollo");
  await panel.open(await world.postmaster(), `/caselle/${mailbox.id}?scheda=note`);
  await panel.field("Nuova nota").fill("Richiamare");
  await panel.link("Modifica").first().click();
  const dialog = page.getByRole("dialog", { name: TITLE });
  await dialog.getByRole("button", { name: "Resta sulla pagina" }).click();
  page.once("dialog", (asked) => void asked.accept());
  await page.reload();
  await expect(panel.field("Nuova nota")).toHaveValue("Richiamare");
  await panel.button("Aggiungi nota").click();
  await expect(panel.notice).toContainText("La nota è stata aggiunta");
  await panel.link("Modifica").first().click();
  await expect(panel.title).toContainText("Modifica casella");
});

test("a form that was saved, or not touched, is left without a question", async ({ operator, page, panel, world }) => {
  const domain = await world.domain("comune");
  const mailbox = await operator.createMailbox(domain, "protocollo");
  await panel.open(await world.postmaster(), `/caselle/${mailbox.id}/modifica`);
  await panel.field("Quota").fill("3000");
  await panel.field("Quota").fill("1000");
  await panel.menu.getByRole("link", { name: "Caselle" }).click();
  await expect(panel.title).toHaveText(`Caselle di ${domain}`);
  await panel.editMailbox(mailbox.address);
  await panel.field("Quota").fill("3000");
  await panel.button("Modifica").click();
  await expect(panel.notice).toContainText("è stata modificata");
  await page.reload();
  await panel.menu.getByRole("link", { name: "Caselle" }).click();
  await expect(panel.title).toHaveText(`Caselle di ${domain}`);
});

test("the columns of an import that are being mapped are not lost", async ({ page, panel, world }) => {
  const domain = await world.domain("comune");
  await panel.open(await world.postmaster(), `/caselle/importa?dominio=${domain}`);
  await page.getByLabel("File", { exact: true }).setInputFiles({
    name: "elenco.csv",
    mimeType: "text/csv",
    buffer: Buffer.from("sigla;dove;nota\nA 1;B 1;x x\nA 2;B 2;y y\n"),
  });
  await panel.button("Controlla il file").click();
  const first = page.getByLabel("Colonna 1", { exact: true });
  await first.selectOption("Nome della casella");
  const dialog = page.getByRole("dialog", { name: TITLE });

  await panel.menu.getByRole("link", { name: "Caselle" }).click();
  await dialog.getByRole("button", { name: "Resta sulla pagina" }).click();
  await page.goBack();
  await expect(dialog).toBeVisible();
  await dialog.getByRole("button", { name: "Resta sulla pagina" }).click();

  page.once("dialog", (asked) => void asked.accept());
  await page.reload();
  await expect(first.locator("option:checked")).toHaveText("Nome della casella");
  await expect(page.getByText("Questo è quello che avevi scritto")).toBeVisible();
  await panel.button("Scarta").click();
  await expect(first.locator("option:checked")).toHaveText("Non importare");
});

test("what is typed into a dialog is not lost, and is given up with Annulla", async ({
  operator,
  page,
  panel,
  world,
}) => {
  const domain = await world.domain("comune");
  const mailbox = await operator.createMailbox(domain, "protocollo");
  await panel.open(await world.postmaster(), `/caselle?dominio=${domain}`);
  const leaving = page.getByRole("dialog", { name: TITLE });

  await test.step("the change of the e-mail", async () => {
    await panel.openMailbox("protocollo");
    await panel.button("Modifica e-mail").click();
    const dialog = page.getByRole("dialog", { name: "Modifica e-mail" });
    const email = dialog.getByLabel("E-mail di comunicazione");
    await email.fill("altra@posta.example.org");
    await page.goBack();
    await leaving.getByRole("button", { name: "Resta sulla pagina" }).click();
    page.once("dialog", (asked) => void asked.accept());
    await page.reload();
    await panel.button("Modifica e-mail").click();
    await expect(email).toHaveValue("altra@posta.example.org");
    await dialog.getByRole("button", { name: "Annulla" }).click();
    await panel.button("Modifica e-mail").click();
    await expect(email).toHaveValue(mailbox.communication_email ?? "");
    await dialog.getByRole("button", { name: "Annulla" }).click();
  });

  await test.step("a change of many mailboxes", async () => {
    await page.goto(`/caselle?dominio=${domain}`);
    const open = async () => {
      await page.getByRole("checkbox", { name: "Seleziona la pagina" }).check();
      await page.getByTestId("selection").getByRole("button", { name: "Azioni" }).click();
      await page.getByRole("menuitem", { name: "Cambia quota" }).click();
    };
    await open();
    await panel.field("Quota").fill("3000");
    page.once("dialog", (asked) => void asked.accept());
    await page.reload();
    await open();
    await expect(panel.field("Quota")).toHaveValue("3000");
    await page.getByRole("dialog").getByRole("button", { name: /Controlla/ }).click();
    await expect(panel.title).toHaveText("Quota di 3.000 MB per 1 casella");
  });
});
