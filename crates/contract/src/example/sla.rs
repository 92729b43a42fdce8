//! Examples of service levels.

use chrono::{DateTime, NaiveDate, Utc};
use sigillo_domain::id::{MaintenanceId, SlaCorrectionId};
use sigillo_domain::sla::{MinuteState, OutageCause, Period, PeriodState, SlaComponent};

use super::Example;
use crate::sla::{
    Maintenance, MaintenanceCreate, Outage, Sla, SlaClosure, SlaCorrection, SlaCorrectionCreate,
    SlaDay, SlaOverview,
};

const MAINTENANCE: MaintenanceId =
    MaintenanceId::from_u128(0x0193_5a10_0000_7000_8000_0000_0000_0061);
const CORRECTION: SlaCorrectionId =
    SlaCorrectionId::from_u128(0x0193_5a10_0000_7000_8000_0000_0000_0062);

/// The tests run on the first morning of this period.
fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).unwrap_or_default()
}

fn period() -> Period {
    Period::of(day()).unwrap_or(Period::FIRST)
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap_or_default()
}

impl Example for Sla {
    fn example() -> Self {
        let day = SlaDay {
            day: day(),
            up_minutes: 1400,
            down_minutes: 12,
            planned_minutes: 0,
            unmeasured_minutes: 28,
        };
        Self {
            period: period(),
            component: SlaComponent::Web,
            state: PeriodState::Running,
            as_of: at("2026-01-01T23:00:00Z"),
            from: day.day,
            to: NaiveDate::from_ymd_opt(2026, 4, 30).unwrap_or_default(),
            availability: Some(99.15),
            worst: 97.22,
            best: 99.17,
            allowance_minutes: 345.6,
            longest_allowed_minutes: 172.8,
            used_minutes: 12,
            planned_minutes: 0,
            longest_minutes: 12,
            unmeasured_minutes: 28,
            days: vec![day],
        }
    }
}

impl Example for SlaOverview {
    fn example() -> Self {
        let Sla { period, state, as_of, .. } = Sla::example();
        Self {
            period,
            state,
            as_of,
            components: vec![Sla::example()],
            outages: vec![Outage::example()],
            maintenance: vec![Maintenance::example()],
            corrections: vec![SlaCorrection::example()],
            closure: None,
        }
    }
}

impl Example for Outage {
    fn example() -> Self {
        Self {
            component: SlaComponent::Web,
            starts_at: at("2026-01-01T10:00:00Z"),
            ends_at: Some(at("2026-01-01T10:12:00Z")),
            minutes: 12,
            planned_minutes: 0,
            cause: OutageCause::TimedOut,
            evidence: "no answer within 15 seconds".into(),
        }
    }
}

impl Example for SlaCorrection {
    fn example() -> Self {
        Self {
            id: CORRECTION,
            component: SlaComponent::Web,
            state: MinuteState::Up,
            starts_at: at("2026-01-01T08:00:00Z"),
            ends_at: at("2026-01-01T08:03:00Z"),
            reason: "The probe's own network was down.".into(),
            created_at: at("2026-01-01T09:00:00Z"),
            created_by: "gestore".into(),
        }
    }
}

impl Example for SlaCorrectionCreate {
    fn example() -> Self {
        let SlaCorrection { component, state, starts_at, ends_at, reason, .. } =
            SlaCorrection::example();
        Self {
            component: component.as_str().into(),
            state: state.as_str().into(),
            starts_at: Some(starts_at),
            ends_at: Some(ends_at),
            reason,
        }
    }
}

impl Example for Maintenance {
    fn example() -> Self {
        Self {
            id: MAINTENANCE,
            components: vec![SlaComponent::Submission, SlaComponent::Imap],
            starts_at: at("2026-02-01T02:00:00Z"),
            ends_at: at("2026-02-01T03:00:00Z"),
            description: "Upgrade of the mail host".into(),
            announced_at: at("2026-01-01T09:00:00Z"),
            announced_by: "gestore".into(),
            withdrawn_at: None,
            version: 1,
        }
    }
}

impl Example for MaintenanceCreate {
    fn example() -> Self {
        let Maintenance { components, starts_at, ends_at, description, .. } =
            Maintenance::example();
        Self {
            components: components.iter().map(|one| one.as_str().into()).collect(),
            starts_at: Some(starts_at),
            ends_at: Some(ends_at),
            description,
        }
    }
}

impl Example for SlaClosure {
    fn example() -> Self {
        Self {
            period: period(),
            closed_at: at("2026-05-04T08:00:00Z"),
            closed_by: "gestore".into(),
            sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
        }
    }
}
