use crate::i18n::holder_import::HolderImport;
use crate::i18n::identity::Identity;
use crate::i18n::{integer, megabytes};
use sigillo_contract::job::{BulkChange, Job};
use sigillo_domain::import::{Doubt, Field, ImportKind};
use sigillo_domain::job::{BulkAction, JobState, Outcome};
use sigillo_kit::i18n::Texts as KitTexts;
use sigillo_kit::texts;

texts! {
/// Jobs on many mailboxes, and imports from a file.
Jobs {
    title: "Operazioni", "Operations";
    lead: "Le importazioni e le modifiche di molte caselle insieme: che cosa è stato fatto, da chi e con quale esito.",
        "Imports, and changes to many mailboxes at once: what was done, by whom, and with what outcome.";
    none_title: "Non c'è ancora nessuna operazione", "There are no operations yet";
    none_text: "Le operazioni compaiono qui quando importi caselle o titolari da un file o ne modifichi più di una insieme dall'elenco.",
        "Operations appear here when you import mailboxes or holders from a file, or change several at once from the list.";
    job: "Operazione", "Operation";
    by(who: &str, at: &str): format!("{who}, {at}"), format!("{who}, {at}");
    asked: "Richiesta da", "Requested by";
    searched: "Ricerca", "Search";
    run_by: "Avviata da", "Started by";
    rows: "Righe", "Rows";
    state_label: "Stato", "Status";
    at(date: &str, who: &str): format!("{date}, {who}"), format!("{date}, {who}");

    import_of(file: &str, domain: &str): format!("Importazione di {file} in {domain}"), format!("Import of {file} into {domain}");
    a_file: "un file", "a file";
    undo: "Annulla questa operazione", "Undo this operation";
    undo_of(count: &str): format!("Annullamento di un'operazione su {count}"), format!("Undoing an operation on {count}");
    undoes: "Annulla l'operazione", "Undoes";
    undone_by: "Annullata dall'operazione", "Undone by";
    open_job: "Apri l'operazione", "Open the operation";
    disable_of(count: &str): format!("Disabilitazione di {count}"), format!("Disabling {count}");
    enable_of(count: &str): format!("Riabilitazione di {count}"), format!("Enabling {count}");
    reset_of(count: &str): format!("Invio del reset password a {count}"), format!("Password reset to {count}");
    renew_of(count: &str): format!("Rinnovo di {count}"), format!("Renewal of {count}");
    terminate_of(count: &str): format!("Cessazione di {count}"), format!("Termination of {count}");
    cancel_of(count: &str): format!("Cancellazione di {count}"), format!("Permanent deletion of {count}");
    update_of(what: &str, count: &str): format!("{what} per {count}"), format!("{what} for {count}");
    one_mailbox: "1 casella", "1 mailbox";
    many_mailboxes(count: &str): format!("{count} caselle"), format!("{count} mailboxes");
    new_quota(quota: &str): format!("Quota di {quota}"), format!("Quota of {quota}");
    new_soft_limit(limit: &str): format!("Soft limit di {limit}"), format!("Soft limit of {limit}");
    new_email(email: &str): format!("E-mail di comunicazione {email}"), format!("Communication e-mail {email}");
    preservation_on: "Conservazione prevista", "Preservation agreed";
    preservation_off: "Conservazione non prevista", "Preservation not agreed";

    is_mapping: "DA COMPLETARE", "TO COMPLETE";
    is_checking: "CONTROLLO IN CORSO", "BEING CHECKED";
    is_ready: "IN ATTESA DI AVVIO", "WAITING TO START";
    is_running: "IN CORSO", "RUNNING";
    is_finished: "CONCLUSA", "FINISHED";
    is_cancelled: "INTERROTTA", "STOPPED";
    is_failed: "NON RIUSCITA", "FAILED";

    progress(done: &str, total: &str): format!("{done} di {total}"), format!("{done} of {total}");
    checking_text: "È in corso la verifica di ogni riga: per ora non viene modificato nulla.",
        "Each row is being checked: nothing is changed yet.";
    running_text: "L'operazione prosegue anche se chiudi la pagina.", "The operation continues even if you close the page.";
    ready_text: "Il controllo è concluso e non è ancora stato modificato nulla. Verifica qui sotto l'esito previsto per ogni riga, poi avvia l'operazione o rinuncia.",
        "The check is complete, and nothing has been changed yet. Review the expected outcome of each row below, then start or discard the operation.";
    nothing_to_do: "Non c'è nulla da fare: nessuna riga comporta una modifica.", "There is nothing to do: no row would change anything.";
    finished_text: "L'operazione è conclusa: qui sotto trovi l'esito di ogni riga.", "The operation is complete: the outcome of each row is below.";
    cancelled_text: "L'operazione è stata interrotta: ciò che era già stato fatto rimane, il resto non è stato toccato.",
        "The operation was stopped: what had been done remains, the rest was not touched.";
    failed_text: "L'operazione non ha potuto proseguire: ciò che era già stato fatto rimane.",
        "The operation could not continue: what had been done remains.";
    forgotten_text: "Le righe non sono più conservate: si tengono per 30 giorni. Restano i conteggi e lo storico di ogni casella.",
        "The rows are no longer kept: they are deleted after 30 days. The counts remain, and so does each mailbox's history.";
    mend_text: "Puoi scaricare le righe con errori, correggerle e importare di nuovo il file: le righe invariate non vengono toccate.",
        "You can download the rows with errors, correct them and import the file again: rows that need no change are left alone.";

    start_import_one: "Crea 1 casella", "Create 1 mailbox";
    start_import(count: &str): format!("Crea {count} caselle"), format!("Create {count} mailboxes");
    start_one: "Avvia su 1 casella", "Start on 1 mailbox";
    start(count: &str): format!("Avvia su {count} caselle"), format!("Start on {count} mailboxes");
    start_cancel(count: &str): format!("Cancella per sempre {count}"), format!("Delete {count} permanently");
    drop_job: "Rinuncia", "Discard";
    stop_job: "Interrompi", "Stop";
    drop_note: "Se rinunci prima dell'avvio, l'operazione non si può riprendere: se serve, se ne crea una nuova.",
        "An operation that is discarded before it starts cannot be resumed: if need be, create a new one.";
    stop_note: "Se la interrompi, quello che è già stato fatto rimane e l'operazione non si può riprendere.",
        "If you stop it, what has been done remains and the operation cannot be resumed.";
    count_label: "Per confermare, scrivi quante caselle vengono cancellate", "To confirm, type how many mailboxes are deleted";
    count_mismatch(count: &str): format!("Il numero non corrisponde: le caselle da cancellare sono {count}."),
        format!("The number does not match: {count} mailboxes are to be deleted.");
    cancel_title: "Attenzione: la cancellazione è definitiva", "Warning: the deletion is permanent";
    overtaken: "Nel frattempo l'operazione è cambiata: la pagina è stata aggiornata.", "The operation has changed meanwhile: the page has been updated.";
    unit: "unità di misura", "unit";
    download: "Scarica le righe con errori", "Download the rows with errors";
    to_list: "Vai alle caselle", "Go to the mailboxes";

    outcomes: "Righe per esito", "Rows by outcome";
    every_row: "Tutte", "All";
    row_line: "Riga", "Row";
    row_mailbox: "Casella", "Mailbox";
    row_outcome: "Esito", "Outcome";
    row_reason: "Motivo", "Reason";
    row_changes: "Modifiche", "Changes";
    no_rows: "Nessuna riga con questo esito.", "No row with this outcome.";
    no_rows_at_all: "L'operazione non ha righe", "The operation has no rows";
    to_jobs: "Torna alle operazioni", "Back to the operations";
    pending: "Da controllare", "To check";
    to_create: "Da creare", "To create";
    to_do: "Da fare", "To do";
    unchanged: "Invariate", "No change needed";
    failed: "Con errori", "With errors";
    created: "Create", "Created";
    done: "Eseguite", "Done";
    created_one: "Creata", "Created";
    updated_one: "Modificata", "Changed";
    disabled_one: "Disabilitata", "Disabled";
    enabled_one: "Riabilitata", "Enabled";
    cancelled_one: "Cancellata", "Deleted";
    renewed_one: "Rinnovata", "Renewed";
    terminated_one: "Cessazione registrata", "Termination registered";
    reset_one: "Link inviato", "Link sent";
    unchanged_one: "Invariata", "No change needed";
    below_use: "La nuova quota è inferiore allo spazio già usato.", "The new quota is below the space in use.";

    columns_title: "Contenuto delle colonne", "Content of the columns";
    columns_text: "Alcune colonne non sono state riconosciute con certezza. Verifica il contenuto di ogni colonna: il nome o l'indirizzo della casella e l'e-mail di comunicazione sono obbligatori, gli altri dati sono facoltativi.",
        "Some columns were not recognised with certainty. Check what each column holds: the mailbox's name or address and the communication e-mail are required, the other data are optional.";
    columns_known: "Le colonne sono state interpretate come segue. Se una non è corretta, modificala e ripeti il controllo.",
        "The columns were read as follows. If one is wrong, change it and repeat the check.";
    doubt_guessed: "L'intestazione non è tra quelle conosciute: il contenuto è stato ipotizzato dai valori. Conferma o modifica la scelta.",
        "The heading is not a known one: the content was guessed from the values. Confirm or change the choice.";
    doubt_implausible: "I valori non corrispondono a quanto indica l'intestazione. Verifica la scelta.",
        "The values do not match what the heading says. Check the choice.";
    doubt_incomplete: "La colonna non sarà importata: per un indirizzo servono via, località, provincia e CAP (oppure la nazione); per un'azienda, la ragione sociale o la partita IVA. Indica le colonne mancanti, o conferma.",
        "The column will not be imported: an address takes street, locality, province and postal code (or country); a company takes its name or VAT number. Say which columns hold what is missing, or confirm.";
    doubt_unit: "L'intestazione e i valori non indicano l'unità di misura con certezza. Verifica che gli esempi siano corretti.",
        "Neither the heading nor the values give the unit with certainty. Check that the examples are right.";
    converted(cell: &str, quota: &str): format!("{cell}\u{a0}→\u{a0}{quota}"), format!("{cell}\u{a0}→\u{a0}{quota}");
    conversion: "Valori risultanti", "Resulting values";
    no_quota: "valore non ammesso", "value not allowed";
    never_stored: "I valori di questa colonna non vengono conservati.", "The values of this column are not stored.";
    column_content: "Contenuto", "Content";
    sheet: "Foglio", "Sheet";
    hidden_rows: "Righe nascoste", "Hidden rows";
    hidden_skipped(count: &str): format!("{count}, non importate"), format!("{count}, left out");
    hidden_included(count: &str): format!("{count}, importate"), format!("{count}, imported");
    columns_unused: "Colonne non usate", "Columns not used";
    columns_hidden: "Colonne nascoste", "Hidden columns";
    columns_hidden_read(names: &str): format!("{names} (lette come le altre)"), format!("{names} (read like the others)");
    sheets_hidden: "Fogli nascosti", "Hidden sheets";
    sheets_hidden_unread(names: &str): format!("{names} (non letti)"), format!("{names} (not read)");
    headings_at: "Intestazioni", "Headings";
    headings_line(line: &str): format!("riga {line}; le righe precedenti non vengono importate"), format!("row {line}; the rows above are left out");
    sheet_missing: "Il file contiene più fogli con elenchi: scegli quello da importare.",
        "The file has several sheets with lists: choose the one to import.";
    sheet_choose: "Scegli un foglio", "Choose a sheet";
    hidden_missing: "Il foglio contiene righe nascoste: scegli se importarle.",
        "The sheet has hidden rows: choose whether to import them.";
    hidden_skip: "Non importare le righe nascoste", "Leave hidden rows out";
    hidden_include: "Importa anche le righe nascoste", "Import hidden rows too";
    in_file(text: &str): format!("Nel file: {text}"), format!("In the file: {text}");
    column_number(place: &str): format!("Colonna {place}"), format!("Column {place}");
    examples: "per esempio", "for example";
    empty_column: "vuota", "empty";
    check_again: "Controlla le righe", "Check the rows";
    aside: "Non importare", "Leave out";
    field_address: "Indirizzo della casella", "Mailbox address";
    field_local_part: "Nome della casella", "Mailbox name";
    field_domain: "Dominio", "Domain";
    field_email: "E-mail di comunicazione", "Communication e-mail";
    field_quota: "Quota", "Quota";
    field_soft_limit: "Soft limit", "Soft limit";
    field_plan: "Piano", "Plan";
    field_reseller: "Rivenditore", "Reseller";
    field_preservation: "Conservazione", "Preservation";
    field_given_name: "Nome del titolare", "Holder's given name";
    field_family_name: "Cognome del titolare", "Holder's family name";
    field_tax_code: "Codice fiscale del titolare", "Holder's codice fiscale";
    field_street: "Via", "Street";
    field_number: "Numero civico", "Street number";
    field_locality: "Località", "Locality";
    field_province: "Provincia", "Province";
    field_postal_code: "CAP", "Postal code";
    field_country: "Nazione", "Country";
    field_phone: "Telefono", "Telephone";
    field_fax: "Fax", "Fax";
    field_holder_email: "E-mail del titolare", "Holder's e-mail";
    field_mobile: "Cellulare", "Mobile";
    field_legal_name: "Ragione sociale", "Legal name";
    field_legal_form: "Forma giuridica", "Legal form";
    field_vat_number: "Partita IVA", "VAT number";
    field_company_tax_code: "Codice fiscale dell'azienda", "Company tax code";
    field_rea: "Numero REA", "REA number";
    field_recipient_code: "Codice destinatario", "Recipient code";
    field_recipient_pec: "PEC del destinatario", "Recipient PEC";
    field_administrative_reference: "Riferimento amministrativo", "Administrative reference";
    field_role: "Ruolo nell'azienda", "Role in the company";
    row_holder: "Titolare", "Holder";
    row_holder_address: "Indirizzo del titolare", "Holder's address";
    new_holder: "nuovo titolare", "new holder";
    known_holder: "già registrato", "already registered";
    field_state: "Stato (non importato)", "State (left out)";
    field_password: "Password (mai importata)", "Password (never imported)";
    field_row: "Numero di riga (non importato)", "Row number (left out)";
    field_reason: "Motivo dell'errore (non importato)", "Reason of the error (left out)";
    columns_missing: "Indica la colonna con il nome o l'indirizzo della casella.", "Say which column holds the mailbox's name or address.";
    email_missing: "Indica la colonna con l'e-mail di comunicazione.", "Say which column holds the communication e-mail.";
    column_twice: "Un'altra colonna contiene già questo dato.", "Another column holds this already.";

    import: "Importa", "Import";
    import_title: "Importa caselle", "Import mailboxes";
    import_lead(domain: &str): format!("Crea nel dominio {domain} le caselle elencate in un file CSV o Excel."),
        format!("Create in the domain {domain} the mailboxes listed in a CSV or Excel file.");
    file: "File", "File";
    file_hint: "CSV o Excel (.xlsx), fino a 32 MB e 200.000 righe. Puoi anche trascinarlo qui.",
        "CSV or Excel (.xlsx), up to 32 MB and 200,000 rows. You can also drop it here.";
    file_missing: "Scegli il file da importare.", "Choose the file to import.";
    file_too_large: "Il file supera i 32 MB: dividilo in più parti.", "The file is larger than 32 MB: split it.";
    upload: "Controlla il file", "Check the file";
    how_title: "Formato del file", "File format";
    how_columns: "Servono due colonne: il nome della casella (o l'indirizzo intero) e l'e-mail di comunicazione. Quota, soft limit e conservazione sono facoltative.",
        "Two columns are needed: the mailbox's name (or whole address) and the communication e-mail. Quota, soft limit and preservation are optional.";
    how_holders: "Il file può contenere anche il titolare di ogni casella: nome, cognome, codice fiscale, indirizzo, recapiti e azienda. Un codice fiscale già registrato indica quel titolare, i cui dati non vengono modificati. Nei domini con contratto il titolare e il suo indirizzo sono obbligatori.",
        "The file may also hold the holder of each mailbox: given and family name, codice fiscale, address, contacts and company. A codice fiscale that is registered already stands for that holder, whose data are not changed. In domains with contracts the holder and the holder's address are required.";
    how_recognised: "Separatore, codifica e intestazioni sono rilevati automaticamente, anche nei file esportati da altri pannelli. Quando un dato non è certo, ti viene chiesto di verificarlo. Le password non vengono importate né conservate: ogni titolare riceve il link per impostare la propria.",
        "Separator, encoding and headings are detected, in files from other panels too. Where something is not certain, you are asked to check it. Passwords are neither imported nor stored: each user receives a link to set their own.";
    how_safe: "Prima della creazione vengono mostrati, riga per riga, i valori che saranno scritti. Importare due volte lo stesso file non modifica le caselle esistenti.",
        "Before anything is created, the values that will be written are shown row by row. Importing the same file twice does not change existing mailboxes.";
    example: "Scarica un file di esempio", "Download an example file";
    advanced: "Opzioni di lettura del file", "File reading options";
    separator: "Separatore del CSV", "CSV separator";
    encoding: "Codifica del CSV", "CSV encoding";
    automatic: "Rilevamento automatico", "Automatic detection";
    semicolon: "Punto e virgola", "Semicolon";
    comma: "Virgola", "Comma";
    tab: "Tabulazione", "Tab";
    pipe: "Barra verticale", "Vertical bar";
}}

