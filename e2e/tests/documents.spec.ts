import { readFileSync } from "node:fs";
import { connect } from "node:net";
import type { Page } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScroll } from "../support/audit.ts";
import { expect, test } from "../support/fixtures.ts";
import { signed } from "../support/holder-changes.ts";

/** A PDF of one empty page. */
function pdf(text: string): string {
  return `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]>>endobj
trailer<</Root 1 0 R>>
% ${text}
%%EOF
`;
}

/** Drops files on the page's box, as from a folder. */
async function drop(page: Page, files: { name: string; content: string }[]): Promise<void> {
  const data = await page.evaluateHandle((files) => {
    const data = new DataTransfer();
    for (const { name, content } of files) data.items.add(new File([content], name));
    return data;
  }, files);
  const box = page.getByTestId("drop");
  await box.dispatchEvent("dragover", { dataTransfer: data });
  await box.dispatchEvent("drop", { dataTransfer: data });
}

test("documents are dropped on a mailbox, listed, previewed, saved and deleted", async ({ page, panel, world, operator }) => {
  test.setTimeout(120_000);
  const domain = await world.domain("comune");
  const mailbox = await operator.createMailbox(domain, "protocollo");
  await panel.open(await world.postmaster(), `/caselle/${mailbox.id}?scheda=documenti`);
  await page.getByRole("link", { name: "Documenti", exact: true }).click();
  const uploads = page.getByTestId("uploads").getByRole("listitem");
  const rows = page.getByTestId("documents").getByRole("row");

  await test.step("the kind comes first", async () => {
    await drop(page, [{ name: "recesso.pdf", content: pdf("uno") }]);
    await expect(page.getByText("Scegli prima il tipo dei documenti.").first()).toBeVisible();
    await expect(uploads).toHaveCount(0);
  });

  await test.step("several at once, each with its outcome", async () => {
    await page.getByLabel("Tipo dei documenti").selectOption("closure");
    await drop(page, [
      { name: "recesso.pdf", content: pdf("uno") },
      { name: "foto.png", content: "\u0089PNG" },
      { name: "delega.pdf", content: pdf("due") },
    ]);
    await expect(uploads.filter({ hasText: "recesso.pdf" })).toContainText("caricato");
    await expect(uploads.filter({ hasText: "delega.pdf" })).toContainText("caricato");
    await expect(uploads.filter({ hasText: "foto.png" })).toContainText("Il file non è né un PDF né un .p7m.");
    await expect(rows.filter({ hasText: "recesso.pdf" })).toContainText("Cessazione");
    await expect(rows.filter({ hasText: "recesso.pdf" })).toContainText("Non valide");
    await panel.settled();
    await expectAccessible(page);
  });

  await test.step("one is previewed in a frame of its own, and saved", async () => {
    await page.getByRole("button", { name: "recesso.pdf", exact: true }).click();
    const sheet = page.getByRole("dialog");
    await expect(sheet.getByRole("heading", { level: 2 })).toHaveText("recesso.pdf");
    await sheet.getByRole("button", { name: "Anteprima" }).click();
    await expect(sheet.locator("iframe")).toHaveAttribute("src", /^blob:/);
    const [saved] = await Promise.all([
      page.waitForEvent("download"),
      sheet.getByRole("button", { name: "Scarica" }).click(),
    ]);
    expect(saved.suggestedFilename()).toBe("recesso.pdf");
    expect(readFileSync(await saved.path(), "utf8")).toBe(pdf("uno"));
    await page.keyboard.press("Escape");
  });

  await test.step("the page of all documents finds them", async () => {
    await page.goto(`/documenti?q=${encodeURIComponent(mailbox.address)}`);
    await expect(panel.title).toHaveText("Gestione documentazione");
    await expect(page.getByRole("link", { name: mailbox.address }).first()).toBeVisible();
    await panel.settled();
    await expectAccessible(page);
    await page.setViewportSize({ width: 390, height: 844 });
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  await test.step("one is deleted, and the history keeps it", async () => {
    await page.getByRole("button", { name: "Elimina delega.pdf" }).click();
    const question = page.getByRole("dialog");
    await expect(question).toContainText("delega.pdf");
    await question.getByRole("button", { name: "Elimina", exact: true }).click();
    await expect(page.getByRole("button", { name: "delega.pdf", exact: true })).toHaveCount(0);
    await page.goto(`/caselle/${mailbox.id}`);
    const history = page.getByTestId("history");
    await expect(history).toContainText("ha eliminato un documento");
    await expect(history).toContainText("recesso.pdf · Cessazione");
  });
});

test("a holder has documents too", async ({ page, panel, world }) => {
  await world.domain("comune");
  const holder = await world.holder();
  await panel.open(await world.postmaster(), `/titolari/${holder.id}`);
  await page.getByRole("link", { name: "Documenti", exact: true }).click();
  await page.getByLabel("Tipo dei documenti").selectOption("other");
  await drop(page, [{ name: "carta.pdf", content: pdf("carta") }]);
  const rows = page.getByTestId("documents").getByRole("row");
  await expect(rows.filter({ hasText: "carta.pdf" })).toBeVisible();
  // The PDF in a p7m is shown like any other.
  const p7m = { name: "delega.pdf.p7m", mimeType: "application/pkcs7-mime", buffer: signed(pdf("delega")) };
  await page.setInputFiles("input[type=file]", p7m);
  await page.getByRole("button", { name: p7m.name, exact: true }).click();
  const sheet = page.getByRole("dialog");
  const [preview] = await Promise.all([
    page.waitForResponse(/\/documents\/[^/]+\/preview$/),
    sheet.getByRole("button", { name: "Anteprima" }).click(),
  ]);
  expect((await preview.body()).toString()).toBe(pdf("delega"));
  await expect(sheet.locator("iframe")).toHaveAttribute("src", /^blob:/);
  await page.keyboard.press("Escape");
  await panel.settled();
  await expectAccessible(page);
});

test("an upload that is cut anywhere leaves no document", async ({ server, world, operator }) => {
  const domain = await world.domain("comune");
  const mailbox = await operator.createMailbox(domain, "protocollo");
  const { access_token } = await operator.post<{ access_token: string }>("/sessions", await world.postmaster());
  const body = Buffer.from(pdf("lungo") + " ".repeat(400_000));
  const { hostname, port } = new URL(server.url);
  for (let round = 0; round < 20; round += 1) {
    const key = round % 2 === 0 ? `Idempotency-Key: taglio-${mailbox.id}-${round}\r\n` : "";
    const head = `POST /api/v1/documents?subject=mailbox:${mailbox.id}&kind=other&name=a.pdf HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer ${access_token}\r\nContent-Type: application/pdf\r\n${key}Content-Length: ${body.length}\r\n\r\n`;
    const cut = Math.floor(Math.random() * body.length);
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write(Buffer.concat([Buffer.from(head), body.subarray(0, cut)]), () => socket.destroy());
      });
      socket.on("close", () => resolve());
      socket.on("error", () => resolve());
    });
  }
  const { total } = await operator.get<{ total: number }>(`/documents?subject=mailbox:${mailbox.id}&count=exact`);
  expect(total).toBe(0);
});
