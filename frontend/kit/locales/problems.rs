texts! {
/// Why a request failed, and what the person can do about it.
Problems {
    unreachable_title: "Il server non risponde", "The server is not responding";
    unreachable: "Il server non risponde: controlla la connessione e riprova tra poco.",
        "The server is not responding: check the connection and try again shortly.";
    reachable_again: "Il server non rispondeva, ora risponde di nuovo: ripeti l'operazione.",
        "The server was not responding and now is again: repeat the operation.";
    unreachable_kept: "Controlla la connessione e riprova. Quello che hai scritto in questa pagina non va perso.",
        "Check the connection and try again. What you have typed on this page is not lost.";
    awaited: "I dati compariranno quando il server risponderà.", "The data will appear once the server responds.";
    session_ended: "La sessione è terminata: accedi di nuovo e ripeti l'operazione.",
        "The session has ended: sign in again and repeat the operation.";
    malformed: "La richiesta non è valida. Ricarica la pagina e riprova.",
        "The request is not valid. Reload the page and try again.";
    invalid_credentials: "Nome utente o password non corretti.", "The user name or the password is wrong.";
    password_expired: "La password è scaduta: va cambiata prima di accedere.", "The password has expired: it must be changed first.";
    no_communication_email: "La casella non ha un'e-mail di comunicazione: aggiungila, e poi invia il link.",
        "The mailbox has no communication e-mail: add one, then send the link.";
    no_preview: "Nel file .p7m non c'è un PDF da mostrare: scaricalo per aprirlo con il tuo programma di firma.",
        "There is no PDF in the .p7m file to show: download it to open it with your signature program.";
    no_holder: "La casella non ha un titolare.", "The mailbox has no holder.";
    cannot_be_undone: "Questa modifica non si può annullare.", "This change cannot be undone.";
    already_undone: "Un'altra operazione annulla già questa. Aggiorna la pagina per vederla.",
        "Another operation already undoes this one. Reload the page to see it.";
    changed_since: "I dati sono cambiati di nuovo dopo questa modifica: sono rimasti come sono adesso.",
        "The data have changed again after this change: they stay as they are now.";
    not_in_this_state: "L'operazione non è possibile nello stato attuale. Aggiorna la pagina per vederlo.",
        "This is not possible in the present status. Refresh the page to see it.";
    link_not_valid: "Il link non è più valido: è già stato usato, è scaduto, o ne è stato inviato uno più recente.",
        "The link is no longer valid: it has been used, it has expired, or a newer one has been sent.";
    account_not_enabled: "L'account non è abilitato: l'accesso è possibile solo dopo l'abilitazione da parte del Gestore.",
        "The account is not enabled: it can be used only after the provider has enabled it.";
    forbidden: "Non hai i permessi per questa operazione.", "You are not allowed to do this.";
    forbidden_title: "Accesso non consentito", "Not allowed";
    forbidden_text: "Il tuo account non ha i permessi per vedere questa pagina. Se ti servono, chiedili al postmaster del dominio.",
        "Your account is not allowed to see this page. If you need it, ask the postmaster of the domain.";
    forbidden_to_postmaster: "Il tuo account non ha i permessi per vedere questa pagina: è riservata al Gestore del servizio.",
        "Your account is not allowed to see this page: it is for the service provider alone.";
    not_found: "L'elemento richiesto non esiste, o non è tra quelli che puoi vedere.",
        "It does not exist, or it is not among those you can see.";
    not_found_title: "Non trovato", "Not found";
    not_found_text: "Quello che cerchi non esiste, o non è tra quelli che il tuo account può vedere.",
        "What you are looking for does not exist, or is not among those your account can see.";
    back_to_jobs: "Torna alle operazioni", "Back to the operations";
    back_to_domains: "Torna ai domini", "Back to the domains";
    back_to_organizations: "Torna alle organizzazioni", "Back to the organisations";
    back_to_accounts: "Torna agli account", "Back to the accounts";
    back_to_holders: "Torna ai titolari", "Back to the holders";
    back_to_contracts: "Torna ai contratti", "Back to the contracts";
    back_to_templates: "Torna ai modelli di contratto", "Back to the contract templates";
    back_to_companies: "Torna alle aziende", "Back to the companies";
    back_to_mailboxes: "Torna alle caselle", "Back to the mailboxes";
    no_page_title: "Pagina non trovata", "Page not found";
    no_page_text: "A questo indirizzo non c'è nessuna pagina.", "There is no page at this address.";
    mailbox_exists: "Esiste già una casella con questo nome: scegline un altro.",
        "A mailbox of this name exists already: choose another name.";
    address_retired: "Il nome è appartenuto a una casella cancellata e non può più essere usato: scegline un altro.",
        "The name belonged to a deleted mailbox and can never be used again: choose another.";
    mailbox_cancelled: "La casella è stata cancellata: non si può più modificare.",
        "The mailbox has been deleted: it can no longer be changed.";
    holder_exists: "L'organizzazione ha già un titolare con questo codice fiscale.",
        "The organisation already has a holder with this codice fiscale.";
    holder_variant_exists: "L'organizzazione ha già un titolare con una variante di questo codice fiscale (omocodia): conferma se è un'altra persona.",
        "The organisation already has a holder with a variant of this codice fiscale (omocodia): confirm if it is another person.";
    holder_ended: "Il titolare è stato unito a un altro, oppure i suoi dati sono stati cancellati: non si può più modificare.",
        "The holder was merged into another one, or its data were erased: it can no longer be changed.";
    holder_has_mailboxes: "Il titolare ha caselle non ancora cancellate: i suoi dati servono finché ci sono.",
        "The holder has mailboxes that are not deleted yet: the data are needed as long as they exist.";
    retention_runs: "I dati devono essere ancora conservati: il termine non è scaduto.",
        "The data must still be kept: their term has not ended.";
    retention_runs_until(day: &str): format!("I dati devono essere conservati fino al {day}: fino ad allora non si possono cancellare."),
        format!("The data must be kept until {day}: they cannot be erased before.");
    in_use: "È indicato in una casella: non si può togliere finché la casella lo usa.",
        "A mailbox refers to it: it cannot be removed as long as the mailbox uses it.";
    own_request: "L'hai chiesto tu: deve decidere un'altra persona.", "You have asked for this: somebody else has to decide.";
    holder_change_pending: "La casella ha già un cambio intestatario in attesa: prima va deciso o ritirato quello.", "The mailbox has a change of holder that waits already: that one has to be decided or withdrawn first.";
    disposal_pending: "Uno scarto è già in attesa: prima va deciso o ritirato quello.", "A disposal waits already: that one has to be decided or withdrawn first.";
    document_in_use: "Su questo documento si basa un'operazione già richiesta: non si può eliminare.", "An act that was requested rests on this document: it cannot be deleted.";
    document_damaged: "Il file conservato è danneggiato e non può essere mostrato. Avvisa il Gestore, che può recuperarlo da una copia di sicurezza.",
        "The stored file is damaged and cannot be shown. Tell the provider, who can restore it from a backup.";
    infected: "Il file contiene un virus e non è stato accettato.", "The file has a virus and was not taken.";
    limit_reached: "Hai raggiunto il numero massimo: eliminane uno prima di aggiungerne un altro.", "You have as many as there may be: delete one before you add another.";
    name_taken: "Il nome è già in uso: scegline un altro.", "The name is already taken: choose another.";
    stale: "Qualcun altro ha modificato questi dati nel frattempo.", "Somebody else has changed this meanwhile.";
    request_in_progress: "La stessa richiesta è già in corso: attendi qualche secondo e riprova.",
        "The same request is under way already: wait a few seconds and try again.";
    reply_lost: "La richiesta è stata eseguita, ma la risposta è andata persa: ricarica la pagina per vederne l'esito.",
        "The request was carried out, but its reply was lost: reload the page to see the result.";
    request_timeout: "La richiesta ha impiegato troppo tempo ad arrivare: controlla la connessione e riprova.",
        "The request took too long to arrive: check the connection and try again.";
    payload_too_large: "I dati inviati superano la dimensione consentita.", "The data sent exceeds the allowed size.";
    validation: "Alcuni campi vanno corretti.", "Some fields need attention.";
    count_differs: "Nel frattempo il numero delle caselle è cambiato: ricontrollalo e ripeti.",
        "The number of mailboxes has changed meanwhile: check it and try again.";
    mailbox_differs: "La casella esiste già, con dati diversi da quelli della riga.",
        "The mailbox already exists, with other data than the row's.";
    row_repeated: "La stessa casella è già presente in una riga precedente del file.",
        "The same mailbox is in an earlier row of the file.";
    file_not_readable: "Il file non è leggibile: è necessario un file CSV o Excel (.xlsx).",
        "The file cannot be read: it must be a CSV or Excel (.xlsx) file.";
    import_choice_required: "Il file richiede una scelta prima di essere importato.",
        "The file needs a choice before it is imported.";
    rows_out_of_range: "Non ci sono righe, oppure sono più di 200.000: suddividile in più operazioni.",
        "There are no rows, or more than 200,000: divide them into several operations.";
    export_too_large: "Le caselle sono troppe per un PDF: restringi la ricerca, oppure scegli Excel o CSV.",
        "There are too many mailboxes for a PDF: narrow the search, or choose Excel or CSV.";
    too_many_requests: "Troppi tentativi: attendi qualche minuto e riprova.", "Too many attempts: wait a few minutes and try again.";
    too_many_requests_for(wait: &str): format!("Troppi tentativi: riprova tra {wait}."),
        format!("Too many attempts: try again in {wait}.");
    internal: "Si è verificato un errore sul server. Riprova; se il problema persiste, contatta l'assistenza.",
        "Something went wrong on the server. Try again; if it continues, contact support.";
    internal_traced(trace: &str):
        format!("Si è verificato un errore sul server. Riprova; se il problema persiste, comunica all'assistenza il codice {trace}."),
        format!("Something went wrong on the server. Try again; if it continues, give support the code {trace}.");
    no_mail_host: "Non è configurato nessun mail host.", "No mail host is configured.";
    mail_host_unavailable: "Il mail host non risponde correttamente. Riprova tra poco.",
        "The mail host is not responding correctly. Try again shortly.";
    unavailable: "Il servizio non è disponibile in questo momento: nulla è stato modificato. Riprova tra poco.",
        "The service is not available at the moment: nothing was changed. Try again shortly.";
    confirmation_required: "L'operazione non è stata eseguita: occorre confermare la password.",
        "The operation was not carried out: the password has to be confirmed.";
}}
