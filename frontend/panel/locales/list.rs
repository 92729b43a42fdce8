use sigillo_kit::texts;

texts! { List {
    title: "Caselle", "Mailboxes";
    title_of(domain: &str): format!("Caselle di {domain}"), format!("Mailboxes in {domain}");
    add: "Aggiungi casella", "Add mailbox";
    export: "Esporta", "Export";
    do_export: "Scarica il file", "Download the file";
    export_as: "Formato del file", "File format";
    export_all: "Il file contiene tutte le caselle del dominio.", "The file contains every mailbox in the domain.";
    export_found: "Il file contiene le caselle trovate, nell'ordine dell'elenco.",
        "The file contains the mailboxes found, in the order of the list.";
    search: "Cerca per nome", "Search by name";
    search_hint: "Scrivi il nome o una sua parte e premi Invio.", "Type the name or part of it and press Enter.";
    state: "Stato", "Status";
    every_state: "Tutti gli stati", "All statuses";
    password: "Password", "Password";
    every_password: "Tutte", "All";
    sort: "Ordina per", "Sort by";
    ascending(field: &str): format!("{field}, crescente"), format!("{field}, ascending");
    descending(field: &str): format!("{field}, decrescente"), format!("{field}, descending");
    mailbox: "Casella", "Mailbox";
    creation: "Creazione", "Creation";
    created_on(date: &str): format!("creata il {date}"), format!("created on {date}");
    communication_email: "E-mail di comunicazione", "Communication e-mail";
    quota: "Quota", "Quota";
    actions: "Azioni", "Actions";
    edit(address: &str): format!("Modifica {address}"), format!("Edit {address}");
    edit_short: "Modifica", "Edit";
    found_one: "1 casella", "1 mailbox";
    found(count: &str): format!("{count} caselle"), format!("{count} mailboxes");
    nothing_found: "Nessuna casella trovata", "No mailbox found";
    nothing_found_hint: "Controlla il nome, cerca una parte più breve o togli un filtro.",
        "Check the name, try a shorter part of it or remove a filter.";
    show_all: "Mostra tutte le caselle", "Show every mailbox";
    none_yet: "Il dominio non ha ancora caselle", "The domain has no mailboxes yet";
    none_yet_hint: "Crea la prima: bastano un nome e un'e-mail di comunicazione.",
        "Create the first: a name and a communication e-mail are enough.";
}}
