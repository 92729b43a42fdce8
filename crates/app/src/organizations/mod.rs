//! Organisations: the operator's.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sigillo_contract::operations::{
    CreateOrganization, GetOrganization, ListOrganizations, UpdateOrganization,
};
use sigillo_contract::organization::{Organization, OrganizationCreate, OrganizationPatch};
use sigillo_contract::page::{Page, PageQuery};
use sigillo_domain::account::parse_display_name;
use sigillo_domain::history::FieldChange;
use sigillo_domain::organization;
use sigillo_storage::{Tx, organizations};
use uuid::Uuid;

use crate::error::{AppError, NOT_FOUND, check_version};
use crate::grant::Caller;
use crate::listing::Window;
use crate::record::{HistoryEntry, created_or_updated};
use crate::{App, Grant, view};

pub async fn list(
    app: &App,
    _grant: &Grant<ListOrganizations>,
    query: &PageQuery,
) -> Result<Page<Organization>, AppError> {
    let window: Window<String> = Window::of(query)?;
    let mut on = app.db.read().await?;
    let rows = organizations::list(&mut on, window.after.as_deref(), window.fetch()).await?;
    Ok(window.page(rows, |row| row.name.clone(), view::organization))
}

pub async fn get(
    app: &App,
    _grant: &Grant<GetOrganization>,
    id: Uuid,
) -> Result<Organization, AppError> {
    let mut on = app.db.read().await?;
    Ok(view::organization(organizations::find(&mut on, id).await?.ok_or(NOT_FOUND)?))
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
    let mut tx = app.db.begin().await?;
    organizations::insert(&mut tx, &organization).await.map_err(AppError::taken("/name"))?;
    record(&mut tx, grant.caller(), None, &organization, now).await?;
    tx.commit().await?;
    Ok(view::organization(organization))
}

pub async fn update(
    app: &App,
    grant: &Grant<UpdateOrganization>,
    id: Uuid,
    expected_version: Option<i64>,
    patch: &OrganizationPatch,
) -> Result<Organization, AppError> {
    let name = patch.name.as_deref().map(parse_name).transpose()?;
    let now = app.now();
    let mut tx = app.db.begin().await?;
    let before = organizations::find(&mut tx, id).await?.ok_or(NOT_FOUND)?;
    check_version(expected_version, before.version)?;
    let mut after = before.clone();
    after.name = name.unwrap_or(after.name);
    if after != before {
        after.version += 1;
        organizations::update(&mut tx, &after).await.map_err(AppError::taken("/name"))?;
        record(&mut tx, grant.caller(), Some(&before), &after, now).await?;
        tx.commit().await?;
    }
    Ok(view::organization(after))
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
    before: Option<&organization::Organization>,
    after: &organization::Organization,
    at: DateTime<Utc>,
) -> Result<(), AppError> {
    let entry = HistoryEntry {
        subject: after.subject(),
        action: created_or_updated(before),
        changes: &FieldChange::between(before.map(audited_fields), audited_fields(after)),
    };
    crate::record::record(tx, &caller.actor, at, entry).await
}
