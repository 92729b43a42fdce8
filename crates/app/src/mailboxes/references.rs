//! Looking up the plan, the reseller and the manager that a request names for a mailbox.

use sigillo_domain::FaultCode;
use sigillo_domain::id::PlanId;
use sigillo_domain::mail_domain::MailDomain;
use sigillo_domain::mailbox::{Edit, Mailbox};
use sigillo_storage::{Connection, StorageError, Tx, accounts};

use crate::plans::offer::Offer;
use crate::resellers;

/// What a request names.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Named<'a> {
    pub plan: Option<PlanId>,
    /// An id; an empty text takes the reseller away.
    pub reseller: Option<&'a str>,
    /// A user name; an empty text gives the mailbox back to its creator.
    pub managed_by: Option<&'a str>,
}

/// The edit with its plan, its reseller and its manager, or with why the mailbox cannot have them.
pub(crate) async fn with_references<'e>(
    tx: &mut Tx,
    domain: &MailDomain,
    before: &Mailbox,
    named: Named<'_>,
    edit: Edit<'e>,
) -> Result<Edit<'e>, StorageError> {
    // The present plan may be one that the domain no longer offers.
    let plan = match named.plan.filter(|plan| before.plan != Some(*plan)) {
        Some(id) => Some(Offer::lock(tx, domain).await?.by_id(id)),
        None => None,
    };
    let reseller = match named.reseller {
        Some(text) => Some(resellers::of_mailbox(tx, domain, text).await?),
        None => None,
    };
    let managed_by = match named.managed_by {
        Some(text) => manager(tx, domain, before, text).await?,
        None => None,
    };
    Ok(Edit { plan, reseller, managed_by, ..edit })
}

/// Who is to manage a mailbox, by user name; None if that is who manages it now, who may have been disabled since.
pub(crate) async fn manager(
    on: &mut impl Connection,
    domain: &MailDomain,
    before: &Mailbox,
    text: &str,
) -> Result<Option<Result<Option<String>, FaultCode>>, StorageError> {
    let name = text.trim().to_lowercase();
    let present = before.managed_by.as_ref().unwrap_or(&before.created_by);
    if name == *present {
        return Ok(None);
    }
    if name.is_empty() || name == before.created_by {
        return Ok(Some(Ok(None)));
    }
    let manages = accounts::may_manage(on, &name, domain.organization_id, domain.id).await?;
    Ok(Some(if manages { Ok(Some(name)) } else { Err(FaultCode::Unknown) }))
}
