//! What a receipt is to be.

use chrono::{DateTime, Utc};
use sigillo_domain::receipt::{ReceiptError, ReceiptForm, ReceiptKind, ReceiptRecipient};

/// A receipt or notice that a provider issues.
#[derive(Debug, Clone)]
pub struct TestReceipt {
    /// [`ReceiptKind::Unrecognised`] is one that no rules know.
    pub kind: ReceiptKind,
    pub error: ReceiptError,
    pub form: ReceiptForm,
    pub sender: String,
    pub recipients: Vec<ReceiptRecipient>,
    /// The recipient that a receipt of delivery, or of its failure, is about.
    pub delivered_to: Option<String>,
    pub subject: String,
    /// The Message-ID of the message, without angle brackets.
    pub reference: String,
    /// What the provider calls the message.
    pub identifier: String,
    pub at: DateTime<Utc>,
    /// About how many bytes the message in it has.
    pub enclosed: usize,
    pub flaws: Vec<Flaw>,
}

/// What may be wrong with a receipt, or odd.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// The Message-ID in `daticert.xml` is written with its angle brackets.
    BareMessageId,
    /// The last tags of `daticert.xml` are missing.
    CutData,
    /// There is no `daticert.xml`.
    NoData,
    /// `daticert.xml` is in ISO 8859-1, as it says.
    LatinData,
    /// It is about a recipient to whom the message was not sent.
    OtherRecipient,
    /// `X-Ricevuta` says something else.
    OtherHeader,
    /// The text was altered after signing.
    Altered,
    ExpiredCertificate,
    UnknownAuthority,
    /// The certificate is for another address.
    OtherAddress,
    /// There is no part with a signature.
    NoSignature,
    /// Nothing is signed.
    Unsigned,
    /// The message in it is in base64, within `message/rfc822`.
    EncodedMessage,
    /// Lines end in LF.
    LineFeeds,
    /// Parts have no file names.
    NoFileNames,
    /// The e-mail ends in its middle.
    Truncated,
}

impl Flaw {
    pub const ALL: [(&'static str, Self); 16] = [
        ("bare-message-id", Self::BareMessageId),
        ("cut-data", Self::CutData),
        ("no-data", Self::NoData),
        ("latin-data", Self::LatinData),
        ("other-recipient", Self::OtherRecipient),
        ("other-header", Self::OtherHeader),
        ("altered", Self::Altered),
        ("expired-certificate", Self::ExpiredCertificate),
        ("unknown-authority", Self::UnknownAuthority),
        ("other-address", Self::OtherAddress),
        ("no-signature", Self::NoSignature),
        ("unsigned", Self::Unsigned),
        ("encoded-message", Self::EncodedMessage),
        ("line-feeds", Self::LineFeeds),
        ("no-file-names", Self::NoFileNames),
        ("truncated", Self::Truncated),
    ];
}

impl TestReceipt {
    /// A receipt for the first message of a sender. `recipients` are certified mailboxes; what is about one of them is
    /// about the first.
    pub fn new(kind: ReceiptKind, sender: &str, recipients: &[&str], at: DateTime<Utc>) -> Self {
        let is_about_one = matches!(
            kind,
            ReceiptKind::Delivery
                | ReceiptKind::DeliveryFailure
                | ReceiptKind::DeliveryDelay
                | ReceiptKind::VirusDetected
        );
        let error = match kind {
            ReceiptKind::DeliveryFailure => ReceiptError::NoRecipient,
            ReceiptKind::NonAcceptance | ReceiptKind::DeliveryDelay => ReceiptError::Other,
            ReceiptKind::VirusDetected => ReceiptError::Virus,
            _ => ReceiptError::None,
        };
        let certified = |address: &&str| ReceiptRecipient {
            address: (*address).to_owned(),
            is_certified: true,
        };
        Self {
            kind,
            error,
            form: ReceiptForm::Full,
            sender: sender.to_owned(),
            recipients: recipients.iter().map(certified).collect(),
            delivered_to: recipients.first().filter(|_| is_about_one).map(ToString::to_string),
            subject: "Trasmissione dell'offerta".to_owned(),
            reference: String::new(),
            identifier: String::new(),
            at,
            enclosed: 2_000,
            flaws: vec![],
        }
        .message(1)
    }

