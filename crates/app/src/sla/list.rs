//! Reading the levels of a period.

use chrono::{DateTime, TimeDelta, Utc};
use sigillo_contract::operations::{
    GetSla, GetSlaOverview, ListMaintenance, ListOutages, ListPresentOutages,
};
use sigillo_contract::page::Page;
use sigillo_contract::sla::{
    Maintenance, Outage, OutageQuery, Sla, SlaOverview, SlaPeriodQuery, SlaQuery,
};
use sigillo_domain::sla::{Period, PeriodState, SlaComponent, minute_of};
use sigillo_domain::{FaultCode, Faults};
use sigillo_storage::{Connection, StorageError, sla_periods};

use super::close::closure;
use super::known::Known;
use super::period::{Bounds, asked_for, period_at};
use crate::error::{AppError, NOT_FOUND};
use crate::{App, Grant};

pub async fn level(app: &App, _grant: &Grant<GetSla>, query: &SlaQuery) -> Result<Sla, AppError> {
    let mut faults = Faults::default();
    let component = if query.component.is_empty() {
        Err(FaultCode::Required)
    } else {
        SlaComponent::parse(&query.component).ok_or(FaultCode::Unknown)
    };
    let component = faults.check("component", component);
    let now = app.now();
    let period = asked_for(query.period.as_deref(), now, &mut faults);
    let (period, component) = faults.result(period.zip(component))?;
    let mut on = app.db.read().await?;
    match read(&mut on, period, now).await? {
        Found::Known(known, state) => Ok(known.level(component, state)),
        Found::Frozen(overview) => {
            let mut levels = overview.components.into_iter();
            levels.find(|level| level.component == component).ok_or(NOT_FOUND)
        }
    }
}

pub async fn overview(
    app: &App,
    _grant: &Grant<GetSlaOverview>,
    query: &SlaPeriodQuery,
) -> Result<SlaOverview, AppError> {
    of_query(app, query.period.as_deref(), None).await.map(|(overview, _)| overview)
}

pub async fn outages(
    app: &App,
    _grant: &Grant<ListOutages>,
    query: &OutageQuery,
) -> Result<Page<Outage>, AppError> {
    let component = query.component.as_deref();
    let (overview, component) = of_query(app, query.period.as_deref(), component).await?;
    let outages = overview.outages.into_iter().filter(|one| is_of(one.component, component));
    Ok(Page::new(outages.collect(), None))
}

/// How far back the outages of this moment are looked for: one that began earlier is read with its whole period.
const RECENTLY: TimeDelta = TimeDelta::hours(3);

/// The outages that have not ended.
pub async fn present_outages(
    app: &App,
    _grant: &Grant<ListPresentOutages>,
) -> Result<Page<Outage>, AppError> {
    let mut on = app.db.read().await?;
    Ok(Page::new(present(&mut on, app.now()).await?, None))
}

/// How many components have an outage that has not ended.
pub(crate) async fn count_present(
    on: &mut impl Connection,
    now: DateTime<Utc>,
) -> Result<i64, AppError> {
    Ok(i64::try_from(present(on, now).await?.len()).unwrap_or(i64::MAX))
}

async fn present(on: &mut impl Connection, now: DateTime<Utc>) -> Result<Vec<Outage>, AppError> {
    let period = period_at(now).map_err(|code| AppError::fault("period", code))?;
    let whole = Bounds::of(period);
    let from = whole.from.max(now - RECENTLY);
    let record = sla_periods::find(on, period).await?;
    let recent = Bounds { from, days: vec![], ..Bounds::of(period) };
    let known = Known::read(on, recent, record.as_ref(), now).await?;
    let lasting = |outages: Vec<Outage>| {
        outages.into_iter().filter(|outage| outage.ends_at.is_none()).collect::<Vec<_>>()
    };
    let found = lasting(known.outages());
    let is_older = |outage: &Outage| minute_of(outage.starts_at) <= minute_of(from);
    if whole.from < from && found.iter().any(is_older) {
        return Ok(lasting(Known::read(on, whole, record.as_ref(), now).await?.outages()));
    }
    Ok(found)
}

pub async fn maintenance(
    app: &App,
    _grant: &Grant<ListMaintenance>,
    query: &SlaPeriodQuery,
) -> Result<Page<Maintenance>, AppError> {
    let (overview, _) = of_query(app, query.period.as_deref(), None).await?;
    Ok(Page::new(overview.maintenance, None))
}

pub(super) fn is_of(component: SlaComponent, asked_for: Option<SlaComponent>) -> bool {
    asked_for.is_none_or(|one| one == component)
}

/// The period of a query, and the component if the query may name one.
pub(super) async fn of_query(
    app: &App,
    period: Option<&str>,
    component: Option<&str>,
) -> Result<(SlaOverview, Option<SlaComponent>), AppError> {
    let now = app.now();
    let mut faults = Faults::default();
    let period = asked_for(period, now, &mut faults);
    let component = component.map(|text| SlaComponent::parse(text).ok_or(FaultCode::Unknown));
    let component = component.and_then(|outcome| faults.check("component", outcome));
    let period = faults.result(period)?;
    let mut on = app.db.read().await?;
    let overview = match read(&mut on, period, now).await? {
        Found::Known(known, state) => known.overview(state),
        Found::Frozen(overview) => *overview,
    };
    Ok((overview, component))
}

enum Found {
    Known(Box<Known>, PeriodState),
    /// The figures as they were when the period was closed.
    Frozen(Box<SlaOverview>),
}

async fn read(
    on: &mut impl Connection,
    period: Period,
    now: DateTime<Utc>,
) -> Result<Found, AppError> {
    let record = sla_periods::find(on, period).await?;
    if let Some(record) = &record
        && let Some(frozen) = &record.closure
    {
        let overview = serde_json::from_str(&frozen.content);
        let mut overview: SlaOverview = overview
            .map_err(|error| StorageError::Broken(format!("the figures of {period}: {error}")))?;
        overview.closure = Some(closure(period, frozen));
        return Ok(Found::Frozen(Box::new(overview)));
    }
    let bounds = Bounds::of(period);
    let state = if bounds.has_ended(now) { PeriodState::Ended } else { PeriodState::Running };
    let known = Known::read(on, bounds, record.as_ref(), now).await?;
    Ok(Found::Known(Box::new(known), state))
}
