//! Correcting what was measured.

use sigillo_contract::operations::CreateSlaCorrection;
use sigillo_contract::sla::{SlaCorrection, SlaCorrectionCreate};
use sigillo_domain::history::{Action, FieldChange};
use sigillo_domain::sla::{CorrectionRecord, MinuteState, SlaComponent};
use sigillo_domain::text_enum::TextEnum;
use sigillo_domain::{FaultCode, Faults};
use sigillo_storage::sla_periods;

use super::known::correction;
use super::period::{open_to_change, period_at};
use super::{text, whole_minute};
use crate::caller::Identity;
use crate::error::AppError;
use crate::record::{HistoryEntry, record};
use crate::{App, Grant};

pub async fn correct(
    app: &App,
    grant: &Grant<CreateSlaCorrection>,
    request: &SlaCorrectionCreate,
) -> Result<SlaCorrection, AppError> {
    let now = app.now();
    let mut faults = Faults::default();
    let component = choice::<SlaComponent>(&request.component, "/component", &mut faults);
    let state = choice::<MinuteState>(&request.state, "/state", &mut faults);
    let starts_at = whole_minute(request.starts_at, "/starts_at", &mut faults);
    let ends_at = whole_minute(request.ends_at, "/ends_at", &mut faults);
    let reason = text(&request.reason, "/reason", &mut faults);
    let times = starts_at.zip(ends_at);
    let period = starts_at.and_then(|at| faults.check("/starts_at", period_at(at)));
    if let Some((starts_at, ends_at)) = times {
        // Of what is to come nobody knows anything, and each period has corrections of its own.
        let last = ends_at - chrono::TimeDelta::minutes(1);
        let end = match () {
            () if ends_at <= starts_at => Err(FaultCode::TooEarly),
            () if ends_at > now => Err(FaultCode::TooLate),
            () if period_at(last).ok() != period => Err(FaultCode::TooLate),
            () => Ok(()),
        };
        faults.check("/ends_at", end);
    }
    let valid = component.zip(state).zip(times).zip(reason).zip(period);
    let ((((component, state), (starts_at, ends_at)), reason), period) = faults.result(valid)?;
    let actor = grant.caller().actor();
    let mut tx = app.db.begin().await?;
    let of = open_to_change(app, &mut tx, actor, period).await?;
    let new = CorrectionRecord {
        id: app.new_id(),
        period_id: of.id,
        component,
        state,
        starts_at,
        ends_at,
        reason,
        created_at: now,
        created_by: actor.name.clone(),
    };
    sla_periods::insert_correction(&mut tx, &new).await?;
    let (field, value) = new.audited_field();
    let changes = [FieldChange::new(&field, serde_json::Value::Null, value)];
    let entry =
        HistoryEntry { subject: of.subject(), action: Action::ServiceCorrected, changes: &changes };
    record(&mut tx, actor, now, entry).await?;
    tx.commit().await?;
    Ok(correction(&new))
}

/// One of the values of a field.
pub(super) fn choice<E: TextEnum>(text: &str, pointer: &str, faults: &mut Faults) -> Option<E> {
    let missing = if text.is_empty() { FaultCode::Required } else { FaultCode::Unknown };
    faults.check(pointer, E::parse(text).ok_or(missing))
}
