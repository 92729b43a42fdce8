//! What pages, documents and packages call receipts.

use super::{
    Confirmation, DistributionPackageState, MessageProgress, ReceiptDefect, ReceiptError,
    ReceiptForm, ReceiptKind, ReceiptOutcome, ReceiptSource, SignatureOutcome,
};
use crate::message::Language;

impl ReceiptKind {
    pub const fn name(self, l: Language) -> &'static str {
        match self {
            Self::Acceptance => l.choose("Accettazione", "Acceptance"),
            Self::NonAcceptance => l.choose("Mancata accettazione", "Refusal"),
            Self::Takeover => l.choose("Presa in carico", "Takeover"),
            Self::Delivery => l.choose("Avvenuta consegna", "Delivery"),
            Self::DeliveryFailure => l.choose("Mancata consegna", "Failed delivery"),
            Self::DeliveryDelay => {
                l.choose("Preavviso di mancata consegna", "Warning of a failed delivery")
            }
            Self::VirusDetected => l.choose("Rilevazione di virus", "Virus detected"),
            Self::Anomaly => l.choose("Anomalia di messaggio", "Anomaly"),
            Self::Unrecognised => l.choose("Non riconosciuta", "Not recognised"),
        }
    }

    /// What it says, in a sentence.
    pub const fn meaning(self, l: Language) -> &'static str {
        match self {
            Self::Acceptance => l.choose(
                "Il gestore del mittente ha accettato il messaggio e lo ha inviato.",
                "The sender's provider has accepted the message and sent it.",
            ),
            Self::NonAcceptance => l.choose(
                "Il gestore del mittente non ha accettato il messaggio: non è stato inviato.",
                "The sender's provider has refused the message: it was not sent.",
            ),
            Self::Takeover => l.choose(
                "Il gestore del destinatario ha preso in carico il messaggio.",
                "The recipient's provider has taken the message over.",
            ),
            Self::Delivery => l.choose(
                "Il messaggio è stato consegnato nella casella del destinatario.",
                "The message was put into the recipient's mailbox.",
            ),
            Self::DeliveryFailure => l.choose(
                "Il messaggio non è stato consegnato al destinatario.",
                "The message could not be delivered to the recipient.",
            ),
            Self::DeliveryDelay => l.choose(
                "Il messaggio non è stato consegnato entro 12 ore: il gestore continua a tentare fino a 24 ore.",
                "The message was not delivered within 12 hours: the provider goes on trying for up to 24 hours.",
            ),
            Self::VirusDetected => l.choose(
                "Nel messaggio è stato rilevato un virus: non è stato consegnato.",
                "A virus was found in the message: it was not delivered.",
            ),
            Self::Anomaly => l.choose(
                "Un messaggio che non proviene da posta certificata, consegnato in una busta di anomalia.",
                "A message that did not come as certified mail, in the envelope of an anomaly.",
            ),
            Self::Unrecognised => l.choose(
                "Il messaggio si presenta come ricevuta, ma non dichiara un tipo conosciuto. È conservato così com'è arrivato.",
                "The message says that it is a receipt, but of no known kind. It is kept as it came.",
            ),
        }
    }
}

impl ReceiptOutcome {
    pub const fn name(self, l: Language) -> &'static str {
        match self {
            Self::Positive => l.choose("Esito positivo", "Positive"),
            Self::Negative => l.choose("Esito negativo", "Negative"),
            Self::Neutral => l.choose("Altri avvisi", "Other notices"),
        }
    }
}

impl ReceiptError {
    pub const fn name(self, l: Language) -> &'static str {
        match self {
            Self::None => l.choose("Nessuno", "None"),
            Self::NoRecipient => {
                l.choose("Il destinatario non esiste", "The recipient does not exist")
            }
            Self::NoDomain => l.choose("Il dominio non esiste", "The domain does not exist"),
            Self::Virus => l.choose("Virus", "Virus"),
            Self::Other => l.choose("Altro errore", "Another error"),
        }
    }
}

impl ReceiptForm {
    pub const fn name(self, l: Language) -> &'static str {
        match self {
            Self::Full => l.choose("Completa", "Full"),
            Self::Short => l.choose("Breve", "Short"),
            Self::Summary => l.choose("Sintetica", "Summary"),
        }
    }
}