impl Jobs {
    pub fn mailboxes(self, count: i64) -> String {
        if count == 1 { self.one_mailbox().to_owned() } else { self.many_mailboxes(&integer(count)) }
    }

    /// A title that says what the job does.
    pub fn what(self, job: &Job) -> String {
        let count = self.mailboxes(job.total);
        match (&job.change, &job.import) {
            (Some(change), _) => self.change(change, &count),
            (None, Some(file)) => {
                let name = file.name.as_deref().unwrap_or(self.a_file());
                match &file.domain {
                    Some(domain) if job.kind.imports() == Some(ImportKind::Identifications) => {
                        Identity(self.0).import_of(name, domain)
                    }
                    Some(domain) => self.import_of(name, domain),
                    None => HolderImport(self.0).import_of(name),
                }
            }
            (None, None) if job.undoes.is_some() => self.undo_of(&count),
            (None, None) => self.job().to_owned(),
        }
    }

    fn change(self, change: &BulkChange, count: &str) -> String {
        match change.action {
            BulkAction::Disable => self.disable_of(count),
            BulkAction::Enable => self.enable_of(count),
            BulkAction::SendPasswordReset => self.reset_of(count),
            BulkAction::Renew => self.renew_of(count),
            BulkAction::Terminate => self.terminate_of(count),
            BulkAction::Cancel => self.cancel_of(count),
            BulkAction::Update => {
                let quota = change.quota_mb.map(|quota| self.new_quota(&megabytes(quota)));
                let limit = change.soft_limit_mb.map(|limit| self.new_soft_limit(&megabytes(limit)));
                let email = change.communication_email.as_deref().map(|email| self.new_email(email));
                let kept = change.preservation.map(|kept| {
                    let words = if kept { self.preservation_on() } else { self.preservation_off() };
                    words.to_owned()
                });
                let all: Vec<_> = [quota, limit, email, kept].into_iter().flatten().collect();
                self.update_of(&all.join(", "), count)
            }
        }
    }

