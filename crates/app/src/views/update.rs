//! Changing a saved view.

use sigillo_contract::operations::UpdateView;
use sigillo_contract::saved_view::{SavedView as Shown, SavedViewPatch, ViewAlertPatch};
use sigillo_domain::history::Action;
use sigillo_domain::id::SavedViewId;
use sigillo_domain::name::Email;
use sigillo_domain::preferences::check_known_columns;
use sigillo_domain::saved_view::{SavedView, ViewAlert, check_alert_above, parse_view_name};
use sigillo_domain::{FaultCode, Faults};
use sigillo_storage::saved_views::{self, OwnedView};
use sigillo_storage::{Tx, view_alerts};

use super::selection::validate;
use super::{find_to_change, owns, record, shown};
use crate::error::{AppError, ExpectedVersions, check_version};
use crate::scope::InScope;
use crate::{App, Grant};

pub async fn update(
    app: &App,
    grant: &Grant<UpdateView>,
    id: SavedViewId,
    expected_version: Option<ExpectedVersions>,
    patch: &SavedViewPatch,
) -> Result<Shown, AppError> {
    let (caller, now) = (grant.caller(), app.now());
    let mut tx = app.db.begin().await?;
    let found = find_to_change(&mut tx, grant, id).await?;
    let before = &found.view;
    check_version(expected_version, before.version)?;
    let mut view = changed(&mut tx, grant, before, patch).await?;
    if view == *before {
        return Ok(shown(caller, found.into_row())?);
    }
    view.version += 1;
    let owner_name = found.owner_name.clone();
    let after = InScope::new(grant, OwnedView { view, owner_name })?;
    let view = &after.view;
    saved_views::update(&mut tx, view).await.map_err(AppError::taken("/name"))?;
    match &view.alert {
        None => view_alerts::remove(&mut tx, id).await?,
        // What was found before says nothing about another query, or another number.
        Some(alert) if view.alert != before.alert || view.query != before.query => {
            view_alerts::set(&mut tx, id, app.new_id(), alert, now).await?;
        }
        Some(_) => {}
    }
    record(&mut tx, caller, Action::Updated, Some(before), &after, now).await?;
    tx.commit().await?;
    Ok(shown(caller, after.into_row())?)
}

async fn changed(
    tx: &mut Tx,
    grant: &Grant<UpdateView>,
    before: &SavedView,
    patch: &SavedViewPatch,
) -> Result<SavedView, AppError> {
    let is_own = owns(grant.caller(), before);
    let mut faults = Faults::default();
    let mut after = before.clone();
    if let Some(name) = &patch.name
        && let Some(name) = faults.check("/name", parse_view_name(name))
    {
        after.name = name;
    }
    if let Some(columns) = &patch.columns {
        after.columns = Some(columns.clone()).filter(|columns| !columns.is_empty());
        if let Some(columns) = &after.columns {
            check_known_columns(columns, before.list.columns(), "/columns", &mut faults);
        }
    }
    if let Some(sort) = &patch.sort {
        after.sort = Some(sort.clone()).filter(|sort| !sort.is_empty());
    }
    if patch.query.is_some() || patch.sort.is_some() {
        // A query that is not sent stays as it is, whatever the caller may do by now.
        let parameters = patch.query.clone().unwrap_or_default();
        let selected = (&parameters, after.sort.as_deref());
        let query = validate(tx, grant, before.list, selected, &mut faults).await?;
        if patch.query.is_some() {
            after.query = query.unwrap_or_default();
        }
    }
    after.shared = patch.shared.unwrap_or(before.shared);
    if !is_own && !after.shared {
        // It would be out of the caller's sight.
        faults.add("/shared", FaultCode::NotExpected);
    }
    if let Some(alert) = &patch.alert {
        if is_own {
            after.alert = changed_alert(before.alert.as_ref(), alert, &mut faults);
        } else {
            faults.add("/alert", FaultCode::NotExpected);
        }
    }
    Ok(faults.result(Some(after))?)
}

/// The alert after a change; None if the change removes it, or has faults.
fn changed_alert(
    before: Option<&ViewAlert>,
    patch: &ViewAlertPatch,
    faults: &mut Faults,
) -> Option<ViewAlert> {
    if patch.email.as_deref().is_some_and(str::is_empty) {
        return None;
    }
    let above = match (patch.above, before) {
        (Some(above), _) => check_alert_above(above),
        (None, Some(before)) => Ok(before.above),
        (None, None) => Err(FaultCode::Required),
    };
    let email = match (&patch.email, before) {
        (Some(email), _) => Email::parse(email).map(|email| email.as_str().to_owned()),
        (None, Some(before)) => Ok(before.email.clone()),
        (None, None) => Err(FaultCode::Required),
    };
    let above = faults.check("/alert/above", above);
    let email = faults.check("/alert/email", email);
    Some(ViewAlert { above: above?, email: email? })
}