impl SignatureOutcome {
    pub const fn name(self, l: Language) -> &'static str {
        match self {
            Self::Trusted => l.choose("Firma valida", "Valid signature"),
            Self::Untrusted => l.choose(
                "Firma integra, certificato non riconosciuto",
                "Intact, unknown certificate",
            ),
            Self::Broken => l.choose("Firma non valida", "Invalid signature"),
            Self::Missing => l.choose("Senza firma", "Not signed"),
        }
    }

    /// What was found, in a sentence.
    pub const fn meaning(self, l: Language) -> &'static str {
        match self {
            Self::Trusted => l.choose(
                "La firma del gestore è integra e il suo certificato, valido in quel momento, risale a un'autorità riconosciuta da questa installazione.",
                "The provider's signature is intact, and its certificate, valid at that time, leads to an authority that this installation trusts.",
            ),
            Self::Untrusted => l.choose(
                "La firma è integra, ma il certificato non risale a un'autorità riconosciuta da questa installazione oppure non era valido.",
                "The signature is intact, but its certificate leads to no authority that this installation trusts, or was not valid.",
            ),
            Self::Broken => l.choose(
                "Il contenuto firmato è stato alterato oppure la firma non è leggibile.",
                "What was signed has been altered, or the signature cannot be read.",
            ),
            Self::Missing => l.choose("Il messaggio non è firmato.", "The message is not signed."),
        }
    }
}

impl ReceiptDefect {
    pub const fn name(self, l: Language) -> &'static str {
        match self {
            Self::NoCertificationData => l.choose(
                "Manca il file dei dati di certificazione (daticert.xml).",
                "The file of certification data (daticert.xml) is missing.",
            ),
            Self::BrokenCertificationData => l.choose(
                "I dati di certificazione sono incompleti o malformati: è riportato ciò che si è potuto leggere.",
                "The certification data are incomplete or malformed: what could be read is shown.",
            ),
            Self::OversizedCertificationData => l.choose(
                "I dati di certificazione sono troppo lunghi per essere letti per intero.",
                "The certification data are too long to be read in full.",
            ),
            Self::ContradictoryKind => l.choose(
                "Intestazioni e dati di certificazione dichiarano tipi diversi.",
                "Headers and certification data say different kinds.",
            ),
            Self::UnexpectedRecipient => l.choose(
                "La ricevuta indica un destinatario che la ricevuta di accettazione non riporta.",
                "The receipt names a recipient that the receipt of acceptance does not.",
            ),
            Self::OddStructure => l.choose(
                "Il messaggio non ha la struttura di una ricevuta.",
                "The message does not have the structure of a receipt.",
            ),
            Self::Truncated => l.choose(
                "Il messaggio termina prima della fine prevista.",
                "The message ends before its structure does.",
            ),
            Self::ReusedIdentifier => l.choose(
                "Un'altra ricevuta della casella ha lo stesso identificativo e un contenuto diverso.",
                "Another receipt of the mailbox has the same identifier and a different content.",
            ),
        }
    }
}

impl ReceiptSource {
    pub const fn name(self, l: Language) -> &'static str {
        match self {
            Self::MailHost => l.choose("Letta dalla casella", "Read from the mailbox"),
            Self::Import => l.choose("Importata da un archivio", "Imported from an archive"),
        }
    }
}

impl Confirmation {
    pub const fn name(self, l: Language) -> &'static str {
        match self {
            Self::Awaited => l.choose("In attesa", "Awaited"),
            Self::Delayed => l.choose("In ritardo", "Delayed"),
            Self::Delivered => l.choose("Consegnato", "Delivered"),
            Self::Failed => l.choose("Non consegnato", "Not delivered"),
        }
    }
}

impl MessageProgress {
    pub const fn name(self, l: Language) -> &'static str {
        match self {
            Self::Awaiting => l.choose("In attesa di conferme", "Awaiting confirmations"),
            Self::Failed => l.choose("Con mancate consegne", "With failed deliveries"),
            Self::Delivered => l.choose("Consegnati a tutti", "Delivered to all"),
        }
    }
}

impl DistributionPackageState {
    pub const fn name(self, l: Language) -> &'static str {
        match self {
            Self::Waiting => l.choose("In coda", "Waiting"),
            Self::Working => l.choose("In preparazione", "In progress"),
            Self::Ready => l.choose("Pronto", "Ready"),
            Self::Failed => l.choose("Non riuscito", "Failed"),
            Self::Expired => l.choose("Scaduto", "Expired"),
        }
    }
}
