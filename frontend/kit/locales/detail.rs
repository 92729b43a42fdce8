use sigillo_domain::history::{Action, ActorKind};

texts! { Detail {
    mailbox: "Casella", "Mailbox";
    edit: "Modifica", "Edit";
    cancelled_title: "Casella cancellata", "Deleted mailbox";
    cancelled_on(date: &str): format!("Cancellata il {date}. È in sola lettura: non può essere riattivata e il suo nome non si può più usare."),
        format!("Deleted on {date}. It is read-only: it cannot be reactivated and its name can never be used again.");
    disabled_note: "La casella è disabilitata: il contenuto è conservato, nessuno può accedere e i messaggi in arrivo restano in attesa.",
        "The mailbox is disabled: its content is kept, nobody has access and incoming messages wait.";
    suppressed_note: "Il servizio è terminato: il contenuto è conservato, ma la casella non riceve e nessuno può accedere. Con il rinnovo torna come prima.",
        "The service has ended: the content is kept, but the mailbox does not receive and nobody has access. A renewal brings it back as it was.";
    terminated_note: "Il servizio è cessato su richiesta: il contenuto è conservato finché qualcuno non cancella la casella.",
        "The service was terminated on request: the content is kept until somebody deletes the mailbox.";
    pending_note: "La casella attende la firma del contratto da parte del titolare: fino ad allora non riceve messaggi e nessuno può accedere.",
        "The mailbox is waiting for its holder to sign the contract: until then it receives no messages and nobody has access.";

    disable: "Disabilita", "Disable";
    enable: "Riabilita", "Enable again";
    disable_title: "Disabilita la casella", "Disable the mailbox";
    enable_title: "Riabilita la casella", "Enable the mailbox again";
    disable_text: "Il contenuto è conservato, ma nessuno può accedere; i messaggi in arrivo restano in attesa e sono consegnati alla riabilitazione. L'utente è avvisato.",
        "The content is kept, but nobody has access; incoming messages wait and are delivered once it is enabled again. The user is notified.";
    enable_text: "L'accesso è di nuovo possibile e i messaggi in attesa sono consegnati. L'utente è avvisato.",
        "Access is possible again, and waiting messages are delivered. The user is notified.";
    disabled_done(address: &str): format!("La casella {address} è stata disabilitata"), format!("The mailbox {address} was disabled");
    enabled_done(address: &str): format!("La casella {address} è stata riabilitata"), format!("The mailbox {address} was enabled again");
    identity: "Casella", "Mailbox";
    data: "Dati della casella", "Mailbox data";
    sections: "Sezioni della casella", "Sections of the mailbox";
    messages: "Messaggi", "Messages";
    every_action: "Tutte le operazioni", "All actions";
    action: "Operazione", "Action";
    every_person: "Tutte le persone", "Everybody";
    person: "Eseguita da", "Done by";
    nothing_recorded: "Non è stato ancora registrato nulla.", "Nothing has been recorded yet.";
    nothing_matches: "Nessuna registrazione con questi filtri.", "No record matches these filters.";
    name: "Nome", "Name";
    domain: "Dominio", "Domain";
    state: "Stato", "Status";
    password: "Password", "Password";
    password_to_set_note: "Nessun accesso finché il titolare non la imposta dal link che riceve.",
        "No access until the holder sets it from the link they receive.";
    valid_until(date: &str): format!("valida fino al {date}"), format!("valid until {date}");
    set_on(date: &str): format!("impostata il {date}"), format!("set on {date}");
    expired_on(date: &str): format!("scaduta il {date}"), format!("expired on {date}");
    expired_title: "Password scaduta", "Expired password";
    expired_note: "L'accesso è bloccato finché il titolare non la cambia; la casella resta attiva e continua a ricevere.",
        "Access is blocked until the holder changes it; the mailbox stays active and continues to receive.";
    expired_badge: "PASSWORD SCADUTA", "PASSWORD EXPIRED";
    communication_email: "E-mail di comunicazione", "Communication e-mail";
    none: "non indicata", "not given";

    space: "Spazio", "Space";
    quota: "Quota", "Quota";
    soft_limit: "Soft limit", "Soft limit";
    used: "Spazio utilizzato", "Used space";
    not_available: "non disponibile", "not available";
    used_of(used: &str, percent: i64): format!("{used} ({percent}% della quota)"), format!("{used} ({percent}% of the quota)");
    preservation: "Conservazione a norma", "Legal preservation";

    dates: "Date", "Dates";
    created: "Creazione", "Creation";
    created_by(date: &str, who: &str): format!("{date}, da {who}"), format!("{date}, by {who}");
    activated: "Attivazione", "Activation";
    expires: "Scadenza del servizio", "End of service";
    cancelled: "Cancellazione", "Deletion";
    no_expiry: "nessuna", "none";

    notes: "Note", "Notes";
    no_notes: "Nessuna nota.", "No notes.";
    new_note: "Nuova nota", "New note";
    note_hint: "Resta nello storico: non si può modificare né togliere.", "It stays in the history: it can be neither changed nor removed.";
    add_note: "Aggiungi nota", "Add note";
    note_added: "La nota è stata aggiunta", "The note was added";

    history: "Storico", "History";
    seal: "Sigillo", "Seal";
    seal_whole(seq: i64): format!("Sigillo del record {seq}"), format!("Seal of record {seq}");
    created_it(who: &str): format!("{who} ha creato la casella"), format!("{who} created the mailbox");
    updated_it(who: &str): format!("{who} ha modificato la casella"), format!("{who} changed the mailbox");
    disabled_it(who: &str): format!("{who} ha disabilitato la casella"), format!("{who} disabled the mailbox");
    enabled_it(who: &str): format!("{who} ha riabilitato la casella"), format!("{who} enabled the mailbox again");
    cancelled_it(who: &str): format!("{who} ha cancellato la casella"), format!("{who} deleted the mailbox");
    deleted_it(who: &str): format!("{who} ha eliminato la vista"), format!("{who} deleted the view");
    noted_it(who: &str): format!("{who} ha aggiunto una nota"), format!("{who} added a note");
    link_sent_it(who: &str): format!("{who} ha inviato il link per impostare la password"), format!("{who} sent the link to set the password");
    link_asked_it(who: &str): format!("{who} ha chiesto il link per impostare la password"), format!("{who} asked for the link to set the password");
    password_set_it(who: &str): format!("{who} ha impostato la password"), format!("{who} set the password");
    password_expired_it: "La password è scaduta", "The password expired";
    email_asked_it(who: &str): format!("{who} ha indicato un'altra e-mail di comunicazione, da confermare"),
        format!("{who} gave another communication e-mail, to be confirmed");
    reset_stopped_it(who: &str): format!("{who} ha annullato la richiesta di una nuova password, dall'e-mail di comunicazione precedente"),
        format!("{who} stopped the request for a new password, from the previous communication e-mail");
    exported_it(who: &str): format!("{who} ha esportato un elenco"), format!("{who} exported a list");
    merged_it(who: &str): format!("{who} ha unito due titolari"), format!("{who} merged two holders");
    erased_it(who: &str): format!("{who} ha cancellato i dati personali"), format!("{who} erased the personal data");
    sealed_it: "La storia precedente è stata sigillata con una chiave", "The earlier history was sealed with a key";
    creation: "Creazione", "Creation";
    update: "Modifica", "Change";
    disabling: "Disabilitazione", "Disabling";
    enabling: "Riabilitazione", "Enabling";
    cancellation: "Cancellazione", "Deletion";
    link_sending: "Invio del link per la password", "Password link sent";
    reset_stop: "Richiesta di password annullata", "Password request stopped";
    password_setting: "Password impostata", "Password set";
    password_expiry: "Password scaduta", "Password expired";
    email_request: "Richiesta di cambio e-mail", "E-mail change requested";
    export: "Esportazione", "Export";
    merging: "Unione", "Merge";
    erasure: "Cancellazione dei dati personali", "Erasure of personal data";
    removal: "Eliminazione", "Removal";
    sealing: "Sigillo della storia precedente", "Seal of the earlier history";
    opened_it(who: &str): format!("{who} ha aperto il contratto"), format!("{who} opened the contract");
    tax_code_refused_it: "Chi ha aperto il link ha indicato un codice fiscale errato", "Whoever opened the link gave a wrong tax code";
    consented_it(who: &str): format!("{who} ha accettato i testi del contratto"), format!("{who} accepted the texts of the contract");
    code_sent_it(who: &str): format!("{who} ha chiesto il codice per firmare"), format!("{who} asked for the code to sign");
    copy_uploaded_it(who: &str): format!("{who} ha caricato il contratto firmato con la propria firma digitale"), format!("{who} uploaded the contract, signed with a digital signature");
    copy_refused_it: "La copia firmata è stata rifiutata", "The signed copy was refused";
    copy_undecided_it: "La copia firmata è da valutare", "The signed copy has to be decided on";
    copy_accepted_it(who: &str): format!("{who} ha accettato la copia firmata"), format!("{who} accepted the signed copy");
    copy_upload: "Copia firmata caricata", "Signed copy uploaded";
    copy_refusal: "Copia firmata rifiutata", "Signed copy refused";
    copy_to_decide: "Copia firmata da valutare", "Signed copy to be decided on";
    copy_acceptance: "Copia firmata accettata", "Signed copy accepted";
    code_refused_it(who: &str): format!("{who} ha indicato un codice errato"), format!("{who} gave a wrong code");
    signed_it(who: &str): format!("{who} ha firmato il contratto"), format!("{who} signed the contract");
    document_sealed_it: "Il contratto firmato è stato sigillato", "The signed contract was sealed";
    declined_it(who: &str): format!("{who} ha rifiutato il contratto"), format!("{who} declined the contract");
    contract_expired_it: "Il contratto è scaduto senza firma", "The contract expired unsigned";
    withdrawn_it(who: &str): format!("{who} ha ritirato il contratto"), format!("{who} withdrew the contract");
    undeliverable_it: "Il messaggio con il contratto non è stato recapitato", "The message with the contract could not be delivered";
    resent_it(who: &str): format!("{who} ha inviato di nuovo il contratto"), format!("{who} sent the contract again");
    reminded_it: "È stato inviato un promemoria", "A reminder was sent";
    activated_it: "La casella è stata attivata", "The mailbox was activated";
    renewed_it(who: &str): format!("{who} ha rinnovato il servizio"), format!("{who} renewed the service");
    termination_requested_it(who: &str): format!("{who} ha registrato la cessazione del servizio"), format!("{who} registered the termination of the service");
    termination_withdrawn_it(who: &str): format!("{who} ha annullato la cessazione del servizio"), format!("{who} withdrew the termination of the service");
    end_announced_it: "È stato inviato l'avviso di scadenza del servizio", "The notice that the service ends was sent";
    service_ended_it: "Il servizio è terminato", "The service ended";
    holder_change_requested_it(who: &str): format!("{who} ha chiesto il cambio intestatario"), format!("{who} requested a change of holder");
    holder_changed_it(who: &str): format!("{who} ha approvato il cambio intestatario"), format!("{who} approved the change of holder");
    holder_change_rejected_it(who: &str): format!("{who} ha respinto il cambio intestatario"), format!("{who} rejected the change of holder");
    holder_change_withdrawn_it(who: &str): format!("{who} ha ritirato la richiesta di cambio intestatario"), format!("{who} withdrew the request for a change of holder");
    holder_change_closed_it: "La richiesta di cambio intestatario è stata chiusa", "The request for a change of holder was closed";
    superseded_it: "Il contratto è stato superato: la casella è passata a un altro titolare", "The contract was superseded: the mailbox passed to another holder";
    holder_change_request: "Cambio intestatario chiesto", "Change of holder requested";
    holder_change_done: "Cambio intestatario", "Change of holder";
    holder_change_rejection: "Cambio intestatario respinto", "Change of holder rejected";
    holder_change_withdrawal: "Cambio intestatario ritirato", "Change of holder withdrawn";
    holder_change_closing: "Cambio intestatario chiuso", "Change of holder closed";
    identified_it(who: &str): format!("{who} ha registrato l'identificazione del titolare"), format!("{who} registered the identification of the holder");
    identification_withdrawn_it(who: &str): format!("{who} ha tolto l'identificazione del titolare"), format!("{who} removed the identification of the holder");
    identification_entry: "Identificazione registrata", "Identification registered";
    identification_removal: "Identificazione tolta", "Identification removed";
    supersession: "Contratto superato", "Contract superseded";
    renewal_done: "Rinnovo del servizio", "Service renewed";
    termination_request: "Richiesta di cessazione", "Termination requested";
    termination_withdrawal: "Cessazione annullata", "Termination withdrawn";
    end_announcement: "Avviso di scadenza", "Notice of the end";
    service_end: "Fine del servizio", "Service ended";
    contract_opening: "Apertura del contratto", "Contract opened";
    tax_code_refusal: "Codice fiscale errato", "Wrong tax code";
    consenting: "Accettazione dei testi", "Texts accepted";
    code_sending: "Invio del codice di firma", "Signature code sent";
    code_refusal: "Codice di firma errato", "Wrong signature code";
    signing: "Firma del contratto", "Contract signed";
    document_sealing: "Sigillo del contratto", "Contract sealed";
    declining: "Rifiuto del contratto", "Contract declined";
    contract_expiry: "Scadenza del contratto", "Contract expired";
    withdrawal: "Ritiro del contratto", "Contract withdrawn";
    non_delivery: "Contratto non recapitato", "Contract not delivered";
    resending: "Nuovo invio del contratto", "Contract sent again";
    reminding: "Promemoria del contratto", "Contract reminder";
    activation_done: "Attivazione della casella", "Mailbox activated";
    document_upload: "Documento caricato", "Document uploaded";
    document_refusal: "Documento infetto rifiutato", "Infected document refused";
    document_verification: "Firme del documento verificate", "Signatures of a document verified";
    document_deletion: "Documento eliminato", "Document deleted";
    document_uploaded_it(who: &str): format!("{who} ha caricato un documento"), format!("{who} uploaded a document");
    document_refused_it(who: &str): format!("Un documento di {who} non è stato accettato: contiene un virus"), format!("A document from {who} was not taken: it has a virus");
    document_verified_it: "Le firme di un documento sono state verificate", "The signatures of a document were verified";
    document_deleted_it(who: &str): format!("{who} ha eliminato un documento"), format!("{who} deleted a document");
    service_correction: "Misura corretta", "Measurement corrected";
    service_corrected_it(who: &str): format!("{who} ha corretto una misura del servizio"), format!("{who} corrected a measurement of the service");
    maintenance_announcement: "Manutenzione annunciata", "Maintenance announced";
    maintenance_announced_it(who: &str): format!("{who} ha annunciato una manutenzione"), format!("{who} announced maintenance");
    maintenance_withdrawal: "Manutenzione ritirata", "Maintenance taken back";
    maintenance_withdrawn_it(who: &str): format!("{who} ha ritirato una manutenzione"), format!("{who} took maintenance back");
    period_closing: "Quadrimestre chiuso", "Period closed";
    period_closed_it(who: &str): format!("{who} ha chiuso il quadrimestre"), format!("{who} closed the period");
    package_closing: "Pacchetto di ricevute chiuso", "Package of receipts closed";
    package_closed_it: "Un pacchetto di ricevute è stato chiuso", "A package of receipts was closed";
    disposal_proposal: "Scarto proposto", "Disposal proposed";
    disposal_proposed_it(who: &str): format!("{who} ha proposto uno scarto di ricevute"), format!("{who} proposed a disposal of receipts");
    disposal_approval: "Scarto approvato", "Disposal approved";
    disposal_approved_it(who: &str): format!("{who} ha approvato uno scarto di ricevute"), format!("{who} approved a disposal of receipts");
    disposal_rejection: "Scarto respinto", "Disposal rejected";
    disposal_rejected_it(who: &str): format!("{who} ha respinto uno scarto di ricevute"), format!("{who} rejected a disposal of receipts");
    disposal_withdrawal: "Scarto ritirato", "Disposal withdrawn";
    disposal_withdrawn_it(who: &str): format!("{who} ha ritirato uno scarto di ricevute"), format!("{who} withdrew a disposal of receipts");
    becomes: "diventa", "becomes";
    erased: "(dato cancellato)", "(erased)";
    no_longer_recorded: "(non più registrato)", "(no longer recorded)";
    note: "Nota", "Note";
    ticket_message: "Messaggio o cambio di stato di una segnalazione", "Message or change of status of a ticket";
    ticket_note: "Nota interna di una segnalazione", "Internal note of a ticket";
    ticket_note_it(who: &str): format!("{who} ha aggiunto una nota interna"), format!("{who} added an internal note");
    ticket_message_it(who: &str): format!("{who} ha aggiornato la segnalazione"), format!("{who} updated the ticket");
    address: "Indirizzo", "Address";
    recipient: "Destinatario", "Recipient";
}}

