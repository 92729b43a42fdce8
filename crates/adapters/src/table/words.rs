//! What is wrong with a row or a file, in Italian and in English: for the file of refused rows, that
//! a person mends without the panel before them.

use sigillo_domain::import::{Field, Unit};
use sigillo_domain::{Code, Fault, FaultCode};

use super::error::{TableError, Unsupported};
use crate::export::Language;

impl Language {
    pub(super) const fn row_number(self) -> &'static str {
        self.choose("Riga", "Row")
    }

    pub(super) const fn reason(self) -> &'static str {
        self.choose("Motivo", "Reason")
    }

    /// A heading for a column whose file has none.
    pub(super) fn heading(self, field: Field, unit: Unit) -> String {
        let title = match field {
            Field::Address => self.choose("Casella", "Mailbox"),
            Field::LocalPart => self.choose("Nome casella", "Mailbox name"),
            Field::Domain => self.choose("Dominio", "Domain"),
            Field::CommunicationEmail => {
                self.choose("E-mail di comunicazione", "Communication e-mail")
            }
            Field::QuotaMb => "Quota",
            Field::SoftLimitMb => "Soft limit",
            Field::Preservation => self.choose("Conservazione", "Preservation"),
            Field::State => self.choose("Stato", "State"),
            Field::Password => "Password",
            Field::RowNumber => self.row_number(),
            Field::Reason => self.reason(),
        };
        let unit = match unit {
            Unit::Bytes => "bytes",
            Unit::Kilobytes => "KB",
            Unit::Megabytes => "MB",
            Unit::Gigabytes => "GB",
            Unit::Terabytes => "TB",
        };
        if field.is_size() { format!("{title} ({unit})") } else { title.to_owned() }
    }
}

/// The name of the field that a fault points to; None where it is the whole row.
fn field_name(pointer: &str, l: Language) -> Option<&'static str> {
    Some(match pointer {
        "/local_part" => l.choose("Nome della casella", "Mailbox name"),
        "/domain" => l.choose("Dominio", "Domain"),
        "/communication_email" => l.choose("E-mail di comunicazione", "Communication e-mail"),
        "/quota_mb" => "Quota",
        "/soft_limit_mb" => "Soft limit",
        "/preservation" => l.choose("Conservazione", "Preservation"),
        "/state" => l.choose("Stato", "State"),
        _ => return None,
    })
}

/// All that is wrong with a row, each fault with the name of its field.
pub fn reason_of_faults(faults: &[Fault], language: Language) -> String {
    let told: Vec<String> = faults
        .iter()
        .map(|fault| {
            let text = fault_text(&fault.pointer, fault.code, language);
            match field_name(&fault.pointer, language) {
                Some(name) => format!("{name}: {text}"),
                None => text.to_owned(),
            }
        })
        .collect();
    told.join("; ")
}

/// Why a row failed: the code of the problem, and the fields at fault.
pub fn reason(code: Code, faults: &[Fault], language: Language) -> String {
    match (code, faults) {
        (Code::Validation, faults) => reason_of_faults(faults, language),
        (Code::MailboxDiffers, faults) if !faults.is_empty() => {
            format!("{} ({})", reason_of_code(code, language), reason_of_faults(faults, language))
        }
        (code, _) => reason_of_code(code, language).to_owned(),
    }
}

