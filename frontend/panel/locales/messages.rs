use sigillo_domain::message::{MessageKind, MessageState};
use sigillo_kit::texts;

texts! {
/// The messages to the mailboxes' users, and their delivery.
Messages {
    kind_label: "Tipo di messaggio", "Kind of message";
    every_kind: "Tutti i tipi", "All kinds";
    outcome_label: "Esito", "Outcome";
    every_outcome: "Tutti gli esiti", "All outcomes";
    outcome_queued: "In coda", "Queued";
    outcome_sent: "Inviato", "Sent";
    outcome_failed: "Non consegnato", "Not delivered";
    outcome_dropped: "Annullato", "Dropped";
    none: "Non è stato ancora inviato nessun messaggio: compaiono qui gli avvisi e i reset della password.",
        "No message has been sent yet: notices and password resets appear here.";
    none_matches: "Nessun messaggio con questi filtri.", "No message matches these filters.";
    refresh: "Aggiorna", "Refresh";
    server_said: "Risposta del server:", "The server's answer:";
    file: "File:", "File:";
    written(when: &str): format!("Scritto come file il {when}: nessun server di posta è configurato"),
        format!("Written as a file on {when}: no mail server is configured");
    accepted_by(server: &str, when: &str): format!("Accettato da {server} il {when}"), format!("Accepted by {server} on {when}");
    accepted(when: &str): format!("Accettato il {when}"), format!("Accepted on {when}");
    refused_by(server: &str, when: &str): format!("Rifiutato da {server} il {when}"), format!("Refused by {server} on {when}");
    given_up(when: &str): format!("Non consegnato: ultimo tentativo il {when}"), format!("Not delivered: last attempt on {when}");
    waiting: "In attesa del primo invio", "Waiting to be sent";
    next(when: &str): format!("prossimo tentativo il {when}"), format!("next attempt on {when}");
    tried(times: i64):
        match times { 1 => "Un tentativo non riuscito".to_owned(), _ => format!("{times} tentativi non riusciti") },
        match times { 1 => "One attempt failed".to_owned(), _ => format!("{times} attempts failed") };
    not_needed: "Non inviato: il suo link è già stato usato, o ne è stato inviato uno più recente.",
        "Not sent: its link has been used, or a newer one has been sent.";
    again: "Invia di nuovo", "Send again";
    again_one(kind: &str, to: &str): format!("Invia di nuovo: {kind}, a {to}"), format!("Send again: {kind}, to {to}");
    queued_again(to: &str): format!("Il messaggio a {to} è di nuovo in coda: sarà tentato per altre 48 ore"),
        format!("The message to {to} is queued again: it will be tried for another 48 hours");

    queued: "IN CODA", "QUEUED";
    sent: "INVIATO", "SENT";
    written_to_file: "SCRITTO SU FILE", "WRITTEN TO A FILE";
    failed: "NON CONSEGNATO", "NOT DELIVERED";
    dropped: "ANNULLATO", "DROPPED";

    set_password: "Istruzioni per impostare la password", "Instructions to set the password";
    reset_password: "Link per una nuova password", "Link for a new password";
    confirm_communication_email: "Conferma dell'e-mail di comunicazione", "Confirmation of the communication e-mail";
    communication_email_changed: "E-mail di comunicazione cambiata", "Communication e-mail changed";
    soft_limit_reached: "Spazio in esaurimento", "Space running out";
    password_expiring_20: "La password scade tra 20 giorni", "The password expires in 20 days";
    password_expiring_10: "La password scade tra 10 giorni", "The password expires in 10 days";
    password_expiring_5: "La password scade tra 5 giorni", "The password expires in 5 days";
    password_expired: "Password scaduta", "Password expired";
    password_changed: "Password cambiata", "Password changed";
    password_reset_notice: "Avviso di nuova password all'indirizzo precedente", "Notice of a new password to the previous address";
    mailbox_disabled: "Casella disabilitata", "Mailbox disabled";
    mailbox_enabled: "Casella riabilitata", "Mailbox enabled again";
    mailbox_cancelled: "Casella cancellata", "Mailbox deleted";
    history_checkpoint: "Punto di controllo della storia", "Checkpoint of the history";
    report_ready: "Report pianificato", "Scheduled report";
    view_alert: "Avviso di una vista salvata", "Alert of a saved view";
    contract_to_sign: "Contratto da firmare", "Contract to sign";
    contract_reminder: "Promemoria del contratto da firmare", "Reminder of the contract to sign";
    contract_code: "Codice per firmare il contratto", "Code to sign the contract";
    contract_sealed: "Contratto firmato", "Signed contract";
    welcome: "Benvenuto: dati di attivazione", "Welcome: activation data";
    contract_withdrawn: "Contratto ritirato", "Contract withdrawn";
    contract_declined: "Avviso di contratto rifiutato", "Notice of a declined contract";
    contract_undeliverable: "Avviso di contratto non consegnato", "Notice of an undelivered contract";
    contract_copy_undecided: "Avviso di contratto firmato da valutare", "Notice of a signed contract to decide on";
    contract_link_blocked: "Avviso di link bloccato", "Notice of a blocked link";
    service_ending_60: "Avviso di scadenza del servizio, 60 giorni prima", "Notice that the service ends, 60 days before";
    service_ending_30: "Avviso di scadenza del servizio, 30 giorni prima", "Notice that the service ends, 30 days before";
    service_ending_15: "Avviso di scadenza del servizio, 15 giorni prima", "Notice that the service ends, 15 days before";
    service_ending_5: "Avviso di scadenza del servizio, 5 giorni prima", "Notice that the service ends, 5 days before";
    new_holder: "Istruzioni per il nuovo titolare", "Instructions for the new holder";
    former_holder: "Avviso al titolare uscente", "Notice to the former holder";
    service_ended: "Avviso di servizio terminato", "Notice that the service has ended";
    service_continues: "Conferma che il servizio prosegue", "Confirmation that the service goes on";
    service_terminating: "Conferma della cessazione", "Confirmation of the termination";
    service_digest: "Riepilogo delle caselle in scadenza", "Digest of the mailboxes that end";
    ticket_taken: "Segnalazione presa in carico", "Ticket taken in charge";
    ticket_asked: "Richiesta di informazioni su una segnalazione", "Request for information about a ticket";
    ticket_approval_asked: "Richiesta di approvazione su una segnalazione", "Request for an approval about a ticket";
    ticket_answered: "Risposta a una segnalazione", "Answer to a ticket";
    ticket_closed: "Segnalazione chiusa", "Ticket closed";

    reset: "Invia reset password", "Send password reset";
    reset_title: "Invia reset password", "Send password reset";
    reset_text(email: &str, address: &str):
        format!("Sarà inviato un messaggio a {email} con un link per impostare la password di {address}."),
        format!("A message with a link to set the password of {address} will be sent to {email}.");
    reset_rules: "Il link funziona una volta sola e vale 24 ore; quelli inviati prima non valgono più.",
        "The link works once and is valid for 24 hours; those sent before no longer work.";
    reset_keeps: "Finché il titolare non lo usa, la password attuale resta valida.", "Until the holder uses it, the present password remains valid.";
    send: "Invia", "Send";
    reset_sent(email: &str): format!("Il link per impostare la password sarà inviato a {email}; vale 24 ore"),
        format!("The link to set the password will be sent to {email}; it is valid for 24 hours");

    no_email_title: "Nessuna e-mail di comunicazione", "No communication e-mail";
    no_email: "Finché non ne ha una, la casella non può ricevere:", "Until it has one, the mailbox cannot receive:";
    no_email_rest: "Gli altri avvisi arrivano solo nella casella stessa.", "The other notices go only to the mailbox itself.";
}}

