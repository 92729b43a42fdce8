//! Organisations, which operators alone manage.

mod list;

pub use list::list;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sigillo_contract::Operation;
use sigillo_contract::operations::{CreateOrganization, GetOrganization, UpdateOrganization};
use sigillo_contract::organization::{Organization, OrganizationCreate, OrganizationPatch};
use sigillo_domain::account::{Role, parse_display_name};
use sigillo_domain::history::FieldChange;
use sigillo_domain::id::OrganizationId;
use sigillo_domain::organization;
use sigillo_storage::{Tx, organizations};

use crate::caller::{Caller, Identity};
use crate::error::{AppError, NOT_FOUND, check_version};
use crate::record::{HistoryEntry, created_or_updated};
use crate::scope::{InScope, Scoped};
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
    record(&mut tx, grant.caller(), None, &organization, now).await?;
    tx.commit().await?;
    Ok(view::organization(organization.into_row()))
}

pub async fn update(
    app: &App,
    grant: &Grant<UpdateOrganization>,
    id: OrganizationId,
    expected_version: Option<i64>,
    patch: &OrganizationPatch,
) -> Result<Organization, AppError> {
    let name = patch.name.as_deref().map(parse_name).transpose()?;
    let now = app.now();
    let mut tx = app.db.begin().await?;
    let before = organizations::find_to_change(&mut tx, id).await?.ok_or(NOT_FOUND)?;
    let before = InScope::new(grant, before)?;
    check_version(expected_version, before.version)?;
    let name = name.unwrap_or_else(|| before.name.clone());
    if name == before.name {
        return Ok(view::organization(before.into_row()));
    }
    let after =
        organization::Organization { name, version: before.version + 1, ..(*before).clone() };
    let after = InScope::new(grant, after)?;
    organizations::update(&mut tx, &after).await.map_err(AppError::taken("/name"))?;
    record(&mut tx, grant.caller(), Some(&before), &after, now).await?;
    tx.commit().await?;
    Ok(view::organization(after.into_row()))
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
    at: DateTime<Utc>,
) -> Result<(), AppError> {
    let entry = HistoryEntry {
        subject: after.subject(),
        action: created_or_updated(before),
        changes: &FieldChange::between(
            before.map(|before| audited_fields(before)),
            audited_fields(after),
        ),
    };
    crate::record::record(tx, caller.actor(), at, entry).await
}
