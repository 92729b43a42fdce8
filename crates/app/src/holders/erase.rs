//! Erasing the personal data of a holder at the request of the person (GDPR, art. 17).
//!
//! A pseudonym stays in its place, for the mailboxes that it had: their names are taken for ever. What the
//! history says of the person is gone with the holder's key, and so is what it says of the holders that were
//! merged into this one. The rows of imports that name the person are blanked, before they are forgotten with the
//! others: one that is still to be run would enter the person again.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sigillo_contract::holder::{Holder as Shown, HolderErase};
use sigillo_contract::operations::EraseHolder;
use sigillo_domain::Code;
use sigillo_domain::history::{Action, FieldChange};
use sigillo_domain::holder::{Holder, HolderState, parse_reason};
use sigillo_domain::holder_end::kept_until;
use sigillo_domain::id::HolderId;
use sigillo_storage::holders::Mailboxes;
use sigillo_storage::{Tx, holder_addresses, holder_companies, holder_keys, holders, notes};

use super::{audit, check_changeable, find, find_to_change, view};
use crate::caller::Identity;
use crate::error::{AppError, ExpectedVersions, NOT_FOUND, check_version};
use crate::jobs::{blank_rows, imports_to_change};
use crate::personal::{HolderKeys, PersonalKey};
use crate::scope::InScope;
use crate::sessions::require_confirmation;
use crate::{App, Grant, documents, holder_changes, identification, local_time};

/// The field that says why the data were erased.
const REASON: &str = "reason";

pub async fn erase(
    app: &App,
    grant: &Grant<EraseHolder>,
    id: HolderId,
    expected_version: Option<ExpectedVersions>,
    request: &HolderErase,
) -> Result<Shown, AppError> {
    let reason = parse_reason(&request.reason);
    let reason = reason.map_err(|fault| AppError::fault("/reason", fault))?;
    require_confirmation(app, grant.caller()).await?;
    let today = local_time(app.now()).date();
    let mut tx = app.db.begin().await?;
    let organization_id = find(&mut tx, grant, id).await?.organization_id;
    let imports = imports_to_change(&mut tx, organization_id).await?;
    let (holder, merged) = find_with_merged(&mut tx, grant, id).await?;
    if holder.state == HolderState::Erased {
        // The answer to a request whose reply was lost.
        return Ok(view::holder(holder.into_row(), today));
    }
    check_version(expected_version, holder.version)?;
    check_changeable(&holder)?;
    check_mailboxes(holders::mailboxes_of(&mut tx, id).await?, app.now())?;
    let named: Vec<&Holder> = merged.iter().chain([&holder]).map(|one| &**one).collect();
    blank_rows(&mut tx, &imports, &named).await?;
    for one in &merged {
        erase_one(app, &mut tx, grant, one, &reason).await?;
    }
    let erased = erase_one(app, &mut tx, grant, &holder, &reason).await?;
    tx.commit().await?;
    Ok(view::holder(erased, today))
}

/// Locks a holder and those that were merged into it, in the order of their ids as a merge does.
async fn find_with_merged(
    tx: &mut Tx,
    grant: &Grant<EraseHolder>,
    id: HolderId,
) -> Result<(InScope<Holder>, Vec<InScope<Holder>>), AppError> {
    let mut ids = holders::merged_into(tx, id).await?;
    ids.push(id);
    ids.sort_unstable();
    let (mut holder, mut merged) = (None, vec![]);
    for each in &ids {
        let found = find_to_change(tx, grant, *each).await?;
        if *each == id { holder = Some(found) } else { merged.push(found) }
    }
    // Those that were merged before the holder was locked.
    for late in holders::merged_into(tx, id).await? {
        if !ids.contains(&late) {
            merged.push(find_to_change(tx, grant, late).await?);
        }
    }
    Ok((holder.ok_or(NOT_FOUND)?, merged))
}

/// The data are needed while a mailbox lives, and for a term after the last one was cancelled or passed to another
/// holder.
fn check_mailboxes(mailboxes: Mailboxes, now: DateTime<Utc>) -> Result<(), AppError> {
    if mailboxes.open > 0 {
        return Err(AppError::Problem(Code::HolderHasMailboxes));
    }
    let ended_on = mailboxes.last_ended_at.map(|at| local_time(at).date());
    match ended_on.map(kept_until) {
        Some(last_day) if local_time(now).date() <= last_day => {
            Err(AppError::Detailed(Code::RetentionRuns, last_day.to_string()))
        }
        _ => Ok(()),
    }
}

