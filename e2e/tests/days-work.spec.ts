import { expect, test } from "../support/fixtures.ts";
import { column, readCsv, readPdf, readXlsx } from "../support/files.ts";

test("a postmaster's day: create, find, edit, disable, enable, export, cancel, read the history", async ({
  operator,
  page,
  panel,
  server,
  world,
}) => {
  const domain = await world.domain("comune", { preservation_available: true, default_quota_mb: 1000 });
  await world.domain("scuola");
  for (const name of ["anagrafe", "protocollo", "tributi", "ufficio.tecnico"]) {
    await operator.createMailbox(domain, name);
  }
  const postmaster = await world.postmaster();
  const address = `sportello@${domain}`;

  await test.step("sign in and choose the domain", async () => {
    await panel.signIn(postmaster);
    await panel.chooseDomain(domain);
    await expect(panel.rows).toHaveCount(4);
    expect(await panel.names()).toEqual(["anagrafe", "protocollo", "tributi", "ufficio.tecnico"]);
    await expect(panel.row("anagrafe")).toContainText(/creata il \d{2}\/\d{2}\/\d{4}/);
  });

  await test.step("create", async () => {
    await panel.add.click();
    await expect(panel.title).toHaveText("Nuova casella");
    await panel.field("Nome della casella").fill("Sportello");
    await panel.field("E-mail di comunicazione").fill("sportello@posta.example.org");
    await panel.choice("Conservazione a norma", "Sì").check();
    await panel.button("Crea casella").click();
    await expect(panel.notice).toContainText(`La casella ${address} è stata creata con successo`);
    await expect(panel.row("sportello")).toContainText("ATTIVA");
  });

  await test.step("find by a part of the name and by the whole name", async () => {
    await panel.find("TELLO");
    await expect(panel.rows).toHaveCount(1);
    await expect(page).toHaveURL(/[?&]q=TELLO/i);
    await panel.find("t");
    // Names that begin with the text come before those that contain it.
    await expect(panel.rows).toHaveCount(4);
    expect((await panel.names())[0]).toBe("tributi");
    await panel.find("nessuna-con-questo-nome");
    await expect(page.getByTestId("nothing-found")).toBeVisible();
    await page.goBack();
    await expect(panel.search).toHaveValue("t");
    await panel.find("sportello");
    await expect(panel.rows).toHaveCount(1);
  });

  await test.step("edit", async () => {
    await panel.editMailbox(address);
    await expect(panel.field("Quota")).toHaveValue("1000");
    await panel.field("Quota").fill("2000");
    await expect(panel.field("Soft limit")).toHaveValue("1600");
    await panel.field("E-mail di comunicazione").fill("sportello.unico@posta.example.org");
    await panel.button("Modifica").click();
    await expect(panel.notice).toContainText(`La casella ${address} è stata modificata`);
    await expect(panel.fact("Quota")).toHaveText("2.000 MB");
    await expect(panel.fact("Soft limit")).toHaveText("1.600 MB");
  });

  await test.step("disable, and enable again", async () => {
    await panel.link("Modifica").click();
    await panel.choice("Stato", "DISABILITATA").check();
    await panel.button("Modifica").click();
    await expect(page.getByText("La casella è disabilitata: il contenuto è conservato")).toBeVisible();
    expect((await operator.findMailbox(address))?.state).toBe("disabled");

    await panel.link("Modifica").click();
    await panel.choice("Stato", "ATTIVA").check();
    await panel.button("Modifica").click();
    await expect(page.getByText("La casella è disabilitata: il contenuto è conservato")).toBeHidden();
    // The form does not contain the text either, so its absence does not prove that the change is done.
    await expect.poll(async () => (await operator.findMailbox(address))?.state).toBe("active");
  });

  await test.step("leave a note", async () => {
    await panel.tab("Note");
    await panel.field("Nuova nota").fill("Richiesta dallo sportello del cittadino.");
    await panel.button("Aggiungi nota").click();
    await expect(page.getByText("Richiesta dallo sportello del cittadino.").first()).toBeVisible();
    await expect(panel.field("Nuova nota")).toHaveValue("");
  });

  await test.step("cancel", async () => {
    await panel.link("Modifica").click();
    await panel.link("Cancella casella").click();
    await expect(page.getByText("non esiste un backup")).toBeVisible();
    const confirmation = panel.field("Per confermare");
    await confirmation.fill("sportello");
    await panel.button("Cancella casella").click();
    await expect(confirmation).toHaveAttribute("aria-invalid", "true");
    expect((await operator.findMailbox(address))?.state).toBe("active");
    await confirmation.fill(address);
    await panel.button("Cancella casella").click();
    await expect(panel.notice).toContainText(`La casella ${address} è stata cancellata`);
    expect((await operator.findMailbox(address))?.state).toBe("cancelled");
  });

  await test.step("read the history of the cancelled mailbox", async () => {
    await page.goto(`/caselle?dominio=${domain}&stato=cancelled`);
    await panel.openMailbox("sportello");
    await expect(page.getByText("È in sola lettura")).toBeVisible();
    await expect(panel.link("Modifica")).toBeHidden();
    for (const said of ["creato", "modificato", "disabilitato", "riabilitato", "cancellato"]) {
      await expect(page.getByText(new RegExp(`ha ${said} la casella`))).toBeVisible();
    }
    await expect(page.getByText("sportello.unico@posta.example.org").first()).toBeVisible();
  });

  await test.step("the name cannot be used again", async () => {
    await page.goto(`/caselle/nuova?dominio=${domain}`);
    await panel.field("Nome della casella").fill("SPORTELLO");
    await panel.field("E-mail di comunicazione").fill("altro@posta.example.org");
    await panel.button("Crea casella").click();
    await expect(panel.alert).toContainText("casella cancellata e non può più essere usato");
    await expect(panel.field("Nome della casella")).toHaveValue("SPORTELLO");
  });

  await test.step("the chain of the history verifies", () => {
    expect(server.command(["history", "verify"])).toContain("whole");
  });
});

