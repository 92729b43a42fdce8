import type { Api, Credentials, Mailbox } from "./api.ts";
import { SERVERS } from "./mail-servers.ts";
import type { OwnMailbox } from "./own-mailbox.ts";
import type { Panel } from "./panel.ts";
import { requestChange } from "./holder-changes.ts";
import type { PostOffice } from "./post-office.ts";
import { importReceipts, issueReceipts } from "./receipts.ts";
import { ADDRESS, taxCode, vatNumber } from "./registry.ts";
import type { Server } from "./server.ts";
import type { World } from "./world.ts";

/** Sample data for every page. */
export interface Sample {
  domain: string;
  domainId: string;
  active: Mailbox;
  cancelled: Mailbox;
  organizationId: string;
  assistantId: string;
  planId: string;
  resellerId: string;
  holderId: string;
  otherHolderId: string;
  companyId: string;
  contractId: string;
  templateId: string;
  /** A change of holder that waits for a decision. */
  changeId: string;
  /** A ticket with an exchange. */
  ticketId: string;
  /** A mailbox that waits for its contract. */
  pendingId: string;
  /** A bulk change that waits for confirmation. */
  jobId: string;
  /** The link in the message to the mailbox's user. */
  link: string;
  /** A preserved receipt of a failed delivery, and its message; known once its user sits. */
  receipt?: { id: string; certified_message_id: string };
  seats: Record<Exclude<Seat, "nobody" | "user">, Credentials>;
}

/** Whose view of the pages is shown. `user` is the user of a mailbox, in the app for users. */
export type Seat = "nobody" | "newcomer" | "postmaster" | "operator" | "user";

export const SEATS = ["nobody", "newcomer", "postmaster", "operator", "user"] satisfies Seat[];

export interface Visit {
  /** Also the name of the screenshot. */
  name: string;
  seat: Seat;
  path: (sample: Sample) => string;
  /** The title of a page that says that there is nothing to see. */
  deadEnd?: string;
}

export const DEAD_ENDS = /^(Accesso non consentito|Non trovato|Pagina non trovata)$/;

