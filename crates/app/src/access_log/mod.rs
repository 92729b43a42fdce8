//! The log of who read, searched and exported the data of holders, and of the preserved receipts that users of
//! mailboxes took away. A reading whose record cannot be written fails.

mod list;

use chrono::TimeDelta;
use sigillo_contract::Operation;
use sigillo_domain::access_log::AccessRecord;
use sigillo_domain::history::Actor;
use sigillo_domain::holder::{AccessKind, Holder};
use sigillo_domain::id::OrganizationId;
use sigillo_storage::{access_log, domains, organizations};

use crate::caller::Identity;
use crate::error::{AppError, NOT_FOUND};
use crate::own_mailbox::Owner;
use crate::scope::InScope;
use crate::{App, Grant};

pub use list::list;

/// For how long after the opening of a holder what belongs to it may be read without another record: a page
/// reads the holder first, and its history and notes when somebody turns to them.
const OPEN_FOR: TimeDelta = TimeDelta::minutes(15);

/// Holders that a list or a file showed.
pub(crate) struct Shown<'a> {
    /// Whose holders were searched; None for those of all organisations.
    pub organization_id: Option<OrganizationId>,
    /// Names of the fields that were searched by.
    pub fields: &'a [&'a str],
    pub rows: usize,
}

/// Records that a holder was opened. The caller must hold no connection.
pub(crate) async fn record_reading<O: Operation>(
    app: &App,
    grant: &Grant<O>,
    holder: &InScope<Holder>,
) -> Result<(), AppError> {
    let actor = grant.caller().actor();
    let record = AccessRecord {
        holder_id: Some(holder.id),
        ..new_record(app, actor, AccessKind::Read, Some(holder.organization_id), 1)
    };
    save(app, &record).await
}

/// Records that something which belongs to a holder was read, unless the caller has opened the holder a
/// short time ago. The caller must hold no connection.
pub(crate) async fn record_reading_of_part<O: Operation>(
    app: &App,
    grant: &Grant<O>,
    holder: &InScope<Holder>,
) -> Result<(), AppError> {
    let mut on = app.db.read().await?;
    let actor = grant.caller().actor();
    let since = app.now() - OPEN_FOR;
    let is_open = access_log::has_read_since(&mut on, actor, holder.id, since).await?;
    drop(on);
    if is_open { Ok(()) } else { record_reading(app, grant, holder).await }
}

/// Records that a list showed holders. The caller must hold no connection.
pub(crate) async fn record_search<O: Operation>(
    app: &App,
    grant: &Grant<O>,
    shown: &Shown<'_>,
) -> Result<(), AppError> {
    let Shown { organization_id, fields, rows } = shown;
    let actor = grant.caller().actor();
    let record = AccessRecord {
        fields: fields.join(","),
        ..new_record(app, actor, AccessKind::Search, *organization_id, *rows)
    };
    save(app, &record).await
}

/// Records that holders are exported as a file. The caller must hold no connection.
pub(crate) async fn record_export(
    app: &App,
    actor: &Actor,
    shown: &Shown<'_>,
) -> Result<(), AppError> {
    let Shown { organization_id, fields, rows } = shown;
    let record = AccessRecord {
        fields: fields.join(","),
        ..new_record(app, actor, AccessKind::Export, *organization_id, *rows)
    };
    save(app, &record).await
}

/// Records that the user of a mailbox takes preserved receipts away: what, and how many receipts. The caller must
/// hold no connection.
pub(crate) async fn record_download(
    app: &App,
    owner: &Owner,
    what: &str,
    receipts: i64,
) -> Result<(), AppError> {
    let mut on = app.db.read().await?;
    let domain = domains::find(&mut on, owner.domain_id()).await?.ok_or(NOT_FOUND)?.domain;
    drop(on);
    let organization_id = Some(domain.organization_id);
    let record = AccessRecord {
        fields: what.to_owned(),
        rows: receipts,
        ..new_record(app, &owner.actor(), AccessKind::Download, organization_id, 0)
    };
    save(app, &record).await
}

fn new_record(
    app: &App,
    actor: &Actor,
    kind: AccessKind,
    organization_id: Option<OrganizationId>,
    rows: usize,
) -> AccessRecord {
    AccessRecord {
        id: app.new_id(),
        at: app.now(),
        actor: actor.clone(),
        organization_id,
        kind,
        holder_id: None,
        fields: String::new(),
        rows: i64::try_from(rows).unwrap_or(i64::MAX),
    }
}

async fn save(app: &App, record: &AccessRecord) -> Result<(), AppError> {
    let mut tx = app.db.begin().await?;
    let mut record = record.clone();
    if let Some(id) = record.organization_id
        && organizations::find(&mut tx, id).await?.is_none()
    {
        // A search may name an organisation that is not there, and finds nobody.
        record.organization_id = None;
    }
    access_log::insert(&mut tx, &record).await?;
    Ok(tx.commit_aside().await?)
}
