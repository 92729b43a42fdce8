import { expect, OPERATOR, test } from "../support/fixtures.ts";
import { Api } from "../support/api.ts";

const MINUTE = 60_000;

function minutesAgo(count: number): string {
  return new Date(Math.floor(Date.now() / MINUTE) * MINUTE - count * MINUTE).toISOString();
}

test("an operator's morning, from the dashboard through the queue of tickets to the service levels", async ({
  operator,
  page,
  panel,
  post,
  server,
  world,
}) => {
  test.setTimeout(150_000);
  await world.domain("comune");
  const credentials = await world.postmaster();
  const rosa = await Api.signIn(server.url, credentials);
  const summary = `Posta ferma ${world.tag}`;
  const email = `rosa@posta-${world.tag}.example.org`;
  const { id } = await rosa.post<{ id: string }>("/tickets", {
    organization_id: world.organizationId,
    summary,
    description: "Da stamattina non arriva nulla.",
    email,
  });
  const assistant = await rosa.post<{ id: string; username: string }>("/accounts", {
    username: `nuovo.${world.tag}`,
    password: "quattro parole a caso",
    display_name: "Carla Riva",
    role: "assistant",
  });
  await operator.post("/canned-answers", { title: `Verifica ${world.tag}`, text_it: "Stiamo verificando i server." });
  await operator.post("/sla/outages", {
    component: "imap",
    state: "down",
    starts_at: minutesAgo(14),
    ends_at: minutesAgo(6),
    reason: `Guasto ${world.tag}`,
  });
  const attention = page.getByTestId("attention");
  const rows = page.getByRole("main").getByRole("table").getByRole("row");
  const act = page.getByTestId("ticket-act");
  const thread = page.locator(".ticket-thread");

  await test.step("the dashboard leads to the tickets that wait, and to those that nobody has taken", async () => {
    await panel.signIn(OPERATOR, "/");
    await expect(panel.title).toHaveText("Cruscotto");
    await attention.getByRole("link", { name: "Segnalazioni che attendono una risposta" }).click();
    await expect(rows.filter({ hasText: summary })).toHaveCount(1);
    await page.getByRole("navigation", { name: "Code" }).getByRole("link", { name: "Non assegnate" }).click();
    await rows.filter({ hasText: summary }).getByRole("link").first().click();
    await expect(panel.title).toContainText(summary);
  });

  await test.step("it is taken, and answered with a text that is kept", async () => {
    await panel.button("Prendi in carico").click();
    await expect(thread).toContainText("l'ha presa in carico");
    await act.getByRole("radio", { name: "Chiedi informazioni" }).check();
    await act.getByRole("button", { name: "Usa una risposta pronta" }).click();
    await act.getByLabel("Risposta pronta").selectOption({ label: `Verifica ${world.tag}` });
    await act.getByRole("button", { name: "Chiedi informazioni" }).click();
    await expect(thread).toContainText("Stiamo verificando i server.");
    await post.letter(email, /Il supporto chiede informazioni/);
  });

  await test.step("the answer appears while the page is open", async () => {
    await rosa.post(`/tickets/${id}/messages`, { event: "answer", text: "Dalle otto, per tutte le caselle." });
    await expect(thread).toContainText("Dalle otto, per tutte le caselle.", { timeout: 15_000 });
  });

  await test.step("the service levels show the outage that the ticket is about", async () => {
    await panel.menu.getByRole("link", { name: "Livelli di servizio" }).click();
    const outage = page.getByTestId("outages").getByRole("row").filter({ hasText: `Guasto ${world.tag}` });
    await expect(outage).toContainText("8");
  });

  await test.step("it is among those taken by the operator, and is closed", async () => {
    await panel.menu.getByRole("link", { name: "Segnalazioni", exact: true }).click();
    await page.getByRole("navigation", { name: "Code" }).getByRole("link", { name: "In carico a me" }).click();
    await rows.filter({ hasText: summary }).getByRole("link").first().click();
    await act.getByRole("radio", { name: "Chiudi" }).check();
    await act.getByLabel("Problema riscontrato").fill("Disservizio della lettura");
    await act.getByLabel("Azione effettuata").fill("Riavvio del servizio");
    await act.getByLabel("Soluzione adottata").fill("La posta arriva di nuovo");
    await act.getByRole("button", { name: "Chiudi" }).click();
    await expect(thread).toContainText("La posta arriva di nuovo");
    expect((await post.letter(email, /^.*Chiusa: Posta ferma/)).text).toContain("Riavvio del servizio");
  });

  await test.step("the account that waits is enabled", async () => {
    await panel.menu.getByRole("link", { name: "Cruscotto" }).click();
    await attention.getByRole("link", { name: "Account da abilitare" }).click();
    await page.getByLabel("Cerca per nome").fill(assistant.username);
    await page.getByLabel("Cerca per nome").press("Enter");
    await rows.filter({ hasText: assistant.username }).getByRole("link").first().click();
    await panel.button("Abilita account").click();
    await panel.confirm(OPERATOR.password);
    await expect(panel.notice).toContainText("abilitato");
  });

  await test.step("the report of tickets has the closed one", async () => {
    await panel.menu.getByRole("link", { name: "Report" }).click();
    await page.getByRole("main").getByRole("link", { name: "Segnalazioni", exact: true }).click();
    await expect(page.getByRole("main").getByRole("table").first()).toBeVisible();
  });
  await rosa.dispose();
});
