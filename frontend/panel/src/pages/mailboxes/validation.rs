//! The server's own rules for mailboxes, for the forms.

use sigillo_contract::domain::Domain;
use sigillo_contract::mailbox::{Mailbox, MailboxCreate, MailboxPatch};
use sigillo_domain::id::PlanId;
use sigillo_domain::mailbox::{Edit, Editable, NewMailbox, Refusal};
use sigillo_domain::plan::{PlanChoice, PlanState};
use sigillo_domain::quota::Limits;
use sigillo_domain::{Fault, FaultCode};

use crate::i18n::parse_integer;

/// Parses a number of MB that may be left empty.
pub fn parse_optional_mb(text: &str) -> Result<Option<i64>, FaultCode> {
    if text.trim().is_empty() { Ok(None) } else { parse_integer(text).map(Some) }
}

/// What a domain's plan gives to a mailbox.
fn choice(domain: Option<&Domain>, id: PlanId) -> Result<PlanChoice, FaultCode> {
    let plan = domain.and_then(|domain| domain.plans.iter().find(|plan| plan.id == id));
    let plan = plan.filter(|plan| plan.state == PlanState::Offered);
    let archive = |mb: i64| (mb > 0).then_some(mb);
    let choice = plan.map(|plan| PlanChoice {
        id,
        inbox_mb: plan.inbox_mb,
        archive_mb: archive(plan.archive_mb),
    });
    choice.ok_or(FaultCode::NotAvailable)
}

fn plan_of_new(wanted: Option<PlanId>, domain: &Domain) -> Option<Result<PlanChoice, FaultCode>> {
    match wanted {
        Some(id) => Some(choice(Some(domain), id)),
        None if domain.plans.is_empty() => None,
        // The form always names a plan where there are any.
        None => Some(Err(FaultCode::Required)),
    }
}

pub fn faults_of_new(create: &MailboxCreate, domain: &Domain) -> Vec<Fault> {
    let new = NewMailbox {
        local_part: &create.local_part,
        communication_email: &create.communication_email,
        preservation: create.preservation,
        quota_mb: create.quota_mb,
        soft_limit_mb: create.soft_limit_mb,
        plan: plan_of_new(create.plan, domain),
        reseller: None,
    };
    let valid = new.validate(&domain.name, domain.default_quota_mb, domain.preservation_available);
    valid.err().unwrap_or_default()
}

pub fn faults_of_change(
    mailbox: &Mailbox,
    patch: &MailboxPatch,
    domain: Option<&Domain>,
) -> Vec<Fault> {
    let preservation_available = domain.is_some_and(|domain| domain.preservation_available);
    let present_plan = mailbox.plan.as_ref().map(|plan| plan.id);
    let wanted = patch.plan.filter(|plan| present_plan != Some(*plan));
    let edit = Edit {
        communication_email: patch.communication_email.as_deref(),
        state: patch.state,
        quota_mb: patch.quota_mb,
        soft_limit_mb: patch.soft_limit_mb,
        preservation: patch.preservation,
        plan: wanted.map(|id| choice(domain, id)),
        // Whether there are such a reseller and such an account, the server says.
        reseller: None,
        managed_by: None,
        second_factor_since: None,
    };
    let present = Editable {
        address: &mailbox.address,
        state: mailbox.state,
        preservation: mailbox.preservation,
        limits: Limits { quota_mb: mailbox.quota_mb, soft_limit_mb: mailbox.soft_limit_mb },
        plan: present_plan,
        archive_mb: mailbox.archive_mb,
        reseller: None,
        second_factor_since: mailbox.second_factor_since,
    };
    match present.edited(&edit, preservation_available) {
        Err(Refusal::Invalid(faults)) => faults,
        // A cancelled mailbox is no fault of a field: the page and the server report it themselves.
        Ok(_) | Err(Refusal::Cancelled) => vec![],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_optional_number_of_mb_may_be_empty() {
        assert_eq!(parse_optional_mb("  "), Ok(None));
        assert_eq!(parse_optional_mb("1.000"), Ok(Some(1000)));
        assert_eq!(parse_optional_mb("mille"), Err(FaultCode::OutOfRange));
    }
}
