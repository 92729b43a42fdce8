import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server as HttpServer, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { join } from "node:path";

/** Exit codes of doveadm, which are those of sysexits. */
const NO_USER = 67;
const NOT_FOUND = 68;
const TRY_AGAIN = 75;
/** The command is unknown. */
const USAGE = 64;

const MAIL_DIR = "/srv/mail";
const MB = 1_048_576;

/** The content of a folder of a mailbox. */
export interface Folder {
  messages: number;
  mb: number;
}

/** A row of the view in which the mail host looks up mailboxes. */
interface Row {
  address: string;
  storage_key: string;
  delivery: string;
  quota_bytes: number;
  sign_in: string;
  password_id: string | null;
}

type Answer = object | number;

/**
 * Simulates doveadm's HTTP API. It looks up mailboxes in the panel's database, like Dovecot; tests decide
 * what its stores contain and how it fails.
 */
export class MailHost {
  readonly keyFile: string;
  readonly mailDir = MAIL_DIR;
  /** `silent` closes every connection; `stranger` does not know the panel's key. */
  mood: "well" | "silent" | "stranger" = "well";
  /** How long an answer takes, in milliseconds. */
  delay = 0;
  /** The content of each store, by the store's name. */
  readonly stores = new Map<string, Record<string, Folder>>();
  /** Outdated values that it reports, by address, until it reloads the database. */
  readonly outdated = new Map<string, Partial<Row>>();
  /** Stores that were lost after they were measured. */
  readonly #lost = new Set<string>();
  readonly #key = randomBytes(16).toString("hex");
  readonly #database: string;
  readonly #sockets = new Set<Socket>();
  #server: HttpServer | undefined;

  /** `folder` is for its own files, `database` is the panel's. */
  constructor(folder: string, database: string) {
    this.#database = database;
    this.keyFile = join(folder, "doveadm.key");
    writeFileSync(this.keyFile, this.#key, { mode: 0o600 });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server?.address() as AddressInfo).port}`;
  }

  async open(): Promise<void> {
    const server = createServer((request, response) => void this.#serve(request, response));
    server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.once("close", () => this.#sockets.delete(socket));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    this.#server = server;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server?.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  /** Sets the content of a mailbox's folders. */
  fill(address: string, folders: Record<string, Folder>): void {
    this.stores.set(this.storeOf(address), folders);
  }

  /** Loses the store of a mailbox; its measurement stays until the mailbox is accessed. */
  lose(address: string): void {
    this.#lost.add(this.storeOf(address));
  }

  hasStore(name: string): boolean {
    return this.stores.has(name) && !this.#lost.has(name);
  }

  /** The name of a mailbox's store. */
  storeOf(address: string): string {
    const row = this.#rows().find((row) => row.address === address);
    if (!row) throw new Error(`the mail host knows no ${address}`);
    return row.storage_key;
  }

  #rows(): Row[] {
    const args = ["-readonly", "-json", "-cmd", ".timeout 5000", this.#database, "SELECT * FROM dovecot_userdb"];
    const rows = JSON.parse(execFileSync("sqlite3", args, { encoding: "utf8" }) || "[]") as Row[];
    return rows.map((row) => ({ ...row, ...this.outdated.get(row.address) }));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = "";
    for await (const part of request) body += part;
    if (this.delay > 0) await new Promise((resolve) => setTimeout(resolve, this.delay));
    if (this.mood === "silent") return void request.socket.destroy();
    const key = `X-Dovecot-API ${Buffer.from(this.#key).toString("base64")}`;
    if (this.mood === "stranger" || request.headers.authorization !== key) {
      response.writeHead(401).end();
      return;
    }
    // Commands run one after the other, and a failed one does not prevent the next.
    const commands = JSON.parse(body) as [string, Record<string, never>, string][];
    const lines = commands.map(([command, parameters, tag]) => {
      const answer = this.#answer(command, parameters);
      return typeof answer === "number"
        ? ["error", { type: "exitCode", exitCode: answer }, tag]
        : ["doveadmResponse", answer, tag];
    });
    response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(lines));
  }

  #answer(command: string, asked: Record<string, unknown>): Answer {
    switch (command) {
      case "who":
        return [];
      case "reload":
        this.outdated.clear();
        return [];
      case "kick":
        return NOT_FOUND;
      case "user":
        return this.#user(asked.userMask as string[], asked.authInfo !== undefined);
      case "mailboxStatus":
        return this.#status(asked.allUsers === true ? undefined : (asked.user as string));
      case "fsIterDirs":
      case "fsIter":
        return this.#list(command, asked.path as string);
      case "fsDelete":
        for (const path of asked.path as string[]) this.stores.delete(nameOf(path));
        return [];
      default:
        return USAGE;
    }
  }

  #user(addresses: string[], byDelivery: boolean): Answer {
    const rows = this.#rows().filter(({ address }) => addresses.includes(address));
    if (rows.length < addresses.length) return NO_USER;
    if (byDelivery && rows.some(({ delivery }) => delivery === "refuse")) return NO_USER;
    if (byDelivery && rows.some(({ delivery }) => delivery === "defer")) return TRY_AGAIN;
    const fields = (row: Row) => ({
      home: `${MAIL_DIR}/${row.storage_key}`,
      quota_rule: `*:bytes=${row.quota_bytes}`,
      sigillo_delivery: row.delivery,
      sigillo_sign_in: row.sign_in,
      ...(row.password_id ? { sigillo_password_id: row.password_id } : {}),
    });
    return Object.fromEntries(rows.map((row) => [row.address, fields(row)]));
  }

  /** The status of one mailbox or of all. Asking for a single mailbox creates its store. */
  #status(user: string | undefined): Answer {
    const rows = this.#rows().filter(({ address }) => user === undefined || address === user);
    if (user !== undefined && rows.length === 0) return NO_USER;
    return rows.flatMap(({ address, storage_key }) => {
      if (user !== undefined && this.#lost.delete(storage_key)) this.stores.delete(storage_key);
      if (!this.stores.has(storage_key)) this.stores.set(storage_key, {});
      const folders = { INBOX: { messages: 0, mb: 0 }, ...this.stores.get(storage_key) };
      return Object.entries(folders).map(([mailbox, { messages, mb }]) => ({
        username: address,
        mailbox,
        messages: String(messages),
        vsize: String(Math.round(mb * MB)),
      }));
    });
  }

  #list(command: string, path: string): Answer {
    if (path === MAIL_DIR) return [...this.stores.keys()].filter((name) => this.hasStore(name)).map((name) => ({ path: name }));
    if (!this.hasStore(nameOf(path))) return NOT_FOUND;
    return command === "fsIter" ? [{ path: "dovecot-uidlist" }] : [{ path: "cur" }];
  }
}

/** The last folder of a path. */
function nameOf(path: string): string {
  return path.replace(/\/$/, "").split("/").at(-1) ?? "";
}
