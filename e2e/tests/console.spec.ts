import { expectAccessible } from "../support/audit.ts";
import { expect, test } from "../support/fixtures.ts";
import { holdApp } from "../support/held-app.ts";

const PHONE = { width: 390, height: 844 };

test("the bar is 56 px high, and lists take the width beside the menu", async ({ page, panel, world }) => {
  const domain = await world.domain("comune");
  await panel.open(await world.postmaster(), `/caselle?dominio=${domain}`);
  for (const size of [{ width: 1440, height: 900 }, { width: 1024, height: 768 }, PHONE]) {
    await page.setViewportSize(size);
    const bar = await page.getByRole("banner").boundingBox();
    expect(bar?.height, `${size.width}`).toBe(56);
    const title = await panel.title.boundingBox();
    expect(title?.y, `${size.width}`).toBeLessThan(110);
  }
  await page.setViewportSize({ width: 2200, height: 900 });
  const main = await page.locator("main > .page").boundingBox();
  expect(main?.width).toBeGreaterThan(1900);
});

test("the menu marks the area of the page, and is collapsed to icons, which is remembered", async ({ page, panel, world }) => {
  await world.domain("comune");
  await panel.open(await world.postmaster(), "/domini");
  const domains = panel.menu.getByRole("link", { name: "Domini" });
  await expect(domains).toHaveAttribute("aria-current", "page");
  await expect(panel.menu.locator("[aria-current]")).toHaveCount(1);
  await expect(panel.menu.getByRole("list", { name: "Anagrafica" }).getByRole("link")).toHaveText(["Caselle", "Titolari", "Aziende", "Contratti", "Gestione documentazione", "Conservazione", "Cambi intestatario", "Operazioni", "Report", "Attività"]);

  await panel.menu.getByRole("button", { name: "Riduci il menu" }).click();
  await expect.poll(async () => (await panel.menu.boundingBox())?.width).toBe(64);
  await page.reload();
  await panel.arrived();
  expect((await panel.menu.boundingBox())?.width).toBe(64);
  // Its links keep their names.
  await domains.click();
  await expect(panel.title).toHaveText("Domini");
  await panel.menu.getByRole("button", { name: "Espandi il menu" }).click();
  await expect.poll(async () => (await panel.menu.boundingBox())?.width).toBe(240);
});

test("on a phone the menu is a drawer that keeps the focus and gives it back", async ({ page, panel, world }) => {
  await page.setViewportSize(PHONE);
  const domain = await world.domain("comune");
  await panel.open(await world.postmaster(), `/caselle?dominio=${domain}`);
  await expect(panel.menu).toBeHidden();
  const burger = page.getByRole("button", { name: "Apri il menu" });
  await burger.click();
  const drawer = page.getByRole("dialog", { name: "Menu principale" });
  await expect(drawer).toBeVisible();
  await expectAccessible(page);
  for (let presses = 0; presses < 20; presses += 1) {
    await page.keyboard.press("Tab");
    const outside = await page.evaluate(() => !document.activeElement?.closest("dialog, body:focus"));
    // The browser's own bar may have the focus in between; nothing of the page behind does.
    if (outside) expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true);
  }
  await page.keyboard.press("Escape");
  await expect(drawer).toBeHidden();
  await expect(burger).toBeFocused();

  await burger.click();
  await drawer.getByRole("link", { name: "Operazioni" }).click();
  await expect(drawer).toBeHidden();
  await expect(panel.title).toHaveText("Operazioni");
  await expect(panel.title).toBeFocused();

  await burger.click();
  await page.mouse.click(380, 600);
  await expect(drawer).toBeHidden();
});

test("the theme follows the system until one is chosen, which is remembered", async ({ page, panel, world }) => {
  await world.domain("comune");
  await page.emulateMedia({ colorScheme: "dark" });
  await panel.open(await world.postmaster(), "/domini");
  const html = page.locator("html");
  await expect(html).toHaveAttribute("data-theme", "dark");
  await page.emulateMedia({ colorScheme: "light" });
  await expect(html).toHaveAttribute("data-theme", "light");

  await page.getByRole("button", { name: "Aspetto" }).click();
  await page.getByRole("menuitemradio", { name: "Scuro" }).click();
  await expect(html).toHaveAttribute("data-theme", "dark");
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe("rgb(16, 24, 32)");

  // The theme is set before anything of the page exists that could be painted.
  await page.addInitScript(() => {
    const seen = new MutationObserver(() => {
      if (document.body && !("themeAtBody" in window)) {
        Object.assign(window, { themeAtBody: document.documentElement.dataset.theme });
      }
    });
    seen.observe(document, { childList: true, subtree: true });
  });
  await page.reload();
  await panel.arrived();
  expect(await page.evaluate(() => (window as unknown as { themeAtBody?: string }).themeAtBody)).toBe("dark");
  await page.getByRole("button", { name: "Aspetto" }).click();
  await expect(page.getByRole("menuitemradio", { name: "Scuro" })).toHaveAttribute("aria-checked", "true");
  await page.getByRole("menuitemradio", { name: "Come il sistema" }).click();
  await expect(html).toHaveAttribute("data-theme", "light");
  // The app for users of mailboxes has the same choice.
  await page.getByRole("button", { name: "Aspetto" }).click();
  await page.getByRole("menuitemradio", { name: "Scuro" }).click();
  await page.goto("/mia-casella/accesso");
  await expect(html).toHaveAttribute("data-theme", "dark");
});

