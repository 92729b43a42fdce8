//! The report on the signatures of a file, as it is stored.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{CheckOutcome, SignatureCheck, SignatureFinding, Verdict};
use crate::tax_code::TaxCode;

/// One line of a signature's verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignatureLine {
    pub check: SignatureCheck,
    pub outcome: CheckOutcome,
    pub finding: SignatureFinding,
    /// What the finding speaks of: a name, a date, a number of bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

impl SignatureLine {
    pub const fn new(check: SignatureCheck, finding: SignatureFinding) -> Self {
        Self { check, outcome: finding.outcome(), finding, value: None }
    }

    #[must_use]
    pub fn with_value(mut self, value: impl Into<String>) -> Self {
        self.value = Some(value.into());
        self
    }

    /// The line as an English sentence.
    pub fn detail(&self) -> String {
        self.finding.detail(self.value.as_deref())
    }
}

/// Whom a certificate names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signer {
    pub name: String,
    pub tax_code: Option<TaxCode>,
    pub organization: Option<String>,
    pub country: Option<String>,
}

/// What is said of one signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignatureReport {
    /// How many envelopes (p7m) are around what is signed, apart from the signature's own.
    pub depth: u32,
    /// One line for each check, in the order of [`SignatureCheck::ALL`].
    pub lines: Vec<SignatureLine>,
    /// None if the certificate is missing or cannot be read.
    pub signer: Option<Signer>,
    /// When the signer says that it was signed, which nothing proves.
    pub signed_at: Option<DateTime<Utc>>,
    /// When a trusted timestamp proves that the signature existed.
    pub proven_at: Option<DateTime<Utc>>,
    /// The serial number of the certificate, in hexadecimal digits.
    pub serial: Option<String>,
    /// The name of the certificate's issuer.
    pub issuer: Option<String>,
}

impl SignatureReport {
    pub fn verdict(&self) -> Verdict {
        let mut verdict = Verdict::Valid;
        for check in SignatureCheck::ALL.into_iter().filter(|check| check.decides()) {
            let line = self.line(check);
            let outcome = line.map_or(CheckOutcome::NotChecked, |line| line.outcome);
            verdict = worse(verdict, verdict_of(outcome));
        }
        verdict
    }

    pub fn line(&self, check: SignatureCheck) -> Option<&SignatureLine> {
        self.lines.iter().find(|line| line.check == check)
    }
}

/// What is said of a file and all its signatures.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileVerdict {
    /// What was found of the file as a whole: why it has no signature that could be verified, or why there may be
    /// more than those below.
    pub finding: Option<SignatureFinding>,
    /// The signatures of the envelopes first, from the outside, then those in the document, as they were made.
    pub signatures: Vec<SignatureReport>,
}

impl FileVerdict {
    pub fn of_file(finding: SignatureFinding) -> Self {
        Self { finding: Some(finding), signatures: vec![] }
    }

    /// The worst of its signatures; a file without one is invalid.
    pub fn verdict(&self) -> Verdict {
        let of_file = match self.finding {
            Some(finding) => verdict_of(finding.outcome()),
            None if self.signatures.is_empty() => Verdict::Invalid,
            None => Verdict::Valid,
        };
        self.signatures.iter().map(SignatureReport::verdict).fold(of_file, worse)
    }
}

const fn verdict_of(outcome: CheckOutcome) -> Verdict {
    match outcome {
        CheckOutcome::Good => Verdict::Valid,
        CheckOutcome::Bad => Verdict::Invalid,
        CheckOutcome::NotChecked => Verdict::Undetermined,
    }
}

const fn worse(one: Verdict, other: Verdict) -> Verdict {
    match (one, other) {
        (Verdict::Invalid, _) | (_, Verdict::Invalid) => Verdict::Invalid,
        (Verdict::Valid, Verdict::Valid) => Verdict::Valid,
        _ => Verdict::Undetermined,
    }
}

text_enum! {
    /// Whether the signer of a file is the holder, by their codici fiscali.
    pub enum HolderMatch {
        Holder = "holder",
        /// The codes differ in what tells namesakes apart (omocodia): another person, or the same one before the
        /// tax agency changed the code. A person must decide.
        Variant = "variant",
        Other = "other",
        /// No signature has a codice fiscale.
        Unknown = "unknown",
    }
}

/// Whether one of the file's signatures is the holder's. A signature that is not valid is nobody's, but one that is
/// undetermined may be accepted by an administrator, so that it counts.
pub fn signer_is_holder(report: &FileVerdict, holder: &TaxCode) -> HolderMatch {
    let sound = report.signatures.iter().filter(|one| one.verdict() != Verdict::Invalid);
    let codes = sound.filter_map(|one| one.signer.as_ref()?.tax_code.as_ref());
    let mut found = HolderMatch::Unknown;
    for code in codes {
        if code == holder {
            return HolderMatch::Holder;
        }
        found = match (code.is_of_the_same_person_as(holder), found) {
            (true, _) | (_, HolderMatch::Variant) => HolderMatch::Variant,
            _ => HolderMatch::Other,
        };
    }
    found
}
