texts! { Domains {
    title: "Domini", "Domains";
    lead: "I domini di posta certificata affidati al tuo account.", "The certified mail domains in your account's care.";
    domain: "Dominio", "Domain";
    change: "Cambia dominio", "Change domain";
    choose: "Scegli il dominio", "Choose the domain";
    choose_lead: "L'elenco delle caselle si apre dopo la scelta.", "The list of mailboxes opens after the choice.";
    search: "Cerca un dominio", "Find a domain";
    none_title: "Nessun dominio", "No domain";
    none_text: "Al tuo account non è affidato nessun dominio. Rivolgiti al postmaster della tua organizzazione.",
        "No domain is in your account's care. Turn to your organisation's postmaster.";
    organization: "Organizzazione", "Organisation";
    onboarding: "Attivazione", "Activation";
    default_quota: "Quota predefinita", "Default quota";
    term: "Durata del servizio", "Service term";
    months(count: &str): format!("{count} mesi"), format!("{count} months");
    created: "Inserito il", "Added on";
    permissions: "Cosa puoi fare con le caselle", "What you may do with the mailboxes";
    open_list: "Apri l'elenco delle caselle", "Open the list of mailboxes";
}}
