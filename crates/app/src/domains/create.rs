//! Creating a domain.

use sigillo_contract::domain::{Domain, DomainCreate};
use sigillo_contract::operations::CreateDomain;
use sigillo_domain::mail_domain::{
    DEFAULT_QUOTA_MB, DEFAULT_TERM_MONTHS, MailDomain, Onboarding, check_term,
};
use sigillo_domain::name::DomainName;
use sigillo_domain::password_term::{DEFAULT_LIFETIME_DAYS, check_lifetime};
use sigillo_domain::permission::PermissionSet;
use sigillo_domain::quota::check_quota;
use sigillo_domain::{FaultCode, Faults};
use sigillo_storage::domains::OwnedDomain;
use sigillo_storage::{domains, organizations};

use super::{record, shown};
use crate::error::AppError;
use crate::plans::offer::check_offer;
use crate::scope::InScope;
use crate::{App, Grant};

pub async fn create(
    app: &App,
    grant: &Grant<CreateDomain>,
    request: &DomainCreate,
) -> Result<Domain, AppError> {
    let mut faults = Faults::default();
    let mut tx = app.db.begin().await?;
    let organization = organizations::find(&mut tx, request.organization_id).await?;
    let organization = faults.check("/organization_id", organization.ok_or(FaultCode::Unknown));
    let name = faults.check("/name", DomainName::parse(&request.name));
    let quota = request.default_quota_mb.unwrap_or(DEFAULT_QUOTA_MB);
    let quota = faults.check("/default_quota_mb", check_quota(quota));
    let term = request.mailbox_term_months.unwrap_or(DEFAULT_TERM_MONTHS);
    let term = faults.check("/mailbox_term_months", check_term(term));
    let lifetime = request.password_lifetime_days.unwrap_or(DEFAULT_LIFETIME_DAYS);
    let lifetime = faults.check("/password_lifetime_days", check_lifetime(lifetime));
    let plans = request.plans.clone().unwrap_or_default();
    check_offer(&mut tx, (&plans, request.default_plan), &[], &mut faults).await?;
    let servers = request.client_servers.clone().unwrap_or_default();
    let servers = servers.validate("/client_servers", &mut faults);
    let valid = organization.zip(name).zip(quota.zip(term).zip(lifetime));
    let ((organization, name), ((default_quota_mb, mailbox_term_months), password_lifetime_days)) =
        faults.result(valid)?;

    let now = app.now();
    let domain = MailDomain {
        id: app.new_id(),
        organization_id: organization.id,
        name: name.to_string(),
        onboarding: request.onboarding.unwrap_or(Onboarding::Direct),
        preservation_available: request.preservation_available.unwrap_or(false),
        default_quota_mb,
        mailbox_term_months,
        password_lifetime_days,
        language: request.language.unwrap_or_default(),
        plans,
        default_plan: request.default_plan,
        client_servers: servers.unwrap_or_default(),
        created_at: now,
        version: 1,
    };
    let domain = InScope::new(grant, domain)?;
    domains::insert(&mut tx, &domain).await.map_err(AppError::taken("/name"))?;
    record(&mut tx, grant.caller(), None, &domain, None, now).await?;
    let owned = OwnedDomain { domain: domain.into_row(), organization_name: organization.name };
    let created = shown(&mut tx, owned, PermissionSet::all()).await?;
    tx.commit().await?;
    Ok(created)
}
