import { type APIRequestContext, type APIResponse, expect, request } from "@playwright/test";

/** The parts of the contract that tests read; all of it is in `openapi/openapi.json`. */
export interface Mailbox {
  id: string;
  address: string;
  local_part: string;
  domain: string;
  state: string;
  communication_email: string | null;
  quota_mb: number;
  soft_limit_mb: number;
  preservation: boolean;
  created_at: string;
  used_bytes: number | null;
  version: number;
}

export interface Credentials {
  username: string;
  password: string;
}

export type Permission = "view" | "create" | "edit" | "disable" | "cancel" | "export" | "documents" | "tickets";

/** A client of the API, signed in to one account. */
export class Api {
  readonly #context: APIRequestContext;
  readonly #credentials: Credentials;
  #token = "";

  private constructor(context: APIRequestContext, credentials: Credentials) {
    this.#context = context;
    this.#credentials = credentials;
  }

  static async signIn(url: string, credentials: Credentials): Promise<Api> {
    const api = new Api(await request.newContext({ baseURL: url }), credentials);
    await api.#open();
    return api;
  }

  async dispose(): Promise<void> {
    await this.#context.dispose();
  }

  /** Sends any request and returns its status and body; for requests that should be refused. */
  async send(method: string, path: string, data?: unknown): Promise<{ status: number; body: Record<string, unknown> }> {
    const reply = await this.#fetch(method, path, data);
    const text = await reply.text();
    return { status: reply.status(), body: text.startsWith("{") ? JSON.parse(text) : {} };
  }

  async #open(): Promise<void> {
    const reply = await this.#context.post("/api/v1/sessions", { data: this.#credentials });
    expect(reply.status(), await reply.text()).toBe(201);
    this.#token = ((await reply.json()) as { access_token: string }).access_token;
    // Tests prepare accounts with it, which a session may do for ten minutes after it was confirmed.
    await this.confirm();
  }

  /** Confirms the session with the password, for what is sensitive. */
  async confirm(): Promise<void> {
    await this.#done("POST", "/sessions/current/confirmation", { password: this.#credentials.password });
  }

  #fetch(method: string, path: string, data?: unknown): Promise<APIResponse> {
    const headers = { Authorization: `Bearer ${this.#token}` };
    return this.#context.fetch(`/api/v1${path}`, { method, headers, ...(data === undefined ? {} : { data }) });
  }

  async get<T>(path: string): Promise<T> {
    return this.#done<T>("GET", path);
  }

  async post<T>(path: string, data: unknown): Promise<T> {
    return this.#done<T>("POST", path, data);
  }

  /** Uploads a file. */
  async upload<T>(path: string, file: Buffer): Promise<T> {
    const headers = { Authorization: `Bearer ${this.#token}`, "content-type": "application/octet-stream" };
    const reply = await this.#context.post(`/api/v1${path}`, { headers, data: file });
    expect(reply.status(), await reply.text()).toBe(201);
    return (await reply.json()) as T;
  }

  async patch<T>(path: string, data: unknown): Promise<T> {
    return this.#done<T>("PATCH", path, data);
  }

  async createMailbox(domain: string, localPart: string, rest: Record<string, unknown> = {}): Promise<Mailbox> {
    return this.post<Mailbox>("/mailboxes", {
      domain,
      local_part: localPart,
      communication_email: `${localPart}@posta.example.org`,
      ...rest,
    });
  }

  /** Creates a mailbox with a new holder, as domains with contracts ask for: one for each organisation. */
  async createHeldMailbox(domain: string, localPart: string): Promise<Mailbox> {
    return this.createMailbox(domain, localPart, {
      holder: { given_name: "Zoè", family_name: "Tàlamo", tax_code: "TLMZOE04B69G942V" },
      address: { street: "Via delle Prove", locality: "Potenza", province: "PZ", postal_code: "85100" },
    });
  }

  async findMailbox(address: string): Promise<Mailbox | undefined> {
    const page = await this.get<{ items: Mailbox[] }>(`/mailboxes?q=${encodeURIComponent(address)}`);
    return page.items.find((mailbox) => mailbox.address === address);
  }

  async #done<T>(method: string, path: string, data?: unknown): Promise<T> {
    let { status, body } = await this.send(method, path, data);
    // An access token lasts a quarter of an hour, and tests on a slow machine may take longer.
    if (status === 401) {
      await this.#open();
      ({ status, body } = await this.send(method, path, data));
    }
    // A confirmation lasts ten minutes.
    if (status === 403 && body.code === "confirmation_required") {
      await this.confirm();
      ({ status, body } = await this.send(method, path, data));
    }
    expect(status, `${method} ${path}: ${JSON.stringify(body)}`).toBeLessThan(300);
    return body as T;
  }
}
