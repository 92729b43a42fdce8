use sigillo_domain::preservation::{DisposalState, ProblemKind};
use sigillo_kit::texts;

texts! {
/// The archive of receipts.
Preservation {
    title: "Conservazione", "Preservation";
    lead: "Le ricevute conservate, in pacchetti: quante sono, come sono sigillate, che cosa ha trovato l'ultima verifica.",
        "The preserved receipts, in packages: how many, how they are sealed, and what the last verification has found.";
    none: "Non ci sono ancora ricevute conservate.", "There are no preserved receipts yet.";
    unsigned: "Indice non firmato da un conservatore", "Index not signed by a preservation provider";
    conforming: "Indice firmato: responsabile, manuale e sigillo sono indicati",
        "Signed index: officer, manual and seal are named";
    no_responsible: "Manca il responsabile della conservazione.", "No preservation officer is named.";
    no_manual: "Manca il manuale di conservazione.", "There is no preservation manual.";
    no_seal: "Non c'è un sigillo utilizzabile.", "There is no seal that can be used.";
    self_signed: "Il certificato del sigillo è autofirmato.", "The certificate of the seal is self-signed.";
    receipts: "Ricevute", "Receipts";
    packed: "Ricevute nei pacchetti", "Receipts in packages";
    size: "Dimensione", "Size";
    packages: "Pacchetti", "Packages";
    unsealed(count: &str): format!("{count} senza sigillo"), format!("{count} without a seal");
    waiting: "Ricevute in attesa di un pacchetto", "Receipts waiting for a package";
    no_packages: "Ancora nessun pacchetto: le ricevute in attesa entrano nel prossimo.", "No packages yet: the receipts that wait go into the next.";
    retention: "Termine di conservazione", "Retention period";
    years(years: &str): format!("{years} anni"), format!("{years} years");
    past_retention: "Ricevute oltre il termine", "Receipts past retention";
    discarded: "Ricevute scartate", "Receipts discarded";
    verification: "Ultima verifica", "Last verification";
    never_verified: "Non ancora eseguita: è settimanale.", "Not done yet: it is weekly.";
    verified_well(when: &str): format!("{when}: nessun problema"), format!("{when}: no problems");
    verified_badly(when: &str, count: &str):
        if count == "1" { format!("{when}: 1 problema") } else { format!("{when}: {count} problemi") },
        if count == "1" { format!("{when}: 1 problem") } else { format!("{when}: {count} problems") };
    problem_of(package: &str): format!("pacchetto {package}"), format!("package {package}");
    locked(count: &str): format!("Il deposito non cancella {count} oggetti che non servono più: restano finché il blocco non scade."),
        format!("The store does not remove {count} objects that are not needed any more: they stay until their lock ends.");
    number: "Numero", "Number";
    closed: "Chiuso", "Closed";
    seal: "Sigillo", "Seal";
    not_sealed: "in attesa", "waiting";
    timestamp: "Marca temporale", "Timestamp";
    no_timestamp: "no", "no";
    refused(count: &str):
        if count == "1" { "1 rifiutata".to_owned() } else { format!("{count} rifiutate") }, format!("{count} refused");
    disposals: "Scarto", "Disposal";
    disposals_text: "Lo scarto delle ricevute oltre il termine richiede due persone: una lo propone, un'altra lo approva. Gli indici ne conservano le impronte.",
        "Receipts past their retention are discarded by two people: one proposes, another approves. The indexes keep their hashes.";
    no_disposals: "Nessuno scarto proposto.", "No disposals.";
    proposed: "Proposto", "Proposed";
    state: "Stato", "State";
    reason: "Motivo", "Reason";
    reason_of_rejection: "Motivo del rifiuto", "Reason for the rejection";
    propose: "Proponi lo scarto", "Propose a disposal";
    proposed_it: "Lo scarto è proposto: deve approvarlo un'altra persona.", "The disposal is proposed: somebody else has to approve it.";
    list: "Elenco", "List";
    approve: "Approva", "Approve";
    reject: "Respingi", "Reject";
    withdraw: "Ritira", "Withdraw";
    approve_text(count: &str): format!("Il contenuto di {count} ricevute sarà cancellato per sempre."),
        format!("The content of {count} receipts will be removed for ever.");
    reject_text: "Le ricevute restano conservate e lo scarto si può proporre di nuovo.",
        "The receipts stay, and the disposal can be proposed again.";
    done: "Fatto.", "Done.";
    is_proposed: "in attesa", "waiting";
    is_approved: "approvato", "approved";
    is_rejected: "respinto", "rejected";
    is_withdrawn: "ritirato", "withdrawn";
    settings: "Conservazione delle ricevute", "Preservation of receipts";
    producer_code: "Codice dell'ente", "Code of the organisation";
    code_hint: "VATIT- seguito dalla partita IVA, oppure TINIT- seguito dal codice fiscale.", "VATIT- followed by the partita IVA, or TINIT- followed by the codice fiscale.";
    responsible_name: "Responsabile della conservazione", "Preservation officer";
    responsible_code: "Codice del responsabile", "Code of the preservation officer";
    manual: "Manuale di conservazione", "Preservation manual";
    manual_hint: "L'indirizzo, oppure il titolo e la data.", "Its address, or its title and date.";
    retention_years: "Anni di conservazione", "Years of retention";
    retention_hint: "Da 10 a 100.", "From 10 to 100.";
    years_unit: "anni", "years";
    save: "Salva", "Save";
    saved: "Le impostazioni della conservazione sono salvate.", "The settings of preservation are saved.";
    missing_package: "manca il pacchetto", "the package is missing";
    broken_chain: "il pacchetto non segue il precedente", "the package does not follow the one before";
    damaged_index: "l'indice è perso o alterato", "the index is lost or altered";
    damaged_report: "il rapporto di versamento è perso o alterato", "the report on what was taken in is lost or altered";
    damaged_seal: "il sigillo non è valido", "the seal is not valid";
    missing_receipt: "una ricevuta dell'indice manca", "a receipt of the index is missing";
    unexpected_receipt: "una ricevuta non è nell'indice", "a receipt is not in the index";
    altered_receipt: "i dati di una ricevuta non corrispondono", "the data of a receipt differ";
    damaged_receipt: "il contenuto di una ricevuta è perso o alterato", "the content of a receipt is lost or altered";
    refused_receipt: "una ricevuta era persa o alterata alla chiusura", "a receipt was lost or altered at the closing";
    damaged_disposal: "l'elenco di uno scarto è perso o alterato", "the list of a disposal is lost or altered";
}
}

impl Preservation {
    pub fn state_name(self, state: DisposalState) -> &'static str {
        match state {
            DisposalState::Proposed => self.is_proposed(),
            DisposalState::Approved => self.is_approved(),
            DisposalState::Rejected => self.is_rejected(),
            DisposalState::Withdrawn => self.is_withdrawn(),
        }
    }

    pub fn problem(self, kind: ProblemKind) -> &'static str {
        match kind {
            ProblemKind::MissingPackage => self.missing_package(),
            ProblemKind::BrokenChain => self.broken_chain(),
            ProblemKind::DamagedIndex => self.damaged_index(),
            ProblemKind::DamagedReport => self.damaged_report(),
            ProblemKind::DamagedSeal => self.damaged_seal(),
            ProblemKind::MissingReceipt => self.missing_receipt(),
            ProblemKind::UnexpectedReceipt => self.unexpected_receipt(),
            ProblemKind::AlteredReceipt => self.altered_receipt(),
            ProblemKind::DamagedReceipt => self.damaged_receipt(),
            ProblemKind::RefusedReceipt => self.refused_receipt(),
            ProblemKind::DamagedDisposal => self.damaged_disposal(),
        }
    }
}
