//! Changing a domain. Existing mailboxes keep their values.

use sigillo_contract::Operation;
use sigillo_contract::domain::{Domain, DomainPatch};
use sigillo_contract::operations::UpdateDomain;
use sigillo_domain::Faults;
use sigillo_domain::id::DomainId;
use sigillo_domain::mail_domain::{MailDomain, check_term};
use sigillo_domain::password_term::check_lifetime;
use sigillo_domain::permission::PermissionSet;
use sigillo_domain::quota::check_quota;
use sigillo_storage::Tx;
use sigillo_storage::domains::{self, OwnedDomain};

use super::{find_to_change, record, shown};
use crate::error::{AppError, ExpectedVersions, check_version};
use crate::plans::offer::check_offer;
use crate::restore::UndoneRecord;
use crate::scope::InScope;
use crate::{App, Grant};

pub async fn update(
    app: &App,
    grant: &Grant<UpdateDomain>,
    id: DomainId,
    expected_version: Option<ExpectedVersions>,
    patch: &DomainPatch,
) -> Result<Domain, AppError> {
    let mut tx = app.db.begin().await?;
    let (before, organization_name) = find_to_change(&mut tx, grant, id).await?;
    check_version(expected_version, before.version)?;
    let domain = apply(app, &mut tx, grant, &before, patch, None).await?;
    let owned = OwnedDomain { domain, organization_name };
    let updated = shown(&mut tx, owned, PermissionSet::all()).await?;
    tx.commit().await?;
    Ok(updated)
}

/// Saves the change. One that changes nothing is not recorded.
pub(super) async fn apply<O: Operation>(
    app: &App,
    tx: &mut Tx,
    grant: &Grant<O>,
    before: &InScope<MailDomain>,
    patch: &DomainPatch,
    undone: Option<&UndoneRecord>,
) -> Result<MailDomain, AppError> {
    let mut faults = Faults::default();
    let mut after = edited(before, patch, &mut faults);
    if (&after.plans, after.default_plan) != (&before.plans, before.default_plan) {
        let wanted = (after.plans.as_slice(), after.default_plan);
        check_offer(tx, wanted, &before.plans, &mut faults).await?;
    }
    faults.result(Some(()))?;
    if after == **before {
        return Ok(after);
    }
    after.version += 1;
    let after = InScope::new(grant, after)?;
    domains::update(tx, &after).await?;
    record(tx, grant.caller(), Some(before), &after, undone, app.now()).await?;
    Ok(after.into_row())
}

fn edited(before: &MailDomain, patch: &DomainPatch, faults: &mut Faults) -> MailDomain {
    let mut after = before.clone();
    after.onboarding = patch.onboarding.unwrap_or(after.onboarding);
    after.preservation_available =
        patch.preservation_available.unwrap_or(after.preservation_available);
    if let Some(quota) = patch.default_quota_mb {
        after.default_quota_mb = quota;
        faults.check("/default_quota_mb", check_quota(quota));
    }
    if let Some(months) = patch.mailbox_term_months {
        after.mailbox_term_months = months;
        faults.check("/mailbox_term_months", check_term(months));
    }
    if let Some(days) = patch.password_lifetime_days {
        after.password_lifetime_days = days;
        faults.check("/password_lifetime_days", check_lifetime(days));
    }
    if let Some(servers) = &patch.client_servers
        && let Some(servers) = servers.validate("/client_servers", faults)
    {
        after.client_servers = servers;
    }
    after.language = patch.language.unwrap_or(after.language);
    after.default_plan = patch.default_plan.or(after.default_plan);
    if let Some(plans) = &patch.plans {
        after.plans.clone_from(plans);
        // Without plans there is no default, unless one is asked for, which is refused.
        if plans.is_empty() {
            after.default_plan = patch.default_plan;
        }
    }
    after
}
