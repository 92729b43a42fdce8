use crate::i18n::{integer, megabytes};
use sigillo_contract::job::{BulkChange, Job};
use sigillo_domain::import::Field;
use sigillo_domain::job::{BulkAction, Outcome, JobState};
use sigillo_kit::texts;

texts! {
/// Jobs on many mailboxes, and imports from a file.
Jobs {
    title: "Lavori", "Jobs";
    lead: "Le importazioni e le modifiche di molte caselle insieme: che cosa è stato fatto, da chi, e com'è andata.",
        "Imports, and changes to many mailboxes at once: what was done, by whom, and how it went.";
    none_title: "Non c'è ancora nessun lavoro", "There is no job yet";
    none_text: "Un lavoro nasce quando importi caselle da un file, o quando ne selezioni molte nell'elenco per modificarle insieme.",
        "A job begins when you import mailboxes from a file, or select many in the list to change them together.";
    job: "Lavoro", "Job";
    by(who: &str, at: &str): format!("{who}, {at}"), format!("{who}, {at}");
    asked: "Chiesto da", "Asked for by";
    run_by: "Avviato da", "Started by";
    rows: "Righe", "Rows";
    state_label: "Stato", "State";
    at(date: &str, who: &str): format!("{date}, {who}"), format!("{date}, {who}");

    import_of(file: &str, domain: &str): format!("Importazione di {file} in {domain}"), format!("Import of {file} into {domain}");
    a_file: "un file", "a file";
    disable_of(count: &str): format!("Disattivazione di {count}"), format!("Disabling {count}");
    enable_of(count: &str): format!("Riattivazione di {count}"), format!("Enabling {count}");
    reset_of(count: &str): format!("Invio del reset password a {count}"), format!("Password reset to {count}");
    cancel_of(count: &str): format!("Cancellazione di {count}"), format!("Cancellation of {count}");
    update_of(what: &str, count: &str): format!("{what} per {count}"), format!("{what} for {count}");
    one_mailbox: "1 casella", "1 mailbox";
    many_mailboxes(count: &str): format!("{count} caselle"), format!("{count} mailboxes");
    new_quota(quota: &str): format!("Quota di {quota}"), format!("Quota of {quota}");
    new_soft_limit(limit: &str): format!("Soft limit di {limit}"), format!("Soft limit of {limit}");
    new_email(email: &str): format!("E-mail di comunicazione {email}"), format!("Communication e-mail {email}");
    preservation_on: "Conservazione attiva", "Preservation on";
    preservation_off: "Conservazione non attiva", "Preservation off";

    is_mapping: "DA COMPLETARE", "TO COMPLETE";
    is_checking: "CONTROLLO IN CORSO", "BEING CHECKED";
    is_ready: "IN ATTESA DI AVVIO", "WAITING TO START";
    is_running: "IN CORSO", "RUNNING";
    is_finished: "CONCLUSO", "FINISHED";
    is_cancelled: "FERMATO", "STOPPED";
    is_failed: "INTERROTTO", "BROKEN OFF";

    progress(done: &str, total: &str): format!("{done} di {total}"), format!("{done} of {total}");
    checking_text: "Controllo riga per riga che cosa succederebbe: non viene ancora modificato niente.",
        "Each row is checked for what would happen: nothing is changed yet.";
    running_text: "Il lavoro prosegue anche se chiudi la pagina.", "The job goes on even if you close the page.";
    ready_text: "Il controllo è finito e non è ancora stato modificato niente. Guarda qui sotto che cosa succederebbe a ogni riga, poi decidi.",
        "The check is done, and nothing has been changed yet. See below what would happen to each row, then decide.";
    nothing_to_do: "Non c'è niente da fare: nessuna riga porterebbe una modifica.", "There is nothing to do: no row would change anything.";
    finished_text: "Il lavoro è concluso: qui sotto com'è andata ogni riga.", "The job is done: below is how each row went.";
    cancelled_text: "Il lavoro è stato fermato: quello che era già fatto resta fatto, il resto non è stato toccato.",
        "The job was stopped: what was done stays done, the rest was not touched.";
    failed_text: "Il lavoro non ha potuto proseguire: quello che era già fatto resta fatto.",
        "The job could not go on: what was done stays done.";
    forgotten_text: "Le righe non sono più conservate: si tengono per 30 giorni. I conteggi restano, e la storia di ogni casella anche.",
        "The rows are no longer kept: they are for 30 days. The counts stay, and so does each mailbox's history.";
    mend_text: "Puoi scaricare le righe con errori, correggerle e importare di nuovo il file: le righe già a posto non vengono toccate.",
        "You can download the rows with errors, mend them and import the file again: rows that are in order are not touched.";

    start_import_one: "Crea 1 casella", "Create 1 mailbox";
    start_import(count: &str): format!("Crea {count} caselle"), format!("Create {count} mailboxes");
    start_one: "Avvia su 1 casella", "Start on 1 mailbox";
    start(count: &str): format!("Avvia su {count} caselle"), format!("Start on {count} mailboxes");
    start_cancel(count: &str): format!("Cancella per sempre {count}"), format!("Cancel {count} for ever");
    drop_job: "Annulla il lavoro", "Drop the job";
    stop_job: "Ferma", "Stop";
    count_label: "Per confermare, scrivi quante caselle vengono cancellate", "To confirm, type how many mailboxes are cancelled";
    count_mismatch(count: &str): format!("Il numero non corrisponde: le caselle da cancellare sono {count}."),
        format!("The number does not match: {count} mailboxes are to be cancelled.");
    cancel_title: "Attenzione: la cancellazione è definitiva", "Mind: a cancellation is for ever";
    overtaken: "Nel frattempo il lavoro è cambiato: ecco com'è adesso.", "The job has changed meanwhile: this is how it stands now.";
    unit: "unità di misura", "unit";
    download: "Scarica le righe con errori", "Download the rows with errors";
    to_list: "Vai alle caselle", "Go to the mailboxes";

    outcomes: "Righe per esito", "Rows by outcome";
    every_row: "Tutte", "All";
    row_line: "Riga", "Row";
    row_mailbox: "Casella", "Mailbox";
    row_outcome: "Esito", "Outcome";
    row_reason: "Motivo", "Reason";
    no_rows: "Nessuna riga con questo esito.", "No row with this outcome.";
    pending: "Da controllare", "To check";
    to_create: "Da creare", "To create";
    to_do: "Da fare", "To do";
    unchanged: "Già a posto", "In order already";
    failed: "Con errori", "With errors";
    created: "Create", "Created";
    done: "Fatte", "Done";
    below_use: "La nuova quota è inferiore allo spazio già usato.", "The new quota is below the space in use.";

    columns_title: "Che cosa contengono le colonne", "What the columns hold";
    columns_text: "Non è stato possibile riconoscere da sole le colonne necessarie. Indica quale contiene il nome o l'indirizzo della casella e quale l'e-mail di comunicazione: le altre sono facoltative.",
        "The columns needed could not be recognised. Say which holds the mailbox's name or address and which the communication e-mail: the others are optional.";
    columns_known: "Sono state riconosciute così: se qualcosa non torna, correggilo e ripeti il controllo.",
        "They were recognised like this: if something is wrong, put it right and check again.";
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
    field_preservation: "Conservazione", "Preservation";
    field_state: "Stato (non importato)", "State (left out)";
    field_password: "Password (mai importata)", "Password (never imported)";
    field_row: "Numero di riga (non importato)", "Row number (left out)";
    field_reason: "Motivo dell'errore (non importato)", "Reason of the error (left out)";
    columns_missing: "Indica la colonna con il nome o l'indirizzo della casella.", "Say which column holds the mailbox's name or address.";
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
    how_title: "Come dev'essere il file", "What the file must be like";
    how_columns: "Servono due colonne: il nome della casella (o l'indirizzo intero) e l'e-mail di comunicazione. Quota, soft limit e conservazione sono facoltative.",
        "Two columns are needed: the mailbox's name (or whole address) and the communication e-mail. Quota, soft limit and preservation are optional.";
    how_recognised: "Separatore, codifica e intestazioni si riconoscono da soli, anche quelle degli export di altri pannelli. Le password non si importano mai: ogni titolare riceve il link per impostare la propria.",
        "Separator, encoding and headings are recognised, those of other panels' exports too. Passwords are never imported: each user receives a link to set their own.";
    how_safe: "Prima di creare qualcosa vedrai riga per riga che cosa succederebbe. Importare due volte lo stesso file non cambia niente.",
        "Before anything is created you will see row by row what would happen. Importing the same file twice changes nothing.";
    example: "Scarica un file di esempio", "Download an example file";
    advanced: "Se il file non si legge bene", "If the file is not read well";
    separator: "Separatore del CSV", "CSV separator";
    encoding: "Codifica del CSV", "CSV encoding";
    automatic: "Riconosci da solo", "Recognise it";
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
                self.import_of(file.name.as_deref().unwrap_or(self.a_file()), &file.domain)
            }
            (None, None) => self.job().to_owned(),
        }
    }

    fn change(self, change: &BulkChange, count: &str) -> String {
        match change.action {
            BulkAction::Disable => self.disable_of(count),
            BulkAction::Enable => self.enable_of(count),
            BulkAction::SendPasswordReset => self.reset_of(count),
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

    pub const fn field(self, field: Field) -> &'static str {
        match field {
            Field::Address => self.field_address(),
            Field::LocalPart => self.field_local_part(),
            Field::Domain => self.field_domain(),
            Field::CommunicationEmail => self.field_email(),
            Field::QuotaMb => self.field_quota(),
            Field::SoftLimitMb => self.field_soft_limit(),
            Field::Preservation => self.field_preservation(),
            Field::State => self.field_state(),
            Field::Password => self.field_password(),
            Field::RowNumber => self.field_row(),
            Field::Reason => self.field_reason(),
        }
    }
}
