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
    title_of_all: "Caselle di tutti i domini", "Mailboxes in all domains";
    every_domain: "Tutti i domini", "All domains";
    search: "Cerca per nome, e-mail o nota", "Search by name, e-mail or note";
    search_hint: "Tutto il testo o una parte, poi Invio. Prima vengono i nomi che iniziano così.",
        "The whole text or a part of it, then Enter. Names that begin with it come first.";
    state: "Stato", "Status";
    every_state: "Tutti gli stati", "All statuses";
    not_cancelled: "Non cancellate", "Not cancelled";
    cancelled(count: &str): format!("{count} cancellate"), format!("{count} cancelled");
    cancelled_one: "1 cancellata", "1 cancelled";
    copy(address: &str): format!("Copia l'indirizzo {address}"), format!("Copy the address {address}");
    copied(address: &str): format!("Indirizzo copiato: {address}"), format!("Address copied: {address}");
    created_by: "Creata da", "Created by";
    created_from: "Inserite dal", "Created from";
    created_to: "Inserite fino al", "Created to";
    created_by_user: "Inserite da (nome utente)", "Created by (user name)";
    every_request: "Qualsiasi richiesta", "Any request";
    managed_by_hint: "Chi segue la casella per l'ufficio. I permessi non cambiano.",
        "Who looks after the mailbox for the office. Permissions do not change.";
    managed_by_user: "Gestite da (nome utente)", "Managed by (user name)";
    trouble: "Da sistemare", "To see to";
    any_trouble: "Tutte", "All";
    undelivered_message: "Messaggi non consegnati", "Undelivered messages";
    unapplied_effect: "Modifiche non applicate dal server di posta", "Changes not applied by the mail host";
    activated: "Attivate almeno una volta", "Ever activated";
    activated_or_not: "Tutte", "All";
    entry: "Inserimento", "Entered by";
    any_entry: "Tutti", "Anybody";
    entered_directly: "Gestione diretta", "The office itself";
    entered_by_assistants: "Assistenti", "Assistants";
    expires_before: "In scadenza prima del", "Expiring before";
    not_opened_since: "Non aperte dal", "Not opened since";
    password: "Password", "Password";
    every_password: "Tutte", "All";
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
    none_yet_hint: "Crea la prima: bastano un nome e un'e-mail di comunicazione. Se ne hai già un elenco, importalo da un file.",
        "Create the first: a name and a communication e-mail are enough. If you have a list of them, import it from a file.";
    none_yet_for_reader: "Il tuo account può consultarle ma non crearle: le aggiunge chi ne ha il permesso.",
        "Your account can view mailboxes but not create them: someone with that permission adds them.";
    only_cancelled: "Ci sono solo caselle cancellate", "There are only cancelled mailboxes";
    show_cancelled: "Mostra le cancellate", "Show the cancelled ones";
    none_anywhere: "Nessun dominio ha ancora caselle", "No domain has mailboxes yet";
    none_anywhere_hint: "Scegli un dominio per crearle o importarle.", "Choose a domain to create or import them.";
    choose_domain: "Scegli il dominio", "Choose the domain";
}}
