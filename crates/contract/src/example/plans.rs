//! Examples of plans and resellers.

use sigillo_domain::id::{PlanId, ResellerId};
use sigillo_domain::plan::PlanState;

use super::{Example, ORGANIZATION, at};
use crate::plan::{Plan, PlanCreate, PlanPatch, PlanSummary};
use crate::reseller::{Reseller, ResellerCreate, ResellerPatch, ResellerSummary};

const PLAN: PlanId = PlanId::from_u128(0x0193_5a10_0000_7000_8000_0000_0000_0010);
const RESELLER: ResellerId = ResellerId::from_u128(0x0193_5a10_0000_7000_8000_0000_0000_0011);

impl Example for Plan {
    fn example() -> Self {
        Self {
            id: PLAN,
            code: "S-2GIN_2GARCH_1GCONS".into(),
            name: "Casella standard".into(),
            inbox_mb: 2048,
            archive_mb: 2048,
            preservation_mb: 1024,
            state: PlanState::Offered,
            created_at: at(0),
            version: 1,
        }
    }
}

impl Example for PlanSummary {
    fn example() -> Self {
        let plan = Plan::example();
        Self {
            id: plan.id,
            code: plan.code,
            name: plan.name,
            inbox_mb: plan.inbox_mb,
            archive_mb: plan.archive_mb,
            preservation_mb: plan.preservation_mb,
            state: plan.state,
        }
    }
}

impl Example for PlanCreate {
    fn example() -> Self {
        let plan = Plan::example();
        Self {
            code: plan.code,
            name: plan.name,
            inbox_mb: plan.inbox_mb,
            archive_mb: Some(plan.archive_mb),
            preservation_mb: Some(plan.preservation_mb),
            state: None,
        }
    }
}

impl Example for PlanPatch {
    fn example() -> Self {
        Self { state: Some(PlanState::Retired), ..Self::default() }
    }
}

impl Example for Reseller {
    fn example() -> Self {
        Self {
            id: RESELLER,
            name: "Servizi Digitali Esempio".into(),
            organization_id: ORGANIZATION,
            organization_name: "Regione Esempio".into(),
            created_at: at(0),
            version: 1,
        }
    }
}

impl Example for ResellerSummary {
    fn example() -> Self {
        let reseller = Reseller::example();
        Self { id: reseller.id, name: reseller.name }
    }
}

impl Example for ResellerCreate {
    fn example() -> Self {
        Self { organization_id: Some(ORGANIZATION), name: "Servizi Digitali Esempio".into() }
    }
}

impl Example for ResellerPatch {
    fn example() -> Self {
        Self { name: Some("Servizi Digitali".into()) }
    }
}
