import { expect, test } from "../support/fixtures.ts";

test("back restores the search, the filters and the place in the list", async ({ operator, page, panel, world }) => {
  const domain = await world.domain("comune");
  for (let n = 10; n < 40; n++) await operator.createMailbox(domain, `ufficio.${n}`);
  await page.setViewportSize({ width: 1440, height: 500 });
  await panel.open(await world.postmaster(), `/caselle?dominio=${domain}`);
  await panel.find("ufficio");
  await panel.stateFilter.selectOption({ label: "Attive" });
  await panel.settled();
  await expect(panel.row("ufficio.20")).toBeAttached();
  await panel.row("ufficio.20").scrollIntoViewIfNeeded();
  const before = await page.evaluate(() => window.scrollY);
  expect(before).toBeGreaterThan(200);
  await panel.openMailbox("ufficio.20");
  await expect(panel.title).toHaveText(`ufficio.20@${domain}`);
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(0);
  await page.goBack();
  await expect(panel.row("ufficio.20")).toBeInViewport();
  await expect(panel.search).toHaveValue("ufficio");
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(before);
});

test("the header names a domain only where the page is about it", async ({ operator, page, panel, world }) => {
  const domain = await world.domain("comune");
  const mailbox = await operator.createMailbox(domain, "protocollo");
  await world.domain("scuole");
  await panel.open(await world.postmaster(), `/caselle?dominio=${domain}`);
  const named = page.getByTestId("current-domain");
  await expect(named).toHaveText(domain);
  await panel.openMailbox("protocollo");
  await expect(panel.title).toHaveText(mailbox.address);
  await expect(named).toHaveText(domain);
  for (const path of ["/profilo", "/operazioni", "/domini", "/account", "/"]) {
    await page.goto(path);
    await panel.settled();
    await expect(named, path).toHaveCount(0);
  }
});

test("the header names the domain of the mailbox and not the one chosen before", async ({ operator, page, panel, world }) => {
  const domain = await world.domain("comune");
  const elsewhere = await operator.createMailbox(await world.domain("scuole"), "segreteria");
  await panel.open(await world.postmaster(), `/caselle?dominio=${domain}`);
  await page.goto(`/caselle/${elsewhere.id}`);
  await expect(page.getByTestId("current-domain")).toHaveText(elsewhere.domain);
});

test("the languages have names that say what they do", async ({ page }) => {
  await page.goto("/");
  const group = page.getByRole("group", { name: "Lingua" });
  await expect(group.getByRole("button", { name: "IT – Italiano", exact: true })).toHaveAttribute("aria-pressed", "true");
  await group.getByRole("button", { name: "EN – English", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sign in");
  await expect(page.getByRole("group", { name: "Language" }).getByRole("button", { name: "EN – English" })).toHaveAttribute("lang", "en");
});

test("a menu is walked with the keyboard", async ({ page, panel, world }) => {
  await world.domain("comune");
  await panel.open(await world.postmaster(), "/profilo");
  const button = page.locator("#user-menu-button");
  const items = page.getByRole("menuitem");
  await button.focus();
  await page.keyboard.press("Enter");
  await expect(items.first()).toBeFocused();
  await page.keyboard.press("End");
  await expect(items.last()).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(items.first()).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect(items.last()).toBeFocused();
  await page.keyboard.press("Home");
  await expect(items.first()).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(button).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect(items.last()).toBeFocused();
});

test("a range of mailboxes is selected with shift, and the bar is next to the rows", async ({ operator, page, panel, world }) => {
  const domain = await world.domain("comune");
  for (const name of ["a", "b", "c", "d", "e"]) await operator.createMailbox(domain, `ufficio.${name}`);
  await panel.open(await world.postmaster(), `/caselle?dominio=${domain}&ordina=address`);
  const box = (name: string) => page.getByRole("checkbox", { name: `ufficio.${name}@${domain}` });
  await box("a").check();
  await box("d").click({ modifiers: ["Shift"] });
  for (const name of ["a", "b", "c", "d"]) await expect(box(name)).toBeChecked();
  await expect(box("e")).not.toBeChecked();
  await box("b").click({ modifiers: ["Shift"] });
  for (const name of ["b", "c", "d"]) await expect(box(name)).not.toBeChecked();
  await expect(box("a")).toBeChecked();
  // One key, and not a walk through every row that follows, leads from a checkbox to the actions.
  await box("a").focus();
  await page.keyboard.press("Alt+a");
  await expect(page.getByTestId("selection").getByRole("button", { name: "Azioni" })).toBeFocused();
});
