use sigillo_kit::texts;

texts! { Resellers {
    title: "Rivenditori", "Resellers";
    reseller: "Rivenditore", "Reseller";
    lead: "Da chi sono state vendute le caselle dell'organizzazione.", "By whom the organisation's mailboxes were sold.";
    search: "Cerca un rivenditore", "Find a reseller";
    none_title: "Nessun rivenditore", "No reseller";
    none_text: "Crea il primo: poi potrai indicarlo nelle caselle.", "Create the first: then you can name it in mailboxes.";
    add: "Aggiungi rivenditore", "Add reseller";
    name: "Nome", "Name";
    name_hint: "La denominazione del rivenditore.", "The reseller's full name.";
    organization: "Organizzazione", "Organisation";
    created: "Inserito il", "Added on";
    created_on(date: &str): format!("Inserito il {date}"), format!("Added on {date}");
    create_title: "Nuovo rivenditore", "New reseller";
    create: "Crea rivenditore", "Create reseller";
    created_it(name: &str): format!("Il rivenditore {name} è stato creato"), format!("The reseller {name} was created");
    save: "Salva", "Save";
    saved(name: &str): format!("Il rivenditore ora si chiama {name}"), format!("The reseller is now called {name}");
    see_mailboxes: "Vedi le caselle di questo rivenditore", "See this reseller's mailboxes";
    none: "Nessuno", "None";
    every: "Qualsiasi", "Any";
}}
