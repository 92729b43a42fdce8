import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createConnection, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./ports.ts";

const PATIENCE_MS = 20_000;

/** A real Dovecot on a server's database, run as an unprivileged user and configured by the binary. */
export class Dovecot {
  /** The path is short because those of sockets are limited. */
  readonly #folder = mkdtempSync(join(tmpdir(), "sg-"));
  readonly #etc = join(this.#folder, "etc");
  readonly keyFile = join(this.#etc, "doveadm.key");
  readonly mailDir = join(this.#etc, "mail");
  readonly log = join(this.#etc, "dovecot.log");
  imap = 0;
  lmtp = 0;
  #doveadm = 0;
  #preservation = 0;
  #process: ChildProcess | undefined;

  get url(): string {
    return `http://127.0.0.1:${this.#doveadm}`;
  }

  /** `sigillo` runs a command of the binary on this data. */
  async open(data: string, sigillo: (args: string[]) => void): Promise<void> {
    chmodSync(this.#folder, 0o755);
    [this.imap, this.lmtp, this.#doveadm] = [await freePort(), await freePort(), await freePort()];
    this.#preservation = await freePort();
    const isRoot = process.getuid?.() === 0;
    share(data);
    sigillo([
      ...["mailhost", "config", "--dovecot", "2.3", "--unprivileged", "--no-auth-penalty", "--dir", this.#etc],
      ...["--imap-port", `${this.imap}`, "--lmtp-port", `${this.lmtp}`, "--doveadm-port", `${this.#doveadm}`],
      ...["--preservation-port", `${this.#preservation}`],
      ...(isRoot ? ["--user", "nobody"] : []),
    ]);
    // Dovecot ends with the tests, however these end.
    const who = isRoot ? ["--reuid", "nobody", "--regid", "nogroup", "--clear-groups"] : [];
    const dovecot = ["/usr/sbin/dovecot", "-F", "-c", join(this.#etc, "dovecot.conf")];
    this.#process = spawn("setpriv", ["--pdeathsig", "TERM", ...who, ...dovecot], { stdio: "ignore" });
    const deadline = Date.now() + PATIENCE_MS;
    while (!(await answers(this.imap)) || !(await answers(this.lmtp)) || !(await answers(this.#doveadm))) {
      if (Date.now() > deadline || this.#process.exitCode !== null) throw new Error("Dovecot did not start");
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** The names of the stores. */
  stores(): string[] {
    return readdirSync(this.mailDir);
  }

  async close(): Promise<void> {
    const running = this.#process;
    if (running && running.exitCode === null) {
      const ended = new Promise((resolve) => running.once("exit", resolve));
      running.kill("SIGTERM");
      await ended;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Lets Dovecot's user open the database, if it is another than the user who runs the tests. */
export function share(data: string): void {
  if (process.getuid?.() !== 0) return;
  // The panel refuses a folder that everybody may enter, so only that user gets access.
  execFileSync("chmod", ["0711", join(data, "..")]);
  const files = readdirSync(data).filter((name) => name.startsWith("sigillo.db"));
  execFileSync("chown", ["nobody:nogroup", data, ...files.map((name) => join(data, name))]);
  chmodSync(data, 0o2770);
  for (const name of files) chmodSync(join(data, name), 0o660);
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(port, "127.0.0.1");
    socket.once("connect", () => socket.end(() => resolve(true)));
    socket.once("error", () => resolve(false));
  });
}

/** A connection with a line-based protocol. */
class Line {
  readonly #socket: Socket;
  readonly ended: Promise<void>;
  #heard = "";
  #wake: () => void = () => undefined;

  constructor(port: number) {
    this.#socket = createConnection(port, "127.0.0.1").setEncoding("utf8");
    this.#socket.on("data", (text: string) => {
      this.#heard += text;
      this.#wake();
    });
    this.ended = new Promise((resolve) => this.#socket.once("close", () => resolve()));
    this.#socket.on("error", () => undefined);
  }

  /** Sends a line and reads until one matches. */
  async ask(text: string, until: RegExp): Promise<string> {
    if (text) this.#socket.write(`${text}\r\n`);
    for (;;) {
      const lines = this.#heard.split("\r\n");
      const place = lines.slice(0, -1).findIndex((line) => until.test(line));
      if (place >= 0) {
        this.#heard = lines.slice(place + 1).join("\r\n");
        return lines[place] ?? "";
      }
      await Promise.race([new Promise<void>((resolve) => (this.#wake = resolve)), this.ended]);
      if (this.#socket.closed) throw new Error(`the connection was closed: ${this.#heard}`);
    }
  }
}

/** A mail client. */
export class MailClient {
  readonly #line: Line;
  /** Settles when the mail host ends the session. */
  readonly ended: Promise<void>;

  constructor(port: number) {
    this.#line = new Line(port);
    this.ended = this.#line.ended;
  }

  /** Signs in and returns the server's reply. */
  async signIn(address: string, password: string): Promise<string> {
    await this.#line.ask("", /^\* OK/);
    return (await this.#line.ask(`a LOGIN "${address}" "${password}"`, /^a /)).slice(2);
  }
}

/** Delivers a message of about this size over LMTP and returns the final reply. */
export async function deliver(port: number, recipient: string, bytes: number): Promise<string> {
  const text = `${"x".repeat(70)}\r\n`.repeat(Math.ceil(bytes / 72));
  return deliverMail(port, recipient, `From: mittente@example.net\r\nSubject: prova\r\n\r\n${text}`);
}

/** Delivers an e-mail, whose lines end with CRLF, over LMTP and returns the final reply. */
export async function deliverMail(port: number, recipient: string, mail: string): Promise<string> {
  const line = new Line(port);
  await line.ask("", /^220 /);
  await line.ask("LHLO example.net", /^250 /);
  await line.ask("MAIL FROM:<mittente@example.net>", /^250 /);
  const reply = await line.ask(`RCPT TO:<${recipient}>`, /^\d{3} /);
  if (!reply.startsWith("250")) return reply;
  await line.ask("DATA", /^354 /);
  return line.ask(`${mail}.`, /^\d{3} /);
}
