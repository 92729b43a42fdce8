//! What a check of a signature can find, and the sentence that says it.

use super::CheckOutcome;

text_enum! {
    /// What was found by a check of a signature, or of the file as a whole.
    pub enum SignatureFinding {
        // Of the file.
        /// It is neither a PDF nor a p7m.
        UnknownFormat = "unknown_format",
        /// It is a p7m without the content that was signed.
        Detached = "detached",
        NoSignature = "no_signature",
        /// Its structure cannot be read.
        Damaged = "damaged",
        Encrypted = "encrypted",
        TooLarge = "too_large",
        /// Envelopes within envelopes, more than are opened.
        NestedTooDeep = "nested_too_deep",
        /// More work than one file is granted.
        TooComplex = "too_complex",
        // Of any check.
        /// Another check found what makes this one impossible.
        NotReached = "not_reached",
        // Integrity.
        Intact = "intact",
        DigestMismatch = "digest_mismatch",
        SignatureMismatch = "signature_mismatch",
        SigningCertificateMismatch = "signing_certificate_mismatch",
        MalformedSignature = "malformed_signature",
        ByteRangeInvalid = "byte_range_invalid",
        WeakAlgorithm = "weak_algorithm",
        WeakKey = "weak_key",
        UnsupportedAlgorithm = "unsupported_algorithm",
        UnsupportedFormat = "unsupported_format",
        SignerCertificateMissing = "signer_certificate_missing",
        // Coverage.
        WholeFileSigned = "whole_file_signed",
        OnlySignaturesAdded = "only_signatures_added",
        BytesAddedAfterSigning = "bytes_added_after_signing",
        // Signer.
        SignerIdentified = "signer_identified",
        NoTaxCode = "no_tax_code",
        TaxCodeInvalid = "tax_code_invalid",
        // Chain.
        ChainTrusted = "chain_trusted",
        NoAnchors = "no_anchors",
        IssuerUnknown = "issuer_unknown",
        ChainForged = "chain_forged",
        IssuerNotAuthority = "issuer_not_authority",
        PathTooLong = "path_too_long",
        KeyUsageForbids = "key_usage_forbids",
        UnsupportedExtension = "unsupported_extension",
        // Validity.
        ValidWhenSigned = "valid_when_signed",
        ValidNow = "valid_now",
        ExpiredWhenSigned = "expired_when_signed",
        NotYetValidWhenSigned = "not_yet_valid_when_signed",
        ExpiredWithoutTimestamp = "expired_without_timestamp",
        // Timestamp.
        TimestampTrusted = "timestamp_trusted",
        NoTimestamp = "no_timestamp",
        TimestampIssuerUnknown = "timestamp_issuer_unknown",
        TimestampMismatch = "timestamp_mismatch",
        TimestampInvalid = "timestamp_invalid",
        // Revocation.
        NotRevoked = "not_revoked",
        RevocationNotNeeded = "revocation_not_needed",
        RevokedLater = "revoked_later",
        Revoked = "revoked",
        NoRevocationEvidence = "no_revocation_evidence",
        RevocationEvidenceOutdated = "revocation_evidence_outdated",
        // Level.
        LevelBB = "level_b_b",
        LevelBT = "level_b_t",
        LevelBLt = "level_b_lt",
        LevelBLta = "level_b_lta",
        NoBaseline = "no_baseline",
        BaselineBroken = "baseline_broken",
    }
}

impl SignatureFinding {
    /// How a check that found this has ended: the same for every check.
    pub const fn outcome(self) -> CheckOutcome {
        match self {
            Self::Intact
            | Self::WholeFileSigned
            | Self::OnlySignaturesAdded
            | Self::SignerIdentified
            | Self::ChainTrusted
            | Self::ValidWhenSigned
            | Self::ValidNow
            | Self::TimestampTrusted
            | Self::NotRevoked
            | Self::RevocationNotNeeded
            | Self::RevokedLater
            | Self::LevelBB
            | Self::LevelBT
            | Self::LevelBLt
            | Self::LevelBLta => CheckOutcome::Good,
            Self::TooLarge
            | Self::NestedTooDeep
            | Self::TooComplex
            | Self::NotReached
            | Self::UnsupportedAlgorithm
            | Self::UnsupportedFormat
            | Self::SignerCertificateMissing
            | Self::NoTaxCode
            | Self::NoAnchors
            | Self::IssuerUnknown
            | Self::UnsupportedExtension
            | Self::ExpiredWithoutTimestamp
            | Self::NoTimestamp
            | Self::TimestampIssuerUnknown
            | Self::NoRevocationEvidence
            | Self::RevocationEvidenceOutdated
            | Self::NoBaseline => CheckOutcome::NotChecked,
            Self::UnknownFormat
            | Self::Detached
            | Self::NoSignature
            | Self::Damaged
            | Self::Encrypted
            | Self::DigestMismatch
            | Self::SignatureMismatch
            | Self::SigningCertificateMismatch
            | Self::MalformedSignature
            | Self::ByteRangeInvalid
            | Self::WeakAlgorithm
            | Self::WeakKey
            | Self::BytesAddedAfterSigning
            | Self::TaxCodeInvalid
            | Self::ChainForged
            | Self::IssuerNotAuthority
            | Self::PathTooLong
            | Self::KeyUsageForbids
            | Self::ExpiredWhenSigned
            | Self::NotYetValidWhenSigned
            | Self::TimestampMismatch
            | Self::TimestampInvalid
            | Self::Revoked
            | Self::BaselineBroken => CheckOutcome::Bad,
        }
    }

