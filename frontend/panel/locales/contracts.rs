use sigillo_domain::contract::{CodeChannel, ContractState, SignatureKind};
use sigillo_domain::contract_text::SectionKind;
use sigillo_domain::message::MessageState;
use sigillo_kit::texts;

texts! {
/// The contracts of mailboxes.
Contracts {
    title: "Contratti", "Contracts";
    lead: "I contratti inviati ai titolari delle caselle, e a che punto sono.",
        "The contracts sent to the holders of mailboxes, and where each of them stands.";
    contract: "Contratto", "Contract";
    of_holder(name: &str): format!("Contratto di {name}"), format!("Contract of {name}");
    search: "Cerca per casella o titolare", "Find by mailbox or holder";
    none_title: "Nessun contratto", "No contract";
    none_text: "Un contratto parte da solo quando si registra una casella in un dominio che le attiva con la firma del titolare.",
        "A contract leaves by itself when a mailbox is registered in a domain whose mailboxes become active once the holder has signed.";
    see_templates: "Modelli di contratto", "Contract templates";

    state: "Stato", "State";
    every_state: "Qualsiasi", "Any";
    sending: "In invio", "Being sent";
    sent: "Inviato", "Sent";
    opened: "Aperto", "Opened";
    consented: "Testi accettati", "Texts accepted";
    signed: "Firmato, in attesa del sigillo", "Signed, awaiting the seal";
    sealed: "Concluso", "Concluded";
    declined: "Rifiutato", "Declined";
    expired: "Scaduto", "Expired";
    withdrawn: "Ritirato", "Withdrawn";
    undeliverable: "Non recapitato", "Not delivered";
    superseded: "Superato", "Superseded";
    superseded_on(when: &str): format!("La casella è passata a un altro titolare il {when}: questo contratto non vale più."), format!("The mailbox passed to another holder on {when}: this contract no longer holds.");
    to_sign_many: "Da firmare", "To be signed";
    link_blocked: "Link bloccato", "Link blocked";

    mailbox: "Casella", "Mailbox";
    holder: "Titolare", "Holder";
    sent_on: "Inviato il", "Sent on";
    expires: "Da firmare entro il", "To be signed by";
    every_domain: "Tutti", "All";

    steps: "A che punto è", "Where it stands";
    step_accepted: "Accettato", "Accepted";
    step_signed: "Firmato", "Signed";
    step_sealed: "Sigillato", "Sealed";
    not_yet: "non ancora", "not yet";
    data: "Dati del contratto", "Data of the contract";
    recipient: "Inviato a", "Sent to";
    nobody: "Indirizzo cancellato con i dati del titolare", "Address erased with the holder's data";
    delivery_queued: "Il messaggio è in coda: non è ancora partito.", "The message is queued: it has not left yet.";
    delivery_sent: "Il server di posta ha accettato il messaggio.", "The mail server has accepted the message.";
    delivery_failed: "Il messaggio non è stato consegnato.", "The message was not delivered.";
    delivery_dropped: "Il messaggio non è stato inviato: non serviva più.", "The message was not sent: it was no longer needed.";
    reminders: "Promemoria inviati", "Reminders sent";
    signature: "Firma", "Signature";
    by_sms: "codice inviato per SMS", "code sent by SMS";
    by_email: "codice inviato per e-mail", "code sent by e-mail";
    signed_simply: "Con un codice (firma elettronica semplice)", "With a code (simple electronic signature)";
    signed_own: "Con una firma propria del titolare", "With a signature of the holder's own";
    made_from: "Modello", "Template";
    from_example: "Modello di esempio", "Example template";
    open_template: "Apri il modello", "Open the template";
    documents: "Documenti", "Documents";
    original: "Contratto (PDF)", "Contract (PDF)";
    sealed_copy: "Contratto firmato e sigillato (PDF)", "Signed and sealed contract (PDF)";
    digest: "Impronta SHA-256", "SHA-256 digest";
    digest_of_sealed: "Impronta SHA-256 del sigillato", "SHA-256 digest of the sealed one";
    text: "Testo del contratto", "Text of the contract";
    text_gone: "Il testo è stato cancellato con i dati del titolare.", "The text was erased with the holder's data.";
    mark_approval: "Approvazione specifica", "Specific approval";
    mark_privacy: "Informativa privacy", "Privacy notice";

    undeliverable_title: "Il contratto non è arrivato", "The contract has not arrived";
    undeliverable_text(to: &str): format!("Il messaggio a {to} non è stato recapitato. Correggi l'e-mail di comunicazione della casella, poi invialo di nuovo."),
        format!("The message to {to} could not be delivered. Correct the mailbox's communication e-mail, then send it again.");
    blocked_title: "Link bloccato dopo cinque codici fiscali errati", "Link blocked after five wrong tax codes";
    blocked_text: "Chi ha aperto il link ha indicato cinque volte un codice fiscale che non è quello del titolare. Verifica con il titolare il codice fiscale registrato e l'e-mail di comunicazione della casella, poi invia di nuovo il contratto.",
        "Whoever opened the link gave a tax code that is not the holder's, five times. Check with the holder the tax code that is registered and the mailbox's communication e-mail, then send the contract again.";
    declined_on(when: &str): format!("Il titolare ha rifiutato il contratto il {when}."), format!("The holder declined the contract on {when}.");
    reason_given(reason: &str): format!("Motivo: {reason}"), format!("Reason: {reason}");
    no_reason: "Non ha indicato il motivo.", "No reason was given.";
    expired_on(when: &str): format!("Il contratto è scaduto il {when} senza essere firmato."), format!("The contract expired on {when} without being signed.");
    withdrawn_on(when: &str): format!("Il contratto è stato ritirato il {when}."), format!("The contract was withdrawn on {when}.");
    still_waits: "La casella attende ancora: per attivarla serve un nuovo contratto.", "The mailbox is still waiting: it needs a new contract to become active.";

    resend: "Invia di nuovo", "Send again";
    resend_title: "Invia di nuovo il contratto", "Send the contract again";
    resend_text(to: &str): format!("Un nuovo link sarà inviato a {to}."), format!("A new link will be sent to {to}.");
    resend_ends: "I link inviati prima non funzioneranno più. Il titolare ricomincia dall'inizio; il giorno entro cui firmare resta lo stesso.",
        "The links sent before will no longer work. The holder begins anew; the day by which to sign stays the same.";
    resent(to: &str): format!("Il contratto sarà inviato di nuovo a {to}"), format!("The contract will be sent again to {to}");
    withdraw: "Ritira", "Withdraw";
    withdraw_title: "Ritira il contratto", "Withdraw the contract";
    withdraw_text(address: &str): format!("Il titolare non potrà più aprire né firmare il contratto di {address}: i link che ha ricevuto smettono di funzionare, e i testi che ha già accettato non valgono più."),
        format!("The holder will no longer be able to open or sign the contract of {address}: the links received stop working, and the texts already accepted no longer count.");
    withdraw_after: "La casella resta in attesa di attivazione finché non invii un nuovo contratto.",
        "The mailbox keeps waiting for activation until you send a new contract.";
    reason: "Motivo", "Reason";
    reason_hint: "Il titolare, se ha ricevuto il link, lo legge nell'e-mail che lo avvisa del ritiro. Al massimo 500 caratteri.",
        "A holder who has received the link reads it in the e-mail about the withdrawal. At most 500 characters.";
    reason_too_long: "Il motivo può avere al massimo 500 caratteri.", "The reason can have at most 500 characters.";
    withdraw_done: "Il contratto è stato ritirato", "The contract was withdrawn";
    renew: "Invia un nuovo contratto", "Send a new contract";
    renew_text(to: &str): format!("Un nuovo contratto sarà fatto con i dati attuali della casella e del titolare, e inviato a {to}."),
        format!("A new contract will be made with the present data of the mailbox and its holder, and sent to {to}.");
    renewed(to: &str): format!("Il nuovo contratto sarà inviato a {to}"), format!("The new contract will be sent to {to}");
    no_recipient: "La casella non ha un'e-mail di comunicazione: indicala prima di inviare il contratto.",
        "The mailbox has no communication e-mail: give one before you send the contract.";
    moved_on: "Nel frattempo il contratto è cambiato: ora la pagina mostra com'è. Controlla, poi decidi di nuovo.",
        "The contract has changed meanwhile: the page now shows how it is. Check it, then decide again.";

    of_mailbox: "Contratto", "Contract";
    open_it: "Apri il contratto", "Open the contract";
    all_of_mailbox: "Tutti i contratti della casella", "All contracts of the mailbox";
    waits(to: &str, when: &str): format!("La casella attende la firma del contratto da parte del titolare: l'abbiamo inviato a {to} il {when}. Fino ad allora la casella non riceve messaggi e nessuno può accedere."),
        format!("The mailbox is waiting for its holder to sign the contract, sent to {to} on {when}. Until then it receives no messages and nobody can sign in.");
    waits_unknown(when: &str): format!("La casella attende la firma del contratto da parte del titolare: l'abbiamo inviato il {when}. Fino ad allora la casella non riceve messaggi e nessuno può accedere."),
        format!("The mailbox is waiting for its holder to sign the contract, sent on {when}. Until then it receives no messages and nobody can sign in.");
    waits_for_seal: "Il titolare ha firmato: la casella si attiva appena il documento è sigillato.",
        "The holder has signed: the mailbox becomes active as soon as the document is sealed.";
    waits_undelivered: "La casella attende la firma del contratto, ma il messaggio al titolare non è stato recapitato.",
        "The mailbox is waiting for the contract to be signed, but the message to the holder could not be delivered.";
    waits_blocked: "La casella attende la firma del contratto, ma il link è bloccato dopo cinque codici fiscali errati: invia di nuovo il contratto.",
        "The mailbox is waiting for the contract to be signed, but the link is blocked after five wrong tax codes: send the contract again.";
    waits_for_another: "L'ultimo contratto non è stato firmato: per attivare la casella invia un nuovo contratto.",
        "The last contract was not signed: send a new one to make the mailbox active.";

    field_consents: "Testi accettati", "Texts accepted";
    field_channel: "Invio del codice", "Code sent by";
    field_signed_at: "Firmato il", "Signed on";
    field_ip: "Indirizzo IP", "IP address";
    field_browser: "Browser", "Browser";
    field_to: "Destinatario", "Recipient";
    field_reason: "Motivo", "Reason";
    field_copy_digest: "Impronta del file firmato", "Digest of the signed file";
    field_finding: "Esito", "Finding";

    copy_title: "Copia firmata dal titolare", "Copy signed by the holder";
    copy_file: "File", "File";
    copy_uploaded: "Caricata il", "Uploaded on";
    copy_outcome: "Esito", "Outcome";
    copy_digest: "Impronta del file", "Digest of the file";
    copy_verifying: "In verifica", "Being verified";
    copy_accepted: "Accettata: il contratto è firmato", "Accepted: the contract is signed";
    copy_undecided: "Da valutare: non è stato possibile verificare ogni aspetto della firma",
        "To be decided on: not everything about the signature could be checked";
    copy_refused(why: &str): format!("Rifiutata. {why}."), format!("Refused. {why}.");
    copy_download: "Scarica il file firmato", "Download the signed file";
    accept_copy: "Accetta la firma…", "Accept the signature…";
    accept_copy_title: "Accetta la firma del titolare", "Accept the holder's signature";
    accept_copy_text(mailbox: &str): format!("Il contratto risulta firmato, viene sigillato e la casella {mailbox} si attiva. Il motivo entra nelle evidenze del contratto, che il titolare riceve."),
        format!("The contract counts as signed, it is sealed and the mailbox {mailbox} becomes active. The reason becomes part of the evidence of the contract, which the holder receives.");
    accept_copy_reason: "Perché la firma è accettata", "Why the signature is accepted";
    accept_copy_hint: "Per esempio come è stata accertata l'identità del titolare. Al massimo 500 caratteri.",
        "For example how the holder's identity was established. At most 500 characters.";
    do_accept_copy: "Accetta la firma", "Accept the signature";
    copy_accepted_done: "La firma è stata accettata: il contratto è firmato.", "The signature was accepted: the contract is signed.";
    channel_sms: "SMS", "SMS";
    channel_email: "E-mail", "E-mail";

    activation: "Invia dati di attivazione", "Send activation data";
    activation_text(to: &str, address: &str): format!("Sarà inviato a {to} il messaggio di benvenuto di {address}: il link per scegliere la password e i parametri dei programmi di posta."),
        format!("The welcome message of {address} will be sent to {to}: the link to choose the password and the parameters of mail programs.");
    activation_rules: "I link inviati prima non valgono più. La password attuale resta valida finché il titolare non ne sceglie un'altra.",
        "The links sent before no longer work. The present password stays valid until the holder chooses another one.";
    activation_sent(to: &str): format!("I dati di attivazione saranno inviati a {to}"), format!("The activation data will be sent to {to}");
}}