impl Messages {
    pub const fn kind(self, kind: MessageKind) -> &'static str {
        match kind {
            MessageKind::SetPassword => self.set_password(),
            MessageKind::ResetPassword => self.reset_password(),
            MessageKind::ConfirmCommunicationEmail => self.confirm_communication_email(),
            MessageKind::CommunicationEmailChanged => self.communication_email_changed(),
            MessageKind::SoftLimitReached => self.soft_limit_reached(),
            MessageKind::PasswordExpiring20 => self.password_expiring_20(),
            MessageKind::PasswordExpiring10 => self.password_expiring_10(),
            MessageKind::PasswordExpiring5 => self.password_expiring_5(),
            MessageKind::PasswordExpired => self.password_expired(),
            MessageKind::PasswordChanged => self.password_changed(),
            MessageKind::PasswordResetNotice => self.password_reset_notice(),
            MessageKind::MailboxDisabled => self.mailbox_disabled(),
            MessageKind::MailboxEnabled => self.mailbox_enabled(),
            MessageKind::MailboxCancelled => self.mailbox_cancelled(),
            MessageKind::HistoryCheckpoint => self.history_checkpoint(),
            MessageKind::ViewAlert => self.view_alert(),
            MessageKind::ReportReady => self.report_ready(),
            MessageKind::ContractToSign => self.contract_to_sign(),
            MessageKind::ContractReminder => self.contract_reminder(),
            MessageKind::ContractCode => self.contract_code(),
            MessageKind::ContractSealed => self.contract_sealed(),
            MessageKind::Welcome => self.welcome(),
            MessageKind::ContractWithdrawn => self.contract_withdrawn(),
            MessageKind::ContractDeclined => self.contract_declined(),
            MessageKind::ContractUndeliverable => self.contract_undeliverable(),
            MessageKind::ContractCopyUndecided => self.contract_copy_undecided(),
            MessageKind::ContractLinkBlocked => self.contract_link_blocked(),
            MessageKind::ServiceEnding60 => self.service_ending_60(),
            MessageKind::ServiceEnding30 => self.service_ending_30(),
            MessageKind::ServiceEnding15 => self.service_ending_15(),
            MessageKind::ServiceEnding5 => self.service_ending_5(),
            MessageKind::ServiceEnded => self.service_ended(),
            MessageKind::ServiceContinues => self.service_continues(),
            MessageKind::ServiceTerminating => self.service_terminating(),
            MessageKind::NewHolder => self.new_holder(),
            MessageKind::FormerHolder => self.former_holder(),
            MessageKind::ServiceDigest => self.service_digest(),
            MessageKind::TicketTaken => self.ticket_taken(),
            MessageKind::TicketAsked => self.ticket_asked(),
            MessageKind::TicketApprovalAsked => self.ticket_approval_asked(),
            MessageKind::TicketAnswered => self.ticket_answered(),
            MessageKind::TicketClosed => self.ticket_closed(),
        }
    }

    /// The state, as a filter offers it.
    pub const fn outcome(self, state: MessageState) -> &'static str {
        match state {
            MessageState::Queued => self.outcome_queued(),
            MessageState::Sent => self.outcome_sent(),
            MessageState::Failed => self.outcome_failed(),
            MessageState::Dropped => self.outcome_dropped(),
        }
    }

    pub const fn state(self, state: MessageState) -> &'static str {
        match state {
            MessageState::Queued => self.queued(),
            MessageState::Sent => self.sent(),
            MessageState::Failed => self.failed(),
            MessageState::Dropped => self.dropped(),
        }
    }
}