/// Puts the pseudonym in the place of one holder, takes away what it has, and destroys its key.
async fn erase_one(
    app: &App,
    tx: &mut Tx,
    grant: &Grant<EraseHolder>,
    before: &InScope<Holder>,
    reason: &str,
) -> Result<Holder, AppError> {
    let key = HolderKeys::in_transaction(tx)?.find(tx, before.id).await?;
    let after = before.erased(app.now());
    holders::update(tx, &after).await?;
    let was = audit::audited_fields(before, key.as_ref())?;
    let mut changes = FieldChange::between(Some(was), audit::audited_fields(&after, None)?);
    // First, since an address that a change would give to a mailbox is in use.
    holder_changes::erase_of_holder(app, tx, grant.caller().actor(), before.id).await?;
    identification::void_of_holder(app, tx, grant.caller().actor(), before.id).await?;
    changes.extend(erase_addresses(tx, before, key.as_ref()).await?);
    changes.extend(erase_ties(tx, before, key.as_ref()).await?);
    changes.extend(
        documents::erase_of_holder(app, tx, grant.caller().actor(), before.id, key.as_ref())
            .await?,
    );
    changes.push(FieldChange::new(REASON, Value::Null, json!(reason)));
    notes::erase(tx, before.subject()).await?;
    sigillo_storage::contracts::erase_of_holder(tx, before.id).await?;
    holder_keys::destroy(tx, before.id).await?;
    let actor = grant.caller().actor();
    audit::record(app, tx, actor, before.id, Action::Erased, changes).await?;
    Ok(after)
}

/// An address that a cancelled mailbox points at is emptied, any other one is gone.
async fn erase_addresses(
    tx: &mut Tx,
    holder: &Holder,
    key: Option<&PersonalKey>,
) -> Result<Vec<FieldChange>, AppError> {
    let mut changes = vec![];
    for address in holder_addresses::all_of(tx, holder.id).await? {
        let Some(mut change) = audit::address_change(Some(&address), None, key)? else { continue };
        if holder_addresses::is_in_use(tx, address.id).await? {
            let emptied = address.emptied();
            holder_addresses::update(tx, &emptied).await?;
            change.after = audit::address_field(&emptied, None)?.1;
        } else {
            holder_addresses::delete(tx, address.id).await?;
        }
        changes.push(change);
    }
    Ok(changes)
}

/// A tie that a cancelled mailbox points at says no more than the company, any other one is gone.
async fn erase_ties(
    tx: &mut Tx,
    holder: &Holder,
    key: Option<&PersonalKey>,
) -> Result<Vec<FieldChange>, AppError> {
    let mut changes = vec![];
    for tied in holder_companies::all_of(tx, holder.id).await? {
        let tie = tied.tie;
        let Some(mut change) = audit::tie_change(Some(&tie), None, key)? else { continue };
        if holder_companies::is_in_use(tx, tie.id).await? {
            let emptied = tie.emptied();
            holder_companies::update(tx, &emptied).await?;
            change.after = audit::tie_field(&emptied, None)?.1;
        } else {
            holder_companies::delete(tx, tie.id).await?;
        }
        changes.push(change);
    }
    Ok(changes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_term_ends_with_its_last_day_in_rome() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let check = |ended: &str, now: &str| {
            let last_ended_at = Some(at(ended));
            check_mailboxes(Mailboxes { open: 0, last_ended_at }, at(now))
        };
        // Half past midnight in Rome, on the 15th.
        let late = "2026-01-14T23:30:00Z";
        let error = check(late, "2028-07-15T21:59:59Z").unwrap_err();
        assert_eq!(error.code(), Code::RetentionRuns);
        assert!(error.to_string().ends_with("2028-07-15"), "{error}");
        assert!(check(late, "2028-07-15T22:00:00Z").is_ok());
        assert!(check("2026-01-14T22:30:00Z", "2028-07-14T22:00:00Z").is_ok());
        let none = Mailboxes { open: 0, last_ended_at: None };
        assert!(check_mailboxes(none, at(late)).is_ok());
        let open = Mailboxes { open: 1, ..none };
        assert_eq!(check_mailboxes(open, at(late)).unwrap_err().code(), Code::HolderHasMailboxes);
    }
}