    pub const fn state(self, state: JobState) -> &'static str {
        match state {
            JobState::Mapping => self.is_mapping(),
            JobState::Checking => self.is_checking(),
            JobState::Ready => self.is_ready(),
            JobState::Running => self.is_running(),
            JobState::Finished => self.is_finished(),
            JobState::Cancelled => self.is_cancelled(),
            JobState::Failed => self.is_failed(),
        }
    }

    pub const fn outcome(self, outcome: Outcome, is_import: bool) -> &'static str {
        match outcome {
            Outcome::Pending => self.pending(),
            Outcome::ToDo if is_import => self.to_create(),
            Outcome::ToDo => self.to_do(),
            Outcome::Unchanged => self.unchanged(),
            Outcome::Failed => self.failed(),
            Outcome::Done if is_import => self.created(),
            Outcome::Done => self.done(),
        }
    }

    /// The outcome of a single row, of an import or of the bulk change that `action` is.
    pub const fn outcome_of_one(self, outcome: Outcome, action: Option<BulkAction>) -> &'static str {
        match (outcome, action) {
            (Outcome::Unchanged, _) => self.unchanged_one(),
            (Outcome::Done, None) => self.created_one(),
            (Outcome::Done, Some(BulkAction::Update)) => self.updated_one(),
            (Outcome::Done, Some(BulkAction::Disable)) => self.disabled_one(),
            (Outcome::Done, Some(BulkAction::Enable)) => self.enabled_one(),
            (Outcome::Done, Some(BulkAction::SendPasswordReset)) => self.reset_one(),
            (Outcome::Done, Some(BulkAction::Renew)) => self.renewed_one(),
            (Outcome::Done, Some(BulkAction::Terminate)) => self.terminated_one(),
            (Outcome::Done, Some(BulkAction::Cancel)) => self.cancelled_one(),
            (outcome, action) => self.outcome(outcome, action.is_none()),
        }
    }

    pub const fn doubt(self, doubt: Doubt) -> &'static str {
        match doubt {
            Doubt::Guessed => self.doubt_guessed(),
            Doubt::Implausible => self.doubt_implausible(),
            Doubt::Unit => self.doubt_unit(),
            Doubt::Incomplete => self.doubt_incomplete(),
        }
    }

    pub const fn field(self, field: Field) -> &'static str {
        match field {
            Field::Address => self.field_address(),
            Field::LocalPart => self.field_local_part(),
            Field::Domain => self.field_domain(),
            Field::CommunicationEmail => self.field_email(),
            Field::QuotaMb => self.field_quota(),
            Field::SoftLimitMb => self.field_soft_limit(),
            Field::Preservation => self.field_preservation(),
            Field::Plan => self.field_plan(),
            Field::Reseller => self.field_reseller(),
            Field::GivenName => self.field_given_name(),
            Field::FamilyName => self.field_family_name(),
            Field::TaxCode => self.field_tax_code(),
            Field::Street => self.field_street(),
            Field::Number => self.field_number(),
            Field::Locality => self.field_locality(),
            Field::Province => self.field_province(),
            Field::PostalCode => self.field_postal_code(),
            Field::Country => self.field_country(),
            Field::Phone => self.field_phone(),
            Field::Fax => self.field_fax(),
            Field::HolderEmail => self.field_holder_email(),
            Field::Mobile => self.field_mobile(),
            Field::LegalName => self.field_legal_name(),
            Field::LegalForm => self.field_legal_form(),
            Field::VatNumber => self.field_vat_number(),
            Field::CompanyTaxCode => self.field_company_tax_code(),
            Field::Rea => self.field_rea(),
            Field::RecipientCode => self.field_recipient_code(),
            Field::RecipientPec => self.field_recipient_pec(),
            Field::AdministrativeReference => self.field_administrative_reference(),
            Field::Role => self.field_role(),
            Field::Method => KitTexts(self.0).identification().method(),
            Field::Level => KitTexts(self.0).identification().level(),
            Field::IdentifiedOn => KitTexts(self.0).identification().identified_on(),
            Field::IdentifiedBy => KitTexts(self.0).identification().identified_by(),
            Field::DocumentKind => KitTexts(self.0).identification().document_kind(),
            Field::DocumentNumber => KitTexts(self.0).identification().document_number(),
            Field::DocumentExpiresOn => KitTexts(self.0).identification().document_expires_on(),
            Field::Capacity => KitTexts(self.0).identification().capacity(),
            Field::SecondFactorSince => KitTexts(self.0).identification().second_factor_since(),
            Field::State => self.field_state(),
            Field::Password => self.field_password(),
            Field::RowNumber => self.field_row(),
            Field::Reason => self.field_reason(),
        }
    }
}

#[cfg(test)]
mod tests {
    use sigillo_kit::i18n::Lang;

    use super::*;

    #[test]
    fn the_outcome_of_one_row_is_in_the_singular() {
        let words = |outcome, action| Jobs(Lang::It).outcome_of_one(outcome, action);
        assert_eq!(words(Outcome::Done, None), "Creata");
        assert_eq!(words(Outcome::Done, Some(BulkAction::Update)), "Modificata");
        assert_eq!(words(Outcome::Unchanged, None), "Invariata");
        assert_eq!(words(Outcome::ToDo, None), "Da creare");
    }
}
