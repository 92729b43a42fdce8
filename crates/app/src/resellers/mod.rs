//! Resellers of an organisation: its accounts see them, its postmasters and operators manage them.

mod list;

pub use list::list;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sigillo_contract::Operation;
use sigillo_contract::history::{HistoryQuery, HistoryRecord, RecordRestore};
use sigillo_contract::operations::{
    CreateReseller, GetReseller, GetResellerHistory, RestoreReseller, UpdateReseller,
};
use sigillo_contract::page::Page;
use sigillo_contract::reseller::{Reseller, ResellerCreate, ResellerPatch};
use sigillo_domain::account::parse_display_name;
use sigillo_domain::id::ResellerId;
use sigillo_domain::mail_domain::MailDomain;
use sigillo_domain::reseller;
use sigillo_domain::{FaultCode, Faults};
use sigillo_storage::resellers::NamedReseller;
use sigillo_storage::{Connection, StorageError, Tx, resellers};

use crate::caller::{Caller, Identity};
use crate::error::{AppError, ExpectedVersions, NOT_FOUND, check_version};
use crate::organizations::of_new_row;
use crate::record::record_edit;
use crate::restore::UndoneRecord;
use crate::scope::{InScope, Scoped};
use crate::subject_history::HistoryPage;
use crate::{App, Grant, view};

impl Scoped for NamedReseller {
    /// Operators have every reseller in scope, the accounts of an organisation those of their own.
    fn check<O: Operation>(&self, grant: &Grant<O>) -> Result<(), AppError> {
        match grant.caller().organization_id() {
            Some(own) if own != self.reseller.organization_id => Err(NOT_FOUND),
            _ => Ok(()),
        }
    }
}

pub async fn get(
    app: &App,
    grant: &Grant<GetReseller>,
    id: ResellerId,
) -> Result<Reseller, AppError> {
    let mut on = app.db.read().await?;
    let found = resellers::find(&mut on, id).await?.ok_or(NOT_FOUND)?;
    Ok(view::reseller(InScope::new(grant, found)?.into_row()))
}

pub async fn create(
    app: &App,
    grant: &Grant<CreateReseller>,
    request: &ResellerCreate,
) -> Result<Reseller, AppError> {
    let mut faults = Faults::default();
    let name = faults.check("/name", parse_display_name(&request.name));
    let mut tx = app.db.begin().await?;
    let organization =
        of_new_row(&mut tx, grant.caller(), request.organization_id, &mut faults).await?;
    let (name, organization) = faults.result(name.zip(organization))?;
    let now = app.now();
    let reseller = reseller::Reseller {
        id: app.new_id(),
        organization_id: organization.id,
        name,
        created_at: now,
        version: 1,
    };
    let named = NamedReseller { reseller, organization_name: organization.name };
    let named = InScope::new(grant, named)?;
    resellers::insert(&mut tx, &named.reseller).await.map_err(AppError::taken("/name"))?;
    record(&mut tx, grant.caller(), None, &named, None, now).await?;
    tx.commit().await?;
    Ok(view::reseller(named.into_row()))
}

pub async fn update(
    app: &App,
    grant: &Grant<UpdateReseller>,
    id: ResellerId,
    expected_version: Option<ExpectedVersions>,
    patch: &ResellerPatch,
) -> Result<Reseller, AppError> {
    let name = new_name(patch)?;
    let mut tx = app.db.begin().await?;
    let before = find_to_change(&mut tx, grant, id).await?;
    check_version(expected_version, before.reseller.version)?;
    let after = apply(app, &mut tx, grant, &before, name, None).await?;
    tx.commit().await?;
    Ok(view::reseller(after))
}

