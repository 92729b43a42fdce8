import type { Locator, Page } from "@playwright/test";
import { Api } from "../support/api.ts";
import { expectAccessible, expectNoSidewaysScroll } from "../support/audit.ts";
import { expect, test } from "../support/fixtures.ts";
import type { Panel } from "../support/panel.ts";

const PHONE = { width: 390, height: 844 };
const JOB = /\/operazioni\/([0-9a-f-]{36})$/;

interface Job {
  kind: string;
  total: number;
  change: Record<string, unknown>;
}

/** Selecting rows in the list. */
class Choosing {
  readonly bar: Locator;
  readonly dialog: Locator;
  readonly wholePage: Locator;
  readonly #page: Page;
  readonly #panel: Panel;

  constructor(page: Page, panel: Panel) {
    this.#page = page;
    this.#panel = panel;
    this.bar = page.getByTestId("selection");
    this.dialog = page.getByRole("dialog");
    this.wholePage = page.getByRole("checkbox", { name: "Seleziona la pagina" });
  }

  tick(address: string): Locator {
    return this.#panel.table.getByRole("checkbox", { name: address, exact: true });
  }

  async ask(action: string): Promise<void> {
    await this.bar.getByRole("button", { name: "Azioni" }).click();
    await this.#page.getByRole("menuitem", { name: action }).click();
    await expect(this.dialog).toBeVisible();
  }

  /** The entries of the menu. */
  async offered(): Promise<string[]> {
    await this.bar.getByRole("button", { name: "Azioni" }).click();
    const names = await this.#page.getByRole("menuitem").allInnerTexts();
    await this.#page.keyboard.press("Escape");
    return names;
  }

