//! Announcing maintenance, and taking it back.

use chrono::TimeDelta;
use serde_json::Value;
use sigillo_contract::operations::{AnnounceMaintenance, WithdrawMaintenance};
use sigillo_contract::sla::{self as view, MaintenanceCreate};
use sigillo_domain::history::{Action, Actor, FieldChange};
use sigillo_domain::id::MaintenanceId;
use sigillo_domain::sla::{Maintenance, SlaComponent};
use sigillo_domain::{Code, FaultCode, Faults};
use sigillo_storage::{Tx, sla_periods};

use super::known::maintenance;
use super::period::{open_to_change, period_at};
use super::{text, whole_minute};
use crate::caller::Identity;
use crate::error::{AppError, ExpectedVersions, NOT_FOUND, check_version};
use crate::record::{HistoryEntry, record};
use crate::{App, Grant};

/// How long an announced maintenance may last: a longer one is several.
const MAX_LENGTH: TimeDelta = TimeDelta::days(7);
/// How far ahead it may be announced.
const MAX_AHEAD: TimeDelta = TimeDelta::days(366);

pub async fn announce(
    app: &App,
    grant: &Grant<AnnounceMaintenance>,
    request: &MaintenanceCreate,
) -> Result<view::Maintenance, AppError> {
    let now = app.now();
    let mut faults = Faults::default();
    let components = faults.check("/components", components(&request.components));
    let starts_at = whole_minute(request.starts_at, "/starts_at", &mut faults);
    let ends_at = whole_minute(request.ends_at, "/ends_at", &mut faults);
    let description = text(&request.description, "/description", &mut faults);
    if let Some(starts_at) = starts_at {
        let start = match () {
            () if starts_at <= now => Err(FaultCode::TooEarly),
            () if starts_at > now + MAX_AHEAD => Err(FaultCode::TooLate),
            () => Ok(()),
        };
        faults.check("/starts_at", start);
    }
    if let Some((starts_at, ends_at)) = starts_at.zip(ends_at) {
        let end = match ends_at - starts_at {
            length if length <= TimeDelta::zero() => Err(FaultCode::TooEarly),
            length if length > MAX_LENGTH => Err(FaultCode::TooLate),
            _ => Ok(()),
        };
        faults.check("/ends_at", end);
    }
    let period = starts_at.and_then(|at| faults.check("/starts_at", period_at(at)));
    let valid = components.zip(starts_at).zip(ends_at).zip(description).zip(period);
    let ((((components, starts_at), ends_at), description), period) = faults.result(valid)?;
    let actor = grant.caller().actor();
    let mut tx = app.db.begin().await?;
    let of = open_to_change(app, &mut tx, actor, period).await?;
    let new = Maintenance {
        id: app.new_id(),
        period_id: of.id,
        components,
        starts_at,
        ends_at,
        description,
        announced_at: now,
        announced_by: actor.name.clone(),
        withdrawn_at: None,
        version: 1,
    };
    sla_periods::insert_maintenance(&mut tx, &new).await?;
    record_step(app, &mut tx, actor, Action::MaintenanceAnnounced, (None, &new)).await?;
    tx.commit().await?;
    Ok(maintenance(&new))
}

/// Takes an announced maintenance back, before it begins: afterwards it is a fact.
pub async fn withdraw(
    app: &App,
    grant: &Grant<WithdrawMaintenance>,
    id: MaintenanceId,
    expected_version: Option<ExpectedVersions>,
) -> Result<view::Maintenance, AppError> {
    let now = app.now();
    let mut tx = app.db.begin().await?;
    let before = sla_periods::find_maintenance_to_change(&mut tx, id).await?.ok_or(NOT_FOUND)?;
    check_version(expected_version, before.version)?;
    if before.withdrawn_at.is_some() || before.starts_at <= now {
        return Err(AppError::Problem(Code::NotInThisState));
    }
    let after =
        Maintenance { withdrawn_at: Some(now), version: before.version + 1, ..before.clone() };
    sla_periods::withdraw_maintenance(&mut tx, &after).await?;
    let actor = grant.caller().actor();
    let step = (Some(&before), &after);
    record_step(app, &mut tx, actor, Action::MaintenanceWithdrawn, step).await?;
    tx.commit().await?;
    Ok(maintenance(&after))
}

fn components(names: &[String]) -> Result<Vec<SlaComponent>, FaultCode> {
    if names.is_empty() {
        return Err(FaultCode::Required);
    }
    let mut components = vec![];
    for name in names {
        let component = SlaComponent::parse(name).ok_or(FaultCode::Unknown)?;
        if components.contains(&component) {
            return Err(FaultCode::Repeated);
        }
        components.push(component);
    }
    Ok(components)
}

async fn record_step(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    action: Action,
    (before, after): (Option<&Maintenance>, &Maintenance),
) -> Result<(), AppError> {
    let before = before.map_or(Value::Null, |before| before.audited_field().1);
    let (field, after_value) = after.audited_field();
    let changes = [FieldChange::new(&field, before, after_value)];
    let subject = after.period_id.subject();
    record(tx, actor, app.now(), HistoryEntry { subject, action, changes: &changes }).await
}
