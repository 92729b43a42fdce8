//! The plans that the provider sells, for operators.

mod create;
mod detail;
mod fields;
mod history;
mod list;

pub use create::Create;
pub use detail::Detail;
pub use list::List;

use sigillo_contract::plan::PlanSummary;
use sigillo_domain::id::PlanId;

use crate::i18n::{megabytes, texts};
use crate::session;

/// The code and the name of a plan.
pub fn described(plan: &PlanSummary) -> String {
    texts().plans().described(&plan.code, &plan.name)
}

/// The sizes of a plan as a line.
pub fn sizes(plan: &PlanSummary) -> String {
    let archive = (plan.archive_mb > 0).then(|| megabytes(plan.archive_mb));
    texts().plans().with_sizes(&megabytes(plan.inbox_mb), archive.as_deref())
}

/// The name of a plan that one of the account's domains offers; otherwise its id.
pub fn name_of(id: PlanId) -> String {
    let known = offered_anywhere().into_iter().find(|plan| plan.id == id);
    known.map_or_else(|| id.to_string(), |plan| described(&plan))
}

/// The plans of all domains that the account can see.
pub fn offered_anywhere() -> Vec<PlanSummary> {
    let mut plans: Vec<_> =
        session::domains().into_iter().flat_map(|domain| domain.plans).collect();
    plans.sort_by(|one, other| one.code.cmp(&other.code));
    plans.dedup_by(|one, other| one.id == other.id);
    plans
}
