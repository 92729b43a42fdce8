//! Preservation of receipts (A18): of what they are kept, what the packages of their archive rest on, how long they are
//! kept, and how they end.

mod disposal;
mod period;
mod settings;
mod standing;
mod verification;

pub use disposal::{Disposal, DisposalEvent, DisposalSortField, DisposalState};
pub use period::Period;
pub use settings::{
    DEFAULT_RETENTION_YEARS, MANUAL_MAX, MAX_RETENTION_YEARS, PreservationSettings,
    parse_agent_code, parse_manual,
};
pub use standing::{Grounds, PreservationStanding, standing};
pub use verification::{PreservationProblem, ProblemKind};

text_enum! {
    /// What a list of packages can be sorted by.
    pub enum PackageSortField {
        ClosedAt = "closed_at",
    }
}
