//! Saving a view.

use sigillo_contract::operations::CreateView;
use sigillo_contract::saved_view::{SavedView as Shown, SavedViewCreate};
use sigillo_domain::history::Action;
use sigillo_domain::name::Email;
use sigillo_domain::preferences::check_known_columns;
use sigillo_domain::saved_view::{
    MAX_VIEWS, SavedView, ViewAlert, check_alert_above, parse_view_name,
};
use sigillo_domain::{Code, Faults};
use sigillo_storage::saved_views::{self, OwnedView};
use sigillo_storage::{accounts, view_alerts};

use super::selection::validate;
use super::{record, shown};
use crate::error::AppError;
use crate::scope::InScope;
use crate::{App, Grant};

pub async fn create(
    app: &App,
    grant: &Grant<CreateView>,
    request: &SavedViewCreate,
) -> Result<Shown, AppError> {
    let caller = grant.caller();
    let view = read(app, grant, request).await?;
    let now = view.created_at;
    let mut tx = app.db.begin().await?;
    // The lock of the account makes two requests at once count one after the other.
    let owner = accounts::find_to_change(&mut tx, view.owner_id).await?;
    let owner = owner.ok_or(AppError::Problem(Code::Forbidden))?.account;
    if saved_views::count_of(&mut tx, owner.id).await? >= MAX_VIEWS {
        return Err(AppError::Problem(Code::LimitReached));
    }
    let created = InScope::new(grant, OwnedView { view, owner_name: owner.display_name })?;
    let view = &created.view;
    saved_views::insert(&mut tx, view).await.map_err(AppError::taken("/name"))?;
    if let Some(alert) = &view.alert {
        view_alerts::set(&mut tx, view.id, app.new_id(), alert, now).await?;
    }
    record(&mut tx, caller, Action::Created, None, &created, now).await?;
    tx.commit().await?;
    Ok(shown(caller, created.into_row())?)
}

async fn read(
    app: &App,
    grant: &Grant<CreateView>,
    request: &SavedViewCreate,
) -> Result<SavedView, AppError> {
    // The system has no views.
    let account = grant.caller().account().ok_or(AppError::Problem(Code::Forbidden))?;
    let mut faults = Faults::default();
    let name = faults.check("/name", parse_view_name(&request.name));
    let columns = request.columns.clone();
    if let Some(columns) = &columns {
        check_known_columns(columns, request.list.columns(), "/columns", &mut faults);
    }
    let sort = request.sort.clone().filter(|sort| !sort.is_empty());
    let mut on = app.db.read().await?;
    let selected = (&request.query, sort.as_deref());
    let query = validate(&mut on, grant, request.list, selected, &mut faults).await?;
    drop(on);
    let alert = request.alert.as_ref().and_then(|alert| {
        let above = faults.check("/alert/above", check_alert_above(alert.above));
        let email = faults.check("/alert/email", Email::parse(&alert.email));
        Some(ViewAlert { above: above?, email: email?.as_str().to_owned() })
    });
    let view = name.zip(query).map(|(name, query)| SavedView {
        id: app.new_id(),
        owner_id: account.id,
        organization_id: account.organization_id,
        list: request.list,
        name,
        query,
        columns,
        sort,
        shared: request.shared.unwrap_or(false),
        alert,
        created_at: app.now(),
        version: 1,
    });
    Ok(faults.result(view)?)
}