/// What is wrong with a field, to follow its name.
pub fn fault_text(pointer: &str, code: FaultCode, l: Language) -> &'static str {
    match code {
        FaultCode::Required => l.choose("manca", "is missing"),
        FaultCode::Differs => l.choose("è diverso", "is another"),
        FaultCode::TooLong => l.choose("ha troppi caratteri", "has too many characters"),
        FaultCode::TooShort => l.choose("ha troppo pochi caratteri", "has too few characters"),
        FaultCode::InvalidCharacters => l.choose(
            "sono ammessi solo lettere senza accenti, cifre e i segni . - _",
            "only unaccented letters, digits and . - _ are accepted",
        ),
        FaultCode::DomainNotExpected => l.choose(
            "va scritto senza la chiocciola e il dominio",
            "goes without the @ and the domain",
        ),
        FaultCode::MisplacedDot => l.choose(
            "il punto non può stare all'inizio o alla fine, né due di seguito",
            "a dot can stand neither at the start nor at the end, nor two in a row",
        ),
        FaultCode::Reserved => {
            l.choose("è un nome riservato al servizio", "is a name reserved for the service")
        }
        FaultCode::InvalidEmail => {
            l.choose("non è un indirizzo e-mail valido", "is not a valid e-mail address")
        }
        FaultCode::InvalidDomainName => {
            l.choose("non è un nome di dominio valido", "is not a valid domain name")
        }
        FaultCode::OutOfRange => l.choose(
            "deve essere un numero da 1 a 1.048.576 MB",
            "must be a number from 1 to 1,048,576 MB",
        ),
        FaultCode::AboveQuota => l.choose("non può superare la quota", "cannot exceed the quota"),
        FaultCode::NotAvailable => l.choose(
            "non è compresa nella fornitura del dominio",
            "is not included in the domain's supply",
        ),
        FaultCode::InvalidTransition => l.choose(
            "non è raggiungibile da quello attuale",
            "cannot be reached from the present one",
        ),
        FaultCode::InvalidType if pointer.ends_with("_mb") => l.choose(
            "non è una dimensione (esempi: 1000, 2 GB)",
            "is not a size (for example: 1000, 2 GB)",
        ),
        FaultCode::Unknown if pointer == "/preservation" => {
            l.choose("scrivi Sì o No", "write Yes or No")
        }
        FaultCode::CellCount => l.choose(
            "la riga ha più o meno celle delle colonne del file",
            "the row has more or fewer cells than the file has columns",
        ),
        FaultCode::Contradiction => l.choose(
            "non concorda con l'indirizzo della casella",
            "does not agree with the mailbox's address",
        ),
        FaultCode::Taken => l.choose("è già in uso", "is already taken"),
        FaultCode::Unchanged => l.choose("è già il valore attuale", "is the present value already"),
        FaultCode::NotExpected => l.choose("non è ammesso qui", "has no place here"),
        FaultCode::Unknown
        | FaultCode::InvalidType
        | FaultCode::InvalidCursor
        | FaultCode::ContainsUsername
        | FaultCode::ContainsMailboxName
        | FaultCode::TooCommon
        | FaultCode::UsedBefore => {
            l.choose("il valore non è tra quelli ammessi", "is not one of the values accepted")
        }
    }
}

/// Why a row that was well written could not be done. The English of a code that no import meets is
/// its title.
pub fn reason_of_code(code: Code, l: Language) -> &'static str {
    match code {
        Code::MailboxExists => {
            l.choose("Esiste già una casella con questo nome", "A mailbox of this name exists")
        }
        Code::MailboxDiffers => l.choose(
            "La casella esiste già, con dati diversi",
            "The mailbox already exists, with other data",
        ),
        Code::RowRepeated => l.choose(
            "Una riga precedente chiede la stessa casella",
            "An earlier row asks for the same mailbox",
        ),
        Code::NoCommunicationEmail => l.choose(
            "La casella non ha un'e-mail di comunicazione",
            "The mailbox has no communication e-mail",
        ),
        Code::AddressRetired => l.choose(
            "Il nome era di una casella cancellata e non può più essere usato",
            "The name was that of a cancelled mailbox and is never used again",
        ),
        Code::MailboxCancelled => l.choose("La casella è cancellata", "The mailbox is cancelled"),
        Code::Forbidden => l.choose(
            "Non hai i permessi per farlo in questo dominio",
            "You are not allowed to do this in this domain",
        ),
        Code::NotFound => l.choose(
            "Il dominio non esiste o non è tra quelli che gestisci",
            "The domain does not exist, or is not one that you manage",
        ),
        Code::NotInThisState => l.choose(
            "Non è possibile nello stato in cui è la casella",
            "Not possible in the state that the mailbox is in",
        ),
        Code::Stale => l.choose(
            "La casella è stata modificata da altri nel frattempo",
            "Somebody else changed the mailbox meanwhile",
        ),
        code => l.choose("L'operazione non è riuscita: riprova", code.title()),
    }
}

