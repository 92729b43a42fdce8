import type { Api, Credentials, Permission } from "./api.ts";
import { type Holder, type NewHolder, taxCode } from "./registry.ts";

/** An organisation of a single test, so that tests never see each other's rows. */
export class World {
  readonly #operator: Api;
  /** What the names of its domains and accounts have in common. */
  readonly tag: string;
  readonly #organizationId: string;
  readonly organization: string;

  private constructor(operator: Api, tag: string, organization: { id: string; name: string }) {
    this.#operator = operator;
    this.tag = tag;
    this.#organizationId = organization.id;
    this.organization = organization.name;
  }

  static async create(operator: Api): Promise<World> {
    const tag = Math.random().toString(36).slice(2, 8);
    const organization = await operator.post<{ id: string; name: string }>("/organizations", {
      name: `Ente di prova ${tag}`,
    });
    return new World(operator, tag, organization);
  }

  get organizationId(): string {
    return this.#organizationId;
  }

  /** Creates a domain of the organisation; returns its full name. */
  async domain(name: string, settings: Record<string, unknown> = {}): Promise<string> {
    const domain = await this.#operator.post<{ name: string }>("/domains", {
      organization_id: this.#organizationId,
      name: `${name}-${this.tag}.example.it`,
      ...settings,
    });
    return domain.name;
  }

  async postmaster(): Promise<Credentials> {
    return this.#account("postmaster", {});
  }

  async assistant(grants: Record<string, Permission[]>): Promise<Credentials> {
    return this.#account("assistant", {
      grants: Object.entries(grants).map(([domain, permissions]) => ({ domain, permissions })),
    });
  }

  /** Creates a postmaster whose organisation has no domain yet. */
  async newcomer(): Promise<Credentials> {
    return (await World.create(this.#operator)).postmaster();
  }

  /** An account as the API returns it. */
  async account(username: string): Promise<{ id: string; state: string }> {
    const path = `/accounts?organization_id=${this.#organizationId}`;
    const { items } = await this.#operator.get<{ items: { id: string; username: string; state: string }[] }>(path);
    const found = items.find((account) => account.username === username);
    if (!found) throw new Error(`no account ${username}`);
    return found;
  }

  /** Registers a holder of the organisation. */
  async holder(rest: Partial<NewHolder> = {}): Promise<Holder> {
    return this.#operator.post<Holder>("/holders", {
      organization_id: this.#organizationId,
      family_name: "Tàlamo",
      given_name: "Zoè",
      tax_code: taxCode("TLMZOE", "04B69"),
      ...rest,
    });
  }

  async #account(role: string, rest: Record<string, unknown>): Promise<Credentials> {
    const credentials = { username: `${role}.${this.tag}`, password: "quattro parole a caso" };
    await this.#operator.post("/accounts", {
      ...credentials,
      display_name: role === "postmaster" ? "Anna Verdi" : "Bruno Neri",
      role,
      organization_id: this.#organizationId,
      enabled: true,
      ...rest,
    });
    return credentials;
  }
}
