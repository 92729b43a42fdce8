//! What a verification of the archive has found.

use serde::{Deserialize, Serialize};

text_enum! {
    /// What is wrong with an archive.
    pub enum ProblemKind as PreservationProblemKind {
        /// A package is not there: the next one names it, or the archive has counted it.
        MissingPackage = "missing_package",
        /// A package does not name the one before it.
        BrokenChain = "broken_chain",
        /// The index of a package is lost, altered, or not one of this package.
        DamagedIndex = "damaged_index",
        /// The report on what a package has taken in is lost or altered.
        DamagedReport = "damaged_report",
        /// The seal of a package is lost or altered, or not over its index.
        DamagedSeal = "damaged_seal",
        /// The index names a receipt of which there is no row.
        MissingReceipt = "missing_receipt",
        /// A row says that it is in a package whose index does not name it.
        UnexpectedReceipt = "unexpected_receipt",
        /// The row of a receipt says something else than the index.
        AlteredReceipt = "altered_receipt",
        /// The content of a receipt is lost or altered.
        DamagedReceipt = "damaged_receipt",
        /// The content was lost or altered when its package was closed, which has refused it.
        RefusedReceipt = "refused_receipt",
        /// The list of a disposal is lost or altered.
        DamagedDisposal = "damaged_disposal",
    }
}

/// Something that is wrong with an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PreservationProblem {
    pub kind: ProblemKind,
    /// The number of the package; null where it is about none.
    pub package: Option<i64>,
    /// The id of the receipt or disposal, or the hash of the object, that is meant.
    pub about: Option<String>,
}