test("a breadcrumb ends with the page and leads back to the list as it was", async ({ operator, page, panel, world }) => {
  const domain = await world.domain("comune");
  for (const name of ["protocollo", "anagrafe"]) await operator.createMailbox(domain, name);
  await panel.open(await world.postmaster(), `/caselle?dominio=${domain}`);
  await panel.find("proto");
  await panel.stateFilter.selectOption({ label: "Attive" });
  await expect(page).toHaveURL(/q=proto/);
  const address = page.url();
  await panel.openMailbox("protocollo");
  const trail = page.getByRole("navigation", { name: "Percorso" });
  await expect(trail.getByRole("listitem").last()).toHaveText(`protocollo@${domain}`);
  await expect(trail.getByRole("listitem").last()).toHaveAttribute("aria-current", "page");
  await trail.getByRole("link", { name: `Caselle di ${domain}` }).click();
  await expect(panel.search).toHaveValue("proto");
  expect(page.url()).toBe(address);
});

test("a breadcrumb leads back to a search over all domains", async ({ operator, page, panel, world }) => {
  const [domain] = [await world.domain("comune"), await world.domain("scuola")];
  for (const name of ["protocollo", "anagrafe"]) await operator.createMailbox(domain, name);
  await panel.open(await world.postmaster(), "/caselle?dominio=tutti&q=proto");
  await expect(page.getByTestId("current-domain")).toHaveCount(0);
  await page.getByRole("link", { name: `protocollo@${domain}`, exact: true }).click();
  await expect(panel.title).toHaveText(`protocollo@${domain}`);
  await page.getByRole("navigation", { name: "Percorso" }).getByRole("link").click();
  await expect(page).toHaveURL(/dominio=tutti&q=proto/);
  await expect(panel.search).toHaveValue("proto");
});

test("paper has the page and its address, and no menu", async ({ operator, page, panel, world }) => {
  const domain = await world.domain("comune");
  await operator.createMailbox(domain, "protocollo");
  await page.emulateMedia({ colorScheme: "dark" });
  await panel.open(await world.postmaster(), `/caselle?dominio=${domain}`);
  await expect(panel.row("protocollo")).toBeVisible();
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  // As wide as A4 paper between its margins.
  await page.setViewportSize({ width: 703, height: 1032 });
  await expect(page.getByRole("banner")).toBeHidden();
  await expect(panel.menu).toBeHidden();
  await expect(panel.add.first()).toBeHidden();
  await expect(page.locator(".print-foot")).toHaveText(/\/caselle\?dominio=.* · \d\d\/\d\d\/\d{4}/);
  const [paper, ink] = await page.evaluate(() => {
    const { backgroundColor, color } = getComputedStyle(document.body);
    return [backgroundColor, color];
  });
  expect([paper, ink]).toEqual(["rgb(255, 255, 255)", "rgb(0, 0, 0)"]);
  // The table is still one, with its heads on every sheet, and not cut.
  expect(await panel.table.locator("thead").evaluate((head) => getComputedStyle(head).display)).toBe("table-header-group");
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(703);
});

test("what is typed and sent before the app has arrived is not lost", async ({ page, panel, world }) => {
  await world.domain("comune");
  const { username, password } = await world.postmaster();
  const release = await holdApp(page);
  await page.goto("/", { waitUntil: "commit" });
  await panel.username.fill(username);
  await page.locator("#first-password").fill(password);
  await expectAccessible(page);
  await page.locator("#first-password").press("Enter");
  await expect(page.getByRole("status").filter({ hasText: "Caricamento in corso" })).toBeVisible();
  release();
  await expect(panel.title).toHaveText("Cruscotto");

  // Whoever is signed in does not see the form again, but that the page is loading.
  const releaseAgain = await holdApp(page);
  await page.reload({ waitUntil: "commit" });
  await expect(page.locator(".first-wait")).toBeVisible();
  await expect(page.locator(".first-sign-in")).toBeHidden();
  releaseAgain();
  await panel.arrived();
});

test("the first paint is in the language remembered, and the focus stays in its field", async ({ page, panel }) => {
  await page.addInitScript(() => localStorage.setItem("sigillo.lang", "en"));
  const release = await holdApp(page);
  await page.goto("/mia-casella", { waitUntil: "commit" });
  await expect(page.getByRole("heading", { level: 1, name: "Sign in to your mailbox" })).toBeVisible();
  await page.locator("#first-name").pressSequentially("protoc");
  release();
  await panel.arrived();
  await page.keyboard.type("ollo");
  await expect(page.getByLabel("Address of the mailbox")).toHaveValue("protocollo");
});

test("the number of the support is on every page of both apps", async ({ page, panel, world }) => {
  const service = { support_phone: "06 5550 1234", support_hours: "lun-ven 9-17", version: "1" };
  await page.route("**/api/v1/info", (route) => route.fulfill({ json: service }));
  await page.route("**/api/v1/me", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), service } });
  });
  await world.domain("comune");
  await panel.open(await world.postmaster(), "/operazioni");
  const foot = page.getByRole("contentinfo").getByRole("link", { name: "06 5550 1234" });
  await expect(foot).toHaveAttribute("href", "tel:0655501234");
  await page.getByRole("button", { name: "Assistenza" }).click();
  await expect(page.getByRole("menuitem", { name: "06 5550 1234" })).toBeVisible();
  await expectAccessible(page);
  await page.goto("/mia-casella/password-dimenticata");
  await expect(foot).toBeVisible();
});
