import { expect, test } from "../support/fixtures.ts";
import { OwnMailbox } from "../support/own-mailbox.ts";

const FIRST = "una frase tutta mia";
const SECOND = "una seconda frase, diversa";

test("a new mailbox: message, password, first sign-in", async ({ page, panel, post, world }) => {
  const domain = await world.domain("comune");
  const [address, email] = [`protocollo@${domain}`, `ufficio@${domain.replace("comune", "posta")}`];
  const own = new OwnMailbox(page);

  await test.step("the administrator creates the mailbox and sees that the message is sent", async () => {
    await panel.open(await world.postmaster(), `/caselle/nuova?dominio=${domain}`);
    await panel.field("Nome della casella").fill("protocollo");
    await panel.field("E-mail di comunicazione").fill(email);
    await panel.button("Crea casella").click();
    await expect(panel.notice).toContainText(`La casella ${address} è stata creata con successo`);
    await panel.row("protocollo").getByRole("link", { name: "protocollo", exact: true }).click();
    await panel.tab("Messaggi");
    const message = page.getByRole("listitem").filter({ hasText: "Istruzioni per impostare la password" });
    await expect(async () => {
      await page.getByRole("button", { name: "Aggiorna" }).click();
      await expect(message).toContainText("INVIATO", { timeout: 1000 });
    }).toPass();
    await expect(message).toContainText(email);
    await expect(message).toContainText(/Accettato da 127\.0\.0\.1:\d+/);
  });

  const letter = await post.letter(email, /password/i);
  await test.step("every part of the message shows the mailbox's name masked", async () => {
    for (const form of [letter.subject, letter.text, letter.html]) {
      expect(form).toContain(`pro*****@${domain}`);
      expect(form).not.toContain(address);
    }
    expect(letter.html).toContain(letter.link);
  });

  await test.step("nobody can sign in before the password is set", async () => {
    await own.signIn(address, FIRST);
    await expect(own.alert).toContainText("Indirizzo o password non corretti");
  });

  await test.step("a weak password is reported while it is typed", async () => {
    await page.goto(letter.link!);
    await expect(page.getByText(`Per la casella pro*****@${domain}`)).toBeVisible();
    await own.newPassword.fill("corta");
    await expect(page.getByText("Robustezza: non ancora sufficiente")).toBeVisible();
    await own.newPassword.fill("protocollo di casa");
    await own.again.fill("protocollo di casa");
    await own.button("Imposta la password").click();
    // Only the server can check for the mailbox's name, which the page of a link does not know.
    await expect(own.newPassword).toHaveAccessibleDescription(/nome della casella/);
    await expect(own.newPassword).toHaveValue("protocollo di casa");
  });

  await test.step("the link is still valid, and works once", async () => {
    await own.setPassword(letter.link!, FIRST);
    await page.goto("/mia-casella/accesso");
    await page.goto(letter.link!);
    await expect(own.title).toHaveText("Il link non è più valido");
  });

  await test.step("the user signs in and sees nothing of the panel", async () => {
    await own.signIn(address, FIRST);
    await expect(own.title).toHaveText("La tua casella");
    await expect(page.getByText(address).first()).toBeVisible();
    await expect(page.getByText("Hai impostato la password")).toBeVisible();
    await page.context().clearCookies({ name: "sigillo_refresh" });
    await page.goto("/caselle");
    await expect(page.getByLabel("Nome utente")).toBeVisible();
    await page.goto("/mia-casella");
    await expect(own.title).toHaveText("La tua casella");
    await own.button("Esci").click();
    await expect(own.title).toHaveText("Accesso alla tua casella");
    await page.goto("/mia-casella");
    await expect(own.title).toHaveText("Accesso alla tua casella");
  });
});

