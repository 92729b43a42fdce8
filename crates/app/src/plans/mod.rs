//! Plans, which everybody in the panel sees and operators alone manage.

mod list;
pub(crate) mod offer;

pub use list::list;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sigillo_contract::Operation;
use sigillo_contract::history::{HistoryQuery, HistoryRecord, RecordRestore};
use sigillo_contract::operations::{CreatePlan, GetPlan, GetPlanHistory, RestorePlan, UpdatePlan};
use sigillo_contract::page::Page;
use sigillo_contract::plan::{Plan, PlanCreate, PlanPatch};
use sigillo_domain::account::{Role, parse_display_name};
use sigillo_domain::id::PlanId;
use sigillo_domain::plan::{
    self, PlanState, check_further_size, check_inbox_size, parse_plan_code,
};
use sigillo_domain::{FaultCode, Faults};
use sigillo_storage::{Tx, plans};

use crate::caller::{Caller, Identity};
use crate::error::{AppError, ExpectedVersions, NOT_FOUND, check_version};
use crate::record::record_edit;
use crate::restore::UndoneRecord;
use crate::scope::{InScope, Scoped};
use crate::subject_history::HistoryPage;
use crate::{App, Grant, view};

impl Scoped for plan::Plan {
    /// Operators alone manage plans.
    fn check<O: Operation>(&self, grant: &Grant<O>) -> Result<(), AppError> {
        if grant.caller().role() == Role::Operator { Ok(()) } else { Err(NOT_FOUND) }
    }
}

pub async fn get(app: &App, _grant: &Grant<GetPlan>, id: PlanId) -> Result<Plan, AppError> {
    let mut on = app.db.read().await?;
    Ok(view::plan(plans::find(&mut on, id).await?.ok_or(NOT_FOUND)?))
}

pub async fn create(
    app: &App,
    grant: &Grant<CreatePlan>,
    request: &PlanCreate,
) -> Result<Plan, AppError> {
    let now = app.now();
    let patch = PlanPatch {
        code: Some(request.code.clone()),
        name: Some(request.name.clone()),
        inbox_mb: Some(request.inbox_mb),
        archive_mb: request.archive_mb,
        preservation_mb: request.preservation_mb,
        state: request.state,
    };
    let empty = plan::Plan {
        id: app.new_id(),
        code: String::new(),
        name: String::new(),
        inbox_mb: 0,
        archive_mb: 0,
        preservation_mb: 0,
        state: PlanState::Offered,
        created_at: now,
        version: 1,
    };
    let mut faults = Faults::default();
    let plan = edited(&empty, &patch, &mut faults);
    let plan = InScope::new(grant, faults.result(Some(plan))?)?;
    let mut tx = app.db.begin().await?;
    plans::insert(&mut tx, &plan).await.map_err(AppError::taken("/code"))?;
    record(&mut tx, grant.caller(), None, &plan, None, now).await?;
    tx.commit().await?;
    Ok(view::plan(plan.into_row()))
}

pub async fn update(
    app: &App,
    grant: &Grant<UpdatePlan>,
    id: PlanId,
    expected_version: Option<ExpectedVersions>,
    patch: &PlanPatch,
) -> Result<Plan, AppError> {
    let mut tx = app.db.begin().await?;
    let before = find_to_change(&mut tx, grant, id).await?;
    check_version(expected_version, before.version)?;
    let after = apply(app, &mut tx, grant, &before, patch, None).await?;
    tx.commit().await?;
    Ok(view::plan(after))
}

/// Undoes a recorded change.
pub async fn restore(
    app: &App,
    grant: &Grant<RestorePlan>,
    id: PlanId,
    expected_version: Option<ExpectedVersions>,
    request: &RecordRestore,
) -> Result<Plan, AppError> {
    let mut tx = app.db.begin().await?;
    let before = find_to_change(&mut tx, grant, id).await?;
    check_version(expected_version, before.version)?;
    let record = UndoneRecord::find(&mut tx, id.subject(), request).await?;
    let patch = record.restoring_edit(&audited_fields(&before))?;
    let after = apply(app, &mut tx, grant, &before, &patch, Some(&record)).await?;
    tx.commit().await?;
    Ok(view::plan(after))
}

