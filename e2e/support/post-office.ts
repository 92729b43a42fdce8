import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";

const PATIENCE_MS = 15_000;

/** A message as its recipient gets it. */
export interface Letter {
  to: string;
  subject: string;
  text: string;
  html: string;
  messageId: string;
  /** Where an answer goes, if it says so. */
  replyTo: string | undefined;
  /** The contents of its attachments, by name. */
  attachments: Map<string, Buffer>;
  /** The address of its link, if it has one. */
  link: string | undefined;
}

/** A real mail server on loopback, which keeps all messages. */
export class PostOffice {
  readonly letters: Letter[] = [];
  /** Recipients that it refuses as unknown, in lower case. */
  readonly unknown = new Set<string>();
  readonly #server: SMTPServer;
  #port = 0;

  constructor() {
    this.#server = new SMTPServer({
      authOptional: true,
      disabledCommands: ["STARTTLS"],
      logger: false,
      onRcptTo: ({ address }, _session, answer) => {
        if (!this.unknown.has(address.toLowerCase())) return answer();
        answer(Object.assign(new Error("5.1.1 no such user here"), { responseCode: 550 }));
      },
      onData: (stream, session, answer) => {
        simpleParser(stream).then((mail) => {
          for (const { address } of session.envelope.rcptTo) this.letters.push(letter(address, mail));
          answer();
        }, answer);
      },
    });
    this.#server.on("error", () => {
      // Clients may disconnect in the middle of a message.
    });
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.#port}`;
  }

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    const address = this.#server.server.address();
    this.#port = typeof address === "object" && address ? address.port : 0;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.close(resolve));
  }

  to(recipient: string): Letter[] {
    return this.letters.filter(({ to }) => to === recipient);
  }

  /** Waits for a message with this recipient and subject; returns the newest. */
  async letter(recipient: string, subject: RegExp): Promise<Letter> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const found = this.to(recipient).filter((letter) => subject.test(letter.subject)).at(-1);
      if (found) return found;
      if (Date.now() > deadline) {
        const there = this.letters.map(({ to, subject }) => `${to}: ${subject}`).join("\n");
        throw new Error(`no message ${subject} to ${recipient}; received:\n${there}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

function letter(to: string, mail: ParsedMail): Letter {
  const text = mail.text ?? "";
  return {
    to,
    subject: mail.subject ?? "",
    text,
    html: mail.html || "",
    messageId: mail.messageId ?? "",
    replyTo: mail.replyTo?.value[0]?.address,
    attachments: new Map(mail.attachments.map(({ filename, content }) => [filename ?? "", content])),
    link: /https?:\S+#\S+/.exec(text)?.[0],
  };
}