impl TableError {
    /// What a person reads, with what to do.
    pub fn told(&self, l: Language) -> String {
        match self {
            TableError::Empty => {
                l.choose("Il file non contiene righe.", "The file has no rows.").into()
            }
            TableError::NotATable => l
                .choose(
                    "Il file non è una tabella: carica un csv o un file di Excel (.xlsx).",
                    "The file is no table: upload a csv or an Excel file (.xlsx).",
                )
                .into(),
            TableError::Unsupported(kind) => kind.told(l).into(),
            TableError::Damaged => l
                .choose(
                    "Il file di Excel è danneggiato: aprilo, salvalo di nuovo e ricaricalo.",
                    "The Excel file is damaged: open it, save it again and upload it.",
                )
                .into(),
            TableError::TooManyRows { max } => match l {
                Language::It => format!("Il file ha più di {max} righe: dividilo in più file."),
                Language::En => format!("The file has more than {max} rows: split it."),
            },
            TableError::TooManyColumns { line, max } => match l {
                Language::It => format!("La riga {line} ha più di {max} colonne."),
                Language::En => format!("Row {line} has more than {max} columns."),
            },
            TableError::TooLarge { max_bytes } => {
                let mb = max_bytes >> 20;
                match l {
                    Language::It => format!("Il contenuto del file supera {mb} MB."),
                    Language::En => format!("The content of the file exceeds {mb} MB."),
                }
            }
            TableError::CellTooLong { line, max } => match l {
                Language::It => format!("Nella riga {line} una cella ha più di {max} caratteri."),
                Language::En => format!("In row {line} a cell has more than {max} characters."),
            },
            TableError::UnclosedQuote { line } => match l {
                Language::It => format!("Le virgolette aperte nella riga {line} non sono chiuse."),
                Language::En => format!("The quote that opens in row {line} is never closed."),
            },
            TableError::Encoding(encoding) => match l {
                Language::It => format!("Il testo del file non è in {}.", encoding.name()),
                Language::En => format!("The text of the file is not in {}.", encoding.name()),
            },
        }
    }
}

impl Unsupported {
    const fn told(self, l: Language) -> &'static str {
        match self {
            Unsupported::OldExcel => l.choose(
                "È un file di Excel del vecchio formato (.xls): aprilo e salvalo come .xlsx o csv.",
                "This is an Excel file of the old format (.xls): open it and save it as .xlsx or csv.",
            ),
            Unsupported::Protected => l.choose(
                "Il file è protetto da una password: salvalo senza e ricaricalo.",
                "The file is protected by a password: save it without and upload it again.",
            ),
            Unsupported::BinaryExcel => l.choose(
                "È una cartella di lavoro binaria di Excel (.xlsb): salvala come .xlsx o csv.",
                "This is a binary Excel workbook (.xlsb): save it as .xlsx or csv.",
            ),
            Unsupported::OpenDocument => l.choose(
                "È un file di LibreOffice (.ods): salvalo come .xlsx o csv.",
                "This is a LibreOffice file (.ods): save it as .xlsx or csv.",
            ),
            Unsupported::Pdf => l.choose(
                "È un pdf: serve un csv o un file di Excel (.xlsx).",
                "This is a pdf: a csv or an Excel file (.xlsx) is needed.",
            ),
            Unsupported::WebPage => l.choose(
                "È una pagina web, anche se il nome finisce in .xls: aprila con Excel e salvala come .xlsx o csv.",
                "This is a web page, even if its name ends in .xls: open it with Excel and save it as .xlsx or csv.",
            ),
            Unsupported::Other => l.choose(
                "Questo tipo di file non è una tabella: serve un csv o un file di Excel (.xlsx).",
                "Files of this kind are no tables: a csv or an Excel file (.xlsx) is needed.",
            ),
        }
    }
}