impl Contracts {
    pub const fn state_name(self, state: ContractState) -> &'static str {
        match state {
            ContractState::Sent => self.sent(),
            ContractState::Opened => self.opened(),
            ContractState::Consented => self.consented(),
            ContractState::Signed => self.signed(),
            ContractState::Sealed => self.sealed(),
            ContractState::Declined => self.declined(),
            ContractState::Expired => self.expired(),
            ContractState::Withdrawn => self.withdrawn(),
            ContractState::Undeliverable => self.undeliverable(),
            ContractState::Superseded => self.superseded(),
        }
    }

    pub const fn delivery(self, state: MessageState) -> &'static str {
        match state {
            MessageState::Queued => self.delivery_queued(),
            MessageState::Sent => self.delivery_sent(),
            MessageState::Failed => self.delivery_failed(),
            MessageState::Dropped => self.delivery_dropped(),
        }
    }

    pub const fn signature_kind(self, kind: SignatureKind) -> &'static str {
        match kind {
            SignatureKind::Simple => self.signed_simply(),
            SignatureKind::Own => self.signed_own(),
        }
    }

    pub const fn code_by(self, channel: CodeChannel) -> &'static str {
        match channel {
            CodeChannel::Sms => self.by_sms(),
            CodeChannel::Email => self.by_email(),
        }
    }

    pub const fn channel_name(self, channel: CodeChannel) -> &'static str {
        match channel {
            CodeChannel::Sms => self.channel_sms(),
            CodeChannel::Email => self.channel_email(),
        }
    }

    /// What a section is, where it is not an ordinary one.
    pub const fn mark(self, kind: SectionKind) -> Option<&'static str> {
        match kind {
            SectionKind::Ordinary => None,
            SectionKind::SpecificApproval => Some(self.mark_approval()),
            SectionKind::Privacy => Some(self.mark_privacy()),
        }
    }
}
