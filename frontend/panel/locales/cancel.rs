use sigillo_kit::texts;

texts! { Cancel {
    title: "Cancella casella", "Delete mailbox permanently";
    warning_title: "La cancellazione è definitiva", "The deletion is permanent";
    warning_short: "Distrugge tutti i messaggi, e il nome non potrà più essere usato. Prima ti sarà chiesta una conferma.",
        "It destroys every message, and the name can never be used again. You will be asked to confirm first.";
    warning(address: &str): format!("Cancellando {address}:"), format!("If you delete {address}:");
    messages: "tutti i messaggi di tutte le cartelle sono distrutti, e non esiste un backup da cui recuperarli;",
        "every message in every folder is destroyed, and there is no backup to bring them back;";
    never_back: "la casella non potrà mai essere riattivata;", "the mailbox can never be reactivated;";
    name_retired: "il nome non potrà più essere usato, neppure per una casella nuova;",
        "the name can never be used again, not even for a new mailbox;";
    receipts_stay: "le ricevute già conservate restano a disposizione di chi usava la casella; se il mail host non è collegato per la conservazione non ce ne sono: salva prima quelle che servono;",
        "receipts already preserved stay available to whoever used the mailbox; where the mail host is not connected for preservation there are none: save those you need first;";
    row_kept: "resta nell'elenco, in sola lettura, come CANCELLATA, con il suo storico.",
        "it stays in the list, read-only, as DELETED, with its history.";
    used(space: &str): format!("Lo spazio occupato dai messaggi è {space}."), format!("The messages take up {space}.");
    disable_instead: "Se vuoi solo impedire l'accesso, disabilitala: il contenuto resta e la casella si può riabilitare.",
        "If you only want to block access, disable it: the content is kept and the mailbox can be enabled again.";
    go_disable: "Vai alla modifica", "Go to the edit page";
    confirm: "Per confermare, scrivi l'indirizzo completo della casella", "To confirm, type the whole address of the mailbox";
    mismatch: "Non è l'indirizzo di questa casella: nulla è stato cancellato.", "This is not the address of this mailbox: nothing was deleted.";
    do_cancel: "Cancella casella", "Delete permanently";
    keep: "Annulla", "Keep the mailbox";
    done(address: &str): format!("La casella {address} è stata cancellata"), format!("The mailbox {address} was deleted");
    stale: "Qualcuno ha appena modificato la casella. I dati qui sotto sono aggiornati: controllali prima di confermare di nuovo.",
        "Somebody has just changed the mailbox. The data below is up to date: check it before confirming again.";
    already: "La casella era già stata cancellata.", "The mailbox had already been deleted.";
}}