export async function sample(
  operator: Api,
  credentials: Credentials,
  world: World,
  post: PostOffice,
): Promise<Sample> {
  const domain = await world.domain("comune", { preservation_available: true, client_servers: SERVERS });
  await world.domain("scuola", { onboarding: "contract" });
  const contracted = await world.domain("istituto", { onboarding: "contract" });
  const email = `protocollo@${domain.replace("comune", "posta")}`;
  const active = await operator.createMailbox(domain, "protocollo", {
    communication_email: email,
    preservation: true,
  });
  const disabled = await operator.createMailbox(domain, "un.nome.lungo-come-se-ne-vedono-negli-uffici-tecnici");
  await operator.patch(`/mailboxes/${disabled.id}`, { state: "disabled", quota_mb: 250_000 });
  const cancelled = await operator.createMailbox(domain, "vecchia");
  await operator.send("DELETE", `/mailboxes/${cancelled.id}`);
  await operator.post(`/mailboxes/${active.id}/notes`, { text: "Attivata su richiesta dell'ufficio." });
  await operator.patch(`/mailboxes/${active.id}`, { quota_mb: 2000 });

  const job = await operator.post<{ id: string }>("/bulk-changes", {
    change: { action: "update", quota_mb: 3000 },
    ids: [active.id, disabled.id, cancelled.id],
  });
  const plan = await operator.post<{ id: string }>("/plans", {
    code: `S-2GIN_2GARCH_${domain.split(".")[0]}`,
    name: "Standard",
    inbox_mb: 2048,
    archive_mb: 2048,
  });
  const holder = await world.holder({
    addresses: [ADDRESS, { ...ADDRESS, street: "Piazza di una Località dal Nome Lungo", number: "" }],
    companies: [
      { legal_name: "Officine di Prova S.r.l.", vat_number: vatNumber("0123456789"), rea: "PZ-123456", role: "legale rappresentante" },
    ],
  });
  const { companies } = await operator.get<{ companies: { company: { id: string } }[] }>(`/holders/${holder.id}`);
  const other = await world.holder({ given_name: "Zeno", tax_code: taxCode("TLMZNE", "07D15") });
  await operator.createMailbox(await world.domain("officine"), "talamo", { holder: { id: holder.id } });

  const pending = await operator.createMailbox(contracted, "in.attesa", {
    holder: { id: holder.id },
    address: ADDRESS,
  });
  const { contract } = await operator.get<{ contract: { id: string } }>(`/mailboxes/${pending.id}`);

  const assistant = await world.assistant({ [domain]: ["view", "create", "edit"] });
  const { items } = await operator.get<{ items: { id: string; name: string; organization_id: string }[] }>(
    "/domains?limit=200",
  );
  const found = items.find(({ name }) => name === domain);
  if (!found) throw new Error(`no domain ${domain}`);
  await operator.patch(`/domains/${found.id}`, { plans: [plan.id], default_plan: plan.id });
  const reseller = await operator.post<{ id: string }>("/resellers", {
    organization_id: found.organization_id,
    name: "Rete Vendite",
  });
  await operator.patch(`/mailboxes/${active.id}`, { plan: plan.id, reseller: reseller.id });
  const template = await operator.post<{ id: string }>("/contract-templates", {
    organization_id: found.organization_id,
    name: "Contratto per privati e aziende",
    text: TEMPLATE,
  });
  return {
    domain,
    planId: plan.id,
    resellerId: reseller.id,
    domainId: found.id,
    active: active,
    link: (await post.letter(email, /password/i)).link ?? "",
    cancelled,
    jobId: job.id,
    organizationId: found.organization_id,
    holderId: holder.id,
    otherHolderId: other.id,
    contractId: contract.id,
    templateId: template.id,
    changeId: await requestChange(operator, active.id, holder.id),
    ticketId: await exchange(operator, found.organization_id),
    pendingId: pending.id,
    companyId: companies[0]?.company.id ?? "",
    assistantId: (await world.account(assistant.username)).id,
    seats: { operator: credentials, postmaster: await world.postmaster(), newcomer: await world.newcomer() },
  };
}

/** A ticket that waits for its requester. */
async function exchange(operator: Api, organization_id: string): Promise<string> {
  const { id } = await operator.post<{ id: string }>("/tickets", {
    organization_id,
    summary: "La casella del protocollo non riceve messaggi da un mittente",
    description: "Da stamattina non arriva nulla.\nIl mittente dice di aver ricevuto la ricevuta di consegna.",
    priority: "high",
    context: { page: "/caselle", mailbox: "protocollo@comune.example.it", history: ["ieri: quota modificata"] },
  });
  await operator.post(`/tickets/${id}/messages`, { event: "take" });
  await operator.post(`/tickets/${id}/messages`, { event: "note", text: "Sembra lo spazio." });
  await operator.post(`/tickets/${id}/messages`, { event: "ask", text: "Da quale indirizzo scrive il mittente?" });
  return id;
}

const TEMPLATE = `# Contratto di {{titolare.nome_completo}}

## Oggetto

La casella **{{casella.indirizzo}}**.

## Recesso {approvazione specifica}

Si può recedere in ogni momento.

## Dati personali {privacy}

I dati servono a gestire la casella.
`;

/** Stores receipts of two messages of the mailbox with preservation, one of which was not delivered. */
export function preserve(server: Server, { active }: Sample): void {
  const [anna, bruno] = ["anna@pec.example.org", "bruno@pec.example.org"];
  const orders = { recipients: `${anna},${bruno}`, subject: "Ordine di carta per l'ufficio tecnico e il protocollo" };
  const refused = { recipients: bruno, subject: "Fattura 7", first: "9", kinds: "acceptance,delivery_failure" };
  for (const options of [orders, refused]) {
    importReceipts(server, active.address, issueReceipts(active.address, options));
  }
}

