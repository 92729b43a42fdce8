use sigillo_kit::texts;

texts! {
/// The search over everything.
Palette {
    open: "Cerca", "Search";
    title: "Cerca in tutto il pannello", "Search the whole panel";
    placeholder: "Casella, dominio, persona, pagina…", "Mailbox, domain, person, page…";
    nothing: "Nessun risultato.", "Nothing found.";
    failed: "La ricerca non è riuscita: riprova.", "The search failed: try again.";
    count(count: usize):
        match count { 1 => "1 risultato".to_owned(), _ => format!("{count} risultati") },
        match count { 1 => "1 result".to_owned(), _ => format!("{count} results") };
    keys: "Tasti di scelta rapida", "Keyboard shortcuts";
    key_search: "Cerca in tutto il pannello", "Search the whole panel";
    key_next: "Riga successiva o precedente dell'elenco", "Next or previous row of the list";
    key_edit: "Modifica la riga o la pagina aperta", "Edit the row or the open page";
    key_new: "Aggiungi", "Add";
    key_bulk: "Azioni sulle caselle selezionate", "Actions on the selected mailboxes";
    key_keys: "Mostra questi tasti", "Show these keys";
}}
