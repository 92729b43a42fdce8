//! Freezing the figures of a period.

use sigillo_contract::operations::{CloseSlaPeriod, GetSlaFigures};
use sigillo_contract::sla::SlaClosure;
use sigillo_domain::Code;
use sigillo_domain::history::{Action, FieldChange};
use sigillo_domain::sla::{Closure, Period, PeriodRecord, PeriodState};
use sigillo_storage::sla_periods;

use super::known::Known;
use super::period::{Bounds, open_to_change};
use crate::caller::Identity;
use crate::error::{AppError, NOT_FOUND};
use crate::record::{HistoryEntry, record};
use crate::{App, Grant};

/// Freezes the figures of a period that has ended. What is corrected at the same time waits for the lock on the period,
/// and is then refused.
pub async fn close(
    app: &App,
    grant: &Grant<CloseSlaPeriod>,
    period: Period,
) -> Result<SlaClosure, AppError> {
    let now = app.now();
    let bounds = Bounds::of(period);
    if !bounds.has_ended(now) {
        let detail = format!("The period ends on {}.", bounds.period.end_day());
        return Err(AppError::Detailed(Code::NotInThisState, detail));
    }
    let actor = grant.caller().actor();
    let mut tx = app.db.begin().await?;
    let before = open_to_change(app, &mut tx, actor, period).await?;
    let known = Known::read(&mut tx, bounds, Some(&before), now).await?;
    let content = serde_json::to_string(&known.overview(PeriodState::Closed));
    let content = content.map_err(|error| {
        tracing::error!(%error, %period, "the figures of a period could not be written");
        AppError::Problem(Code::Internal)
    })?;
    let frozen = Closure { at: now, by: actor.name.clone(), content };
    let after = PeriodRecord {
        closure: Some(frozen.clone()),
        version: before.version + 1,
        ..before.clone()
    };
    sla_periods::close(&mut tx, &after).await?;
    let changes = FieldChange::between(Some(before.audited_fields()), after.audited_fields());
    let entry =
        HistoryEntry { subject: after.subject(), action: Action::PeriodClosed, changes: &changes };
    record(&mut tx, actor, now, entry).await?;
    tx.commit().await?;
    Ok(closure(period, &frozen))
}

/// The frozen figures, byte for byte.
pub async fn figures(
    app: &App,
    _grant: &Grant<GetSlaFigures>,
    period: Period,
) -> Result<String, AppError> {
    let mut on = app.db.read().await?;
    let found = sla_periods::find(&mut on, period).await?.and_then(|record| record.closure);
    Ok(found.ok_or(NOT_FOUND)?.content)
}

pub(super) fn closure(period: Period, frozen: &Closure) -> SlaClosure {
    SlaClosure {
        period,
        closed_at: frozen.at,
        closed_by: frozen.by.clone(),
        sha256: frozen.sha256(),
    }
}
