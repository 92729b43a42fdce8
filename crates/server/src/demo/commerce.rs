//! The plans that the invented provider sells, and who sells them.

use anyhow::Result;
use sigillo_app::{App, Caller, Grant, plans, resellers};
use sigillo_contract::plan::PlanCreate;
use sigillo_contract::reseller::ResellerCreate;
use sigillo_domain::id::{OrganizationId, PlanId, ResellerId};

/// Codes and names, with the space of inbox, archive and preservation in GB.
const PLANS: [(&str, &str, [i64; 3]); 3] = [
    ("S-1GIN_1GARCH_1GCONS", "Casella base", [1, 1, 1]),
    ("S-2GIN_2GARCH_1GCONS", "Casella standard", [2, 2, 1]),
    ("S-5GIN_10GARCH_5GCONS", "Casella grandi volumi", [5, 10, 5]),
];
const RESELLERS: [&str; 2] = ["Servizi Digitali Vallechiara", "Cooperativa Informatica del Colle"];

/// What is sold, from the smallest plan to the largest, and by whom.
pub struct Commerce {
    pub plans: Vec<PlanId>,
    pub resellers: Vec<ResellerId>,
}

impl Commerce {
    pub async fn create(app: &App, owner: OrganizationId) -> Result<Self> {
        let mut plans = vec![];
        for (code, name, sizes) in PLANS {
            let [inbox_mb, archive_mb, preservation_mb] = sizes.map(|gigabytes| gigabytes * 1024);
            let request = PlanCreate {
                code: code.to_owned(),
                name: name.to_owned(),
                inbox_mb,
                archive_mb: Some(archive_mb),
                preservation_mb: Some(preservation_mb),
                state: None,
            };
            plans.push(plans::create(app, &Grant::to(Caller::system("demo"))?, &request).await?.id);
        }
        let mut resellers = vec![];
        for name in RESELLERS {
            let request = ResellerCreate { organization_id: Some(owner), name: name.to_owned() };
            let grant = Grant::to(Caller::system("demo"))?;
            resellers.push(resellers::create(app, &grant, &request).await?.id);
        }
        Ok(Self { plans, resellers })
    }

    /// The plan and the reseller of the mailbox at a place in the story: most have the default plan, and
    /// some no reseller.
    pub fn of_mailbox(&self, place: usize) -> (Option<PlanId>, Option<String>) {
        let plan = self.plans.get([0, 0, 1, 0, 2][place % 5]).copied();
        (plan, self.resellers.get(place % 3).map(ToString::to_string))
    }
}
