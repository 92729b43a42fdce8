//! What the files of a package are written from.

use chrono::{DateTime, SecondsFormat, Utc};
use sigillo_domain::id::{PackageId, ReceiptId};
use sigillo_domain::message::Language;
use sigillo_domain::preservation::{PreservationSettings, standing};
use sigillo_domain::receipt::{ReceiptDefect, ReceiptKind, SignatureOutcome};
use sigillo_storage::packages::IndexedReceipt;

/// A package that is being closed.
#[derive(Debug, Clone)]
pub(super) struct PackageFacts {
    pub id: PackageId,
    pub sequence: i64,
    pub closed_at: DateTime<Utc>,
    /// The organisation's name.
    pub producer: String,
    pub settings: PreservationSettings,
    /// Whether the certificate of the present seal is self-signed; None where there is none.
    pub seal_is_self_signed: Option<bool>,
    /// The number of the package before, and the hash of its index.
    pub previous: Option<(i64, String)>,
}

impl PackageFacts {
    /// What is said where nothing may be claimed.
    pub fn notice(&self) -> Option<&'static str> {
        standing(self.settings.grounds(self.seal_is_self_signed)).notice(Language::It)
    }
}

/// A receipt with the outcome of taking it in.
#[derive(Debug, Clone)]
pub(super) struct TakenIn {
    pub receipt: IndexedReceipt,
    /// Why it was refused.
    pub refusal: Option<Refusal>,
}

/// Why a receipt is not taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    Missing,
    Altered,
}

impl Refusal {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Altered => "altered",
        }
    }

    pub const fn reason(self) -> &'static str {
        match self {
            Self::Missing => "il contenuto non si trova nell'archivio",
            Self::Altered => "il contenuto non corrisponde all'impronta calcolata alla ricezione",
        }
    }
}

impl TakenIn {
    /// What is odd about a receipt that was taken in all the same.
    pub fn flags(&self) -> Vec<&'static str> {
        let defects = self.receipt.defects.split(',').filter_map(ReceiptDefect::parse);
        signature_flag(self.receipt.signature).into_iter().chain(defects.map(defect_text)).collect()
    }
}

/// Where the file of a receipt lies within its package.
pub fn receipt_path(id: ReceiptId) -> String {
    format!("ricevute/{id}.eml")
}

/// Where the report on what was taken in lies.
pub const REPORT_PATH: &str = "rapporto-di-versamento.xml";

pub(super) fn index_path(sequence: i64) -> String {
    format!("indice-{sequence:06}.xml")
}

pub(super) fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

pub(super) const fn kind_name(kind: ReceiptKind) -> &'static str {
    match kind {
        ReceiptKind::Acceptance => "Ricevuta di accettazione",
        ReceiptKind::NonAcceptance => "Avviso di non accettazione",
        ReceiptKind::Takeover => "Ricevuta di presa in carico",
        ReceiptKind::Delivery => "Ricevuta di avvenuta consegna",
        ReceiptKind::DeliveryFailure => "Avviso di mancata consegna",
        ReceiptKind::DeliveryDelay => "Preavviso di mancata consegna",
        ReceiptKind::VirusDetected => "Avviso di rilevazione di virus",
        ReceiptKind::Anomaly => "Busta di anomalia",
        ReceiptKind::Unrecognised => "Ricevuta non riconosciuta",
    }
}

const fn signature_flag(outcome: SignatureOutcome) -> Option<&'static str> {
    match outcome {
        SignatureOutcome::Trusted => None,
        SignatureOutcome::Untrusted => {
            Some("la firma è integra, ma il certificato non porta a un'autorità riconosciuta")
        }
        SignatureOutcome::Broken => Some("la firma non è valida"),
        SignatureOutcome::Missing => Some("la firma manca"),
    }
}

const fn defect_text(defect: ReceiptDefect) -> &'static str {
    match defect {
        ReceiptDefect::NoCertificationData => "daticert.xml manca",
        ReceiptDefect::BrokenCertificationData => "daticert.xml non è leggibile per intero",
        ReceiptDefect::OversizedCertificationData => "daticert.xml è troppo lungo",
        ReceiptDefect::ContradictoryKind => "intestazioni e daticert.xml indicano tipi diversi",
        ReceiptDefect::UnexpectedRecipient => {
            "il destinatario non è tra quelli della ricevuta di accettazione"
        }
        ReceiptDefect::OddStructure => "la struttura non è quella di una ricevuta",
        ReceiptDefect::Truncated => "il messaggio è incompleto",
        ReceiptDefect::ReusedIdentifier => "un'altra ricevuta ha lo stesso identificativo",
    }
}
