//! Looking up the plan and the reseller that a request names for a mailbox.

use sigillo_domain::id::PlanId;
use sigillo_domain::mail_domain::MailDomain;
use sigillo_domain::mailbox::{Edit, Mailbox};
use sigillo_storage::{StorageError, Tx};

use crate::plans::offer::Offer;
use crate::resellers;

/// The edit with its plan and its reseller, or with why the mailbox cannot have them.
pub(crate) async fn with_references<'e>(
    tx: &mut Tx,
    domain: &MailDomain,
    before: &Mailbox,
    (plan, reseller): (Option<PlanId>, Option<&str>),
    edit: Edit<'e>,
) -> Result<Edit<'e>, StorageError> {
    // The present plan may be one that the domain no longer offers.
    let plan = match plan.filter(|plan| before.plan != Some(*plan)) {
        Some(id) => Some(Offer::lock(tx, domain).await?.by_id(id)),
        None => None,
    };
    let reseller = match reseller {
        Some(text) => Some(resellers::of_mailbox(tx, domain, text).await?),
        None => None,
    };
    Ok(Edit { plan, reseller, ..edit })
}
