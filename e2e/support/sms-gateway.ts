import { createServer, type IncomingMessage, type Server as HttpServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

const PATIENCE_MS = 15_000;
const CREDENTIALS = "ente:segreto";

/** A text message as the gateway was given it. */
export interface TextMessage {
  to: string;
  text: string;
}

/** A gateway of text messages on loopback, which keeps what it accepts. */
export class SmsGateway {
  readonly messages: TextMessage[] = [];
  /** What it has refused because it was down. */
  readonly refused: TextMessage[] = [];
  isDown = false;
  #server: HttpServer | undefined;

  get url(): string {
    return `http://${CREDENTIALS}@127.0.0.1:${(this.#server?.address() as AddressInfo).port}/v1/messages`;
  }

  async open(): Promise<void> {
    const server = createServer((request, response) => void this.#serve(request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    this.#server = server;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server?.close(resolve));
    this.#server?.closeAllConnections();
    await closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = "";
    for await (const chunk of request.setEncoding("utf8")) body += chunk;
    response.writeHead(this.#answer(request, body)).end();
  }

  /** The status of the answer. */
  #answer({ method, url, headers }: IncomingMessage, body: string): number {
    const basic = `Basic ${Buffer.from(CREDENTIALS).toString("base64")}`;
    if (headers.authorization !== basic) return 401;
    if (method !== "POST" || url !== "/v1/messages") return 404;
    if (headers["content-type"] !== "application/json") return 415;
    const { to, text } = JSON.parse(body) as Partial<TextMessage>;
    if (!/^\+[1-9]\d{7,14}$/.test(to ?? "") || !text) return 422;
    (this.isDown ? this.refused : this.messages).push({ to: to ?? "", text });
    return this.isDown ? 503 : 202;
  }

  /** The code in the newest message to a number, once there are that many. */
  async code(to: string, count = 1): Promise<string> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const texts = this.messages.filter((message) => message.to === to).map(({ text }) => text);
      if (texts.length === count) return /\b\d{6}\b/.exec(texts.at(-1) ?? "")?.[0] ?? "";
      if (texts.length > count || Date.now() > deadline) {
        throw new Error(`${texts.length} text messages to ${to} instead of ${count}: ${texts.join("\n")}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
