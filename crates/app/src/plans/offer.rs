//! The plans that a domain offers to its mailboxes.

use sigillo_domain::id::PlanId;
use sigillo_domain::mail_domain::MailDomain;
use sigillo_domain::plan::{MAX_DOMAIN_PLANS, Plan, PlanChoice, PlanState};
use sigillo_domain::{FaultCode, Faults};
use sigillo_storage::{Connection, StorageError, Tx, plans};

/// The plans of a domain, as they are looked up for its mailboxes.
pub(crate) struct Offer {
    plans: Vec<Plan>,
    default_plan: Option<PlanId>,
}

impl Offer {
    pub async fn read(on: &mut impl Connection, domain: &MailDomain) -> Result<Self, StorageError> {
        let found = plans::find_many(on, domain.plans.iter().copied()).await?;
        Ok(Self { plans: found.into_values().collect(), default_plan: domain.default_plan })
    }

    /// Like [`Offer::read`]; nobody changes the sizes of these plans until the transaction ends.
    pub async fn lock(tx: &mut Tx, domain: &MailDomain) -> Result<Self, StorageError> {
        let plans = plans::find_many_to_give(tx, domain.plans.iter().copied()).await?;
        Ok(Self { plans, default_plan: domain.default_plan })
    }

    /// The plan of a new mailbox; None where the domain offers none.
    pub fn of_new(&self, wanted: Option<PlanId>) -> Option<Result<PlanChoice, FaultCode>> {
        match wanted {
            Some(id) => Some(self.offered(|plan| plan.id == id)),
            None => self.by_default(),
        }
    }

    /// Like [`Offer::of_new`], by the plan's code.
    pub fn of_new_by_code(&self, code: Option<&str>) -> Option<Result<PlanChoice, FaultCode>> {
        match code {
            Some(code) => Some(self.by_code(code)),
            None => self.by_default(),
        }
    }

    /// The code of a plan.
    pub fn code(&self, id: PlanId) -> Option<String> {
        self.plans.iter().find(|plan| plan.id == id).map(|plan| plan.code.clone())
    }

    fn by_code(&self, code: &str) -> Result<PlanChoice, FaultCode> {
        self.offered(|plan| plan.code == code)
    }

    pub fn by_id(&self, id: PlanId) -> Result<PlanChoice, FaultCode> {
        self.offered(|plan| plan.id == id)
    }

    fn by_default(&self) -> Option<Result<PlanChoice, FaultCode>> {
        if self.plans.is_empty() {
            return None;
        }
        let default = self.default_plan.ok_or(FaultCode::Required);
        // The default may have been retired since: then a plan has to be named.
        Some(default.and_then(|id| self.by_id(id).map_err(|_| FaultCode::Required)))
    }

    fn offered(&self, is: impl Fn(&Plan) -> bool) -> Result<PlanChoice, FaultCode> {
        let plan = self.plans.iter().find(|plan| is(plan));
        let plan = plan.filter(|plan| plan.state == PlanState::Offered);
        plan.map(Plan::choice).ok_or(FaultCode::NotAvailable)
    }
}

/// Validates the plans of a domain and its default. Those that it had before may stay when they are
/// retired.
pub(crate) async fn check_offer(
    on: &mut impl Connection,
    (wanted, default_plan): (&[PlanId], Option<PlanId>),
    before: &[PlanId],
    faults: &mut Faults,
) -> Result<(), StorageError> {
    if wanted.len() > MAX_DOMAIN_PLANS {
        faults.add("/plans", FaultCode::OutOfRange);
        return Ok(());
    }
    let found = plans::find_many(on, wanted.iter().copied()).await?;
    let is_offered = |id| found.get(id).is_some_and(|plan| plan.state == PlanState::Offered);
    for (place, id) in wanted.iter().enumerate() {
        let outcome = match found.get(id) {
            None => Err(FaultCode::Unknown),
            Some(_) if wanted[..place].contains(id) => Err(FaultCode::Repeated),
            Some(_) if !is_offered(id) && !before.contains(id) => Err(FaultCode::NotAvailable),
            Some(_) => Ok(()),
        };
        faults.check(&format!("/plans/{place}"), outcome);
    }
    let default = match default_plan {
        None if wanted.is_empty() => Ok(()),
        None => Err(FaultCode::Required),
        Some(id) if wanted.contains(&id) && is_offered(&id) => Ok(()),
        Some(_) => Err(FaultCode::NotAvailable),
    };
    faults.check("/default_plan", default);
    Ok(())
}
