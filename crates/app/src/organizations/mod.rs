//! Organisations, which operators alone manage.

mod list;

pub use list::list;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sigillo_contract::Operation;
use sigillo_contract::history::{HistoryQuery, HistoryRecord, RecordRestore};
use sigillo_contract::operations::{
    CreateOrganization, GetOrganization, GetOrganizationHistory, RestoreOrganization,
    UpdateOrganization,
};
use sigillo_contract::organization::{Organization, OrganizationCreate, OrganizationPatch};
use sigillo_contract::page::Page;
use sigillo_domain::account::{Role, parse_display_name};
use sigillo_domain::id::OrganizationId;
use sigillo_domain::organization;
use sigillo_domain::{FaultCode, Faults};
use sigillo_storage::{Connection, StorageError, Tx, organizations};

use crate::caller::{Caller, Identity};
use crate::error::{AppError, ExpectedVersions, NOT_FOUND, check_version};
use crate::record::record_edit;
use crate::restore::UndoneRecord;
use crate::scope::{InScope, Scoped};
use crate::subject_history::HistoryPage;
use crate::{App, Grant, view};

impl Scoped for organization::Organization {
    /// Operators alone manage organisations.
    fn check<O: Operation>(&self, grant: &Grant<O>) -> Result<(), AppError> {
        if grant.caller().role() == Role::Operator { Ok(()) } else { Err(NOT_FOUND) }
    }
}

pub async fn get(
    app: &App,
    grant: &Grant<GetOrganization>,
    id: OrganizationId,
) -> Result<Organization, AppError> {
    let mut on = app.db.read().await?;
    let found = organizations::find(&mut on, id).await?.ok_or(NOT_FOUND)?;
    Ok(view::organization(InScope::new(grant, found)?.into_row()))
}

pub async fn create(
    app: &App,
    grant: &Grant<CreateOrganization>,
    request: &OrganizationCreate,
) -> Result<Organization, AppError> {
    let name = parse_name(&request.name)?;
    let now = app.now();
    let organization =
        organization::Organization { id: app.new_id(), name, created_at: now, version: 1 };
    let organization = InScope::new(grant, organization)?;
    let mut tx = app.db.begin().await?;
    organizations::insert(&mut tx, &organization).await.map_err(AppError::taken("/name"))?;
    record(&mut tx, grant.caller(), None, &organization, None, now).await?;
    tx.commit().await?;
    Ok(view::organization(organization.into_row()))
}

/// The organisation of a new row that belongs to one: the caller's own, or the one that an operator names.
pub(crate) async fn of_new_row(
    on: &mut impl Connection,
    caller: &Caller,
    named: Option<OrganizationId>,
    faults: &mut Faults,
) -> Result<Option<organization::Organization>, StorageError> {
    const POINTER: &str = "/organization_id";
    let own = caller.organization_id();
    let Some(id) = named.or(own) else {
        faults.add(POINTER, FaultCode::Required);
        return Ok(None);
    };
    let found = match own {
        Some(own) if own != id => None,
        _ => organizations::find(on, id).await?,
    };
    Ok(faults.check(POINTER, found.ok_or(FaultCode::Unknown)))
}

pub async fn update(
    app: &App,
    grant: &Grant<UpdateOrganization>,
    id: OrganizationId,
    expected_version: Option<ExpectedVersions>,
    patch: &OrganizationPatch,
) -> Result<Organization, AppError> {
    let name = new_name(patch)?;
    let mut tx = app.db.begin().await?;
    let before = find_to_change(&mut tx, grant, id).await?;
    check_version(expected_version, before.version)?;
    let after = apply(app, &mut tx, grant, &before, name, None).await?;
    tx.commit().await?;
    Ok(view::organization(after))
}

/// Undoes a recorded change.
pub async fn restore(
    app: &App,
    grant: &Grant<RestoreOrganization>,
    id: OrganizationId,
    expected_version: Option<ExpectedVersions>,
    request: &RecordRestore,
) -> Result<Organization, AppError> {
    let mut tx = app.db.begin().await?;
    let before = find_to_change(&mut tx, grant, id).await?;
    check_version(expected_version, before.version)?;
    let record = UndoneRecord::find(&mut tx, id.subject(), request).await?;
    let patch = record.restoring_edit(&audited_fields(&before))?;
    let name = new_name(&patch)?;
    let after = apply(app, &mut tx, grant, &before, name, Some(&record)).await?;
    tx.commit().await?;
    Ok(view::organization(after))
}

pub async fn history(
    app: &App,
    grant: &Grant<GetOrganizationHistory>,
    id: OrganizationId,
    query: &HistoryQuery,
) -> Result<Page<HistoryRecord>, AppError> {
    let page = HistoryPage::requested(query)?;
    let mut on = app.db.read().await?;
    let found = organizations::find(&mut on, id).await?.ok_or(NOT_FOUND)?;
    InScope::new(grant, found)?;
    page.read(&app.db, &mut on, id.subject()).await
}

async fn find_to_change<O: Operation>(
    tx: &mut Tx,
    grant: &Grant<O>,
    id: OrganizationId,
) -> Result<InScope<organization::Organization>, AppError> {
    InScope::new(grant, organizations::find_to_change(tx, id).await?.ok_or(NOT_FOUND)?)
}

/// Saves the change. One that changes nothing is not recorded.
async fn apply<O: Operation>(
    app: &App,
    tx: &mut Tx,
    grant: &Grant<O>,
    before: &InScope<organization::Organization>,
    name: Option<String>,
    undone: Option<&UndoneRecord>,
) -> Result<organization::Organization, AppError> {
    let present = (**before).clone();
    let Some(name) = name.filter(|name| *name != present.name) else { return Ok(present) };
    let version = present.version + 1;
    let after = InScope::new(grant, organization::Organization { name, version, ..present })?;
    organizations::update(tx, &after).await.map_err(AppError::taken("/name"))?;
    record(tx, grant.caller(), Some(before), &after, undone, app.now()).await?;
    Ok(after.into_row())
}

fn new_name(patch: &OrganizationPatch) -> Result<Option<String>, AppError> {
    patch.name.as_deref().map(parse_name).transpose()
}

fn parse_name(text: &str) -> Result<String, AppError> {
    parse_display_name(text).map_err(|code| AppError::fault("/name", code))
}

/// The fields whose changes are recorded in the history.
pub(crate) fn audited_fields(
    organization: &organization::Organization,
) -> Vec<(&'static str, Value)> {
    vec![("name", json!(organization.name))]
}

async fn record(
    tx: &mut Tx,
    caller: &Caller,
    before: Option<&InScope<organization::Organization>>,
    after: &InScope<organization::Organization>,
    undone: Option<&UndoneRecord>,
    at: DateTime<Utc>,
) -> Result<(), AppError> {
    let fields = (before.map(|before| audited_fields(before)), audited_fields(after));
    record_edit(tx, caller.actor(), at, after.subject(), fields, undone).await
}