pub async fn history(
    app: &App,
    grant: &Grant<GetPlanHistory>,
    id: PlanId,
    query: &HistoryQuery,
) -> Result<Page<HistoryRecord>, AppError> {
    let page = HistoryPage::requested(query)?;
    let mut on = app.db.read().await?;
    InScope::new(grant, plans::find(&mut on, id).await?.ok_or(NOT_FOUND)?)?;
    page.read(&app.db, &mut on, id.subject()).await
}

async fn find_to_change<O: Operation>(
    tx: &mut Tx,
    grant: &Grant<O>,
    id: PlanId,
) -> Result<InScope<plan::Plan>, AppError> {
    InScope::new(grant, plans::find_to_change(tx, id).await?.ok_or(NOT_FOUND)?)
}

/// Saves the change. One that changes nothing is not recorded.
async fn apply<O: Operation>(
    app: &App,
    tx: &mut Tx,
    grant: &Grant<O>,
    before: &InScope<plan::Plan>,
    patch: &PlanPatch,
    undone: Option<&UndoneRecord>,
) -> Result<plan::Plan, AppError> {
    let mut faults = Faults::default();
    let mut after = edited(before, patch, &mut faults);
    // A mailbox that gets the plan waits until this transaction ends, and this one for those that
    // are about to.
    if !after.has_sizes_of(before) && plans::is_in_use(tx, before.id).await? {
        refuse_sizes(before, &after, &mut faults);
    }
    faults.result(Some(()))?;
    if after == **before {
        return Ok(after);
    }
    after.version += 1;
    let after = InScope::new(grant, after)?;
    plans::update(tx, &after).await.map_err(AppError::taken("/code"))?;
    record(tx, grant.caller(), Some(before), &after, undone, app.now()).await?;
    Ok(after.into_row())
}

/// The sizes of a plan are what its mailboxes were sold with.
fn refuse_sizes(before: &plan::Plan, after: &plan::Plan, faults: &mut Faults) {
    for (pointer, was, is) in [
        ("/inbox_mb", before.inbox_mb, after.inbox_mb),
        ("/archive_mb", before.archive_mb, after.archive_mb),
        ("/preservation_mb", before.preservation_mb, after.preservation_mb),
    ] {
        if was != is {
            faults.add(pointer, FaultCode::InUse);
        }
    }
}

fn edited(before: &plan::Plan, patch: &PlanPatch, faults: &mut Faults) -> plan::Plan {
    let mut after = before.clone();
    if let Some(code) = &patch.code {
        after.code = faults.check("/code", parse_plan_code(code)).unwrap_or_default();
    }
    if let Some(name) = &patch.name {
        after.name = faults.check("/name", parse_display_name(name)).unwrap_or_default();
    }
    if let Some(size) = patch.inbox_mb {
        after.inbox_mb =
            faults.check("/inbox_mb", check_inbox_size(size)).unwrap_or(after.inbox_mb);
    }
    if let Some(size) = patch.archive_mb {
        let size = faults.check("/archive_mb", check_further_size(size));
        after.archive_mb = size.unwrap_or(after.archive_mb);
    }
    if let Some(size) = patch.preservation_mb {
        let size = faults.check("/preservation_mb", check_further_size(size));
        after.preservation_mb = size.unwrap_or(after.preservation_mb);
    }
    after.state = patch.state.unwrap_or(after.state);
    after
}

/// The fields whose changes are recorded in the history.
pub(crate) fn audited_fields(plan: &plan::Plan) -> Vec<(&'static str, Value)> {
    vec![
        ("code", json!(plan.code)),
        ("name", json!(plan.name)),
        ("inbox_mb", json!(plan.inbox_mb)),
        ("archive_mb", json!(plan.archive_mb)),
        ("preservation_mb", json!(plan.preservation_mb)),
        ("state", json!(plan.state)),
    ]
}

async fn record(
    tx: &mut Tx,
    caller: &Caller,
    before: Option<&InScope<plan::Plan>>,
    after: &InScope<plan::Plan>,
    undone: Option<&UndoneRecord>,
    at: DateTime<Utc>,
) -> Result<(), AppError> {
    let fields = (before.map(|before| audited_fields(before)), audited_fields(after));
    record_edit(tx, caller.actor(), at, after.subject(), fields, undone).await
}
