texts! { Forms {
    check_fields: "Controlla i campi indicati", "Check these fields";
    optional: "(facoltativo)", "(optional)";
    show_password: "Mostra la password", "Show the password";
    hide_password: "Nascondi la password", "Hide the password";
    cancel: "Annulla", "Cancel";

    create_title: "Nuova casella", "New mailbox";
    create_lead(domain: &str): format!("Nel dominio {domain}"), format!("In the domain {domain}");
    name: "Nome della casella", "Mailbox name";
    name_hint: "Lettere, cifre e i segni . - _ senza spazi.", "Letters, digits and . - _ without spaces.";
    preview: "L'indirizzo sarà", "The address will be";
    communication_email: "E-mail di comunicazione", "Communication e-mail";
    communication_email_create_hint: "Riceve le istruzioni per impostare la password e gli avvisi sulla casella.",
        "It receives the instructions to set the password and the notices about the mailbox.";
    communication_email_hint: "Riceve gli avvisi sulla casella.", "It receives the notices about the mailbox.";
    preservation_hint: "Le ricevute e gli avvisi della casella vengono conservati, se il mail host è collegato per la conservazione.",
        "The mailbox's receipts and notices are preserved, where the mail host is connected for it.";
    quota: "Quota", "Quota";
    quota_default(mb: &str): format!("Se lasci vuoto: {mb}, la quota del dominio."),
        format!("If left empty: {mb}, the domain's quota.");
    soft_limit: "Soft limit", "Soft limit";
    soft_limit_default(mb: &str): format!("Se lasci vuoto: {mb}, l'80% della quota."),
        format!("If left empty: {mb}, 80% of the quota.");
    soft_limit_hint: "Raggiunto questo limite, l'utente è avvisato che lo spazio sta per finire. Con una nuova quota diventa l'80%, se non lo cambi tu.",
        "When it is reached, the user is told that space is running out. A new quota sets it to 80%, unless you change it.";
    mb: "MB", "MB";
    create: "Crea casella", "Create mailbox";
    created(address: &str): format!("La casella {address} è stata creata con successo"),
        format!("The mailbox {address} was created successfully");

    edit_title: "Modifica casella", "Edit mailbox";
    state: "Stato", "Status";
    active_meaning: "Il titolare accede alla casella, che riceve e invia.", "The holder has access; the mailbox receives and sends.";
    disabled_meaning: "Il contenuto è conservato, ma nessuno può accedere; i messaggi in arrivo restano in attesa e sono consegnati alla riabilitazione.",
        "The content is kept, but nobody has access; incoming messages wait and are delivered when it is enabled again.";
    save: "Modifica", "Save changes";
    cancel_mailbox: "Cancella casella", "Delete permanently";
    nothing_changed: "Non hai modificato nulla.", "You have not changed anything.";
    saved(address: &str): format!("La casella {address} è stata modificata"), format!("The mailbox {address} was changed");
    quota_below_use: "La quota è inferiore allo spazio già occupato: la casella non potrà ricevere finché non si libera spazio.",
        "The quota is below the space already in use: the mailbox cannot receive until space is freed.";
    quota_below_use_advice(used: &str): format!("Sconsigliato: la casella occupa già {used}, più di questa quota."),
        format!("Advised against: the mailbox already uses {used}, more than this quota.");

    edit_email: "Modifica e-mail", "Change e-mail";
    save_email: "Salva", "Save";
    email_saved: "L'e-mail di comunicazione è stata modificata", "The communication e-mail was changed";

    stale_title: "Qualcun altro ha modificato la casella", "Somebody else has changed the mailbox";
    stale_by(who: &str, when: &str): format!("{who} l'ha modificata il {when}, mentre ci stavi lavorando. Le tue modifiche non sono state salvate, ma sono ancora qui."),
        format!("{who} changed it on {when}, while you were working on it. Your changes were not saved, but they are still here.");
    stale_text: "È stata modificata mentre ci stavi lavorando. Le tue modifiche non sono state salvate, ma sono ancora qui.",
        "It was changed while you were working on it. Your changes were not saved, but they are still here.";
    empty: "(vuoto)", "(empty)";

    unsaved_title: "Hai modifiche non salvate", "You have unsaved changes";
    unsaved_text: "Se lasci la pagina adesso, quello che hai scritto va perso.", "If you leave the page now, what you have typed is lost.";
    restored: "Questo è quello che avevi scritto e non avevi salvato.", "This is what you had typed and not saved.";
    discard_restored: "Scarta", "Discard";
    stay: "Resta sulla pagina", "Stay on the page";
    leave_unsaved: "Esci senza salvare", "Leave without saving";
}}
