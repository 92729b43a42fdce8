import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "../support/fixtures.ts";
import { OwnMailbox } from "../support/own-mailbox.ts";
import { importReceipts, issueReceipts } from "../support/receipts.ts";

const PASSWORD = "una frase tutta mia";
const ANNA = "anna@pec.example.org";
const BRUNO = "bruno@pec.example.org";

test("the user finds preserved receipts again, takes them away and verifies them, also after the end of the mailbox", async ({
  operator,
  page,
  post,
  server,
  world,
}) => {
  test.setTimeout(180_000);
  const domain = await world.domain("comune", { preservation_available: true });
  const [address, email] = [`protocollo@${domain}`, `ufficio@${domain.replace("comune", "posta")}`];
  const mailbox = await operator.createMailbox(domain, "protocollo", {
    communication_email: email,
    preservation: true,
  });
  const own = new OwnMailbox(page);
  const letter = await post.letter(email, /password/i);
  await own.setPassword(letter.link!, PASSWORD);

  await test.step("before anything is preserved the page says so", async () => {
    await page.goto("/conservazione");
    await expect(own.title).toHaveText("Ricevute conservate: accesso");
    await own.fillSignIn(address, PASSWORD);
    await expect(own.title).toHaveText("Ricevute conservate");
    await expect(page.getByText("Ancora nessuna ricevuta conservata")).toBeVisible();
  });

  const orders = issueReceipts(address, { recipients: `${ANNA},${BRUNO}`, subject: "Ordine di carta", messages: "2" });
  const refused = issueReceipts(address, {
    recipients: BRUNO,
    subject: "Fattura 7",
    first: "9",
    kinds: "acceptance,delivery_failure",
    domain: "altro.example.it",
  });
  await test.step("an archive is imported once", async () => {
    expect(importReceipts(server, address, orders, "--dry-run")).toContain("6 to be stored, 0 known already");
    expect(importReceipts(server, address, orders)).toContain("6 stored, 0 known already");
    expect(importReceipts(server, address, refused)).toContain("2 stored");
    expect(importReceipts(server, address, orders)).toContain("0 stored, 6 known already");
  });

  await test.step("receipts are searched, by filters that stand in the address", async () => {
    await page.goto("/mia-casella");
    await own.link("Apri le ricevute conservate").click();
    await expect(page.getByRole("row")).toHaveCount(9);
    await page.getByLabel("Oggetto").fill("ordine");
    await page.getByLabel("Destinatario").fill("anna");
    await page.getByRole("button", { name: "Cerca" }).first().click();
    await expect(page.getByRole("row")).toHaveCount(5);
    await expect(page).toHaveURL(/oggetto=ordine/);
    await page.reload();
    await expect(page.getByRole("row")).toHaveCount(5);
    await page.goto("/conservazione?esito=negative");
    await expect(page.getByRole("row")).toHaveCount(2);
    await page.goto("/conservazione?oggetto=altro");
    await expect(page.getByText("Nessun risultato")).toBeVisible();
  });

  await test.step("who has not confirmed is seen at a glance", async () => {
    await page.goto("/conservazione/messaggi");
    await expect(page.getByRole("row", { name: /Fattura 7/ })).toContainText("1 non consegnato");
    await expect(page.getByRole("row", { name: /Ordine di carta/ }).first()).toContainText("2 di 2 consegnati");
    await own.link("Fattura 7").click();
    const recipients = page.getByRole("region", { name: "Destinatari" });
    await expect(recipients).toContainText(BRUNO);
    await expect(recipients).toContainText("Non consegnato");
  });

  await test.step("a receipt is read, and downloaded byte for byte", async () => {
    await page.goto("/conservazione?oggetto=ordine&tipo=delivery&destinatario=anna");
    await page.getByRole("link", { name: "Ordine di carta" }).first().click();
    await expect(own.title).toHaveText("Ricevuta");
    await expect(page.getByRole("region", { name: "Dati" })).toContainText(ANNA);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      own.link("Scarica l'originale (.eml)").click(),
    ]);
    const file = await download.path();
    const hash = execFileSync("sha256sum", [file], { encoding: "utf8" }).split(" ")[0]!;
    await expect(page.getByRole("region", { name: "Verifica della firma" })).toContainText(hash);
    execFileSync("openssl", ["cms", "-verify", "-noverify", "-in", file, "-out", "/dev/null"], { stdio: "ignore" });
    const [attestation] = await Promise.all([
      page.waitForEvent("download"),
      own.link("Scarica l'attestazione (PDF)").click(),
    ]);
    expect(readFileSync(await attestation.path()).subarray(0, 5).toString()).toBe("%PDF-");
  });

  await test.step("a package is verified with sha256sum and openssl alone", async () => {
    await page.goto("/conservazione?oggetto=ordine");
    await own.button("Pacchetto con tutta la ricerca").click();
    await expect(page.getByTestId("packages")).toContainText("Pronto", { timeout: 30_000 });
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: /Scarica lo zip/ }).click(),
    ]);
    const folder = mkdtempSync(join(tmpdir(), "sigillo-package-"));
    execFileSync("unzip", ["-q", await download.path(), "-d", folder]);
    const sums = execFileSync("sha256sum", ["-c", "SHA256SUMS"], { cwd: folder, encoding: "utf8" });
    expect(sums.match(/: OK$/gm)).toHaveLength(6);
    const index = JSON.parse(readFileSync(join(folder, "indice.json"), "utf8")) as { file: string }[];
    const authority = join(orders, "gestore.example.it.certified-mail.pem");
    for (const { file } of index) {
      const verify = ["cms", "-verify", "-in", file, "-CAfile", authority, "-purpose", "any", "-out", "/dev/null"];
      execFileSync("openssl", verify, { cwd: folder, stdio: "pipe" });
    }
    expect(readFileSync(join(folder, "LEGGIMI.html"), "utf8")).toContain("openssl cms -verify");
  });

  await test.step("after the cancellation everything is still there", async () => {
    await operator.send("DELETE", `/mailboxes/${mailbox.id}`);
    await page.goto("/conservazione");
    await expect(page.getByRole("row")).toHaveCount(9);
    await page.getByRole("button", { name: "Esci" }).click();
    await page.goto("/conservazione");
    await own.fillSignIn(address, PASSWORD);
    await expect(page.getByRole("row")).toHaveCount(9);
  });
});
