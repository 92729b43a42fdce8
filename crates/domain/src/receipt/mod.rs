//! Receipts and notices of certified mail (A18), which are preserved for the user of a mailbox.
//!
//! Certified mail answers a message with receipts that its providers sign: that it was accepted, that it was put
//! into each recipient's mailbox, or why not (DPR 68/2005; technical rules of DM 2/11/2005, 6.3 to 6.7).

mod list;
mod package;
mod reading;
mod thread;
mod words;

pub use list::{CertifiedMessageSortField, MessageProgress, ReceiptOutcome, ReceiptSortField};
pub use package::DistributionPackageState;
pub use reading::{ReadReceipt, ReceiptRecipient, ReceiptSignature};
pub use thread::{Confirmation, confirmation};

text_enum! {
    /// What a receipt or notice says. The values in the header `X-Ricevuta` and in `daticert.xml` are in Italian.
    pub enum ReceiptKind {
        /// The sender's provider has accepted the message (`accettazione`).
        Acceptance = "acceptance",
        /// The sender's provider refuses the message (`non-accettazione`).
        NonAcceptance = "non_acceptance",
        /// The recipient's provider has taken the message over (`presa-in-carico`).
        Takeover = "takeover",
        /// The message is in the recipient's mailbox (`avvenuta-consegna`).
        Delivery = "delivery",
        /// The message could not be delivered to the recipient (`errore-consegna`).
        DeliveryFailure = "delivery_failure",
        /// The message has not been delivered within twelve hours (`preavviso-errore-consegna`).
        DeliveryDelay = "delivery_delay",
        /// The recipient's provider has found a virus in the message (`rilevazione-virus`).
        VirusDetected = "virus_detected",
        /// A message that did not come as certified mail, in the envelope of an anomaly (`X-Trasporto: errore`).
        Anomaly = "anomaly",
        /// It says that it is a receipt, but not of which kind.
        Unrecognised = "unrecognised",
    }
}

impl ReceiptKind {
    /// The kind by the value of `X-Ricevuta`, or of the attribute `tipo` in `daticert.xml`.
    pub fn of_name(name: &str) -> Option<Self> {
        Some(match name.trim().to_ascii_lowercase().as_str() {
            "accettazione" => Self::Acceptance,
            "non-accettazione" => Self::NonAcceptance,
            "presa-in-carico" => Self::Takeover,
            "avvenuta-consegna" => Self::Delivery,
            "errore-consegna" => Self::DeliveryFailure,
            "preavviso-errore-consegna" => Self::DeliveryDelay,
            "rilevazione-virus" => Self::VirusDetected,
            _ => return None,
        })
    }
}

text_enum! {
    /// The error that `daticert.xml` names.
    pub enum ReceiptError {
        None = "none",
        /// The recipient does not exist (`no-dest`).
        NoRecipient = "no_recipient",
        /// The recipient's domain does not exist (`no-dominio`).
        NoDomain = "no_domain",
        Virus = "virus",
        /// Another one (`altro`).
        Other = "other",
    }
}

impl ReceiptError {
    /// The error by the attribute `errore` of `daticert.xml`.
    pub fn of_name(name: &str) -> Option<Self> {
        Some(match name.trim().to_ascii_lowercase().as_str() {
            "nessuno" => Self::None,
            "no-dest" => Self::NoRecipient,
            "no-dominio" => Self::NoDomain,
            "virus" => Self::Virus,
            "altro" => Self::Other,
            _ => return None,
        })
    }
}

text_enum! {
    /// How much of the message a receipt of delivery has with it (`X-TipoRicevuta`).
    pub enum ReceiptForm {
        /// The whole message (`completa`).
        Full = "full",
        /// The message with the hashes of its attachments in their place (`breve`).
        Short = "short",
        /// Nothing of the message (`sintetica`).
        Summary = "summary",
    }
}

impl ReceiptForm {
    /// The form by the value of `X-TipoRicevuta`, or of the attribute `tipo` of `ricevuta` in `daticert.xml`.
    pub fn of_name(name: &str) -> Option<Self> {
        Some(match name.trim().to_ascii_lowercase().as_str() {
            "completa" => Self::Full,
            "breve" => Self::Short,
            "sintetica" => Self::Summary,
            _ => return None,
        })
    }
}

text_enum! {
    /// What the verification of a receipt's signature has found when it arrived.
    pub enum SignatureOutcome {
        /// Intact, and by a certificate that leads to a configured anchor and was valid then.
        Trusted = "trusted",
        /// Intact, but its certificate leads to no configured anchor, or was not valid.
        Untrusted = "untrusted",
        /// What was signed has been altered, or the signature cannot be read.
        Broken = "broken",
        /// There is no signature.
        Missing = "missing",
    }
}

text_enum! {
    /// What was odd about a receipt. It is kept as it is.
    pub enum ReceiptDefect {
        /// There is no `daticert.xml`.
        NoCertificationData = "no_certification_data",
        /// `daticert.xml` is not well-formed, or lacks something; what could be read was read.
        BrokenCertificationData = "broken_certification_data",
        /// `daticert.xml` is longer than what is read.
        OversizedCertificationData = "oversized_certification_data",
        /// Headers and `daticert.xml` do not agree on what it is.
        ContradictoryKind = "contradictory_kind",
        /// The receipt names a recipient that its own acceptance does not.
        UnexpectedRecipient = "unexpected_recipient",
        /// The MIME structure is not that of a receipt.
        OddStructure = "odd_structure",
        /// The e-mail ends before its structure does.
        Truncated = "truncated",
        /// Another receipt of this mailbox has the same identifier and a different content.
        ReusedIdentifier = "reused_identifier",
    }
}

text_enum! {
    /// How a receipt came here.
    pub enum ReceiptSource {
        /// It was read from the mailbox.
        MailHost = "mail_host",
        /// It was imported from an archive.
        Import = "import",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_of_the_technical_rules_has_a_kind() {
        for (name, kind) in [
            ("accettazione", ReceiptKind::Acceptance),
            ("non-accettazione", ReceiptKind::NonAcceptance),
            ("presa-in-carico", ReceiptKind::Takeover),
            ("avvenuta-consegna", ReceiptKind::Delivery),
            ("errore-consegna", ReceiptKind::DeliveryFailure),
            ("preavviso-errore-consegna", ReceiptKind::DeliveryDelay),
            ("rilevazione-virus", ReceiptKind::VirusDetected),
        ] {
            assert_eq!(ReceiptKind::of_name(name), Some(kind));
        }
        assert_eq!(ReceiptKind::of_name(" Avvenuta-Consegna\r\n"), Some(ReceiptKind::Delivery));
        assert_eq!(ReceiptKind::of_name("posta-certificata"), None);
    }
}
