//! Why a row failed, in Italian and in English. The texts are for the file of failed rows, which
//! people correct without the panel at hand.

use sigillo_domain::import::{Field, Unit};
use sigillo_domain::message::Language;
use sigillo_domain::{Code, Fault, FaultCode};

pub const fn row_number(l: Language) -> &'static str {
    l.choose("Riga", "Row")
}

pub const fn reason_heading(l: Language) -> &'static str {
    l.choose("Motivo", "Reason")
}

/// The heading of a column that has none in the file.
pub fn heading(field: Field, unit: Unit, l: Language) -> String {
    let title = title(field, l);
    let unit = match unit {
        Unit::Bytes => "bytes",
        Unit::Kilobytes => "KB",
        Unit::Megabytes => "MB",
        Unit::Gigabytes => "GB",
        Unit::Terabytes => "TB",
    };
    if field.is_size() { format!("{title} ({unit})") } else { title.to_owned() }
}

const fn title(field: Field, l: Language) -> &'static str {
    match field {
        Field::Address => l.choose("Casella", "Mailbox"),
        Field::LocalPart => l.choose("Nome casella", "Mailbox name"),
        Field::Domain => l.choose("Dominio", "Domain"),
        Field::CommunicationEmail => l.choose("E-mail di comunicazione", "Communication e-mail"),
        Field::QuotaMb => "Quota",
        Field::SoftLimitMb => "Soft limit",
        Field::Preservation => l.choose("Conservazione", "Preservation"),
        Field::Plan => l.choose("Piano", "Plan"),
        Field::Reseller => l.choose("Rivenditore", "Reseller"),
        Field::GivenName => l.choose("Nome del titolare", "Given name"),
        Field::FamilyName => l.choose("Cognome", "Family name"),
        Field::TaxCode => "Codice fiscale",
        Field::Street => l.choose("Via", "Street"),
        Field::Number => l.choose("Numero civico", "Street number"),
        Field::Locality => l.choose("Località", "Locality"),
        Field::Province => l.choose("Provincia", "Province"),
        Field::PostalCode => l.choose("CAP", "Postal code"),
        Field::Country => l.choose("Nazione", "Country"),
        Field::Phone => l.choose("Telefono", "Telephone"),
        Field::Fax => "Fax",
        Field::HolderEmail => l.choose("E-mail del titolare", "Holder e-mail"),
        Field::Mobile => l.choose("Cellulare", "Mobile"),
        Field::LegalName => l.choose("Ragione sociale", "Legal name"),
        Field::LegalForm => l.choose("Forma giuridica", "Legal form"),
        Field::VatNumber => l.choose("Partita IVA", "VAT number"),
        Field::CompanyTaxCode => l.choose("Codice fiscale azienda", "Company tax code"),
        Field::Rea => l.choose("Numero REA", "REA number"),
        Field::RecipientCode => l.choose("Codice destinatario", "Recipient code"),
        Field::RecipientPec => l.choose("PEC destinatario", "Recipient PEC"),
        Field::AdministrativeReference => {
            l.choose("Riferimento amministrativo", "Administrative reference")
        }
        Field::Role => l.choose("Ruolo", "Role"),
        Field::Method => l.choose("Metodo di identificazione", "Identification method"),
        Field::Level => l.choose("Livello di garanzia", "Assurance level"),
        Field::IdentifiedOn => l.choose("Identificato il", "Identified on"),
        Field::IdentifiedBy => l.choose("Identificato da", "Identified by"),
        Field::DocumentKind => l.choose("Tipo di documento", "Document type"),
        Field::DocumentNumber => l.choose("Numero del documento", "Document number"),
        Field::DocumentExpiresOn => l.choose("Scadenza del documento", "Document expiry"),
        Field::Capacity => l.choose("A titolo di", "Capacity"),
        Field::SecondFactorSince => l.choose("Secondo fattore dal", "Second factor since"),
        Field::State => l.choose("Stato", "State"),
        Field::Password => "Password",
        Field::RowNumber => row_number(l),
        Field::Reason => reason_heading(l),
    }
}

/// The name of the field that a fault points to; None if it is about the whole row.
fn field_name(pointer: &str, l: Language) -> Option<&'static str> {
    Some(match pointer {
        "/local_part" => l.choose("Nome della casella", "Mailbox name"),
        "/domain" => l.choose("Dominio", "Domain"),
        "/communication_email" => l.choose("E-mail di comunicazione", "Communication e-mail"),
        "/quota_mb" => "Quota",
        "/soft_limit_mb" => "Soft limit",
        "/preservation" => l.choose("Conservazione", "Preservation"),
        "/state" => l.choose("Stato", "State"),
        "/holder" => l.choose("Titolare", "Holder"),
        "/address" => l.choose("Indirizzo del titolare", "Address of the holder"),
        pointer => {
            let named = Field::parse(pointer.trim_start_matches('/'));
            let named = named
                .filter(|field| *field == Field::TaxCode || field.is_of_identification())
                .or_else(|| Field::of_holder(pointer))?;
            title(named, l)
        }
    })
}

/// All faults of a row, each with the name of its field.
pub fn reason_of_faults(faults: &[Fault], language: Language) -> String {
    let texts: Vec<String> = faults
        .iter()
        .map(|fault| {
            let text = fault_text(&fault.pointer, fault.code, language);
            match field_name(&fault.pointer, language) {
                Some(name) => format!("{name}: {text}"),
                None => text.to_owned(),
            }
        })
        .collect();
    texts.join("; ")
}