    /// About the message with this number of its sender.
    #[must_use]
    pub fn message(mut self, number: usize) -> Self {
        self.reference = format!("messaggio.{number}@{}", domain(&self.sender));
        self.identifier = format!("opec1.{number:08}@gestore.{}", domain(&self.sender));
        self
    }

    /// About this recipient.
    #[must_use]
    pub fn about(mut self, recipient: &str) -> Self {
        self.delivered_to = Some(recipient.to_owned());
        self
    }

    #[must_use]
    pub fn with(mut self, flaw: Flaw) -> Self {
        self.flaws.push(flaw);
        self
    }

    pub fn has(&self, flaw: Flaw) -> bool {
        self.flaws.contains(&flaw)
    }

    /// What tells its boundaries from those of others.
    pub(super) fn number(&self) -> String {
        format!("{:x}", self.at.timestamp_micros())
    }

    /// The kind by the rules, in `X-Ricevuta` and `daticert.xml`.
    pub(super) const fn name(&self) -> &'static str {
        match self.kind {
            ReceiptKind::Acceptance => "accettazione",
            ReceiptKind::NonAcceptance => "non-accettazione",
            ReceiptKind::Takeover => "presa-in-carico",
            ReceiptKind::Delivery => "avvenuta-consegna",
            ReceiptKind::DeliveryFailure => "errore-consegna",
            ReceiptKind::DeliveryDelay => "preavviso-errore-consegna",
            ReceiptKind::VirusDetected => "rilevazione-virus",
            ReceiptKind::Anomaly => "errore",
            ReceiptKind::Unrecognised => "ricevuta-nuova",
        }
    }

    /// What its subject begins with.
    pub(super) const fn subject_start(&self) -> &'static str {
        match self.kind {
            ReceiptKind::Acceptance => "ACCETTAZIONE: ",
            ReceiptKind::NonAcceptance => "AVVISO DI NON ACCETTAZIONE: ",
            ReceiptKind::Takeover => "PRESA IN CARICO: ",
            ReceiptKind::Delivery => "CONSEGNA: ",
            ReceiptKind::DeliveryFailure => "AVVISO DI MANCATA CONSEGNA: ",
            ReceiptKind::DeliveryDelay => "AVVISO DI MANCATA CONSEGNA PER SUP. TEMPO MASSIMO: ",
            ReceiptKind::VirusDetected => "PROBLEMA DI SICUREZZA: ",
            ReceiptKind::Anomaly => "ANOMALIA MESSAGGIO: ",
            ReceiptKind::Unrecognised => "RICEVUTA NUOVA: ",
        }
    }

    pub(super) const fn error_name(&self) -> &'static str {
        match self.error {
            ReceiptError::None => "nessuno",
            ReceiptError::NoRecipient => "no-dest",
            ReceiptError::NoDomain => "no-dominio",
            ReceiptError::Virus => "virus",
            ReceiptError::Other => "altro",
        }
    }

    pub(super) const fn form_name(&self) -> &'static str {
        match self.form {
            ReceiptForm::Full => "completa",
            ReceiptForm::Short => "breve",
            ReceiptForm::Summary => "sintetica",
        }
    }

    /// Whether it has the message with it.
    pub(super) fn encloses(&self) -> bool {
        match self.kind {
            ReceiptKind::Anomaly => true,
            ReceiptKind::Delivery => self.form != ReceiptForm::Summary,
            _ => false,
        }
    }
}

fn domain(address: &str) -> &str {
    address.split_once('@').map_or("example.it", |(_, domain)| domain)
}
