//! Everything that refers to a holder goes over to the one that it is merged into. A new aggregate that refers
//! to holders is given over in [`give`].

use std::collections::HashMap;

use sigillo_contract::operations::MergeHolder;
use sigillo_domain::company::CompanyTie;
use sigillo_domain::document::Document;
use sigillo_domain::history::{Action, FieldChange};
use sigillo_domain::holder::{Holder, HolderAddress};
use sigillo_domain::id::{AddressId, CompanyTieId, DomainId};
use sigillo_domain::mail_domain::MailDomain;
use sigillo_domain::mailbox::{HeldBy, Mailbox};
use sigillo_storage::{Tx, domains, holder_addresses, holder_companies, holders};

use super::super::audit;
use crate::caller::Identity;
use crate::documents::document_change;
use crate::error::{AppError, NOT_FOUND};
use crate::mailboxes::{self, Found};
use crate::personal::PersonalKey;
use crate::scope::InScope;
use crate::{App, Grant, contracts, holder_changes};

/// The number of mailboxes that are locked and given over at a time.
const BATCH: usize = 500;

/// What went over, as the histories of the two holders record it.
#[derive(Default)]
pub(super) struct Moved {
    pub of_ended: Vec<FieldChange>,
    pub of_kept: Vec<FieldChange>,
}

/// The addresses and ties that the holder which stays had already, by those that say the same.
#[derive(Default)]
struct Replaced {
    addresses: HashMap<AddressId, AddressId>,
    ties: HashMap<CompanyTieId, CompanyTieId>,
}

/// The two holders with their keys.
struct Pair<'a> {
    ends: &'a Holder,
    key_of_ending: PersonalKey,
    stays: &'a Holder,
    key_of_kept: PersonalKey,
}

pub(super) async fn give(
    app: &App,
    tx: &mut Tx,
    grant: &Grant<MergeHolder>,
    ends: &InScope<Holder>,
    stays: &InScope<Holder>,
) -> Result<Moved, AppError> {
    let both = Pair {
        ends,
        key_of_ending: audit::key_of(tx, ends.id).await?,
        stays,
        key_of_kept: audit::key_of(tx, stays.id).await?,
    };
    let mut moved = Moved::default();
    let mut replaced = Replaced::default();
    give_addresses(tx, &both, &mut moved, &mut replaced).await?;
    give_ties(tx, &both, &mut moved, &mut replaced).await?;
    give_mailboxes(app, tx, grant, &both, &replaced).await?;
    give_documents(tx, &both, &mut moved).await?;
    contracts::give_to(app, tx, grant.caller().actor(), ends.id, stays.id).await?;
    let of_changes =
        holder_changes::Replaced { addresses: &replaced.addresses, ties: &replaced.ties };
    let holders = (ends.id, stays.id);
    holder_changes::give_to(app, tx, grant.caller().actor(), holders, &of_changes).await?;
    // What nothing points at any more.
    for id in replaced.addresses.into_keys() {
        holder_addresses::delete(tx, id).await?;
    }
    for id in replaced.ties.into_keys() {
        holder_companies::delete(tx, id).await?;
    }
    Ok(moved)
}

async fn give_addresses(
    tx: &mut Tx,
    both: &Pair<'_>,
    moved: &mut Moved,
    replaced: &mut Replaced,
) -> Result<(), AppError> {
    let kept = holder_addresses::all_of(tx, both.stays.id).await?;
    for address in holder_addresses::all_of(tx, both.ends.id).await? {
        let change = audit::address_change(Some(&address), None, Some(&both.key_of_ending))?;
        moved.of_ended.extend(change);
        if let Some(same) = kept.iter().find(|kept| kept.says_the_same_as(&address)) {
            replaced.addresses.insert(address.id, same.id);
            continue;
        }
        let version = address.version + 1;
        let given = HolderAddress { holder_id: both.stays.id, version, ..address };
        holder_addresses::give(tx, &given).await?;
        let change = audit::address_change(None, Some(&given), Some(&both.key_of_kept))?;
        moved.of_kept.extend(change);
    }
    Ok(())
}

