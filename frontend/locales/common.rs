texts! { Common {
    tagline: "Pannello di gestione della posta certificata", "Certified mail management panel";
    provider: "Gestore del servizio", "Service provider";
    language: "Lingua", "Language";
    main_menu: "Menu principale", "Main menu";
    skip: "Vai al contenuto", "Skip to content";
    breadcrumb: "Percorso", "Breadcrumb";
    loading: "Caricamento in corso…", "Loading…";
    retry: "Riprova", "Try again";
    close: "Chiudi", "Close";
    close_notice: "Chiudi il messaggio", "Dismiss the message";
    go_home: "Torna all'inizio", "Back to the start";
    back_to_mailbox: "Torna alla casella", "Back to the mailbox";
    pages: "Pagine dell'elenco", "Pages of the list";
    previous: "Precedente", "Previous";
    nothing_found: "Nessun risultato.", "Nothing found.";
    found_of(found: usize, count: usize): format!("{found} di {count}"), format!("{found} of {count}");
    next: "Successiva", "Next";
    more: "Mostra altro", "Show more";
    sort_by: "Ordina per questa colonna", "Sort by this column";
    one_second: "1 secondo", "1 second";
    seconds(count: u32): format!("{count} secondi"), format!("{count} seconds");
    minutes(count: u32): format!("{count} minuti"), format!("{count} minutes");
}}
