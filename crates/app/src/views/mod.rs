//! Saved views: searches of a list that people keep for themselves, or share with their organisation
//! (operators: with operators). A view is evaluated in the scope of whoever opens it, never in its
//! owner's.

mod alert_links;
mod alerts;
mod create;
mod delete;
mod list;
mod selection;
mod stop_alert;
mod update;

pub use alert_links::AlertLinks;
pub use alerts::evaluate_alerts;
pub use create::create;
pub use delete::delete;
pub use list::{get, list};
pub use stop_alert::stop_alert;
pub use update::update;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};
use sigillo_contract::Operation;
use sigillo_contract::saved_view::{SavedView as Shown, ViewAlert as ShownAlert, ViewOwner};
use sigillo_domain::account::Role;
use sigillo_domain::history::{Action, FieldChange};
use sigillo_domain::id::SavedViewId;
use sigillo_domain::saved_view::SavedView;
use sigillo_storage::saved_views::{self, OwnedView};
use sigillo_storage::{StorageError, Tx};

use crate::Grant;
use crate::caller::{Caller, Identity};
use crate::error::{AppError, NOT_FOUND};
use crate::record::HistoryEntry;
use crate::scope::{InScope, Scoped};

impl Scoped for OwnedView {
    /// Its owner sees a view, and those it is shared with. The list has the same rule as its filter.
    fn check<O: Operation>(&self, grant: &Grant<O>) -> Result<(), AppError> {
        let caller = grant.caller();
        if owns(caller, &self.view) || is_shared_with(caller, &self.view) {
            Ok(())
        } else {
            Err(NOT_FOUND)
        }
    }
}

fn owns(caller: &Caller, view: &SavedView) -> bool {
    caller.account_id() == Some(view.owner_id)
}

/// Whether the view is shared among accounts of the caller's organisation. Operators alone have none.
fn is_shared_with(caller: &Caller, view: &SavedView) -> bool {
    let same = |organization_id| organization_id == view.organization_id;
    view.shared && caller.account().is_some_and(|account| same(account.organization_id))
}

/// Its owner changes a view, and for a shared one the postmasters of the organisation.
fn may_change(caller: &Caller, view: &SavedView) -> bool {
    let is_postmaster = caller.role() == Role::Postmaster;
    owns(caller, view) || (is_postmaster && is_shared_with(caller, view))
}

/// Finds a view in order to change it: out of scope is `not_found`, one that the caller may only read
/// `forbidden`.
async fn find_to_change<O: Operation>(
    tx: &mut Tx,
    grant: &Grant<O>,
    id: SavedViewId,
) -> Result<InScope<OwnedView>, AppError> {
    let found = saved_views::find_to_change(tx, id).await?.ok_or(NOT_FOUND)?;
    let found = InScope::new(grant, found)?;
    if may_change(grant.caller(), &found.view) {
        Ok(found)
    } else {
        Err(AppError::Problem(sigillo_domain::Code::Forbidden))
    }
}

/// A view as the API shows it to a caller. The alert is the owner's own affair.
fn shown(caller: &Caller, owned: OwnedView) -> Result<Shown, StorageError> {
    let OwnedView { view, owner_name } = owned;
    let query = serde_json::from_str::<Map<String, Value>>(&view.query);
    let query = query.map_err(|error| StorageError::Broken(format!("query of a view: {error}")))?;
    let (is_own, may_change) = (owns(caller, &view), may_change(caller, &view));
    let alert = view.alert.filter(|_| is_own);
    Ok(Shown {
        id: view.id,
        name: view.name,
        list: view.list,
        query,
        columns: view.columns,
        sort: view.sort,
        shared: view.shared,
        alert: alert.map(|alert| ShownAlert { above: alert.above, email: alert.email }),
        owner: ViewOwner { id: view.owner_id, name: owner_name },
        may_change,
        row_count: None,
        created_at: view.created_at,
        version: view.version,
    })
}

/// The fields of a view whose changes the history records. Nobody but the owner may know of a view
/// that is not shared, and of its alert, so that of such a view the history knows no more than that.
pub(crate) fn audited_fields(view: &SavedView) -> Vec<(&'static str, Value)> {
    let of_shared = |value: Value| if view.shared { value } else { Value::Null };
    vec![
        ("shared", json!(view.shared)),
        ("name", of_shared(json!(view.name))),
        ("list", of_shared(json!(view.list))),
        ("owner_id", of_shared(json!(view.owner_id))),
        ("query", of_shared(json!(view.query))),
        ("columns", of_shared(json!(view.columns))),
        ("sort", of_shared(json!(view.sort))),
    ]
}

/// Records a change of a view that is shared, or was before.
async fn record(
    tx: &mut Tx,
    caller: &Caller,
    action: Action,
    before: Option<&SavedView>,
    after: &InScope<OwnedView>,
    at: DateTime<Utc>,
) -> Result<(), AppError> {
    let view = &after.view;
    if !view.shared && !before.is_some_and(|before| before.shared) {
        return Ok(());
    }
    let changes = FieldChange::between(before.map(audited_fields), audited_fields(view));
    if changes.is_empty() {
        return Ok(());
    }
    let entry = HistoryEntry { subject: view.subject(), action, changes: &changes };
    crate::record::record(tx, caller.actor(), at, entry).await
}
