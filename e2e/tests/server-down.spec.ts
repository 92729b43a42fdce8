import { expect, test } from "../support/fixtures.ts";

test("a page says once that the server is down, and heals by itself", async ({ operator, page, panel, world }) => {
  const domain = await world.domain("comune");
  const mailbox = await operator.createMailbox(domain, "protocollo");
  await panel.open(await world.postmaster(), `/caselle?dominio=${domain}`);
  await page.route("**/api/**", (route) => route.abort());
  await panel.openMailbox("protocollo");
  await expect(page.getByTestId("offline")).toBeVisible();
  await expect(page.getByText("Il server non risponde")).toHaveCount(1);
  await expect(page.getByText("Caricamento in corso…")).toHaveCount(0);
  await expect(page.locator(".spinner")).toHaveCount(0);

  await page.unroute("**/api/**");
  await expect(page.getByTestId("offline")).toBeHidden({ timeout: 10_000 });
  await expect(panel.title).toHaveText(mailbox.address);
  await expect(page.getByTestId("history").locator("li.record")).toHaveCount(1);
  await expect(page.getByText("Il server non risponde")).toHaveCount(0);
});

test("a list that fails on a page that is open heals by itself too", async ({ operator, page, panel, world }) => {
  const mailbox = await operator.createMailbox(await world.domain("comune"), "protocollo");
  const parts = /\/(history|notes|messages|mail-host-effects)/;
  await page.route(parts, (route) => route.abort());
  await panel.open(await world.postmaster(), `/caselle/${mailbox.id}`);
  await expect(page.getByTestId("offline")).toBeVisible();
  await expect(page.locator(".spinner")).toHaveCount(0);
  await page.unroute(parts);
  await expect(page.getByTestId("history").locator("li.record")).toHaveCount(1, { timeout: 10_000 });
  await expect(page.getByTestId("offline")).toBeHidden();
});

test("the app that could not start starts once the server answers", async ({ page, panel }) => {
  await page.route("**/api/**", (route) => route.abort());
  await page.goto("/");
  await expect(panel.title).toHaveText("Il server non risponde");
  await page.unroute("**/api/**");
  await expect(panel.username).toBeVisible({ timeout: 10_000 });
});

test("an error is in view where the button is", async ({ operator, page, panel, world }) => {
  const mailbox = await operator.createMailbox(await world.domain("comune"), "protocollo");
  await page.setViewportSize({ width: 390, height: 500 });
  await panel.open(await world.postmaster(), `/caselle/${mailbox.id}/modifica`);
  await panel.field("Quota").fill("3000");
  await page.route("**/api/v1/mailboxes/*", (route) =>
    route.request().method() === "PATCH"
      ? route.fulfill({ status: 503, contentType: "application/problem+json", body: JSON.stringify({
          type: "/api/problems/unavailable", title: "x", status: 503, code: "unavailable", detail: "x", trace_id: "x",
        }) })
      : route.fallback(),
  );
  await panel.button("Modifica").click();
  await expect(page.getByRole("alert").filter({ hasText: "Il servizio non è disponibile" })).toBeInViewport();
  await expect(panel.button("Modifica")).toBeInViewport();
});

test("the error of a form no longer says that the server is down once it answers", async ({ page, panel, world }) => {
  const domain = await world.domain("comune");
  await panel.open(await world.postmaster(), `/caselle/nuova?dominio=${domain}`);
  await panel.field("Nome della casella").fill("protocollo");
  await panel.field("E-mail di comunicazione").fill("protocollo@posta.example.org");
  await page.route("**/api/**", (route) => route.abort());
  await panel.button("Crea casella").click();
  const error = page.locator("form").getByRole("alert");
  await expect(error).toContainText("Il server non risponde: controlla la connessione");
  await page.unroute("**/api/**");
  await expect(page.getByTestId("offline")).toBeHidden({ timeout: 10_000 });
  await expect(error).toContainText("ora risponde di nuovo");
  await expect(page.getByText(/Il server non risponde\b/)).toHaveCount(0);
});

test("a notice about an unreachable server is over once the server answers", async ({ page, panel, world }) => {
  const domain = await world.domain("comune");
  await panel.open(await world.postmaster(), `/caselle?dominio=${domain}`);
  await page.route("**/api/**", (route) => route.abort());
  await page.locator("#user-menu-button").click();
  await page.getByRole("menuitem", { name: "Esci" }).click();
  await expect(panel.notice).toContainText("Il server non risponde");
  await page.unroute("**/api/**");
  await expect(page.getByTestId("offline")).toBeHidden({ timeout: 10_000 });
  await expect(panel.notice).toHaveCount(0);
});
