//! Verdicts on signed files, without files that are signed.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use sigillo_app::{
    DetachedSignature, ExpectedDocument, SignatureVerifier, VerifiedFile, VerifierError,
};
use sigillo_domain::signature_verdict::{
    FileVerdict, SignatureCheck, SignatureFinding, SignatureLine, SignatureReport, Signer,
};
use sigillo_domain::tax_code::TaxCode;

/// A file with one signature of the person with this codice fiscale, of which this was found about revocation.
pub fn signed_by(tax_code: &str, revocation: SignatureFinding) -> FileVerdict {
    let findings = [
        SignatureFinding::Intact,
        SignatureFinding::WholeFileSigned,
        SignatureFinding::SignerIdentified,
        SignatureFinding::ChainTrusted,
        SignatureFinding::ValidNow,
        SignatureFinding::NoTimestamp,
        revocation,
        SignatureFinding::LevelBB,
    ];
    let lines = SignatureCheck::ALL.into_iter().zip(findings);
    let signature = SignatureReport {
        depth: 0,
        lines: lines.map(|(check, finding)| SignatureLine::new(check, finding)).collect(),
        signer: Some(Signer {
            name: "Zoè Tàlamo".into(),
            tax_code: TaxCode::parse(tax_code).ok(),
            organization: None,
            country: None,
        }),
        signed_at: None,
        proven_at: None,
        serial: None,
        issuer: None,
    };
    FileVerdict { finding: None, signatures: vec![signature] }
}

/// Says the same of every file.
#[derive(Debug, Clone)]
pub struct TestVerifier {
    pub verdict: FileVerdict,
    /// Whether a file that must be a certain document is that document.
    pub is_expected: bool,
    pub fails: bool,
}

impl TestVerifier {
    /// Calls every file validly signed by one person.
    pub fn valid(tax_code: &str) -> Self {
        let verdict = signed_by(tax_code, SignatureFinding::NotRevoked);
        Self { verdict, is_expected: true, fails: false }
    }
}

#[async_trait]
impl SignatureVerifier for TestVerifier {
    async fn verify(
        &self,
        _: Vec<u8>,
        expected: Option<ExpectedDocument>,
        _: DateTime<Utc>,
    ) -> Result<VerifiedFile, VerifierError> {
        if self.fails {
            return Err(VerifierError("not now".into()));
        }
        let is_expected = expected.map(|_| self.is_expected);
        Ok(VerifiedFile { verdict: self.verdict.clone(), is_expected })
    }

    /// Takes everything from the beginning of a PDF on for what the envelope holds.
    async fn enveloped_pdf(&self, content: Vec<u8>) -> Result<Option<Vec<u8>>, VerifierError> {
        let start = content.windows(5).position(|piece| piece == b"%PDF-");
        Ok(start.map(|start| content[start..].to_vec()))
    }

    /// Only the real verifier reads signatures.
    async fn detached(&self, _: Vec<u8>, _: &str) -> Result<DetachedSignature, VerifierError> {
        Err(VerifierError("this verifier reads nothing".into()))
    }
}