/** Signs in for a seat, so that pages opened from then on are shown as it sees them. */
export async function sit(seat: Seat, panel: Panel, own: OwnMailbox, shown: Sample): Promise<void> {
  if (seat === "user") {
    await own.setPassword(shown.link, PASSWORD);
    await own.signIn(shown.active.address, PASSWORD);
    await panel.settled();
    const found = await panel.page.request.get("/api/v1/own-mailbox/receipts?kind=delivery_failure");
    [shown.receipt] = ((await found.json()) as { items: NonNullable<Sample["receipt"]>[] }).items;
  } else if (seat !== "nobody") {
    await panel.open(shown.seats[seat]);
  }
}

const PASSWORD = "una frase da ricordare";

/** Every page, in every variant that looks different. */
export const VISITS: Visit[] = [
  { name: "accesso", seat: "nobody", path: () => "/" },
  { name: "utente-accesso", seat: "nobody", path: () => "/mia-casella/accesso" },
  { name: "utente-password-dimenticata", seat: "nobody", path: () => "/mia-casella/password-dimenticata" },
  { name: "utente-imposta-password", seat: "nobody", path: ({ link }) => link },
  { name: "utente-link-scaduto", seat: "nobody", path: () => "/mia-casella/imposta-password#scaduto" },
  { name: "utente-conferma-scaduta", seat: "nobody", path: () => "/mia-casella/conferma-email#scaduto" },
  { name: "utente-annulla-avviso", seat: "nobody", path: () => "/mia-casella/annulla-avviso#prova" },
  { name: "utente-contratto", seat: "nobody", path: () => "/mia-casella/contratto#prova" },
  { name: "utente-casella", seat: "user", path: () => "/mia-casella" },
  { name: "utente-conservazione", seat: "user", path: () => "/conservazione" },
  { name: "utente-conservazione-messaggi", seat: "user", path: () => "/conservazione/messaggi" },
  { name: "utente-conservazione-pacchetti", seat: "user", path: () => "/conservazione/pacchetti" },
  { name: "utente-conservazione-nulla-trovato", seat: "user", path: () => "/conservazione?oggetto=niente" },
  { name: "utente-conservazione-messaggio", seat: "user", path: ({ receipt }) => `/conservazione/messaggi/${receipt?.certified_message_id}` },
  { name: "utente-conservazione-ricevuta", seat: "user", path: ({ receipt }) => `/conservazione/ricevute/${receipt?.id}` },
  { name: "utente-cambia-password", seat: "user", path: () => "/mia-casella/cambia-password" },
  { name: "utente-email", seat: "user", path: () => "/mia-casella/email" },
  { name: "cruscotto", seat: "postmaster", path: () => "/cruscotto" },
  { name: "report", seat: "postmaster", path: () => "/report" },
  { name: "report-spazio", seat: "postmaster", path: () => "/report?report=space" },
  { name: "scelta-dominio", seat: "postmaster", path: () => "/scegli-dominio" },
  { name: "nessun-dominio", seat: "newcomer", path: () => "/" },
  { name: "elenco", seat: "postmaster", path: ({ domain }) => `/caselle?dominio=${domain}` },
  { name: "elenco-vuoto", seat: "postmaster", path: ({ domain }) => `/caselle?dominio=${domain.replace("comune", "scuola")}` },
  { name: "elenco-password-da-impostare", seat: "postmaster", path: ({ domain }) => `/caselle?dominio=${domain}&password=to_set` },
  { name: "elenco-nulla-trovato", seat: "postmaster", path: ({ domain }) => `/caselle?dominio=${domain}&q=niente` },
  { name: "casella", seat: "postmaster", path: ({ active }) => `/caselle/${active.id}` },
  { name: "casella-cancellata", seat: "postmaster", path: ({ cancelled }) => `/caselle/${cancelled.id}` },
  { name: "casella-nuova", seat: "postmaster", path: ({ domain }) => `/caselle/nuova?dominio=${domain}` },
  { name: "casella-nuova-con-titolare", seat: "postmaster", path: ({ domain }) => `/caselle/nuova?dominio=${domain.replace("comune", "scuola")}` },
  { name: "casella-modifica", seat: "postmaster", path: ({ active }) => `/caselle/${active.id}/modifica` },
  { name: "casella-cancella", seat: "postmaster", path: ({ active }) => `/caselle/${active.id}/cancella` },
  { name: "titolari", seat: "postmaster", path: () => "/titolari" },
  { name: "titolari-selezionato", seat: "postmaster", path: ({ holderId }) => `/titolari?titolare=${holderId}` },
  { name: "titolari-nulla-trovato", seat: "postmaster", path: () => "/titolari?cognome=nessuno" },
  { name: "titolare", seat: "postmaster", path: ({ holderId }) => `/titolari/${holderId}` },
  { name: "titolare-nuovo", seat: "postmaster", path: () => "/titolari/nuovo" },
  { name: "titolare-correggi", seat: "postmaster", path: ({ holderId }) => `/titolari/${holderId}/modifica` },
  { name: "titolare-unisci", seat: "postmaster", path: ({ holderId, otherHolderId }) => `/titolari/${otherHolderId}/unisci?con=${holderId}` },
  { name: "titolare-cancella-dati", seat: "postmaster", path: ({ holderId }) => `/titolari/${holderId}/cancella-dati` },
  { name: "aziende", seat: "postmaster", path: () => "/aziende" },
  { name: "azienda", seat: "postmaster", path: ({ companyId }) => `/aziende/${companyId}` },
  { name: "casella-documenti", seat: "postmaster", path: ({ active }) => `/caselle/${active.id}?scheda=documenti` },
  { name: "documenti", seat: "postmaster", path: () => "/documenti" },
  { name: "documenti-nulla-trovato", seat: "postmaster", path: () => "/documenti?q=niente" },
  { name: "cambi-intestatario", seat: "postmaster", path: () => "/cambi-intestatario" },
  { name: "cambio-intestatario", seat: "postmaster", path: ({ changeId }) => `/cambi-intestatario/${changeId}` },
  { name: "cambio-intestatario-chiedi", seat: "postmaster", path: ({ pendingId }) => `/caselle/${pendingId}/cambio-intestatario` },
  { name: "supporto", seat: "postmaster", path: () => "/supporto" },
  { name: "supporto-nulla-trovato", seat: "postmaster", path: () => "/supporto?q=niente" },
  { name: "segnala", seat: "postmaster", path: ({ active }) => `/supporto/nuova?pagina=/caselle/${active.id}` },
  { name: "segnalazione", seat: "postmaster", path: ({ ticketId }) => `/supporto/${ticketId}` },
  { name: "gestore-supporto", seat: "operator", path: () => "/supporto?coda=open" },
  { name: "risposte-pronte", seat: "operator", path: () => "/supporto/risposte-pronte" },
  { name: "posta-rifiutata", seat: "operator", path: () => "/supporto/posta-rifiutata" },
  { name: "gestore-segnala", seat: "operator", path: () => "/supporto/nuova" },
  { name: "gestore-segnalazione", seat: "operator", path: ({ ticketId }) => `/supporto/${ticketId}` },
  { name: "contratti", seat: "postmaster", path: () => "/contratti" },
  { name: "contratti-nulla-trovato", seat: "postmaster", path: () => "/contratti?q=niente" },
  { name: "contratto", seat: "postmaster", path: ({ contractId }) => `/contratti/${contractId}` },
  { name: "casella-in-attesa", seat: "postmaster", path: ({ pendingId }) => `/caselle/${pendingId}` },
  { name: "modelli", seat: "postmaster", path: () => "/contratti/modelli" },
  { name: "modello", seat: "postmaster", path: ({ templateId }) => `/contratti/modelli/${templateId}` },
  { name: "modello-nuovo", seat: "postmaster", path: () => "/contratti/modelli/nuovo" },
  { name: "modello-nuova-versione", seat: "postmaster", path: ({ templateId }) => `/contratti/modelli/${templateId}/nuova-versione` },
  { name: "modello-esempio", seat: "postmaster", path: () => "/contratti/modelli/esempio" },
  { name: "importa", seat: "postmaster", path: ({ domain }) => `/caselle/importa?dominio=${domain}` },
  { name: "importa-titolari", seat: "postmaster", path: () => "/titolari/importa" },
  { name: "conservazione", seat: "operator", path: () => "/archivio-ricevute" },
  { name: "conservazione-postmaster", seat: "postmaster", path: () => "/archivio-ricevute" },
  { name: "livelli-di-servizio", seat: "operator", path: () => "/livelli-di-servizio" },
  { name: "livelli-di-servizio-mai-misurati", seat: "postmaster", path: () => "/livelli-di-servizio?periodo=2025-2" },
  { name: "importa-titolari-gestore", seat: "operator", path: () => "/titolari/importa" },
  { name: "lavori-vuoto", seat: "postmaster", path: () => "/operazioni" },
  { name: "lavori", seat: "operator", path: () => "/operazioni" },
  { name: "lavoro-pronto", seat: "operator", path: ({ jobId }) => `/operazioni/${jobId}` },
  { name: "attivita", seat: "postmaster", path: () => "/attivita" },
  { name: "attivita-nulla-trovato", seat: "postmaster", path: () => "/attivita?tipo=mailbox&dal=2020-01-01&al=2020-01-31" },
  { name: "accessi", seat: "postmaster", path: () => "/accessi" },
  { name: "accessi-nulla-trovato", seat: "postmaster", path: () => "/accessi?tipo=export&dal=2020-01-01&al=2020-01-31" },
  { name: "domini", seat: "postmaster", path: () => "/domini" },
  { name: "dominio", seat: "postmaster", path: ({ domainId }) => `/domini/${domainId}` },
  { name: "assistenti", seat: "postmaster", path: () => "/account" },
  { name: "assistente-nuovo", seat: "postmaster", path: () => "/account/nuovo" },
  { name: "assistente-modifica", seat: "postmaster", path: ({ assistantId }) => `/account/${assistantId}` },
  { name: "rivenditori", seat: "postmaster", path: () => "/rivenditori" },
  { name: "rivenditore", seat: "postmaster", path: ({ resellerId }) => `/rivenditori/${resellerId}` },
  { name: "rivenditore-nuovo", seat: "postmaster", path: () => "/rivenditori/nuovo" },
  { name: "profilo", seat: "postmaster", path: () => "/profilo" },
  { name: "aiuto-segnalazioni", seat: "postmaster", path: () => "/aiuto/segnalazioni" },
  { name: "aiuto-report", seat: "postmaster", path: () => "/aiuto/report" },
  { name: "aiuto-livelli-di-servizio", seat: "postmaster", path: () => "/aiuto/livelli-di-servizio" },
  { name: "aiuto-caselle", seat: "postmaster", path: () => "/aiuto/caselle" },
  { name: "aiuto-titolari", seat: "postmaster", path: () => "/aiuto/titolari" },
  { name: "aiuto-nuova-casella", seat: "postmaster", path: () => "/aiuto/nuova-casella" },
  { name: "aiuto-importa-titolari", seat: "postmaster", path: () => "/aiuto/importa-titolari" },
  { name: "aiuto-aziende", seat: "postmaster", path: () => "/aiuto/aziende" },
  { name: "aiuto-contratti", seat: "postmaster", path: () => "/aiuto/contratti" },
  { name: "aiuto-modelli-di-contratto", seat: "postmaster", path: () => "/aiuto/modelli-di-contratto" },
  { name: "aiuto-cambi-intestatario", seat: "postmaster", path: () => "/aiuto/cambi-intestatario" },
  { name: "aiuto-rivenditori", seat: "postmaster", path: () => "/aiuto/rivenditori" },
  { name: "aiuto-operazioni", seat: "postmaster", path: () => "/aiuto/operazioni" },
  { name: "aiuto-attivita", seat: "postmaster", path: () => "/aiuto/attivita" },
  { name: "aiuto-domini", seat: "postmaster", path: () => "/aiuto/domini" },
  { name: "aiuto-assistenti", seat: "postmaster", path: () => "/aiuto/account" },
  { name: "aiuto-cruscotto", seat: "postmaster", path: () => "/aiuto/cruscotto" },
  { name: "aiuto-profilo", seat: "postmaster", path: () => "/aiuto/profilo" },
  { name: "non-consentito", seat: "postmaster", path: () => "/organizzazioni", deadEnd: "Accesso non consentito" },
  { name: "non-trovato", seat: "postmaster", path: ({ organizationId }) => `/caselle/${organizationId}`, deadEnd: "Non trovato" },
  { name: "pagina-inesistente", seat: "postmaster", path: () => "/altrove", deadEnd: "Pagina non trovata" },
  { name: "gestore-cruscotto", seat: "operator", path: () => "/cruscotto" },
  { name: "gestore-scelta-dominio", seat: "operator", path: () => "/scegli-dominio" },
  { name: "gestore-aiuto-organizzazioni", seat: "operator", path: () => "/aiuto/organizzazioni" },
  { name: "gestore-aiuto-piani", seat: "operator", path: () => "/aiuto/piani" },
  { name: "gestore-aiuto-mail-host", seat: "operator", path: () => "/aiuto/mail-host" },
  { name: "gestore-attivita", seat: "operator", path: () => "/attivita" },
  { name: "gestore-accessi", seat: "operator", path: () => "/accessi" },
  { name: "gestore-domini", seat: "operator", path: () => "/domini" },
  { name: "gestore-dominio", seat: "operator", path: ({ domainId }) => `/domini/${domainId}` },
  { name: "gestore-dominio-modifica", seat: "operator", path: ({ domainId }) => `/domini/${domainId}/modifica` },
  { name: "gestore-dominio-nuovo", seat: "operator", path: () => "/domini/nuovo" },
  { name: "gestore-contratti", seat: "operator", path: () => "/contratti" },
  { name: "gestore-modelli", seat: "operator", path: () => "/contratti/modelli" },
  { name: "gestore-modello-nuovo", seat: "operator", path: () => "/contratti/modelli/nuovo" },
  { name: "gestore-organizzazioni", seat: "operator", path: () => "/organizzazioni" },
  { name: "gestore-organizzazione", seat: "operator", path: ({ organizationId }) => `/organizzazioni/${organizationId}` },
  { name: "gestore-organizzazione-nuova", seat: "operator", path: () => "/organizzazioni/nuova" },
  { name: "gestore-piani", seat: "operator", path: () => "/piani" },
  { name: "gestore-piano", seat: "operator", path: ({ planId }) => `/piani/${planId}` },
  { name: "gestore-piano-nuovo", seat: "operator", path: () => "/piani/nuovo" },
  { name: "gestore-rivenditore-nuovo", seat: "operator", path: () => "/rivenditori/nuovo" },
  { name: "gestore-mail-host", seat: "operator", path: () => "/mail-host" },
  { name: "gestore-account", seat: "operator", path: () => "/account" },
  { name: "gestore-account-nuovo", seat: "operator", path: () => "/account/nuovo" },
  { name: "gestore-account-modifica", seat: "operator", path: ({ assistantId }) => `/account/${assistantId}` },
];