test("a forgotten password: the answer is always the same, and only an existing mailbox gets a link", async ({
  operator,
  page,
  post,
  world,
}) => {
  const domain = await world.domain("comune");
  const email = `tributi@${domain.replace("comune", "posta")}`;
  await operator.createMailbox(domain, "tributi", { communication_email: email });
  const own = new OwnMailbox(page);
  await own.setPassword((await post.letter(email, /password/i)).link!, FIRST);
  const before = post.to(email).length;

  for (const name of ["nessuno", "tributi"]) {
    await page.goto("/mia-casella/accesso");
    await own.link("Hai dimenticato la password?").click();
    await own.address.fill(`${name}@${domain}`);
    await own.button("Invia il link").click();
    await expect(own.title).toHaveText("Controlla la posta");
    await expect(page.getByText(`Se la casella ${name}@${domain} esiste`)).toBeVisible();
  }
  await expect.poll(() => post.to(email).length).toBe(before + 1);
  const letter = post.to(email).at(-1)!;
  // The present password works until the link is used.
  await own.signIn(`tributi@${domain}`, FIRST);
  await expect(own.title).toHaveText("La tua casella");
  await own.setPassword(letter.link!, SECOND);
  await own.signIn(`tributi@${domain}`, FIRST);
  await expect(own.alert).toContainText("Indirizzo o password non corretti");
  await own.fillSignIn(`tributi@${domain}`, SECOND);
  await expect(own.title).toHaveText("La tua casella");
  for (const recipient of [email, `tributi@${domain}`]) {
    await post.letter(recipient, /password.*cambiata/i);
  }
});

test("a new communication e-mail applies once it is confirmed, and three addresses are notified", async ({
  operator,
  page,
  post,
  world,
}) => {
  const domain = await world.domain("comune");
  const posta = domain.replace("comune", "posta");
  const [address, old, fresh] = [`sport@${domain}`, `vecchia@${posta}`, `nuova@${posta}`];
  await operator.createMailbox(domain, "sport", { communication_email: old });
  const own = new OwnMailbox(page);
  await own.setPassword((await post.letter(old, /password/i)).link!, FIRST);
  await own.signIn(address, FIRST);
  await own.link("Modifica").click();
  await page.getByLabel("Nuova e-mail di comunicazione").fill(fresh);
  await own.current.fill(FIRST);
  await own.button("Invia il link").or(own.button("Modifica")).or(own.button("Salva")).first().click();
  await expect(own.notice).toContainText(`Abbiamo scritto a ${fresh}`);
  await expect(page.getByText(`in attesa di conferma da ${fresh}`)).toBeVisible();
  await expect(page.getByText(old, { exact: true }).first()).toBeVisible();

  const letter = await post.letter(fresh, /conferm/i);
  expect(letter.text).not.toContain(address);
  await page.goto(letter.link!);
  await expect(page.getByText(`spo*****@${domain}`)).toBeVisible();
  // Opening the link does not confirm the address, since mail scanners open links too.
  expect((await operator.findMailbox(address))?.communication_email).toBe(old);
  await own.button("Conferma").click();
  await expect(own.title).toHaveText("E-mail confermata");
  expect((await operator.findMailbox(address))?.communication_email).toBe(fresh);
  for (const recipient of [fresh, old, address]) {
    const told = await post.letter(recipient, /e-mail di comunicazione/i);
    expect(told.text).toContain(fresh);
  }
});

test("an administrator sends a reset, sees why a message failed, and sends it again", async ({
  operator,
  page,
  panel,
  post,
  world,
}) => {
  const domain = await world.domain("comune");
  const email = `cultura@${domain.replace("comune", "posta")}`;
  post.unknown.add(email);
  const { id } = await operator.createMailbox(domain, "cultura", { communication_email: email });
  await panel.open(await world.postmaster(), `/caselle/${id}?scheda=messaggi`);
  const failed = page.getByRole("listitem").filter({ hasText: "Istruzioni per impostare la password" });
  await expect(async () => {
    await page.getByRole("button", { name: "Aggiorna" }).click();
    await expect(failed).toContainText("NON CONSEGNATO", { timeout: 1000 });
  }).toPass();
  await expect(failed).toContainText("550 5.1.1 no such user here");

  post.unknown.delete(email);
  await failed.getByRole("button", { name: /^Invia di nuovo/ }).click();
  await expect(panel.notice).toContainText("è di nuovo in coda");
  const first = await post.letter(email, /password/i);

  await page.goto(`/caselle/${id}/modifica`);
  await panel.button("Invia reset password").click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText(email);
  await dialog.getByRole("button", { name: "Invia", exact: true }).click();
  await expect(panel.notice).toContainText(`Il link per impostare la password sarà inviato a ${email}; vale 24 ore`);
  await expect.poll(() => post.to(email).length).toBe(2);
  const own = new OwnMailbox(page);
  await page.goto(first.link!);
  await expect(own.title).toHaveText("Il link non è più valido");
  await own.setPassword(post.to(email).at(-1)!.link!, FIRST);
});