impl Detail {
    /// The name of an action, for filters.
    pub const fn action_name(self, action: Action) -> &'static str {
        match action {
            Action::Created => self.creation(),
            Action::Updated => self.update(),
            Action::Disabled => self.disabling(),
            Action::Enabled => self.enabling(),
            Action::Cancelled => self.cancellation(),
            Action::NoteAdded => self.note(),
            Action::MessageAdded => self.ticket_message(),
            Action::InternalNoteAdded => self.ticket_note(),
            Action::PasswordLinkSent => self.link_sending(),
            Action::PasswordResetStopped => self.reset_stop(),
            Action::PasswordSet => self.password_setting(),
            Action::PasswordExpired => self.password_expiry(),
            Action::EmailChangeRequested => self.email_request(),
            Action::Exported => self.export(),
            Action::Sealed => self.sealing(),
            Action::Deleted => self.removal(),
            Action::Merged => self.merging(),
            Action::Erased => self.erasure(),
            Action::Opened => self.contract_opening(),
            Action::TaxCodeRefused => self.tax_code_refusal(),
            Action::Consented => self.consenting(),
            Action::CodeSent => self.code_sending(),
            Action::CodeRefused => self.code_refusal(),
            Action::CopyUploaded => self.copy_upload(),
            Action::CopyRefused => self.copy_refusal(),
            Action::CopyUndecided => self.copy_to_decide(),
            Action::CopyAccepted => self.copy_acceptance(),
            Action::Signed => self.signing(),
            Action::DocumentSealed => self.document_sealing(),
            Action::Declined => self.declining(),
            Action::Expired => self.contract_expiry(),
            Action::Withdrawn => self.withdrawal(),
            Action::Undeliverable => self.non_delivery(),
            Action::Resent => self.resending(),
            Action::Reminded => self.reminding(),
            Action::Activated => self.activation_done(),
            Action::Renewed => self.renewal_done(),
            Action::TerminationRequested => self.termination_request(),
            Action::TerminationWithdrawn => self.termination_withdrawal(),
            Action::EndAnnounced => self.end_announcement(),
            Action::ServiceEnded => self.service_end(),
            Action::HolderChangeRequested => self.holder_change_request(),
            Action::HolderChanged => self.holder_change_done(),
            Action::HolderChangeRejected => self.holder_change_rejection(),
            Action::HolderChangeWithdrawn => self.holder_change_withdrawal(),
            Action::HolderChangeClosed => self.holder_change_closing(),
            Action::ServiceCorrected => self.service_correction(),
            Action::MaintenanceAnnounced => self.maintenance_announcement(),
            Action::MaintenanceWithdrawn => self.maintenance_withdrawal(),
            Action::PeriodClosed => self.period_closing(),
            Action::PackageClosed => self.package_closing(),
            Action::DisposalProposed => self.disposal_proposal(),
            Action::DisposalApproved => self.disposal_approval(),
            Action::DisposalRejected => self.disposal_rejection(),
            Action::DisposalWithdrawn => self.disposal_withdrawal(),
            Action::Superseded => self.supersession(),
            Action::Identified => self.identification_entry(),
            Action::IdentificationWithdrawn => self.identification_removal(),
            Action::DocumentUploaded => self.document_upload(),
            Action::DocumentRefused => self.document_refusal(),
            Action::DocumentVerified => self.document_verification(),
            Action::DocumentDeleted => self.document_deletion(),
        }
    }

    /// A record of the history as a sentence.
    pub fn sentence(self, action: Action, by: ActorKind, who: &str) -> String {
        match action {
            Action::Created => self.created_it(who),
            Action::Updated => self.updated_it(who),
            Action::Disabled => self.disabled_it(who),
            Action::Enabled => self.enabled_it(who),
            Action::Cancelled => self.cancelled_it(who),
            Action::Deleted => self.deleted_it(who),
            Action::Merged => self.merged_it(who),
            Action::Erased => self.erased_it(who),
            Action::NoteAdded => self.noted_it(who),
            Action::MessageAdded => self.ticket_message_it(who),
            Action::InternalNoteAdded => self.ticket_note_it(who),
            // The service sends the link; the user only asks for it, so "sent by" would be wrong.
            Action::PasswordLinkSent if by == ActorKind::MailboxUser => self.link_asked_it(who),
            Action::PasswordLinkSent => self.link_sent_it(who),
            Action::PasswordResetStopped => self.reset_stopped_it(who),
            Action::PasswordSet => self.password_set_it(who),
            Action::PasswordExpired => self.password_expired_it().to_owned(),
            Action::EmailChangeRequested => self.email_asked_it(who),
            Action::Exported => self.exported_it(who),
            Action::Sealed => self.sealed_it().to_owned(),
            Action::Opened => self.opened_it(who),
            Action::TaxCodeRefused => self.tax_code_refused_it().to_owned(),
            Action::Consented => self.consented_it(who),
            Action::CodeSent => self.code_sent_it(who),
            Action::CodeRefused => self.code_refused_it(who),
            Action::CopyUploaded => self.copy_uploaded_it(who),
            Action::CopyRefused => self.copy_refused_it().to_owned(),
            Action::CopyUndecided => self.copy_undecided_it().to_owned(),
            Action::CopyAccepted => self.copy_accepted_it(who),
            Action::Signed => self.signed_it(who),
            Action::DocumentSealed => self.document_sealed_it().to_owned(),
            Action::Declined => self.declined_it(who),
            Action::Expired => self.contract_expired_it().to_owned(),
            Action::Withdrawn => self.withdrawn_it(who),
            Action::Undeliverable => self.undeliverable_it().to_owned(),
            Action::Resent => self.resent_it(who),
            Action::Reminded => self.reminded_it().to_owned(),
            Action::Activated => self.activated_it().to_owned(),
            Action::Renewed => self.renewed_it(who),
            Action::TerminationRequested => self.termination_requested_it(who),
            Action::TerminationWithdrawn => self.termination_withdrawn_it(who),
            Action::EndAnnounced => self.end_announced_it().to_owned(),
            Action::ServiceEnded => self.service_ended_it().to_owned(),
            Action::HolderChangeRequested => self.holder_change_requested_it(who),
            Action::HolderChanged => self.holder_changed_it(who),
            Action::HolderChangeRejected => self.holder_change_rejected_it(who),
            Action::HolderChangeWithdrawn => self.holder_change_withdrawn_it(who),
            Action::HolderChangeClosed => self.holder_change_closed_it().to_owned(),
            Action::Superseded => self.superseded_it().to_owned(),
            Action::Identified => self.identified_it(who),
            Action::IdentificationWithdrawn => self.identification_withdrawn_it(who),
            Action::DocumentUploaded => self.document_uploaded_it(who),
            Action::DocumentRefused => self.document_refused_it(who),
            Action::DocumentVerified => self.document_verified_it().to_owned(),
            Action::DocumentDeleted => self.document_deleted_it(who),
            Action::ServiceCorrected => self.service_corrected_it(who),
            Action::MaintenanceAnnounced => self.maintenance_announced_it(who),
            Action::MaintenanceWithdrawn => self.maintenance_withdrawn_it(who),
            Action::PeriodClosed => self.period_closed_it(who),
            Action::PackageClosed => self.package_closed_it().to_owned(),
            Action::DisposalProposed => self.disposal_proposed_it(who),
            Action::DisposalApproved => self.disposal_approved_it(who),
            Action::DisposalRejected => self.disposal_rejected_it(who),
            Action::DisposalWithdrawn => self.disposal_withdrawn_it(who),
        }
    }
}
