import { expectAccessibleInBothThemes, expectNoSidewaysScroll } from "../support/audit.ts";
import { expect, OPERATOR, test } from "../support/fixtures.ts";
import { pasteScreenshot } from "../support/paste.ts";

test("a problem is reported with a screenshot, worked on, answered, closed and reopened", async ({
  operator,
  page,
  panel,
  post,
  world,
}) => {
  test.setTimeout(150_000);
  const domain = await world.domain("comune");
  const mailbox = await operator.createMailbox(domain, "protocollo");
  await operator.patch(`/mailboxes/${mailbox.id}`, { quota_mb: 1500 });
  const rosa = await world.postmaster();
  const email = `rosa@${domain.replace("comune", "posta")}`;
  const thread = page.locator(".ticket-thread");
  const act = page.getByTestId("ticket-act");
  let ticket = "";

  await test.step("from the page of a mailbox, with what the page knows", async () => {
    await panel.open(rosa, `/caselle/${mailbox.id}`);
    await page.getByRole("contentinfo").getByRole("link", { name: "Segnala un problema" }).click();
    await expect(panel.title).toHaveText("Segnala un problema");
    const context = page.getByRole("region", { name: "Informazioni dalla pagina" });
    await expect(context).toContainText(`protocollo@${domain}`);
    await expect(context).toContainText(`/caselle/${mailbox.id}`);
    await context.getByRole("button", { name: "Togli: Pagina" }).click();
    await expect(context).not.toContainText(`/caselle/${mailbox.id}`);
    await panel.settled();
    await expectAccessibleInBothThemes(page);
    await panel.button("Invia la segnalazione").click();
    await expect(page.getByText("Oggetto: ").or(page.getByRole("alert")).first()).toBeVisible();
    await panel.field("Oggetto").fill("La casella non riceve");
    await panel.field("Descrizione").fill("Da stamattina.\nNulla arriva.");
    await panel.field("E-mail per gli avvisi").fill(email);
    await pasteScreenshot(page, 31 * 1024 * 1024);
    await expect(page.getByText("supera 30 MB: non si può allegare.")).toBeVisible();
    await pasteScreenshot(page);
    await expect(page.getByRole("list", { name: "File da inviare" })).toContainText("schermata-2.png");
    await panel.button("Invia la segnalazione").click();
    await expect(panel.title).toHaveText(/^SIG-\d{4}-\d{6} – La casella non riceve/);
    ticket = new URL(page.url()).pathname;
    await expect(page.getByRole("button", { name: "Scarica schermata-2.png" })).toBeVisible();
    await expect(page.getByText("Nulla arriva.")).toBeVisible();
    await panel.settled();
    await expectAccessibleInBothThemes(page);
  });

  await test.step("the support finds it in its queue, takes it and asks", async () => {
    await panel.open(OPERATOR, "/supporto");
    await page.getByRole("navigation", { name: "Code" }).getByRole("link", { name: "Non assegnate" }).click();
    await page.goto(ticket);
    await page.getByRole("button", { name: "Prendi in carico" }).click();
    await expect(thread).toContainText("l'ha presa in carico");
    await expect(page.getByRole("button", { name: "Rimetti in coda" })).toBeVisible();
    await act.getByRole("radio", { name: "Nota interna" }).check();
    await act.getByLabel("Messaggio").fill("Sembra lo spazio");
    await act.getByRole("button", { name: "Nota interna" }).click();
    await expect(thread).toContainText("Solo per il supporto");
    await act.getByRole("radio", { name: "Chiedi informazioni" }).check();
    await act.getByLabel("Messaggio").fill("Da quale mittente?");
    await act.getByRole("button", { name: "Chiedi informazioni" }).click();
    await expect(thread).toContainText("Da quale mittente?");
    await panel.settled();
    await expectAccessibleInBothThemes(page);
    await post.letter(email, /Presa in carico/);
    await post.letter(email, /Il supporto chiede informazioni/);
  });

  await test.step("the requester answers with a screenshot, on a phone", async () => {
    await panel.open(rosa, "/supporto?coda=waiting");
    await page.setViewportSize({ width: 390, height: 844 });
    await expect(page.getByText("La casella non riceve")).toBeVisible();
    await expectNoSidewaysScroll(page);
    await page.goto(ticket);
    await expect(page.getByText("Il supporto aspetta una tua risposta")).toBeVisible();
    await expect(thread).not.toContainText("Sembra lo spazio");
    await act.getByLabel("Messaggio").fill("Da ugo@example.org");
    await pasteScreenshot(page);
    await act.getByRole("button", { name: "Rispondi" }).click();
    await expect(thread).toContainText("Da ugo@example.org");
    await expect(thread.getByRole("button", { name: /Scarica schermata/ })).toBeVisible();
    await expectNoSidewaysScroll(page);
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  await test.step("it is closed with problem, action and solution, and reopened", async () => {
    await panel.open(OPERATOR, ticket);
    await act.getByRole("radio", { name: "Chiudi" }).check();
    await act.getByRole("button", { name: "Chiudi" }).click();
    await expect(act.getByRole("alert").first()).toBeVisible();
    await act.getByLabel("Problema riscontrato").fill("Spazio esaurito");
    await act.getByLabel("Azione effettuata").fill("Quota ampliata");
    await act.getByLabel("Soluzione adottata").fill("Riceve di nuovo");
    await act.getByRole("button", { name: "Chiudi" }).click();
    await expect(thread).toContainText("Riceve di nuovo");
    const letter = await post.letter(email, /Chiusa: La casella non riceve/);
    expect(letter.text).toContain("Quota ampliata");
    await panel.open(rosa, ticket);
    await act.getByLabel("Messaggio").fill("Ancora niente");
    await act.getByRole("button", { name: "Riapri" }).click();
    await expect(thread).toContainText("l'ha riaperta");
    await expect(page.locator(".page-head .state")).toHaveText("In attesa del supporto");
  });
});

test("two operators take one ticket: the second one is told", async ({ operator, page, panel, world }) => {
  const request = { organization_id: world.organizationId, summary: "Guasto" };
  const made = await operator.post<{ id: string }>("/tickets", request);
  await panel.open(OPERATOR, `/supporto/${made.id}`);
  await expect(page.getByRole("button", { name: "Prendi in carico" })).toBeVisible();
  await operator.post(`/tickets/${made.id}/messages`, { event: "take" });
  await page.getByRole("button", { name: "Prendi in carico" }).click();
  await expect(page.getByText("La segnalazione è cambiata nel frattempo")).toBeVisible();
  await expect(page.getByRole("button", { name: "Rimetti in coda" })).toBeVisible();
});

test("an error screen leads to the report of the problem", async ({ page, panel, world }) => {
  await world.domain("comune");
  await panel.open(await world.postmaster(), "/altrove");
  await page.getByRole("main").getByRole("link", { name: "Segnala un problema" }).click();
  await expect(page.getByRole("region", { name: "Informazioni dalla pagina" })).toContainText("/altrove");
});

test("the support classifies a ticket, answers with a kept text, and both sides see it at once", async ({
  operator,
  page,
  panel,
  world,
}) => {
  test.setTimeout(120_000);
  await world.domain("comune");
  const rosa = await world.postmaster();
  const request = { organization_id: world.organizationId, summary: "Posta lenta" };
  const made = await operator.post<{ id: string }>("/tickets", request);
  const ticket = `/supporto/${made.id}`;
  const act = page.getByTestId("ticket-act");
  const title = `Rallentamento ${Date.now()}`;

  await test.step("a canned answer is written once", async () => {
    await panel.open(OPERATOR, "/supporto");
    await page.getByRole("link", { name: "Risposte pronte" }).click();
    await expect(panel.title).toHaveText("Risposte pronte");
    await page.getByRole("heading", { name: "Nuova risposta pronta" }).click();
    const form = page.getByTestId("canned-new");
    await form.getByRole("button", { name: "Salva" }).click();
    await expect(form.getByRole("alert").first()).toBeVisible();
    await form.getByLabel("Titolo").fill(title);
    await form.getByLabel("Testo in italiano").fill("Stiamo verificando i server.");
    await form.getByRole("button", { name: "Salva" }).click();
    await expect(page.getByRole("heading", { name: title })).toBeVisible();
    await panel.settled();
    await expectAccessibleInBothThemes(page);
    await page.setViewportSize({ width: 390, height: 844 });
    await expectNoSidewaysScroll(page);
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  await test.step("priority and desk change with the choice, and stand in the history", async () => {
    await page.goto(ticket);
    await expect(page.locator(".live-state.is-live")).toBeVisible();
    const classification = page.getByRole("region", { name: "Classificazione" });
    await classification.getByLabel("Priorità").selectOption({ label: "Urgente" });
    await expect(page.getByText("Segnalazione aggiornata.")).toBeVisible();
    await classification.getByLabel("Sportello").selectOption({ label: "Amministrativo" });
    await page.getByRole("heading", { name: "Storico" }).click();
    await expect(page.getByTestId("history")).toContainText("Amministrativo");
    await expect(page.getByTestId("history")).toContainText("Urgente");
  });

  await test.step("the canned answer is picked, edited and sent", async () => {
    await act.getByRole("button", { name: "Usa una risposta pronta" }).click();
    await act.getByLabel("Risposta pronta").selectOption({ label: title });
    await expect(act.getByLabel("Messaggio")).toHaveValue("Stiamo verificando i server.");
    await act.getByLabel("Messaggio").fill("Stiamo verificando i server. A presto");
    await act.getByRole("button", { name: "Rispondi" }).click();
    await expect(page.locator(".ticket-thread")).toContainText("A presto");
    await panel.settled();
    await expectAccessibleInBothThemes(page);
  });

  await test.step("whoever looks at the ticket or the list sees what happens without loading it again", async () => {
    await panel.open(rosa, ticket);
    await expect(page.locator(".live-state.is-live")).toBeVisible();
    await operator.post(`/tickets/${made.id}/messages`, { event: "ask", text: "Da quando?" });
    await expect(page.locator(".ticket-thread")).toContainText("Da quando?");
    await page.goto("/supporto");
    await expect(page.locator(".live-state.is-live")).toBeVisible();
    await operator.post("/tickets", { organization_id: world.organizationId, summary: "Arrivata adesso" });
    await expect(page.getByText("Arrivata adesso")).toBeVisible();
  });

  await test.step("the e-mails that were refused have a page, for the support alone", async () => {
    await page.goto("/supporto/posta-rifiutata");
    await expect(panel.title).toHaveText("Accesso non consentito");
    await panel.open(OPERATOR, "/supporto/posta-rifiutata");
    await expect(page.getByText("Nessuna e-mail non accolta")).toBeVisible();
    await panel.settled();
    await expectAccessibleInBothThemes(page);
  });
});
