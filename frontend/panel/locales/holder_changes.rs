use sigillo_domain::holder_change::HolderChangeState;
use sigillo_kit::texts;

texts! {
/// Changes of the holders of mailboxes.
HolderChanges {
    title: "Cambi intestatario", "Changes of holder";
    lead: "Le caselle che passano da un titolare a un altro: chi chiede il cambio non è chi lo approva.",
        "Mailboxes that pass from one holder to another: whoever asks for it is not who approves it.";
    change: "Cambio intestatario", "Change of holder";
    of(address: &str): format!("Cambio intestatario di {address}"), format!("Change of holder of {address}");
    search: "Cerca per casella o titolare", "Find by mailbox or holder";
    none_title: "Nessun cambio intestatario", "No change of holder";
    none_text: "Un cambio si chiede dalla pagina della casella, con il documento firmato.",
        "A change is requested on the page of the mailbox, with the signed document.";
    waiting(count: i64): super::counted(count, "cambio intestatario da decidere", "cambi intestatario da decidere"),
        super::counted(count, "change of holder to decide", "changes of holder to decide");

    state: "Stato", "State";
    every_state: "Qualsiasi", "Any";
    every_domain: "Tutti", "All";
    pending: "In attesa", "Pending";
    approved: "Approvato", "Approved";
    rejected: "Respinto", "Rejected";
    withdrawn: "Ritirato", "Withdrawn";
    closed: "Chiuso", "Closed";

    mailbox: "Casella", "Mailbox";
    old_holder: "Titolare uscente", "Present holder";
    new_holder: "Nuovo titolare", "New holder";
    nobody: "Nessuno", "Nobody";
    requested_on: "Chiesto il", "Requested on";
    requested_by(when: &str, who: &str): format!("{when}, da {who}"), format!("{when}, by {who}");
    ended: "Concluso il", "Ended on";
    email: "Nuova e-mail di comunicazione", "New communication e-mail";
    email_hint: "Il nuovo titolare riceve qui il link per impostare la password. Prende il posto dell'e-mail attuale.",
        "The new holder gets the link to set the password here. It takes the place of the present e-mail.";
    email_gone: "Cancellata con i dati del titolare", "Erased with the holder's data";
    reason: "Motivo", "Reason";
    data: "Dati del cambio", "Data of the change";
    document: "Documento firmato", "Signed document";
    document_gone: "Il documento è stato eliminato. Resta la sua impronta:", "The document was deleted. Its digest stays:";

    waits_title: "Aspetta una decisione", "It waits for a decision";
    waits_for_you: "Controlla il documento e i due titolari, poi approva o respingi.", "Check the document and both holders, then approve or reject.";
    waits_for_others: "Lo decide un postmaster o il gestore, mai chi lo ha chiesto.", "A postmaster or the provider decides it, never whoever asked for it.";
    closed_text: "Non c'è più nulla da decidere: la casella è stata cancellata, i dati del nuovo titolare non ci sono più, oppure i due titolari sono la stessa persona.",
        "There is nothing left to decide: the mailbox was cancelled, the data of the new holder are gone, or both holders are the same person.";

    approve: "Approva", "Approve";
    reject: "Respingi", "Reject";
    withdraw: "Ritira la richiesta", "Withdraw the request";
    approve_title: "Approvare il cambio intestatario?", "Approve the change of holder?";
    reject_title: "Respingere il cambio intestatario?", "Reject the change of holder?";
    withdraw_title: "Ritirare la richiesta?", "Withdraw the request?";
    approve_what(address: &str, name: &str): format!("{address} passa subito a {name}."), format!("{address} passes to {name} at once.");
    approve_access: "La password attuale smette di funzionare e le sessioni aperte finiscono.", "The present password stops working, and open sessions end.";
    approve_link(email: &str): format!("Il nuovo titolare riceve a {email} un link per impostare la password, valido 24 ore."), format!("The new holder gets a link to set the password at {email}, valid for 24 hours.");
    approve_told: "Il titolare uscente riceve un avviso. Dove servono i contratti, il nuovo titolare ne riceve uno da firmare.",
        "The former holder is told. Where contracts are needed, the new holder gets one to sign.";
    approve_reason: "Le firme del documento non si sono potute verificare del tutto. Scrivi perché approvi lo stesso.",
        "The signatures of the document could not be fully verified. Write why you approve all the same.";
    still_verifying: "Le firme sono ancora in verifica: si può approvare quando c'è l'esito.", "The signatures are still being verified: it can be approved once the outcome is there.";
    not_valid: "Le firme del documento non sono valide: il cambio si può solo respingere.", "The signatures of the document are not valid: the change can only be rejected.";
    reject_text: "La casella resta com'è. Chi ha chiesto il cambio legge il motivo in questa pagina.", "The mailbox stays as it is. Whoever asked for the change reads the reason on this page.";
    withdraw_text: "La casella resta com'è. Il documento si può usare per un'altra richiesta.", "The mailbox stays as it is. The document can serve for another request.";
    approve_done(address: &str): format!("{address} ha un nuovo titolare"), format!("{address} has a new holder");
    reject_done: "Cambio intestatario respinto", "Change of holder rejected";
    withdraw_done: "Richiesta ritirata", "Request withdrawn";
    moved_on: "Nel frattempo qualcosa è cambiato: controlla come stanno le cose adesso.", "Something has changed meanwhile: look at how things stand now.";
    undo_approval: "Non si annulla. Per tornare indietro serve un altro cambio intestatario, con un altro documento.",
        "This cannot be undone. The way back is another change of holder, with another document.";

    ask: "Cambio intestatario…", "Change of holder…";
    ask_title: "Chiedi il cambio intestatario", "Request a change of holder";
    ask_lead: "Finché qualcun altro non approva, la casella resta com'è.", "The mailbox stays as it is until somebody else approves.";
    send: "Invia la richiesta", "Send the request";
    sent: "Richiesta inviata: aspetta l'approvazione di un'altra persona", "Request sent: it waits for the approval of another person";
    choose_document: "Scegli il documento", "Choose the document";
    document_hint: "Un documento della casella di tipo «cambio intestatario», firmato.", "A signed document of the mailbox, of the kind “change of holder”.";
    upload_first: "Carica qui il documento firmato, se non c'è ancora.", "Upload the signed document here if it is not there yet.";
    pending_note(name: &str, when: &str, who: &str): format!("È stato chiesto il passaggio a {name} ({when}, da {who})."), format!("It is to pass to {name} (requested on {when} by {who}).");
    see: "Vedi la richiesta", "See the request";
}}

impl HolderChanges {
    pub const fn state_name(self, state: HolderChangeState) -> &'static str {
        match state {
            HolderChangeState::Pending => self.pending(),
            HolderChangeState::Approved => self.approved(),
            HolderChangeState::Rejected => self.rejected(),
            HolderChangeState::Withdrawn => self.withdrawn(),
            HolderChangeState::Closed => self.closed(),
        }
    }
}
