use sigillo_kit::texts;

texts! {
/// The identity of the holder of a mailbox, and the second factor of its user.
Identity {
    title: "Identità e secondo fattore", "Identity and second factor";
    none: "Non registrata", "Not registered";
    identification: "Identificazione", "Identification";
    by_method(method: &str, level: &str): format!("{method}, livello {level}"), format!("{method}, {level} assurance");
    on(date: &str, who: &str): format!("il {date}, da {who}"), format!("on {date}, by {who}");
    recorded(date: &str, who: &str): format!("registrata il {date} da {who}"), format!("registered on {date} by {who}");
    document_until(document: &str, number: &str, date: &str): format!("{document} {number}, valido fino al {date}"), format!("{document} {number}, valid until {date}");
    second_factor: "Secondo fattore", "Second factor";
    since(date: &str): format!("attivo dal {date}"), format!("active since {date}");
    no_second_factor: "Non registrato", "Not registered";

    record: "Registra l'identificazione", "Register the identification";
    replace: "Sostituisci", "Replace";
    withdraw: "Togli", "Remove";
    record_title: "Come è stato identificato il titolare", "How the holder was identified";
    record_text: "Serve per il passaggio alla REM europea: il livello di garanzia deve essere significativo o elevato. Vale finché la casella non passa a un altro titolare.",
        "It is needed for the European registered e-mail (REM): the assurance level must be substantial or high. It holds until the mailbox passes to another holder.";
    choose: "Scegli", "Choose";
    by_hint: "Chi ha verificato l'identità: una persona o un ufficio.", "Who checked the identity: a person or an office.";
    document_needed: "Chi si è presentato di persona o in video ha mostrato un documento valido quel giorno.",
        "Whoever came in person or by video has shown a document that was valid on that day.";
    save: "Registra", "Register";
    recorded_done: "L'identificazione è registrata", "The identification is registered";
    undo_record: "Si può sostituire o togliere in qualsiasi momento; lo storico conserva ogni passaggio.", "It can be replaced or removed at any time; the history keeps every step.";
    withdraw_title: "Togli l'identificazione", "Remove the identification";
    withdraw_text: "Usalo se è stata registrata sulla casella sbagliata. La casella non risulta più pronta per la REM; lo storico conserva ciò che era registrato.",
        "For one that was registered for the wrong mailbox. The mailbox is no longer ready for REM; the history keeps what was registered.";
    withdrawn_done: "L'identificazione è stata tolta", "The identification was removed";
    set_second_factor: "Registra il secondo fattore", "Register the second factor";
    change_second_factor: "Modifica la data", "Change the date";
    second_factor_title: "Secondo fattore di autenticazione", "Second factor of authentication";
    second_factor_text: "La data da cui l'utente accede alla casella con un secondo fattore, come risulta al gestore della posta. Il pannello la registra e non la controlla.",
        "The day since when the user enters the mailbox with a second factor, as the mail provider reports it. The panel records it and does not check it.";
    second_factor_hint: "Lascia vuoto per toglierla.", "Leave empty to remove it.";
    second_factor_done: "Il secondo fattore è registrato", "The second factor is registered";
    second_factor_removed: "Il secondo fattore è stato tolto", "The second factor was removed";

    any_readiness: "Tutte", "All";
    ready_many: "Pronte", "Ready";
    not_ready_many: "Non ancora pronte", "Not yet ready";
    to_identify_many: "Con il titolare da identificare", "With a holder to be identified";
    without_factor_many: "Senza secondo fattore", "Without a second factor";

    contents: "Contenuto del file", "Content of the file";
    of_mailboxes: "Caselle da creare", "Mailboxes to create";
    of_identities: "Identità dei titolari", "Identities of holders";
    of_identities_hint: "Le caselle esistono già: il file dice come sono stati identificati i titolari e da quando c'è un secondo fattore.",
        "The mailboxes exist already: the file says how their holders were identified, and since when there is a second factor.";
    import_title: "Importa identità dei titolari", "Import identities of holders";
    import_lead(domain: &str): format!("Registra come sono stati identificati i titolari delle caselle del dominio {domain}, da un file CSV o Excel."),
        format!("Register how the holders of the mailboxes in {domain} were identified, from a CSV or Excel file.");
    import_of(file: &str, domain: &str): format!("Identità dei titolari da {file} in {domain}"), format!("Identities of holders from {file} in {domain}");
    how_columns: "Serve la colonna con la casella e almeno una tra metodo di identificazione e secondo fattore. Insieme al metodo servono livello di garanzia, data, chi ha identificato e a quale titolo; per chi è stato identificato di persona o in video anche tipo, numero e scadenza del documento.",
        "A column with the mailbox is needed, and the identification method or the second factor. With the method come the assurance level, the day, who identified the holder and in which capacity; and for whoever was identified in person or by video the kind, number and last day of the document.";
    how_values: "Metodi: SPID, CIE, CNS, firma digitale, di persona, in video. Livelli: basso, significativo, elevato. A titolo di: in proprio, legale rappresentante. Le date si scrivono come 31/12/2030.",
        "Methods: SPID, CIE, CNS, digital signature, in person, video. Levels: low, substantial, high. Capacity: own right, legal representative. Days are written as 31/12/2030.";
    how_checked: "Se c'è il codice fiscale, deve essere quello del titolare della casella. Prima della registrazione viene mostrato, riga per riga, che cosa cambia.",
        "A codice fiscale, if there is one, has to be that of the holder of the mailbox. Before anything is entered, you are shown row by row what changes.";
    columns_text: "Alcune colonne non sono state riconosciute con certezza. Verifica il contenuto di ogni colonna: servono la casella e almeno una tra metodo di identificazione e secondo fattore.",
        "Some columns were not recognised with certainty. Check what each column holds: the mailbox is needed, and the identification method or the second factor.";
    columns_missing: "Indica la colonna con la casella e almeno una tra metodo di identificazione e secondo fattore.",
        "Say which column holds the mailbox, and at least one of identification method and second factor.";
}}
