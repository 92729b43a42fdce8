//! What a check has found, before it becomes a line.

use sigillo_domain::signature_verdict::{
    CheckOutcome, SignatureCheck, SignatureFinding, SignatureLine,
};

use crate::ber::Malformed;
use crate::work::Exhausted;

/// A finding with what it speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    pub finding: SignatureFinding,
    pub value: Option<String>,
}

impl Found {
    pub fn with(finding: SignatureFinding, value: impl Into<String>) -> Self {
        Self { finding, value: Some(value.into()) }
    }

    pub fn is_good(&self) -> bool {
        self.finding.outcome() == CheckOutcome::Good
    }

    pub fn line(self, check: SignatureCheck) -> SignatureLine {
        let line = SignatureLine::new(check, self.finding);
        match self.value {
            Some(value) => line.with_value(value),
            None => line,
        }
    }
}

impl From<SignatureFinding> for Found {
    fn from(finding: SignatureFinding) -> Self {
        Self { finding, value: None }
    }
}

impl From<Exhausted> for Found {
    fn from(_: Exhausted) -> Self {
        SignatureFinding::TooComplex.into()
    }
}

impl From<Malformed> for Found {
    fn from(_: Malformed) -> Self {
        SignatureFinding::MalformedSignature.into()
    }
}
