use sigillo_kit::texts;

texts! {
/// The end of the service of mailboxes: renewal and termination.
Service {
    ending: "In scadenza", "Ending soon";
    ending_hint: "Caselle in servizio che scadono nei prossimi 60 giorni, senza una richiesta", "Mailboxes in service that end within 60 days, with nothing requested";
    renew: "Rinnova", "Renew";
    renew_title: "Rinnova il servizio", "Renew the service";
    renew_text: "Il servizio prosegue, e il titolare e la casella ne sono avvisati.", "The service goes on, and the holder and the mailbox are told.";
    renew_suppressed: "La casella torna allo stato che aveva prima della fine del servizio, con i suoi messaggi e la sua password. Il titolare è avvisato.",
        "The mailbox gets back the state that it had before its service ended, with its messages and its password. The holder is told.";
    until: "Ultimo giorno", "Last day";
    until_hint: "Se lasci vuoto, si aggiunge la durata prevista dal dominio, fino alla fine del mese.", "If left empty, the term of the domain is added, up to the end of the month.";
    undo_renewal: "Si può registrare una cessazione in qualsiasi momento.", "A termination can be registered at any time.";
    terminate: "Registra cessazione", "Register termination";
    terminate_title: "Registra la cessazione del servizio", "Register the termination of the service";
    terminate_text: "Dopo l'ultimo giorno la casella è soppressa: nessuno può accedere e i messaggi in arrivo sono rifiutati. Il contenuto è conservato finché qualcuno non cancella la casella. Il titolare e la casella sono avvisati.",
        "After the last day the mailbox is suppressed: nobody has access, and incoming messages are refused. The content is kept until somebody deletes the mailbox. The holder and the mailbox are told.";
    terminate_suppressed: "Il servizio è già terminato. La casella resta soppressa e viene segnata come cessata: da quel momento attende che qualcuno la cancelli.",
        "The service has ended already. The mailbox stays suppressed and is marked as terminated: from then on it waits for somebody to delete it.";
    last_day: "Ultimo giorno di servizio", "Last day of service";
    undo_termination: "Fino all'ultimo giorno la cessazione si può annullare; dopo, la casella si può rinnovare finché non è cancellata.",
        "Until the last day the termination can be withdrawn; afterwards the mailbox can be renewed until it is deleted.";
    undo_by_renewal: "Finché non è cancellata, la casella si può rinnovare.", "Until it is deleted, the mailbox can be renewed.";
    withdraw: "Annulla cessazione", "Withdraw termination";
    withdraw_title: "Annulla la cessazione", "Withdraw the termination";
    withdraw_until(date: &str): format!("Il servizio torna a terminare il {date}, come prima. Il titolare e la casella sono avvisati."),
        format!("The service ends on {date} again, as before. The holder and the mailbox are told.");
    withdraw_no_end: "Il servizio torna a non avere una scadenza. Il titolare e la casella sono avvisati.", "The service has no end again. The holder and the mailbox are told.";
    document: "documento", "document";
    document_optional: "Documento della richiesta (facoltativo)", "Document of the request (optional)";
    no_document: "Nessun documento", "No document";
    document_of_termination: "Un documento della casella di tipo «Cessazione»: si carica nella sezione Documenti di questa pagina.", "A document of the mailbox, of the kind “End of the service”: it is uploaded in the section Documents of this page.";
    document_of_renewal: "Un documento della casella di tipo «Altro documento»: si carica nella sezione Documenti di questa pagina.", "A document of the mailbox, of the kind “Other document”: it is uploaded in the section Documents of this page.";
    renewal_by(date: &str, who: &str): format!("rinnovo registrato il {date} da {who}"), format!("renewed on {date} by {who}");
    termination_by(date: &str, who: &str): format!("cessazione registrata il {date} da {who}"), format!("termination registered on {date} by {who}");
    goes_on_until(date: &str): format!("Il servizio prosegue fino al {date}"), format!("The service goes on until {date}");
    goes_on: "Il servizio prosegue", "The service goes on";
    terminates_on(date: &str): format!("La cessazione è registrata: il servizio termina il {date}"), format!("The termination is registered: the service ends on {date}");
    terminated: "La cessazione è registrata", "The termination is registered";
    moved_on: "Nel frattempo la casella è cambiata: la pagina mostra lo stato attuale", "The mailbox has changed meanwhile: the page shows its present state";
}}