async fn give_ties(
    tx: &mut Tx,
    both: &Pair<'_>,
    moved: &mut Moved,
    replaced: &mut Replaced,
) -> Result<(), AppError> {
    let kept = holder_companies::all_of(tx, both.stays.id).await?;
    let mut kept: Vec<_> = kept.into_iter().map(|tied| tied.tie).collect();
    for tied in holder_companies::all_of(tx, both.ends.id).await? {
        let tie = tied.tie;
        let change = audit::tie_change(Some(&tie), None, Some(&both.key_of_ending))?;
        moved.of_ended.extend(change);
        if let Some(same) = kept.iter_mut().find(|kept| kept.is_the_same_as(&tie)) {
            replaced.ties.insert(tie.id, same.id);
            let together = same.with(&tie);
            if together != *same {
                holder_companies::update(tx, &together).await?;
                let key = Some(&both.key_of_kept);
                moved.of_kept.extend(audit::tie_change(Some(same), Some(&together), key)?);
                *same = together;
            }
            continue;
        }
        let version = tie.version + 1;
        let given = CompanyTie { holder_id: both.stays.id, version, ..tie };
        holder_companies::give(tx, &given).await?;
        let change = audit::tie_change(None, Some(&given), Some(&both.key_of_kept))?;
        moved.of_kept.extend(change);
    }
    Ok(())
}

/// Those of the mailboxes go over too, so that an erasure finds them.
async fn give_documents(tx: &mut Tx, both: &Pair<'_>, moved: &mut Moved) -> Result<(), AppError> {
    for document in sigillo_storage::documents::of_holder(tx, both.ends.id, true).await? {
        let holder_id = Some(both.stays.id);
        let given = Document { holder_id, version: document.version + 1, ..document.clone() };
        sigillo_storage::documents::give(tx, &given).await?;
        if document.mailbox_id.is_none() {
            moved.of_ended.push(document_change(Some(&document), None, Some(&both.key_of_ending))?);
            moved.of_kept.push(document_change(None, Some(&given), Some(&both.key_of_kept))?);
        }
    }
    Ok(())
}

/// Each mailbox has a record of its own, since its history is read by itself.
async fn give_mailboxes(
    app: &App,
    tx: &mut Tx,
    grant: &Grant<MergeHolder>,
    both: &Pair<'_>,
    replaced: &Replaced,
) -> Result<(), AppError> {
    let ids = holders::mailboxes(tx, both.ends.id).await?;
    let mut known = HashMap::new();
    for batch in ids.chunks(BATCH) {
        for mailbox in
            sigillo_storage::mailboxes::find_many_to_change(tx, batch.iter().copied()).await?
        {
            let domain = domain_of(tx, &mut known, &mailbox).await?;
            let before = Found::new(grant, mailbox, domain)?.mailbox;
            let after = before.changed(given(&before, both, replaced));
            mailboxes::save(tx, &after).await?;
            let actor = grant.caller().actor();
            mailboxes::record(tx, actor, Action::Updated, Some(&before), &after, app.now()).await?;
        }
    }
    Ok(())
}

/// The mailbox with the holder that stays.
fn given(mailbox: &Mailbox, both: &Pair<'_>, replaced: &Replaced) -> Mailbox {
    let held_by = mailbox.holder.map(|held| HeldBy {
        holder_id: both.stays.id,
        address_id: held.address_id.map(|id| *replaced.addresses.get(&id).unwrap_or(&id)),
        tie_id: held.tie_id.map(|id| *replaced.ties.get(&id).unwrap_or(&id)),
    });
    Mailbox { holder: held_by, version: mailbox.version + 1, ..mailbox.clone() }
}

async fn domain_of(
    tx: &mut Tx,
    known: &mut HashMap<DomainId, MailDomain>,
    mailbox: &Mailbox,
) -> Result<MailDomain, AppError> {
    if let Some(domain) = known.get(&mailbox.domain_id) {
        return Ok(domain.clone());
    }
    let domain = domains::find(tx, mailbox.domain_id).await?.ok_or(NOT_FOUND)?.domain;
    known.insert(mailbox.domain_id, domain.clone());
    Ok(domain)
}