    /// The finding as an English sentence. The value is what it speaks of: a name, a date, a number of bytes.
    pub fn detail(self, value: Option<&str>) -> String {
        match value {
            Some(value) => format!("{} ({value}).", self.statement()),
            None => format!("{}.", self.statement()),
        }
    }

    const fn statement(self) -> &'static str {
        match self {
            Self::UnknownFormat => "The file is neither a PDF nor a p7m",
            Self::Detached => "The p7m does not contain the document that it signs",
            Self::NoSignature => "The file has no signature",
            Self::Damaged => "The file is damaged and cannot be read",
            Self::Encrypted => "The file is encrypted",
            Self::TooLarge => "The file is longer than the files that are verified",
            Self::NestedTooDeep => "The file has more envelopes within envelopes than are opened",
            Self::TooComplex => "Verifying the file takes more work than is granted to one file",
            Self::NotReached => "Another check makes this one impossible",
            Self::Intact => "The signed bytes are those that were signed",
            Self::DigestMismatch => "The document was altered after it was signed",
            Self::SignatureMismatch => "The signature was not made with the key of its certificate",
            Self::SigningCertificateMismatch => {
                "The signature was made for another certificate than the one beside it"
            }
            Self::MalformedSignature => "The signature cannot be read",
            Self::ByteRangeInvalid => "The signature leaves out parts of the file",
            Self::WeakAlgorithm => "The signature uses an algorithm that is no longer secure",
            Self::WeakKey => "The key is too short to be secure",
            Self::UnsupportedAlgorithm => "The algorithm of the signature is not supported",
            Self::UnsupportedFormat => "The format of the signature is not supported",
            Self::SignerCertificateMissing => "The signer's certificate is not in the file",
            Self::WholeFileSigned => "The signature covers the whole file",
            Self::OnlySignaturesAdded => {
                "Only signatures and what proves them were added after this signature"
            }
            Self::BytesAddedAfterSigning => "The file was changed by what was added after signing",
            Self::SignerIdentified => "The certificate names a person with a codice fiscale",
            Self::NoTaxCode => "The certificate has no codice fiscale",
            Self::TaxCodeInvalid => "The codice fiscale in the certificate is not a valid one",
            Self::ChainTrusted => "The certificate leads to a trusted authority",
            Self::NoAnchors => "No trusted authority is configured",
            Self::IssuerUnknown => "The certificate does not lead to a trusted authority",
            Self::ChainForged => "A certificate was not signed by the authority that it names",
            Self::IssuerNotAuthority => "A certificate was issued by one that is no authority",
            Self::PathTooLong => "An authority may not have that many authorities below it",
            Self::KeyUsageForbids => "A certificate was used for what it is not meant for",
            Self::UnsupportedExtension => {
                "A certificate has a critical part that is not understood"
            }
            Self::ValidWhenSigned => "The certificates were valid when the file was signed",
            Self::ValidNow => "The certificates are valid at the time of the verification",
            Self::ExpiredWhenSigned => "A certificate had expired when the file was signed",
            Self::NotYetValidWhenSigned => {
                "A certificate was not valid yet when the file was signed"
            }
            Self::ExpiredWithoutTimestamp => {
                "A certificate has expired, and no timestamp proves that the file was signed before"
            }
            Self::TimestampTrusted => "A trusted timestamp proves when the signature existed",
            Self::NoTimestamp => "The signature has no timestamp",
            Self::TimestampIssuerUnknown => "The timestamp does not lead to a trusted authority",
            Self::TimestampMismatch => "The timestamp is for something else",
            Self::TimestampInvalid => "The timestamp is not valid",
            Self::NotRevoked => "The certificates were not revoked",
            Self::RevocationNotNeeded => "The certificate is too short-lived to be revoked",
            Self::RevokedLater => "A certificate was revoked after the file was signed",
            Self::Revoked => "A certificate was revoked",
            Self::NoRevocationEvidence => {
                "The file does not say whether the certificates were revoked"
            }
            Self::RevocationEvidenceOutdated => {
                "What the file says of revocation is from another time than the signature"
            }
            Self::LevelBB => "The signature has the level B-B",
            Self::LevelBT => "The signature has the level B-T",
            Self::LevelBLt => "The signature has the level B-LT",
            Self::LevelBLta => "The signature has the level B-LTA",
            Self::NoBaseline => "The signature has no level of the European standards",
            Self::BaselineBroken => {
                "The signature claims a European standard without what that asks for"
            }
        }
    }
}