/// Why a row failed, from the code of the problem and the fields at fault.
pub fn reason(code: Code, faults: &[Fault], language: Language) -> String {
    match (code, faults) {
        (Code::Validation, faults) => reason_of_faults(faults, language),
        (Code::MailboxDiffers, faults) if !faults.is_empty() => {
            format!("{} ({})", reason_of_code(code, language), reason_of_faults(faults, language))
        }
        (code, _) => reason_of_code(code, language).to_owned(),
    }
}

/// Why a row of a file of holders failed.
pub fn reason_of_holder(code: Code, faults: &[Fault], l: Language) -> String {
    let text = match code {
        Code::RowRepeated => l.choose(
            "Una riga precedente ha lo stesso codice fiscale",
            "An earlier row has the same codice fiscale",
        ),
        Code::Forbidden => l.choose(
            "Il titolare è già registrato e non hai i permessi per modificarlo",
            "The holder is registered already, and you are not allowed to change it",
        ),
        code => return reason(code, faults, l),
    };
    text.to_owned()
}

/// What is wrong with a field: a text that follows the name of the field.
fn fault_text(pointer: &str, code: FaultCode, l: Language) -> &'static str {
    match code {
        FaultCode::Required => l.choose("manca", "is missing"),
        FaultCode::TooLong => l.choose("ha troppi caratteri", "has too many characters"),
        FaultCode::TooShort => l.choose("ha troppo pochi caratteri", "has too few characters"),
        FaultCode::InvalidCharacters if Field::of_holder(pointer).is_some() => {
            l.choose("ha caratteri non ammessi", "has characters that are not accepted")
        }
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
        FaultCode::InternationalEmail => l.choose(
            "ha lettere accentate prima della chiocciola, che molti server di posta non accettano",
            "has accented letters before the @, which many mail servers refuse",
        ),
        FaultCode::SameAsMailbox => l.choose("è la casella stessa", "is the mailbox itself"),
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
        FaultCode::Unknown if pointer == "/local_part" => {
            l.choose("nel dominio non c'è questa casella", "the domain has no such mailbox")
        }
        FaultCode::Differs if pointer == "/tax_code" => l.choose(
            "non è quello del titolare della casella",
            "is not that of the holder of the mailbox",
        ),
        FaultCode::TooEarly if pointer == "/document_expires_on" => l.choose(
            "il documento era scaduto il giorno dell'identificazione",
            "the document had expired on the day of the identification",
        ),
        FaultCode::TooEarly => l.choose("è troppo indietro nel tempo", "is too long ago"),
        FaultCode::TooLate => l.choose("è una data futura", "is in the future"),
        FaultCode::InvalidType => {
            l.choose("non è una data (esempio: 31/12/2030)", "is not a day (such as 31/12/2030)")
        }
        FaultCode::CompanyMissing => l.choose(
            "la casella non è tenuta per un'azienda",
            "the mailbox is not held for a company",
        ),
        FaultCode::Differs => l.choose("è diverso", "is another"),
        FaultCode::CellCount => l.choose(
            "la riga ha più celle delle colonne del file",
            "the row has more cells than the file has columns",
        ),
        FaultCode::FormulaWithoutValue => l.choose(
            "la cella contiene una formula senza risultato: apri il file con Excel e salvalo",
            "the cell has a formula without a result: open the file in Excel and save it",
        ),
        FaultCode::InUse => l.choose(
            "non si può cambiare finché ci sono caselle che lo hanno",
            "cannot change while mailboxes have it",
        ),
        FaultCode::Contradiction => l.choose(
            "non concorda con l'indirizzo della casella",
            "does not agree with the mailbox's address",
        ),
        FaultCode::Taken => l.choose("è già in uso", "is already taken"),
        FaultCode::Repeated => l.choose("è indicato due volte", "is given twice"),
        FaultCode::Unchanged => l.choose("è già il valore attuale", "is the present value already"),
        FaultCode::NotExpected => l.choose("non è ammesso qui", "has no place here"),
        code => registry_fault_text(code, l),
    }
}

/// What is wrong with a field of a holder, an address or a company.
fn registry_fault_text(code: FaultCode, l: Language) -> &'static str {
    match code {
        FaultCode::InvalidTaxCode => {
            l.choose("non è un codice fiscale valido", "is not a valid codice fiscale")
        }
        FaultCode::InvalidVatNumber => {
            l.choose("non è una partita IVA valida", "is not a valid partita IVA")
        }
        FaultCode::InvalidRea => {
            l.choose("non è un numero REA valido", "is not a valid REA number")
        }
        FaultCode::InvalidPostalCode => {
            l.choose("il CAP deve avere 5 cifre", "is not a postal code of 5 digits")
        }
        FaultCode::UnknownProvince => {
            l.choose("non è la sigla di una provincia", "is not the two letters of a province")
        }
        FaultCode::InvalidRecipientCode => {
            l.choose("non è un codice destinatario valido", "is not a valid codice destinatario")
        }
        FaultCode::InvalidPhone => {
            l.choose("non è un numero di telefono valido", "is not a valid telephone number")
        }
        FaultCode::UnknownCountry => {
            l.choose("non è la sigla di un Paese", "is not the two letters of a country")
        }
        FaultCode::HolderEnded => {
            l.choose("è stato unito a un altro o cancellato", "was merged or erased")
        }
        FaultCode::InvalidCheckCharacter => l.choose(
            "il carattere di controllo non corrisponde: c'è un errore di battitura",
            "does not agree with its check character: something is mistyped",
        ),
        _ => l.choose("il valore non è tra quelli ammessi", "is not one of the values accepted"),
    }
}

/// Why a valid row could not be carried out. Codes that an import never produces fall back to their
/// English title.
fn reason_of_code(code: Code, l: Language) -> &'static str {
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
        Code::NoHolder => l.choose("La casella non ha un titolare", "The mailbox has no holder"),
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
