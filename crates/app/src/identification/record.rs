//! Entering how the holder of a mailbox was identified.

use chrono::NaiveDate;
use sigillo_contract::identification::IdentificationRecord;
use sigillo_contract::mailbox::Mailbox as Shown;
use sigillo_contract::operations::RecordIdentification;
use sigillo_domain::Faults;
use sigillo_domain::history::{Action, Actor};
use sigillo_domain::id::MailboxId;
use sigillo_domain::identification::{NewIdentification, check_past_day};
use sigillo_domain::mailbox::Mailbox;
use sigillo_storage::Tx;

use crate::caller::Identity;
use crate::error::{AppError, ExpectedVersions, check_version};
use crate::mailboxes::{self, find_to_change, shown};
use crate::scope::InScope;
use crate::{App, Grant, local_time};

pub async fn record(
    app: &App,
    grant: &Grant<RecordIdentification>,
    id: MailboxId,
    expected_version: Option<ExpectedVersions>,
    request: &IdentificationRecord,
) -> Result<Shown, AppError> {
    let mut tx = app.db.begin().await?;
    let before = find_to_change(&mut tx, grant, id).await?.mailbox;
    check_version(expected_version, before.version)?;
    let actor = grant.caller().actor();
    let asked = Asked { identification: Some(new(request)), second_factor_since: None };
    let after = applied(app, actor, &before, &asked)?;
    if after == *before {
        return Ok(shown(&mut tx, before).await?);
    }
    let after = save(app, &mut tx, actor, Action::Identified, &before, after).await?;
    let identified = shown(&mut tx, after).await?;
    tx.commit().await?;
    Ok(identified)
}

fn new(request: &IdentificationRecord) -> NewIdentification<'_> {
    NewIdentification {
        method: request.method,
        level: request.level,
        identified_on: request.identified_on,
        identified_by: (&request.identified_by).into(),
        document_kind: request.document_kind,
        document_number: request.document_number.as_deref().unwrap_or_default().into(),
        document_expires_on: request.document_expires_on,
        capacity: request.capacity,
    }
}

/// What is to be entered of a mailbox.
pub(crate) struct Asked<'a> {
    pub identification: Option<NewIdentification<'a>>,
    pub second_factor_since: Option<NaiveDate>,
}

/// The mailbox with what is asked for, which may be what it has already.
pub(crate) fn applied(
    app: &App,
    actor: &Actor,
    before: &Mailbox,
    asked: &Asked<'_>,
) -> Result<Mailbox, AppError> {
    before.check_identifiable().map_err(AppError::Problem)?;
    let now = app.now();
    let today = local_time(now).date();
    let mut faults = Faults::default();
    let mut after = before.clone();
    if let Some(new) = &asked.identification
        && let Some(fields) = new.validate(today, before.has_company(), &mut faults)
    {
        after = after.identified(fields, &actor.name, now);
    }
    if let Some(day) = asked.second_factor_since {
        let day = faults.check("/second_factor_since", check_past_day(day, today));
        after.second_factor_since = day;
    }
    Ok(faults.result(Some(after))?)
}

/// Saves a changed mailbox with its record.
pub(crate) async fn save(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    action: Action,
    before: &InScope<Mailbox>,
    after: Mailbox,
) -> Result<InScope<Mailbox>, AppError> {
    let after = before.changed(Mailbox { version: before.version + 1, ..after });
    mailboxes::save(tx, &after).await?;
    mailboxes::record(tx, actor, action, Some(before), &after, app.now()).await?;
    Ok(after)
}
