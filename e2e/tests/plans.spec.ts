import { expect, OPERATOR, test } from "../support/fixtures.ts";

interface Plan {
  id: string;
  code: string;
}

test("the operator sells a plan, and a mailbox has its sizes", async ({ page, panel, world, operator }) => {
  const code = `S-2GIN_1GARCH-${world.tag.toUpperCase()}`;
  const domain = await world.domain("comune");
  const postmaster = await world.postmaster();

  await test.step("the plan, whose form shows all faults at once", async () => {
    await panel.open(OPERATOR, "/piani/nuovo");
    await panel.field("Codice").fill("S 2G");
    await panel.button("Crea piano").click();
    await expect(panel.alert.filter({ hasText: "Controlla i campi indicati" }).getByRole("link")).toHaveCount(3);
    await panel.field("Codice").fill(code.toLowerCase());
    await panel.field("Nome").fill("Casella standard");
    await panel.field("Spazio della casella").fill("2048");
    await panel.field("Spazio dell'archivio").fill("1024");
    await panel.button("Crea piano").click();
    await expect(panel.title).toHaveText(code);
  });

  await test.step("the domain offers it", async () => {
    const { items } = await operator.get<{ items: { id: string; name: string }[] }>("/domains?limit=200");
    const id = items.find(({ name }) => name === domain)?.id ?? "";
    await page.goto(`/domini/${id}/modifica`);
    await page.getByLabel(`${code} – Casella standard`).check();
    await page.getByLabel("Piano predefinito").selectOption({ label: `${code} – Casella standard` });
    await panel.button("Salva").click();
    await expect(panel.notice).toContainText("è stato modificato");
    await expect(page.getByText("Quota 2.048 MB, archivio 1.024 MB · Piano predefinito")).toBeVisible();
  });

  await test.step("a new mailbox gets it", async () => {
    await page.context().clearCookies();
    await panel.open(postmaster, `/caselle/nuova?dominio=${domain}`);
    await panel.field("Nome della casella").fill("protocollo");
    await panel.field("E-mail di comunicazione").fill("protocollo@example.org");
    await expect(page.getByLabel("Piano", { exact: true })).toHaveAccessibleDescription(/Quota 2.048 MB, archivio 1.024 MB/);
    await panel.button("Crea casella").click();
    await panel.table.getByRole("link", { name: "protocollo", exact: true }).click();
    await expect(page.getByText(`${code} – Casella standard`)).toBeVisible();
    await expect(page.getByRole("region", { name: "Dati della casella" }).getByText("1.024 MB")).toBeVisible();
  });

  await test.step("its sizes stay while the mailbox has it", async () => {
    const { items } = await operator.get<{ items: Plan[] }>(`/plans?q=${code}`);
    const id = items[0]?.id ?? "";
    await page.context().clearCookies();
    await panel.open(OPERATOR, `/piani/${id}`);
    await panel.field("Spazio della casella").fill("4096");
    await panel.button("Salva").click();
    await expect(panel.field("Spazio della casella")).toHaveAccessibleDescription(/finché ci sono caselle che lo hanno/);
  });
});

test("a mailbox moves to another plan and to a reseller, and its history says so", async ({
  page,
  panel,
  world,
  operator,
}) => {
  const tag = world.tag.toUpperCase();
  const plan = (code: string, inbox: number) =>
    operator.post<Plan>("/plans", { code: `${code}-${tag}`, name: `Casella ${code}`, inbox_mb: inbox });
  const [small, large] = [await plan("PICCOLA", 1000), await plan("GRANDE", 5000)];
  const domain = await world.domain("comune", { plans: [small.id, large.id], default_plan: small.id });
  const postmaster = await world.postmaster();
  const mailbox = await operator.createMailbox(domain, "protocollo");

  await panel.open(postmaster, "/rivenditori/nuovo");
  await panel.field("Nome").fill("Rete Vendite");
  await panel.button("Crea rivenditore").click();
  await expect(panel.title).toHaveText("Rete Vendite");

  await page.goto(`/caselle/${mailbox.id}/modifica`);
  await page.getByLabel("Piano", { exact: true }).selectOption({ label: `GRANDE-${tag} – Casella GRANDE` });
  await expect(panel.field("Quota")).toHaveValue("5000");
  await expect(panel.field("Soft limit")).toHaveValue("4000");
  await page.getByLabel("Rivenditore").selectOption({ label: "Rete Vendite" });
  await panel.button("Modifica").click();
  await expect(panel.notice).toContainText("è stata modificata");
  const history = page.getByTestId("history");
  await expect(history).toContainText(`PICCOLA-${tag}`);
  await expect(history).toContainText(`GRANDE-${tag}`);
  await expect(history).toContainText("Rete Vendite");
  // A postmaster manages resellers, and no plans.
  await expect(history.getByRole("link", { name: `GRANDE-${tag}` })).toHaveCount(0);
  await history.getByRole("link", { name: "Rete Vendite" }).first().click();
  await expect(panel.title).toHaveText("Rete Vendite");

  await page.goto(`/caselle?dominio=${domain}&piano=${large.id}`);
  await expect(panel.rows).toHaveCount(1);
});

test("the list of mailboxes is filtered by reseller, whose names are read when somebody looks for them", async ({
  page,
  panel,
  world,
  operator,
}) => {
  const domain = await world.domain("comune");
  const postmaster = await world.postmaster();
  await operator.createMailbox(domain, "protocollo");
  const sold = await operator.createMailbox(domain, "tributi");
  await panel.open(postmaster, "/rivenditori/nuovo");
  await panel.field("Nome").fill("Rete Vendite");
  await panel.button("Crea rivenditore").click();
  await expect(panel.title).toHaveText("Rete Vendite");
  await page.goto(`/caselle/${sold.id}/modifica`);
  await page.getByLabel("Rivenditore").selectOption({ label: "Rete Vendite" });
  await panel.button("Modifica").click();
  await expect(panel.notice).toContainText("è stata modificata");

  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/api/v1/resellers")) asked.push(request.url());
  });
  for (const list of [`/caselle?dominio=${domain}`, "/caselle"]) {
    await page.goto(list);
    await expect(panel.rows).toHaveCount(2);
    await panel.settled();
    expect(asked).toEqual([]);
    await page.getByText("Altri filtri").click();
    await page.getByLabel("Rivenditore").selectOption({ label: "Rete Vendite" });
    await expect(panel.rows).toHaveCount(1);
    await expect(panel.rows.first()).toContainText("tributi");
    await expect(page).toHaveURL(/rivenditore=/);
    await panel.settled();
    expect(asked).toHaveLength(1);
    asked.length = 0;
  }
  // A link with the filter names the reseller.
  await page.reload();
  await expect(page.getByRole("link", { name: /Rete Vendite/ })).toBeVisible();
});
