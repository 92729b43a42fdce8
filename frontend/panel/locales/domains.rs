use sigillo_kit::texts;

texts! { Domains {
    title: "Domini", "Domains";
    lead_operator: "Tutti i domini di posta certificata forniti dal Gestore.", "All the certified mail domains that the provider supplies.";
    lead: "I domini di posta certificata affidati al tuo account.", "The certified mail domains assigned to your account.";
    domain: "Dominio", "Domain";
    change: "Cambia dominio", "Change domain";
    choose: "Scegli il dominio", "Choose the domain";
    choose_lead: "L'elenco delle caselle si apre dopo la scelta.", "The list of mailboxes opens once you have chosen.";
    search: "Cerca un dominio", "Find a domain";
    none_title: "Nessun dominio", "No domain";
    none_text: "Al tuo account non è affidato nessun dominio. Rivolgiti al postmaster della tua organizzazione.",
        "No domain is assigned to your account. Contact your organisation's postmaster.";
    organization: "Organizzazione", "Organisation";
    every_onboarding: "Qualsiasi", "Any";
    onboarding: "Attivazione", "Activation";
    default_quota: "Quota predefinita", "Default quota";
    term: "Durata del servizio", "Service term";
    months(count: &str): format!("{count} mesi"), format!("{count} months");
    created: "Inserito il", "Added on";
    permissions: "Cosa puoi fare con le caselle", "What you may do with the mailboxes";
    none_operator: "Crea il primo: scegli l'organizzazione a cui affidarlo.", "Create the first: choose the organisation it is for.";
    add: "Aggiungi dominio", "Add domain";
    name: "Nome del dominio", "Domain name";
    name_hint: "Ad esempio pec.example.it. Una volta creato, non cambia più.", "For example pec.example.it. Once created, it never changes.";
    onboarding_of: "Come si attiva una nuova casella", "How a new mailbox is activated";
    preservation_supplied: "Conservazione a norma compresa nella fornitura", "Legal preservation included in the contract";
    preservation_hint: "Dove è compresa, si può indicare casella per casella. Le ricevute vengono conservate se il mail host è collegato per la conservazione.",
        "Where it is included, it can be chosen mailbox by mailbox. Receipts are preserved where the mail host is connected for it.";
    default_quota_hint: "La quota di una nuova casella, se chi la crea non ne indica un'altra.",
        "A new mailbox's quota, unless whoever creates it gives another.";
    term_hint: "Dall'attivazione di una casella alla fine del suo servizio: da 1 a 120.",
        "From a mailbox's activation to the end of its service: 1 to 120.";
    months_unit: "mesi", "months";
    lifetime: "Durata della password", "Password lifetime";
    lifetime_hint: "Dopo quanti giorni scade la password di una casella: da 1 a 730. Chi l'ha già impostata conserva la sua scadenza.",
        "How many days until a mailbox's password expires: 1 to 730. Passwords already set keep their expiry date.";
    days(count: &str): if count == "1" { "1 giorno".to_owned() } else { format!("{count} giorni") },
        if count == "1" { "1 day".to_owned() } else { format!("{count} days") };
    days_unit: "giorni", "days";
    language: "Lingua dei messaggi", "Language of the messages";
    language_hint: "La lingua delle e-mail che ricevono gli utenti delle caselle.", "The language of the e-mails that the mailboxes' users receive.";
    create_title: "Nuovo dominio", "New domain";
    create: "Crea dominio", "Create domain";
    created_it(name: &str): format!("Il dominio {name} è stato creato"), format!("The domain {name} was created");
    edit: "Modifica", "Edit";
    edit_title: "Modifica dominio", "Edit domain";
    fixed: "Il nome e l'organizzazione di un dominio non cambiano.", "A domain's name and organisation never change.";
    edit_effect: "Le caselle che esistono già conservano quello che hanno: le modifiche valgono per quelle nuove.",
        "Mailboxes that exist already keep what they have: the changes are for new ones.";
    save: "Salva", "Save";
    saved(name: &str): format!("Il dominio {name} è stato modificato"), format!("The domain {name} was changed");
    servers: "Server di posta", "Mail servers";
    servers_hint: "Il messaggio di benvenuto li comunica al titolare. Lascia vuoto quello che il dominio non offre.",
        "The welcome message tells them to the holder. Leave empty what the domain does not offer.";
    no_servers: "Non indicati", "Not given";
    autoconfig(domain: &str, host: &str):
        format!("Perché Thunderbird trovi i server da solo, nel DNS il nome autoconfig.{domain} deve portare a {host}."),
        format!("For Thunderbird to find the servers by itself, the DNS name autoconfig.{domain} has to lead to {host}.");
    webmail_hint: "L'indirizzo completo, che inizia con https://.", "The whole address, which begins with https://.";
    host_of(service: &str): format!("Server {service}"), format!("{service} server");
    port_of(service: &str): format!("Porta {service}"), format!("{service} port");
    security_of(service: &str): format!("Sicurezza {service}"), format!("{service} security");
    open_list: "Apri l'elenco delle caselle", "Open the list of mailboxes";
}}