  /** Starts the dry run and waits for the page of the new job; returns the job's id. */
  async check(button: string): Promise<string> {
    await this.dialog.getByRole("button", { name: button }).click();
    await expect(this.#page).toHaveURL(JOB);
    return JOB.exec(this.#page.url())?.[1] ?? "";
  }
}

async function addressesOf(api: Api, job: string): Promise<string[]> {
  // The rows of mailboxes given by their ids have addresses only after the dry run.
  await expect.poll(async () => (await api.get<{ state: string }>(`/jobs/${job}`)).state).toBe("ready");
  const rows = await api.get<{ items: { address: string }[] }>(`/jobs/${job}/rows?limit=200`);
  return rows.items.map((row) => row.address).sort();
}

test("rows selected one by one on several pages become a job of exactly those", async ({
  operator,
  page,
  panel,
  world,
}) => {
  const domain = await world.domain("comune");
  const names = Array.from({ length: 52 }, (_, place) => `ufficio${String(place + 1).padStart(2, "0")}`);
  for (const name of names) await operator.createMailbox(domain, name);
  const at = (name: string) => `${name}@${domain}`;
  const list = new Choosing(page, panel);
  await panel.open(await world.postmaster(), `/caselle?dominio=${domain}&ordina=local_part`);

  await test.step("the checkbox of the page is indeterminate when one row is not selected", async () => {
    await expect(list.bar).toBeHidden();
    await list.wholePage.check();
    await expect(list.bar).toContainText("50 selezionate");
    await list.tick(at("ufficio01")).press("Space");
    await expect(list.bar).toContainText("49 selezionate");
    await expect(list.wholePage).toHaveJSProperty("indeterminate", true);
    await expectAccessible(page);
  });

  await test.step("clearing the selection returns the focus to the table", async () => {
    await panel.button("Deseleziona").click();
    await expect(list.bar).toBeHidden();
    await expect(list.wholePage).toBeFocused();
    await expect(list.wholePage).not.toBeChecked();
  });

  await test.step("the selection is kept when the page changes and cleared when the filters change", async () => {
    await list.tick(at("ufficio02")).check();
    await panel.link("Successiva").click();
    await list.tick(at("ufficio52")).check();
    await expect(list.bar).toContainText("2 selezionate");
    await panel.link("Precedente").click();
    await expect(list.tick(at("ufficio02"))).toBeChecked();
    await panel.find("ufficio0");
    await expect(list.bar).toBeHidden();
  });

  await test.step("the dialog shows the number and says that nothing is changed yet", async () => {
    await list.tick(at("ufficio03")).check();
    await list.tick(at("ufficio05")).check();
    await list.ask("Disabilita");
    await expect(list.dialog).toContainText("Riguarda 2 caselle.");
    await expect(list.dialog).toContainText("Per ora non viene modificato nulla");
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await expect(list.bar.getByRole("button", { name: "Azioni" })).toBeFocused();
  });

  await test.step("the job has those two rows", async () => {
    await list.ask("Disabilita");
    const job = await list.check("Controlla 2 caselle");
    expect(await operator.get<Job>(`/jobs/${job}`)).toMatchObject({
      kind: "bulk_change",
      total: 2,
      change: { action: "disable" },
    });
    expect(await addressesOf(operator, job)).toEqual([at("ufficio03"), at("ufficio05")]);
    expect((await operator.findMailbox(at("ufficio03")))?.state).toBe("active");
  });
});

test("all matching mailboxes are counted, and counted again when there are more", async ({
  operator,
  page,
  panel,
  world,
}) => {
  const domain = await world.domain("scuola");
  for (let place = 1; place <= 51; place += 1) await operator.createMailbox(domain, `classe${place}`);
  await operator.createMailbox(domain, "segreteria");
  const list = new Choosing(page, panel);
  await panel.open(await world.postmaster(), `/caselle?dominio=${domain}&q=classe`);
  await expect(panel.rows).toHaveCount(50);
  await list.wholePage.check();
  await panel.button("Seleziona tutte le 51 che corrispondono alla ricerca").click();
  await expect(list.bar).toContainText("Tutte e 51 selezionate");

  await test.step("an invalid quota is refused at its field", async () => {
    await list.ask("Cambia quota");
    await list.dialog.getByRole("button", { name: "Controlla 51 caselle" }).click();
    await expect(panel.field("Quota")).toHaveAttribute("aria-invalid", "true");
    await panel.field("Quota").fill("2000");
    await panel.field("Soft limit").fill("3000");
    await list.dialog.getByRole("button", { name: "Controlla 51 caselle" }).click();
    await expect(panel.field("Soft limit")).toHaveAttribute("aria-invalid", "true");
    await panel.field("Soft limit").fill("1800");
  });

  await test.step("with one more mailbox meanwhile no job starts, and the new number is shown", async () => {
    await operator.createMailbox(domain, "classe52");
    await list.dialog.getByRole("button", { name: "Controlla 51 caselle" }).click();
    await expect(list.dialog).toContainText("erano 51, adesso sono 52");
    const job = await list.check("Controlla 52 caselle");
    expect(await operator.get<Job>(`/jobs/${job}`)).toMatchObject({
      total: 52,
      change: { action: "update", quota_mb: 2000, soft_limit_mb: 1800 },
    });
    const addresses = await addressesOf(operator, job);
    expect(addresses.every((address) => address.startsWith("classe"))).toBe(true);
  });
});

test("only permitted actions are offered, and none to viewers", async ({ operator, page, panel, server, world }) => {
  const domain = await world.domain("comune");
  const other = await world.domain("museo");
  const { address } = await operator.createMailbox(domain, "protocollo");
  await operator.createMailbox(other, "biglietteria");
  const assistant = await world.assistant({ [domain]: ["view", "edit"], [other]: ["view"] });
  const list = new Choosing(page, panel);
  await panel.open(assistant, `/caselle?dominio=${domain}`);
  await list.tick(address).check();
  expect(await list.offered()).toEqual([
    "Cambia quota…",
    "Cambia e-mail di comunicazione…",
    "Invia reset password…",
    "Rinnova…",
  ]);

  await list.ask("Cambia e-mail");
  await panel.field("E-mail di comunicazione").fill("ufficio@posta.example.org");
  const job = await list.check("Controlla 1 casella");
  const api = await Api.signIn(server.url, assistant);
  expect(await addressesOf(api, job)).toEqual([address]);
  await api.dispose();

  await page.goto(`/caselle?dominio=${other}`);
  await expect(panel.rows).toHaveCount(1);
  await expect(page.getByRole("checkbox")).toHaveCount(0);
});

test("on a phone cards can be selected, and cancelling says what is lost", async ({ operator, page, panel, world }) => {
  const domain = await world.domain("comune", { preservation_available: true });
  const { address } = await operator.createMailbox(domain, "protocollo");
  const gone = await operator.createMailbox(domain, "chiusa");
  expect((await operator.send("DELETE", `/mailboxes/${gone.id}`)).status).toBeLessThan(300);
  await page.setViewportSize(PHONE);
  const list = new Choosing(page, panel);
  await panel.open(await world.postmaster(), `/caselle?dominio=${domain}`);
  // A cancelled mailbox is not listed, and cannot be selected where it is.
  await expect(panel.rows).toHaveCount(1);
  await expect(page.getByTestId("cancelled-count")).toHaveText("1 cancellata");
  await page.goto(`/caselle?dominio=${domain}&stato=tutti`);
  await expect(panel.rows).toHaveCount(2);
  await expect(list.tick(gone.address)).toHaveCount(0);
  await list.tick(address).check();
  await expect(list.bar).toContainText("1 selezionata");
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  expect(await list.offered()).toContain("Conservazione…");
  await list.ask("Cancella…");
  await expect(list.dialog).toContainText("La cancellazione è definitiva");
  await expect(list.dialog).toContainText("dovrai scrivere il numero delle caselle");
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  const job = await list.check("Controlla 1 casella");
  expect((await operator.get<Job>(`/jobs/${job}`)).change).toMatchObject({ action: "cancel" });
});
