//! A contract that its holder has signed with a digital signature of their own, instead of a code (B14).

use crate::signature_verdict::{FileVerdict, HolderMatch, Verdict, signer_is_holder};
use crate::tax_code::TaxCode;

text_enum! {
    /// What became of a signed copy of a contract.
    pub enum CopyOutcome {
        /// Its signatures have not been verified yet.
        Verifying = "verifying",
        /// The contract is signed.
        Accepted = "accepted",
        /// Nothing bad was found, but not everything could be checked: the administration decides.
        Undecided = "undecided",
        Refused = "refused",
    }
}

text_enum! {
    /// Why a signed copy was refused.
    pub enum CopyRefusal {
        /// It is not the contract that was sent, or something else was added to it.
        NotTheContract = "not_the_contract",
        /// A signature is not valid, or there is none; the lines of the verdict say more.
        InvalidSignature = "invalid_signature",
        /// The signer is somebody else.
        NotTheHolder = "not_the_holder",
    }
}

impl CopyOutcome {
    /// What becomes of a verified copy. `holds_contract` says whether what was signed is the very contract that was
    /// sent. A holder without a readable codice fiscale is nobody's signer, so that a person decides.
    pub fn of(
        verdict: &FileVerdict,
        holds_contract: bool,
        holder: Option<&TaxCode>,
    ) -> Result<Self, CopyRefusal> {
        // A file without a signature is usually the contract itself, which says more than that it differs.
        let has_signature = !verdict.signatures.is_empty();
        if has_signature && !holds_contract {
            return Err(CopyRefusal::NotTheContract);
        }
        let judged = verdict.verdict();
        if judged == Verdict::Invalid {
            return Err(CopyRefusal::InvalidSignature);
        }
        let signer = holder.map_or(HolderMatch::Unknown, |code| signer_is_holder(verdict, code));
        match (judged, signer) {
            (_, HolderMatch::Other) => Err(CopyRefusal::NotTheHolder),
            (Verdict::Valid, HolderMatch::Holder) => Ok(Self::Accepted),
            _ => Ok(Self::Undecided),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signature_verdict::{
        SignatureCheck, SignatureFinding, SignatureLine, SignatureReport, Signer,
    };

    const NAME: &str = "Ada Esempi";

    fn code(text: &str) -> TaxCode {
        let date = chrono::NaiveDate::from_ymd_opt(1980, 1, 1).unwrap();
        TaxCode::of(text, "Esempi", date, crate::holder::Sex::Female, "H501").unwrap()
    }

    /// A file with a signature of this person, for which a check found this.
    fn signed(
        by: Option<TaxCode>,
        check: SignatureCheck,
        finding: SignatureFinding,
    ) -> FileVerdict {
        let line = |one| match one {
            one if one == check => SignatureLine::new(one, finding),
            _ => SignatureLine::new(one, SignatureFinding::Intact),
        };
        let signature = SignatureReport {
            depth: 0,
            lines: SignatureCheck::ALL.into_iter().map(line).collect(),
            signer: Some(Signer {
                name: NAME.into(),
                tax_code: by,
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

    #[test]
    fn only_the_contract_with_a_valid_signature_of_the_holder_is_accepted() {
        let ada = code("Ada");
        let good = signed(Some(ada.clone()), SignatureCheck::Integrity, SignatureFinding::Intact);
        assert_eq!(CopyOutcome::of(&good, true, Some(&ada)), Ok(CopyOutcome::Accepted));
        assert_eq!(CopyOutcome::of(&good, false, Some(&ada)), Err(CopyRefusal::NotTheContract));
        let other = code("Zoe");
        assert_eq!(CopyOutcome::of(&good, true, Some(&other)), Err(CopyRefusal::NotTheHolder));
        assert_eq!(CopyOutcome::of(&good, true, None), Ok(CopyOutcome::Undecided));
    }

    #[test]
    fn a_person_decides_what_could_not_be_checked() {
        let ada = code("Ada");
        let unproven = SignatureFinding::NoRevocationEvidence;
        let unproven = signed(Some(ada.clone()), SignatureCheck::Revocation, unproven);
        assert_eq!(CopyOutcome::of(&unproven, true, Some(&ada)), Ok(CopyOutcome::Undecided));
        let other = code("Zoe");
        assert_eq!(CopyOutcome::of(&unproven, true, Some(&other)), Err(CopyRefusal::NotTheHolder));
        let nameless = signed(None, SignatureCheck::Signer, SignatureFinding::NoTaxCode);
        assert_eq!(CopyOutcome::of(&nameless, true, Some(&ada)), Ok(CopyOutcome::Undecided));
    }

    #[test]
    fn nobody_can_accept_what_is_bad() {
        let ada = code("Ada");
        let altered = SignatureFinding::DigestMismatch;
        let altered = signed(Some(ada.clone()), SignatureCheck::Integrity, altered);
        assert_eq!(CopyOutcome::of(&altered, true, Some(&ada)), Err(CopyRefusal::InvalidSignature));
        let unsigned = FileVerdict::of_file(SignatureFinding::NoSignature);
        for holds_contract in [true, false] {
            let outcome = CopyOutcome::of(&unsigned, holds_contract, Some(&ada));
            assert_eq!(outcome, Err(CopyRefusal::InvalidSignature));
        }
    }
}
