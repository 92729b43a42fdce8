use sigillo_domain::signature_verdict::Verdict;
use sigillo_kit::texts;

texts! {
/// The signed documents of mailboxes and holders.
Documents {
    title: "Gestione documentazione", "Document management";
    tab: "Documenti", "Documents";
    lead: "I documenti firmati delle caselle e dei titolari, di tutti i domini che vedi.",
        "The signed documents of mailboxes and holders, of all the domains that you see.";
    search: "Cerca per nome del file, casella o titolare", "Find by file name, mailbox or holder";
    none_title: "Nessun documento", "No document";
    none_text: "I documenti si caricano dalla pagina della casella o del titolare, nella scheda Documenti.",
        "Documents are uploaded on the page of the mailbox or of the holder, in the tab Documents.";
    none_of_subject: "Non ci sono documenti.", "There are no documents.";

    name: "Documento", "Document";
    kind: "Tipo", "Kind";
    every_kind: "Qualsiasi", "Any";
    verdict: "Firme", "Signatures";
    every_verdict: "Qualsiasi", "Any";
    holder: "Titolare", "Holder";
    of: "Di", "Of";
    uploaded_on: "Caricato il", "Uploaded on";
    uploaded(when: &str, who: &str): format!("{when}, da {who}"), format!("{when}, by {who}");
    uploaded_label: "Caricato", "Uploaded";
    size: "Dimensione", "Size";
    every_domain: "Tutti", "All";
    actions: "Azioni", "Actions";
    digest: "Impronta SHA-256", "SHA-256 digest";

    valid: "Valide", "Valid";
    invalid: "Non valide", "Not valid";
    undetermined: "Non determinabili", "Undetermined";
    pending: "Da verificare", "To be verified";
    pending_note: "Le firme di questo documento non sono ancora state verificate.", "The signatures of this document have not been verified yet.";
    signer_is_holder: "Il firmatario è il titolare", "The signer is the holder";
    signer_is_not_holder: "Il firmatario non è il titolare", "The signer is not the holder";

    upload_title: "Carica documenti", "Upload documents";
    upload_kind: "Tipo dei documenti", "Kind of the documents";
    choose_kind: "Scegli il tipo", "Choose the kind";
    kind_missing: "Scegli prima il tipo dei documenti.", "Choose the kind of the documents first.";
    files: "File firmati (.pdf o .p7m)", "Signed files (.pdf or .p7m)";
    files_hint: "Trascinali qui o sceglili, anche più di uno. Al massimo 30 MB ciascuno.",
        "Drop them here or choose them, also several at once. At most 30 MB each.";
    uploads: "File in caricamento", "Files being uploaded";
    waiting: "in attesa", "waiting";
    sending(percent: &str): format!("{percent}%"), format!("{percent}%");
    checking: "controllo in corso", "being checked";
    done: "caricato", "uploaded";
    too_large: "Il file supera i 30 MB.", "The file is larger than 30 MB.";
    empty_file: "Il file è vuoto.", "The file is empty.";
    try_again: "Riprova", "Try again";
    progress_of(name: &str): format!("Caricamento di {name}"), format!("Upload of {name}");
    all_uploaded(count: &str): format!("Documenti caricati: {count}"), format!("Documents uploaded: {count}");

    preview: "Anteprima", "Preview";
    preview_of(name: &str): format!("Anteprima di {name}"), format!("Preview of {name}");
    download: "Scarica", "Download";
    download_it(name: &str): format!("Scarica {name}"), format!("Download {name}");
    delete: "Elimina", "Delete";
    delete_it(name: &str): format!("Elimina {name}"), format!("Delete {name}");
    delete_title: "Elimina il documento", "Delete the document";
    delete_text: "Il file sarà eliminato e non si potrà recuperare. Nello storico restano il tipo e l'impronta.",
        "The file will be deleted and cannot be recovered. Its kind and digest stay in the history.";
    deleted(name: &str): format!("{name} è stato eliminato"), format!("{name} was deleted");
}}

impl Documents {
    pub const fn verdict_name(self, verdict: Verdict) -> &'static str {
        match verdict {
            Verdict::Valid => self.valid(),
            Verdict::Invalid => self.invalid(),
            Verdict::Undetermined => self.undetermined(),
            Verdict::Pending => self.pending(),
        }
    }
}
