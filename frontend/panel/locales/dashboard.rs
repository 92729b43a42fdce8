use sigillo_kit::texts;

texts! {
/// What an office looks at every morning.
Dashboard {
    title: "Cruscotto", "Dashboard";
    as_of(when: &str): format!("Situazione di {when}"), format!("As of {when}");
    attention: "Da seguire", "Needs attention";
    nothing: "Non c'è nulla in sospeso.", "Nothing is waiting for you.";
    over_soft_limit: "Caselle oltre la soglia di spazio", "Mailboxes over their soft limit";
    passwords_expired: "Caselle con la password scaduta", "Mailboxes with an expired password";
    ending_soon: "Caselle in scadenza entro 30 giorni", "Mailboxes that end within 30 days";
    undelivered_messages: "Caselle con messaggi non consegnati", "Mailboxes with undelivered messages";
    unapplied_effects: "Caselle con modifiche non applicate dal server di posta",
        "Mailboxes with changes that the mail host has not applied";
    contracts_open: "Contratti in attesa di firma", "Contracts to be signed";
    contracts_blocked: "Contratti con il link bloccato", "Contracts with a blocked link";
    documents_undetermined: "Documenti con firme da valutare", "Documents with signatures to judge";
    holder_changes_pending: "Cambi di intestatario da decidere", "Changes of holder to decide";
    tickets_waiting: "Segnalazioni che attendono una risposta", "Tickets that wait for an answer";
    outages: "Parti del servizio con un disservizio in corso", "Parts of the service with an outage now";
    accounts_pending: "Account da abilitare", "Accounts to enable";
    general: "Generali", "General";
    direct: "Gestione diretta", "Entered by the office";
    direct_hint: "Caselle inserite dall'ufficio, senza assistenti.", "Mailboxes that no assistant has entered.";
    assistants: "Assistenti", "Assistants";
    domains: "Domini gestiti", "Domains";
    inserted: "Caselle inserite", "Mailboxes entered";
    active: "Attive", "Active";
    pending: "In attesa di attivazione", "Awaiting activation";
    activated_then_cancelled: "Attivate e poi cancellate", "Active once, then cancelled";
    assistant: "Assistente", "Assistant";
    no_assistants: "Nessun assistente.", "There are no assistants.";
    mailboxes: "Vai alle caselle", "Go to the mailboxes";
    start_page: "Pagina iniziale", "Start page";
    start_page_hint: "La pagina che si apre dopo l'accesso.", "The page that opens after signing in.";
    start_list: "Elenco delle caselle", "List of mailboxes";
}}
