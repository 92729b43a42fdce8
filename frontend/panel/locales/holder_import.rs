use crate::i18n::integer;
use sigillo_domain::import::HolderPart;
use sigillo_domain::job::Outcome;
use sigillo_kit::texts;

texts! {
/// Imports of holders without mailboxes.
HolderImport {
    title: "Importa titolari", "Import holders";
    lead: "Registra i titolari elencati in un file CSV o Excel, senza caselle.",
        "Enter the holders listed in a CSV or Excel file, without mailboxes.";
    import_of(file: &str): format!("Importazione di titolari da {file}"), format!("Import of holders from {file}");
    organization_missing: "Scegli l'organizzazione dei titolari.", "Choose the organisation of the holders.";
    how_columns: "Servono tre colonne: nome, cognome e codice fiscale. Indirizzo, recapiti, azienda e ruolo sono facoltativi; telefono ed e-mail si registrano insieme all'indirizzo.",
        "Three columns are needed: given name, family name and codice fiscale. Address, contacts, company and role are optional; telephone and e-mail are entered with the address.";
    how_known: "Un codice fiscale già registrato indica quel titolare: nessun suo dato viene modificato, ma l'indirizzo e l'azienda che ancora non ha vengono aggiunti. Nel file ogni codice fiscale può comparire una sola volta.",
        "A codice fiscale that is registered already stands for that holder: none of the holder's data are changed, but an address and a company that the holder does not have yet are added. Each codice fiscale may stand in the file only once.";
    how_recognised: "Separatore, codifica e intestazioni sono rilevati automaticamente, anche nei file esportati dall'elenco dei titolari. Quando un dato non è certo, ti viene chiesto di verificarlo.",
        "Separator, encoding and headings are detected, in files exported from the list of holders too. Where something is not certain, you are asked to check it.";
    how_safe: "Prima della registrazione viene mostrato, riga per riga, che cosa sarà aggiunto. Un nome che non corrisponde al codice fiscale viene segnalato, ma non impedisce la registrazione.",
        "Before anything is entered, you are shown row by row what will be added. A name that does not fit the codice fiscale is pointed out, but is entered.";

    columns_text: "Alcune colonne non sono state riconosciute con certezza. Verifica il contenuto di ogni colonna: il codice fiscale è obbligatorio, e per i nuovi titolari anche nome e cognome; gli altri dati sono facoltativi.",
        "Some columns were not recognised with certainty. Check what each column holds: the codice fiscale is required, and for new holders the given and family names too; the other data are optional.";
    columns_missing: "Indica la colonna con il codice fiscale.", "Say which column holds the codice fiscale.";

    start_one: "Registra i dati di 1 titolare", "Enter the data of 1 holder";
    start_many(count: &str): format!("Registra i dati di {count} titolari"), format!("Enter the data of {count} holders");
    to_list: "Vai ai titolari", "Go to the holders";
    forgotten_text: "Le righe non sono più conservate: si tengono per 30 giorni. Restano i conteggi e lo storico di ogni titolare.",
        "The rows are no longer kept: they are deleted after 30 days. The counts remain, and so does each holder's history.";

    row_address: "Indirizzo", "Address";
    row_company: "Azienda", "Company";
    row_adds: "Aggiunge", "Adds";
    new_holder: "nuovo titolare", "new holder";
    new_address: "nuovo indirizzo", "new address";
    new_company: "nuova azienda", "new company";
    nothing_new: "già registrato", "already registered";
    repeated: "Una riga precedente ha lo stesso codice fiscale.", "An earlier row has the same codice fiscale.";
    may_not_add: "Il titolare è già registrato e non hai i permessi per modificarlo.",
        "The holder is registered already, and you are not allowed to change it.";

    pending: "Da controllare", "To check";
    to_enter: "Da registrare", "To enter";
    entered: "Registrate", "Entered";
    entered_one: "Registrata", "Entered";
    known: "Già registrate", "Registered already";
    known_one: "Già registrata", "Registered already";
    failed: "Con errori", "With errors";
}}

impl HolderImport {
    pub fn start(self, count: i64) -> String {
        if count == 1 { self.start_one().to_owned() } else { self.start_many(&integer(count)) }
    }

    /// What a row adds to the register.
    pub fn adds(self, parts: &[HolderPart]) -> String {
        if parts.is_empty() {
            return self.nothing_new().to_owned();
        }
        let words = parts.iter().map(|part| match part {
            HolderPart::Holder => self.new_holder(),
            HolderPart::Address => self.new_address(),
            HolderPart::Company => self.new_company(),
        });
        words.collect::<Vec<_>>().join(", ")
    }

    pub const fn outcome(self, outcome: Outcome) -> &'static str {
        match outcome {
            Outcome::Pending => self.pending(),
            Outcome::ToDo => self.to_enter(),
            Outcome::Unchanged => self.known(),
            Outcome::Failed => self.failed(),
            Outcome::Done => self.entered(),
        }
    }

    /// The outcome of a single row.
    pub const fn outcome_of_one(self, outcome: Outcome) -> &'static str {
        match outcome {
            Outcome::Unchanged => self.known_one(),
            Outcome::Done => self.entered_one(),
            outcome => self.outcome(outcome),
        }
    }
}