/// Undoes a recorded change.
pub async fn restore(
    app: &App,
    grant: &Grant<RestoreReseller>,
    id: ResellerId,
    expected_version: Option<ExpectedVersions>,
    request: &RecordRestore,
) -> Result<Reseller, AppError> {
    let mut tx = app.db.begin().await?;
    let before = find_to_change(&mut tx, grant, id).await?;
    check_version(expected_version, before.reseller.version)?;
    let record = UndoneRecord::find(&mut tx, id.subject(), request).await?;
    let patch = record.restoring_edit(&audited_fields(&before.reseller))?;
    let name = new_name(&patch)?;
    let after = apply(app, &mut tx, grant, &before, name, Some(&record)).await?;
    tx.commit().await?;
    Ok(view::reseller(after))
}

pub async fn history(
    app: &App,
    grant: &Grant<GetResellerHistory>,
    id: ResellerId,
    query: &HistoryQuery,
) -> Result<Page<HistoryRecord>, AppError> {
    let page = HistoryPage::requested(query)?;
    let mut on = app.db.read().await?;
    InScope::new(grant, resellers::find(&mut on, id).await?.ok_or(NOT_FOUND)?)?;
    page.read(&app.db, &mut on, id.subject()).await
}

/// The reseller that a request names for a mailbox of a domain; None for an empty text, which names
/// none.
pub(crate) async fn of_mailbox(
    on: &mut impl Connection,
    domain: &MailDomain,
    text: &str,
) -> Result<Result<Option<ResellerId>, FaultCode>, StorageError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(Ok(None));
    }
    let Ok(id) = text.parse() else { return Ok(Err(FaultCode::Unknown)) };
    let found = resellers::find(on, id).await?.map(|named| named.reseller);
    // One of another organisation is none that anybody here may know of.
    let found = found.filter(|reseller| reseller.organization_id == domain.organization_id);
    Ok(found.map(|reseller| Some(reseller.id)).ok_or(FaultCode::Unknown))
}

async fn find_to_change<O: Operation>(
    tx: &mut Tx,
    grant: &Grant<O>,
    id: ResellerId,
) -> Result<InScope<NamedReseller>, AppError> {
    InScope::new(grant, resellers::find_to_change(tx, id).await?.ok_or(NOT_FOUND)?)
}

/// Saves the change. One that changes nothing is not recorded.
async fn apply<O: Operation>(
    app: &App,
    tx: &mut Tx,
    grant: &Grant<O>,
    before: &InScope<NamedReseller>,
    name: Option<String>,
    undone: Option<&UndoneRecord>,
) -> Result<NamedReseller, AppError> {
    let present = (**before).clone();
    let Some(name) = name.filter(|name| *name != present.reseller.name) else {
        return Ok(present);
    };
    let version = present.reseller.version + 1;
    let reseller = reseller::Reseller { name, version, ..present.reseller };
    let after = InScope::new(grant, NamedReseller { reseller, ..present })?;
    resellers::update(tx, &after.reseller).await.map_err(AppError::taken("/name"))?;
    record(tx, grant.caller(), Some(before), &after, undone, app.now()).await?;
    Ok(after.into_row())
}

fn new_name(patch: &ResellerPatch) -> Result<Option<String>, AppError> {
    let parse = |text| parse_display_name(text).map_err(|code| AppError::fault("/name", code));
    patch.name.as_deref().map(parse).transpose()
}

/// The fields whose changes are recorded in the history.
pub(crate) fn audited_fields(reseller: &reseller::Reseller) -> Vec<(&'static str, Value)> {
    vec![("name", json!(reseller.name)), ("organization_id", json!(reseller.organization_id))]
}

async fn record(
    tx: &mut Tx,
    caller: &Caller,
    before: Option<&InScope<NamedReseller>>,
    after: &InScope<NamedReseller>,
    undone: Option<&UndoneRecord>,
    at: DateTime<Utc>,
) -> Result<(), AppError> {
    let before = before.map(|before| audited_fields(&before.reseller));
    let fields = (before, audited_fields(&after.reseller));
    record_edit(tx, caller.actor(), at, after.reseller.subject(), fields, undone).await
}
