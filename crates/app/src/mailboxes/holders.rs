//! The holders of mailboxes, as the mailboxes show them.

use std::collections::HashMap;

use sigillo_contract::holder::{MailboxCompany, MailboxHolder};
use sigillo_contract::mailbox::Mailbox as Shown;
use sigillo_domain::id::{CompanyTieId, HolderId};
use sigillo_domain::mailbox::{HeldBy, Mailbox};
use sigillo_storage::{Connection, StorageError, holder_addresses, holder_companies, holders};

use crate::holders::address;
use crate::reference_names::References;
use crate::view;

/// Mailboxes as the API shows them, with their holders and companies: two statements for all of them.
pub(super) async fn with_holders(
    on: &mut impl Connection,
    mailboxes: Vec<Mailbox>,
    references: &References,
) -> Result<Vec<Shown>, StorageError> {
    let held: Vec<Option<HeldBy>> = mailboxes.iter().map(|mailbox| mailbox.holder).collect();
    let mut shown: Vec<_> =
        mailboxes.into_iter().map(|mailbox| view::mailbox(mailbox, references)).collect();
    let holders = people(on, &held).await?;
    let companies = companies(on, &held).await?;
    for (mailbox, held) in shown.iter_mut().zip(held) {
        let Some(held) = held else { continue };
        mailbox.holder = holders.get(&held.holder_id).cloned();
        mailbox.company = held.tie_id.and_then(|id| companies.get(&id)).cloned();
    }
    Ok(shown)
}

/// Adds the address of the holder to one mailbox.
pub(super) async fn add_address(
    on: &mut impl Connection,
    shown: &mut Shown,
    held: Option<HeldBy>,
) -> Result<(), StorageError> {
    if let Some(id) = held.and_then(|held| held.address_id) {
        shown.holder_address = holder_addresses::find(on, id).await?.map(address);
    }
    Ok(())
}

async fn people(
    on: &mut impl Connection,
    held: &[Option<HeldBy>],
) -> Result<HashMap<HolderId, MailboxHolder>, StorageError> {
    let mut ids: Vec<_> = held.iter().flatten().map(|held| held.holder_id).collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let found = holders::find_many(on, ids).await?.into_iter().map(|holder| {
        let shown = MailboxHolder {
            id: holder.id,
            given_name: holder.given_name,
            family_name: holder.family_name,
            tax_code: holder.tax_code,
        };
        (holder.id, shown)
    });
    Ok(found.collect())
}

async fn companies(
    on: &mut impl Connection,
    held: &[Option<HeldBy>],
) -> Result<HashMap<CompanyTieId, MailboxCompany>, StorageError> {
    let mut ids: Vec<_> = held.iter().flatten().filter_map(|held| held.tie_id).collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let found = holder_companies::find_many(on, ids).await?.into_iter().map(|tied| {
        let shown = MailboxCompany {
            id: tied.company.id,
            legal_name: tied.company.legal_name,
            vat_number: tied.company.vat_number,
            role: tied.tie.role,
        };
        (tied.tie.id, shown)
    });
    Ok(found.collect())
}
