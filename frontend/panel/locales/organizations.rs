use sigillo_kit::texts;

texts! { Organizations {
    title: "Organizzazioni", "Organisations";
    organization: "Organizzazione", "Organisation";
    lead: "Gli enti e le imprese a cui il Gestore fornisce i domini di posta certificata.",
        "The bodies and companies that the provider supplies with certified mail domains.";
    search_hint: "Sono elencate solo le prime: scrivi una parte del nome per trovare le altre.",
        "Only the first ones are listed: type a part of the name to find the others.";
    search: "Cerca un'organizzazione", "Find an organisation";
    none_title: "Nessuna organizzazione", "No organisation";
    none_text: "Crea la prima: poi le affiderai i suoi domini e i suoi account.",
        "Create the first: then you can add its domains and accounts.";
    add: "Aggiungi organizzazione", "Add organisation";
    choose: "Scegli l'organizzazione", "Choose the organisation";
    name: "Nome", "Name";
    name_hint: "La denominazione per esteso, come la conoscono i suoi uffici.", "The full name, as its offices know it.";
    rename_hint: "Il nuovo nome compare subito a tutti i suoi account.", "All its accounts see the new name immediately.";
    domains: "Domini", "Domains";
    domain_count(count: usize):
        match count { 0 => "nessun dominio".to_owned(), 1 => "1 dominio".to_owned(), _ => format!("{count} domini") },
        match count { 0 => "no domain".to_owned(), 1 => "1 domain".to_owned(), _ => format!("{count} domains") };
    no_domains: "L'organizzazione non ha ancora domini.", "The organisation has no domains yet.";
    created: "Inserita il", "Added on";
    created_on(date: &str): format!("Inserita il {date}"), format!("Added on {date}");
    create_title: "Nuova organizzazione", "New organisation";
    create_lead: "Dopo averla creata potrai aggiungere i domini e gli account.",
        "Once it is created you can add its domains and accounts.";
    create: "Crea organizzazione", "Create organisation";
    created_it(name: &str): format!("L'organizzazione {name} è stata creata"), format!("The organisation {name} was created");
    save: "Salva", "Save";
    saved(name: &str): format!("L'organizzazione ora si chiama {name}"), format!("The organisation is now called {name}");
    accounts_lead: "I postmaster dell'organizzazione e i loro assistenti.", "The organisation's postmasters and their assistants.";
    see_accounts: "Vedi gli account", "See the accounts";
}}
