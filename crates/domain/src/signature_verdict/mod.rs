//! What is said of the electronic signatures in a file (B16, C3).

mod finding;
mod report;
#[cfg(test)]
mod tests;

pub use finding::SignatureFinding;
pub use report::{
    FileVerdict, HolderMatch, SignatureLine, SignatureReport, Signer, signer_is_holder,
};

text_enum! {
    /// What is said of a signed file as a whole.
    pub enum Verdict {
        /// Every check that decides is good, for every signature.
        Valid = "valid",
        /// A check found something bad.
        Invalid = "invalid",
        /// Nothing bad was found, but a check that decides could not be made.
        Undetermined = "undetermined",
        /// The file has not been verified yet.
        Pending = "pending",
    }
}

text_enum! {
    /// One line of a signature's verdict, in the order in which lines are shown.
    pub enum SignatureCheck {
        /// The signed bytes are those that were signed.
        Integrity = "integrity",
        /// Nothing was added to the file after it was signed.
        Coverage = "coverage",
        /// The certificate names a person, with the codice fiscale (`TINIT-…`, ETSI EN 319 412-1).
        Signer = "signer",
        /// The certificate leads to a configured anchor.
        Chain = "chain",
        /// The certificates were valid when the file was signed.
        Validity = "validity",
        /// A timestamp (RFC 3161) proves when it was signed.
        Timestamp = "timestamp",
        /// The certificates were not revoked, as embedded evidence shows.
        Revocation = "revocation",
        /// The level of the signature, B-B to B-LTA (ETSI EN 319 142-1 and 319 122-1).
        Level = "level",
    }
}

text_enum! {
    /// How a check ended.
    pub enum CheckOutcome {
        Good = "good",
        Bad = "bad",
        /// It could not be made; which is never good.
        NotChecked = "not_checked",
    }
}

impl SignatureCheck {
    /// Whether a file is valid only when this check is good. A timestamp and a level add to what a signature is worth;
    /// without them it may still be valid.
    pub const fn decides(self) -> bool {
        match self {
            Self::Integrity
            | Self::Coverage
            | Self::Signer
            | Self::Chain
            | Self::Validity
            | Self::Revocation => true,
            Self::Timestamp | Self::Level => false,
        }
    }
}
