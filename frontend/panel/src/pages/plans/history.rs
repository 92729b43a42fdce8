//! What the history has to know about a plan.

use leptos::prelude::AnyView;
use serde_json::Value;
use sigillo_contract::history::HistoryRecord;
use sigillo_contract::operations::{GetPlan, GetPlanHistory, RestorePlan};
use sigillo_contract::plan::{Plan, PlanPatch};
use sigillo_domain::history::{Action, ActorKind};
use sigillo_domain::id::PlanId;
use sigillo_domain::plan::PlanState;
use sigillo_kit::mailbox_fields::FieldWords;

use crate::components::{HistorySubject, Restorable, Restoring, Undoing, restore_dialog, undoing};
use crate::i18n::{megabytes, texts};
use crate::route::Route;
use crate::session;

impl HistorySubject for Plan {
    type Id = PlanId;
    type History = GetPlanHistory;

    const ACTIONS: &'static [Action] = &[Action::Created, Action::Updated];
    const FIELDS: FieldWords = FieldWords { name: field_name, value: field_value };

    fn id(&self) -> PlanId {
        self.id
    }

    fn version(&self) -> i64 {
        self.version
    }

    fn sentence(action: Action, by: ActorKind, who: &str) -> String {
        let records = texts().records();
        records.sentence(action, by, who, records.plan())
    }

    fn undoing(&self, record: &HistoryRecord) -> Undoing {
        undoing(record, |_: &PlanPatch| session::may::<RestorePlan>())
    }

    fn dialog(restoring: Restoring<Self>) -> AnyView {
        restore_dialog(restoring)
    }
}

impl Restorable for Plan {
    type Get = GetPlan;
    type Restore = RestorePlan;

    fn name(&self) -> String {
        self.code.clone()
    }

    fn page(&self) -> Route {
        Route::Plan(self.id)
    }

    fn restored(reply: Plan) -> Self {
        reply
    }
}

fn field_name(field: &str) -> String {
    let plans = texts().plans();
    match field {
        "code" => plans.code(),
        "name" => plans.name(),
        "inbox_mb" => plans.inbox(),
        "archive_mb" => plans.archive(),
        "preservation_mb" => plans.preservation(),
        "state" => plans.state(),
        // A field that only a newer server has is shown under its API name.
        other => other,
    }
    .to_owned()
}

fn field_value(field: &str, value: &Value) -> String {
    let known = match field {
        "state" => value
            .as_str()
            .and_then(PlanState::parse)
            .map(|state| texts().plans().state_name(state).to_owned()),
        _ => value.as_i64().map(megabytes).or_else(|| value.as_str().map(str::to_owned)),
    };
    known.unwrap_or_else(|| value.to_string())
}