test("the exported files have all rows of the list in the same order", async ({
  operator,
  page,
  panel,
  world,
}) => {
  const domain = await world.domain("comune");
  const names = Array.from({ length: 60 }, (_, index) => `ufficio-${String(index).padStart(2, "0")}`);
  for (const name of names) await operator.createMailbox(domain, name);
  await operator.createMailbox(domain, "tutt.altro");
  const expected = names.map((name) => `${name}@${domain}`).reverse();

  await panel.open(await world.postmaster(), `/caselle?dominio=${domain}&q=ufficio&ordina=-address`);
  await expect(page.getByTestId("total")).toHaveText("60 caselle");
  expect((await panel.names())[0]).toBe("ufficio-59");

  await test.step("csv", async () => {
    const file = await panel.exportAs("CSV");
    expect(file.suggestedFilename()).toMatch(new RegExp(`^caselle-${domain}-\\d{4}-\\d{2}-\\d{2}\\.csv$`));
    expect(column(readCsv(await file.path()), /^Casella$/)).toEqual(expected);
  });

  await test.step("Excel", async () => {
    const file = await panel.exportAs("Excel");
    expect(file.suggestedFilename()).toMatch(/\.xlsx$/);
    expect(column(await readXlsx(await file.path()), /^Casella$/)).toEqual(expected);
  });

  await test.step("pdf", async () => {
    const file = await panel.exportAs("PDF");
    expect(file.suggestedFilename()).toMatch(/\.pdf$/);
    const { pages, title } = readPdf(await file.path());
    expect(title).toContain(domain);
    expect(pages.length).toBeGreaterThan(1);
    for (const [index, text] of pages.entries()) {
      expect(text).toContain(domain);
      expect(text).toMatch(/Casella/);
      expect(text).toContain(`agina ${index + 1} di ${pages.length}`);
    }
    // Each row contains the name twice: in the address and in the communication e-mail.
    const found = new Set(pages.join("\n").match(/ufficio-\d\d/g));
    expect([...found]).toEqual([...names].reverse());
    expect(pages.join("\n")).not.toContain("tutt.altro");
  });
});

test("a long list can be paged forward and back, and the address keeps the place", async ({
  operator,
  page,
  panel,
  world,
}) => {
  const domain = await world.domain("comune");
  const names = Array.from({ length: 60 }, (_, index) => `c${String(index).padStart(2, "0")}`);
  for (const name of names) await operator.createMailbox(domain, name);
  await panel.open(await world.postmaster(), `/caselle?dominio=${domain}`);

  const seen: string[] = [];
  for (;;) {
    await expect(panel.rows.first()).toContainText(names[seen.length] ?? "?");
    seen.push(...(await panel.names()));
    const next = panel.page.getByRole("link", { name: "Successiva" });
    if (!(await next.isVisible())) break;
    await next.click();
  }
  expect(seen).toEqual(names);

  await page.reload();
  await expect(panel.rows.last()).toContainText("c59");
  await page.goBack();
  await expect(panel.rows.first()).toContainText("c00");
  await panel.page.getByRole("link", { name: "Successiva" }).click();
  await expect(panel.rows.first()).toContainText("c50");
  await panel.page.getByRole("link", { name: "Precedente" }).click();
  await expect(panel.rows.first()).toContainText("c00");
});
