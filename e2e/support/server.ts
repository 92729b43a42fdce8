import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Dovecot } from "./dovecot.ts";
import { MailHost } from "./mail-host.ts";
import { freePort } from "./ports.ts";
import { SmsGateway } from "./sms-gateway.ts";

const START_TIMEOUT_MS = 30_000;
const SECONDS_OF_A_DAY = 24 * 60 * 60;

/** The real `sigillo` binary with its own database in a temporary folder. */
export class Server {
  readonly folder = mkdtempSync(join(tmpdir(), "sigillo-e2e-"));
  readonly #log = join(this.folder, "server.log");
  readonly data = join(this.folder, "data");
  readonly database = join(this.data, "sigillo.db");
  readonly #smtpUrl: string | undefined;
  /** Further settings, from the next start on. */
  settings: Record<string, string> = {};
  /** How many seconds the server's clock is ahead of real time. */
  #secondsAhead = 0;
  #mailHost: MailHost | Dovecot | undefined;
  #smsGateway: SmsGateway | undefined;
  #port = 0;
  #process: ChildProcess | undefined;

  /** Messages are sent to the mail server at this address; without one they become files in the data folder. */
  constructor(smtpUrl?: string) {
    this.#smtpUrl = smtpUrl;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Adds a simulated mail host that reads the same database; the server uses it from the next start on. */
  async withMailHost(): Promise<MailHost> {
    const mailHost = new MailHost(this.folder, this.database);
    await mailHost.open();
    this.#mailHost = mailHost;
    return mailHost;
  }

  /** Likewise, with a real Dovecot. */
  async withDovecot(): Promise<Dovecot> {
    const dovecot = new Dovecot();
    await dovecot.open(this.data, (args) => void this.command(args));
    this.#mailHost = dovecot;
    return dovecot;
  }

  /** Adds a gateway of text messages; the server uses it from the next start on. */
  async withSmsGateway(): Promise<SmsGateway> {
    const gateway = new SmsGateway();
    await gateway.open();
    this.#smsGateway = gateway;
    return gateway;
  }

  /** Runs a command of `sigillo` on the same data. */
  command(args: string[], input = ""): string {
    return execFileSync(binary(), args, { env: this.#environment(), input, encoding: "utf8" });
  }

  /** Makes a seal for the documents, unless another test on this server has. */
  initSeal(): void {
    if (existsSync(join(this.data, "seal.pem"))) return;
    this.command(["seal", "init", "--name", "Ente di Prova"]);
  }

  /** Starts the server on a free port, or again on the port it had before. */
  async start(): Promise<void> {
    this.#port ||= await freePort();
    const log = openSync(this.#log, "a");
    this.#process = spawn(binary(), ["serve"], { env: this.#environment(), stdio: ["ignore", log, log] });
    closeSync(log);
    await this.#untilHealthy();
  }

  /** Moves the clock of the server and of commands ahead by this many days, or a fraction of one. The server is
   * restarted, which also makes it process what has expired meanwhile. */
  async moveTo(day: number): Promise<void> {
    await this.stop();
    this.#secondsAhead = Math.round(day * SECONDS_OF_A_DAY);
    await this.start();
  }

  /** Stops the server but not its mail host. */
  async stop(): Promise<void> {
    const running = this.#process;
    this.#process = undefined;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const ended = new Promise((resolve) => running.once("exit", resolve));
    running.kill("SIGTERM");
    const late = setTimeout(() => running.kill("SIGKILL"), 10_000);
    await ended;
    clearTimeout(late);
  }

  log(): string {
    return readFileSync(this.#log, "utf8");
  }

  async remove(): Promise<void> {
    await this.#mailHost?.close();
    await this.#smsGateway?.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #environment(): NodeJS.ProcessEnv {
    const { PATH, HOME } = process.env;
    return {
      PATH,
      HOME,
      SIGILLO_DATA_DIR: this.data,
      SIGILLO_DATABASE_URL: `sqlite:${this.database}`,
      SIGILLO_LISTEN: `127.0.0.1:${this.#port}`,
      SIGILLO_PUBLIC_URL: this.url,
      ...(this.#smtpUrl ? { SIGILLO_SMTP_URL: this.#smtpUrl } : {}),
      ...(this.#smsGateway ? { SIGILLO_SMS_URL: this.#smsGateway.url } : {}),
      ...(this.#mailHost ? this.#reach(this.#mailHost) : {}),
      ...(this.#secondsAhead ? this.#clockAhead() : {}),
      ...this.settings,
    };
  }

  #reach(host: MailHost | Dovecot): NodeJS.ProcessEnv {
    return {
      SIGILLO_MAILHOST_URL: host.url,
      SIGILLO_MAILHOST_KEY_FILE: host.keyFile,
      SIGILLO_MAILHOST_MAIL_DIR: host.mailDir,
      SIGILLO_MAILHOST_POLL: "1",
      ...(host instanceof Dovecot ? { SIGILLO_MAILHOST_DOVECOT_LOG: host.log } : {}),
    };
  }

  #clockAhead(): NodeJS.ProcessEnv {
    const library = join(this.folder, "clock.so");
    if (!existsSync(library)) {
      const source = join(import.meta.dirname, "clock.c");
      execFileSync("cc", ["-shared", "-fPIC", "-O2", "-Wall", "-Werror", "-o", library, source]);
    }
    return { LD_PRELOAD: library, CLOCK_AHEAD: `${this.#secondsAhead}` };
  }

  async #untilHealthy(): Promise<void> {
    const deadline = Date.now() + START_TIMEOUT_MS;
    while (Date.now() < deadline) {
      if (this.#process?.exitCode !== null) break;
      const reply = await fetch(`${this.url}/api/health`).catch(() => undefined);
      if (reply?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`the server did not start:\n${this.log()}`);
  }
}

function binary(): string {
  const path = process.env.SIGILLO_BIN;
  if (!path) throw new Error("SIGILLO_BIN must say where the sigillo binary is: run `./just e2e`");
  return path;
}
