use sigillo_contract::mail_host::FindingKind;
use sigillo_kit::texts;

texts! {
/// The operator's page about the mail host.
Host {
    title: "Mail host", "Mail host";
    lead: "Il server che riceve, conserva e consegna la posta delle caselle.", "The server that receives, stores and delivers the mail of the mailboxes.";
    status: "Stato", "Status";
    answers: "RISPONDE", "RESPONDING";
    silent: "NON RISPONDE", "NOT RESPONDING";
    starting: "MAI MISURATO", "NEVER MEASURED";
    measured: "Ultima misura dello spazio", "Last measurement of space";
    never: "mai", "never";
    failing: "In errore", "Failing";
    why: "Motivo", "Why";

    preservation: "Conservazione delle ricevute", "Preservation of receipts";
    preservation_off: "Le caselle con la conservazione attiva non vengono lette: nessuna ricevuta viene conservata.",
        "Mailboxes with preservation on are not being read: no receipt is preserved.";
    preservation_current: "AGGIORNATA", "UP TO DATE";
    preservation_behind: "IN RITARDO", "BEHIND";
    preservation_failing: "IN ERRORE", "FAILING";
    preservation_not_set: "NON CONFIGURATA", "NOT CONFIGURED";
    preserved_mailboxes: "Caselle con la conservazione attiva", "Mailboxes with preservation on";
    preserved_last_day: "Ricevute acquisite nelle ultime 24 ore", "Receipts stored in the last 24 hours";
    preservation_late: "Consegne ancora da leggere", "Deliveries not read yet";
    reconciled: "Ultimo riscontro completo", "Last complete reconciliation";
    missed: "Ricevute recuperate dal riscontro", "Receipts found by the reconciliation";
    missed_found(count: &str, at: &str, since: &str): format!("{count}, le ultime {at}, arrivate {since}"),
        format!("{count}, the last ones {at}, which had arrived {since}");
    missed_text: "Erano sfuggite alla lettura ordinaria. Ora sono conservate.", "The ordinary reading had missed them. They are preserved now.";
    unread_mailboxes: "Caselle che non si riescono a leggere", "Mailboxes that cannot be read";
    failing_mailbox(since: &str): format!("in errore {since}"), format!("failing {since}");

    logs: "Conteggio dei messaggi", "Counting of messages";
    logs_none: "I messaggi ricevuti e inviati e gli accessi alla posta non vengono contati: al pannello non è indicato dove leggere i log di Dovecot e di Postfix.",
        "Messages received and sent and openings of mailboxes are not counted: the panel was not told where to read the logs of Dovecot and Postfix.";
    logs_set: "Imposta le variabili che trovi in panel.env e riavvia il pannello:", "Set the variables that you find in panel.env, and restart the panel:";
    of_dovecot: "Messaggi ricevuti e accessi", "Messages received and openings";
    of_postfix: "Messaggi inviati", "Messages sent";
    log_reading: "IN LETTURA", "BEING READ";
    log_stopped: "LETTURA FERMA", "NOT BEING READ";
    counted_from: "Contati dal", "Counted from";
    log_read: "Ultima lettura del log", "Log last read";
    log_unreadable: "Righe non comprese", "Lines not understood";
    log_last(count: &str, at: &str): format!("{count}, l’ultima {at}"), format!("{count}, the last one {at}");
    log_gaps: "Parti del log andate perse", "Parts of the log that were lost";
    log_gaps_text: "Il log era già stato compresso o cancellato prima di essere letto: i messaggi di quel periodo mancano dal conteggio.",
        "The log had been compressed or deleted before it was read: the messages of that time are missing from the counts.";

    none_title: "Nessun mail host configurato", "No mail host is configured";
    none_text: "Il pannello funziona lo stesso, ma non misura lo spazio usato e non può dire se le modifiche valgono già per la posta.",
        "The panel still works, but it does not measure the space used and cannot tell whether changes already apply to the mail.";
    none_write: "Scrivi la configurazione di Dovecot per il database in uso:", "Write Dovecot's configuration for the database in use:";
    none_start: "Poi riavvia il pannello con le variabili che trovi in panel.env:", "Then restart the panel with the variables in panel.env:";

    check: "Controllo", "Check";
    check_text: "Confronta i dati di ogni casella con quelli del mail host, senza modificare nulla. Se le caselle sono molte, richiede alcuni secondi.",
        "Compares the data of every mailbox with those of the mail host, without changing anything. With many mailboxes it takes a few seconds.";
    do_check: "Controlla", "Check";
    checking: "Controllo in corso…", "Checking…";
    checked(of: &str): format!("Controllo {of}"), format!("Check {of}");
    counted(mailboxes: i64, stores: i64):
        format!("{}, {}.", super::counted(mailboxes, "casella", "caselle"), super::counted(stores, "deposito", "depositi")),
        format!("{}, {}.", super::counted(mailboxes, "mailbox", "mailboxes"), super::counted(stores, "store", "stores"));
    in_order: "Nessuna differenza: i dati del mail host corrispondono a quelli del pannello.",
        "No differences: the mail host's data match those of the panel.";
    listed(listed: &str, total: &str): format!("Sono elencati i primi {listed} problemi su {total}: sistemati questi, controlla di nuovo."),
        format!("The first {listed} findings of {total} are listed: once these are fixed, check again.");

    no_store: "Casella senza deposito", "Mailbox without a store";
    no_store_text(messages: i64):
        format!("Il deposito dei messaggi non c'è più. All'ultima misura conteneva {}.", super::counted(messages, "messaggio", "messaggi")),
        format!("The store of its messages is gone. When it was last measured it contained {}.", super::counted(messages, "message", "messages"));
    no_store_remedy: "Si crea un deposito vuoto: la casella torna a funzionare, i messaggi perduti no. Se ne hai una copia, ripristinala prima.",
        "An empty store is created: the mailbox works again, but the lost messages do not come back. If you have a copy of them, restore it first.";
    no_store_do: "Crea il deposito", "Create the store";
    no_store_done: "Il deposito è stato creato, vuoto.", "The store was created, empty.";

    orphan_store: "Deposito senza casella", "Store without a mailbox";
    orphan_store_text: "Nessuna casella del pannello lo usa.", "No mailbox in the panel uses it.";
    orphan_store_of(address: &str): format!("Era di {address}, che non ha più posta."), format!("It belonged to {address}, which no longer has any mail.");
    orphan_store_remedy: "Si distrugge, con tutti i messaggi che contiene.", "It is destroyed, with every message in it.";
    orphan_store_do: "Distruggi il deposito", "Destroy the store";
    orphan_store_done: "Il deposito è stato distrutto.", "The store was destroyed.";

    differs: "Dati diversi sul mail host", "Different data on the mail host";
    differs_remedy: "Si chiede al mail host di riaprire il database: se è stato sostituito, per esempio da un ripristino, sta ancora leggendo quello di prima.",
        "The mail host is told to reopen the database: if the database was replaced, for instance by a restore, it is still reading the old one.";
    differs_do: "Fai riaprire il database", "Reopen the database";
    differs_done: "Il mail host ha riaperto il database: controlla di nuovo.", "The mail host has reopened the database: check again.";

    unfinished: "Modifica non ancora applicata", "Change not applied yet";
    unfinished_remedy: "Si riprova subito, senza aspettare il prossimo tentativo.", "It is tried immediately, without waiting for the next attempt.";
    unfinished_do: "Riprova subito", "Try now";
    unfinished_done: "È ripartito un tentativo: controlla di nuovo tra qualche secondo.", "It is being tried: check again in a few seconds.";

    changed_meanwhile: "Nel frattempo qualcosa è cambiato: controlla di nuovo.", "Something has changed meanwhile: check again.";
    subject(what: &str, whose: &str): format!("{what}: {whose}"), format!("{what}: {whose}");

    field: "Dato", "Field";
    differences: "Dati diversi", "Different data";
    expected: "Pannello", "Panel";
    found: "Mail host", "Mail host";
    nothing: "nulla", "nothing";

    destroy_title: "La distruzione è definitiva", "The destruction is permanent";
    destroy_lost: "tutti i messaggi che contiene sono distrutti, in ogni cartella, e non esiste un backup da cui recuperarli;",
        "every message in it is destroyed, in every folder, and there is no backup to bring them back;";
    destroy_unknown: "il pannello non sa di chi siano: se hai dei dubbi, verificane prima il contenuto.",
        "the panel does not know whose they are: if in doubt, look at what it contains first.";
    destroy_known(address: &str): format!("sono i messaggi di {address}."), format!("they are the messages of {address}.");
    destroy_confirm(name: &str): format!("Per confermare scrivi {name}"), format!("To confirm, type {name}");
    destroy_mismatch: "Non è il nome richiesto.", "This is not the requested name.";
    destroy_keep: "Annulla", "Cancel";
}}

/// The texts about a kind of finding.
pub struct FindingTexts {
    pub title: &'static str,
    pub remedy: &'static str,
    pub action: &'static str,
    pub done: &'static str,
}

impl Host {
    pub const fn finding_texts(self, kind: FindingKind) -> FindingTexts {
        match kind {
            FindingKind::NoStore => FindingTexts {
                title: self.no_store(),
                remedy: self.no_store_remedy(),
                action: self.no_store_do(),
                done: self.no_store_done(),
            },
            FindingKind::OrphanStore => FindingTexts {
                title: self.orphan_store(),
                remedy: self.orphan_store_remedy(),
                action: self.orphan_store_do(),
                done: self.orphan_store_done(),
            },
            FindingKind::Differs => FindingTexts {
                title: self.differs(),
                remedy: self.differs_remedy(),
                action: self.differs_do(),
                done: self.differs_done(),
            },
            FindingKind::UnfinishedEffect => FindingTexts {
                title: self.unfinished(),
                remedy: self.unfinished_remedy(),
                action: self.unfinished_do(),
                done: self.unfinished_done(),
            },
        }
    }
}
