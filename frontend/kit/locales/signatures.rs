use sigillo_domain::signature_verdict::{CheckOutcome, SignatureCheck};
use sigillo_domain::signed_copy::CopyRefusal;

texts! {
/// What was found of the digital signatures in a file.
Signatures {
    signature(number: &str): format!("Firma {number}"), format!("Signature {number}");
    signed_provably(at: &str): format!("Firmato entro il {at}, come prova la marca temporale"), format!("Signed by {at}, as the timestamp proves");
    signed_as_said(at: &str): format!("Firmato il {at}, secondo chi ha firmato"), format!("Signed on {at}, as the signer says");
    issued_by(issuer: &str): format!("Certificato rilasciato da {issuer}"), format!("Certificate issued by {issuer}");
    no_signer: "Firmatario non indicato", "No signer given";
    none: "Il documento non contiene firme.", "The document has no signatures.";
    good: "in ordine", "good";
    bad: "non in ordine", "bad";
    not_checked: "non verificato", "not checked";
    integrity: "Integrità", "Integrity";
    coverage: "Copertura", "Coverage";
    signer: "Firmatario", "Signer";
    chain: "Certificatore", "Chain of certificates";
    validity: "Validità alla firma", "Validity at signing time";
    timestamp: "Marca temporale", "Timestamp";
    revocation: "Revoca", "Revocation";
    level: "Livello", "Level";
    not_the_contract: "Il file firmato non è il contratto inviato, oppure è stato modificato",
        "The signed file is not the contract that was sent, or it was changed";
    invalid_signature: "La firma non è valida", "The signature is not valid";
    not_the_holder: "Il firmatario non è il titolare della casella", "The signer is not the holder of the mailbox";
}}

impl Signatures {
    pub const fn check(self, check: SignatureCheck) -> &'static str {
        match check {
            SignatureCheck::Integrity => self.integrity(),
            SignatureCheck::Coverage => self.coverage(),
            SignatureCheck::Signer => self.signer(),
            SignatureCheck::Chain => self.chain(),
            SignatureCheck::Validity => self.validity(),
            SignatureCheck::Timestamp => self.timestamp(),
            SignatureCheck::Revocation => self.revocation(),
            SignatureCheck::Level => self.level(),
        }
    }

    /// Why a signed contract was refused.
    pub const fn refusal(self, refusal: CopyRefusal) -> &'static str {
        match refusal {
            CopyRefusal::NotTheContract => self.not_the_contract(),
            CopyRefusal::InvalidSignature => self.invalid_signature(),
            CopyRefusal::NotTheHolder => self.not_the_holder(),
        }
    }

    pub const fn outcome(self, outcome: CheckOutcome) -> &'static str {
        match outcome {
            CheckOutcome::Good => self.good(),
            CheckOutcome::Bad => self.bad(),
            CheckOutcome::NotChecked => self.not_checked(),
        }
    }
}
