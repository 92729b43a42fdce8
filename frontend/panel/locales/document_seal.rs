use sigillo_kit::texts;

texts! {
/// What an operator is told about the seal of documents.
DocumentSeal {
    badge: "Il sigillo dei documenti richiede attenzione", "The seal of documents needs attention";
    expires_in(days: i64):
        match days {
            0 => "Il sigillo dei documenti scade entro un giorno".to_owned(),
            1 => "Il sigillo dei documenti scade tra un giorno".to_owned(),
            _ => format!("Il sigillo dei documenti scade tra {days} giorni"),
        },
        match days {
            0 => "The seal of documents expires within a day".to_owned(),
            1 => "The seal of documents expires in one day".to_owned(),
            _ => format!("The seal of documents expires in {days} days"),
        };
    expiring(until: &str): format!("Il certificato è valido fino al {until}. I contratti firmati dopo questa data restano in attesa del sigillo, e le loro caselle non si attivano."),
        format!("The certificate is valid until {until}. Contracts signed after this date wait for the seal, and their mailboxes do not become active.");
    expired_title: "Il sigillo dei documenti è scaduto", "The seal of documents has expired";
    expired(until: &str): format!("Il certificato era valido fino al {until}. I contratti firmati da allora restano in attesa del sigillo, e le loro caselle non si attivano."),
        format!("The certificate was valid until {until}. Contracts signed since then wait for the seal, and their mailboxes do not become active.");
    not_yet_title: "Il sigillo dei documenti non è ancora valido", "The seal of documents is not valid yet";
    not_yet(from: &str): format!("Il certificato è valido dal {from}. Fino ad allora i contratti firmati restano in attesa del sigillo, e le loro caselle non si attivano."),
        format!("The certificate is valid from {from}. Until then contracts that are signed wait for the seal, and their mailboxes do not become active.");
    missing_title: "Manca il sigillo dei documenti", "There is no seal of documents";
    missing: "I contratti firmati restano in attesa del sigillo, e le loro caselle non si attivano.",
        "Contracts that are signed wait for the seal, and their mailboxes do not become active.";
    unusable_title: "Il sigillo dei documenti non è utilizzabile", "The seal of documents cannot be used";
    unusable: "La chiave non si può leggere: «sigillo seal show», sul server, dice perché. I contratti firmati restano in attesa del sigillo, e le loro caselle non si attivano.",
        "Its key cannot be read: “sigillo seal show” on the server says why. Contracts that are signed wait for the seal, and their mailboxes do not become active.";
    remedy: "Importa sul server un nuovo certificato, con «sigillo seal import».",
        "Import a new certificate on the server, with “sigillo seal import”.";
    waiting(count: i64):
        match count {
            1 => "Un contratto firmato attende il sigillo".to_owned(),
            _ => format!("{} contratti firmati attendono il sigillo", super::integer(count)),
        },
        match count {
            1 => "One signed contract waits for the seal".to_owned(),
            _ => format!("{} signed contracts wait for the seal", super::integer(count)),
        };
}}
