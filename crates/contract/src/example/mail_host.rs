//! Examples of the mail host's state.

use chrono::NaiveDate;
use sigillo_domain::id::EffectId;
use sigillo_domain::mail_host::{Effect, EffectState, MailLogKind, Trouble};

use super::{Example, MAILBOX, at};
use crate::mail_host::{
    Difference, Finding, FindingKind, MailHostEffect, MailHostReport, MailHostStatus,
    MailLogStatus, MailboxTraffic, MailboxUsage, ReceiptIntakeStatus, RepairRequest, UsageFigures,
    UsagePoint,
};

const EFFECT: EffectId = EffectId::from_u128(0x0193_5a10_0000_7000_8000_0000_0000_0007);

impl Example for MailHostStatus {
    fn example() -> Self {
        Self {
            configured: true,
            measured_at: Some(at(60)),
            logs: Some(vec![MailLogStatus::example()]),
            preservation: Some(ReceiptIntakeStatus::example()),
            ..Self::default()
        }
    }
}

impl Example for ReceiptIntakeStatus {
    fn example() -> Self {
        Self {
            configured: true,
            mailboxes: 12,
            stored_last_day: 340,
            reconciled_at: Some(at(30)),
            ..Self::default()
        }
    }
}

impl Example for MailHostEffect {
    fn example() -> Self {
        Self {
            id: EFFECT,
            mailbox_id: MAILBOX,
            effect: Effect::Disabled,
            requested_at: at(0),
            state: EffectState::Applied,
            attempts: 1,
            next_attempt_at: None,
            failing_since: None,
            trouble: None,
            detail: None,
            finished_at: Some(at(1)),
        }
    }
}

impl Example for UsageFigures {
    fn example() -> Self {
        Self {
            inbox_bytes: 41_943_040,
            archive_bytes: 10_485_760,
            used_bytes: 57_671_680,
            messages: 312,
        }
    }
}

impl Example for UsagePoint {
    fn example() -> Self {
        Self { hour: at(0), figures: UsageFigures::example() }
    }
}

impl Example for MailboxTraffic {
    fn example() -> Self {
        Self {
            from: NaiveDate::from_ymd_opt(2026, 2, 1).unwrap_or_default(),
            received: Some(128),
            received_since: Some(at(0)),
            sent: Some(37),
            sent_since: Some(at(0)),
            last_opened_at: Some(at(60)),
        }
    }
}

impl Example for MailLogStatus {
    fn example() -> Self {
        Self {
            log: MailLogKind::Dovecot,
            counted_since: at(0),
            read_at: at(60),
            is_stale: false,
            unreadable_lines: 0,
            unreadable_at: None,
            gaps: 0,
            gap_at: None,
        }
    }
}

impl Example for MailboxUsage {
    fn example() -> Self {
        Self {
            measured_at: Some(at(60)),
            present: Some(UsageFigures::example()),
            series: vec![UsagePoint::example()],
            traffic: MailboxTraffic::example(),
        }
    }
}

impl Example for Difference {
    fn example() -> Self {
        Self {
            field: "quota_bytes".into(),
            expected: Some("1048576000".into()),
            found: Some("524288000".into()),
        }
    }
}

impl Example for Finding {
    fn example() -> Self {
        Self {
            kind: FindingKind::UnfinishedEffect,
            subject: EFFECT.to_string(),
            mailbox_id: Some(MAILBOX),
            address: Some("ufficio.tributi@pec.example.it".into()),
            messages: None,
            differences: vec![],
            effect: Some(MailHostEffect {
                state: EffectState::Failing,
                attempts: 4,
                next_attempt_at: Some(at(70)),
                failing_since: Some(at(1)),
                trouble: Some(Trouble::Unreachable),
                detail: Some("the mail host does not answer: connection refused".into()),
                finished_at: None,
                ..MailHostEffect::example()
            }),
        }
    }
}

impl Example for MailHostReport {
    fn example() -> Self {
        Self {
            checked_at: at(60),
            mailboxes: 161,
            stores: 161,
            total: 1,
            findings: vec![Finding::example()],
        }
    }
}

impl Example for RepairRequest {
    fn example() -> Self {
        Self { kind: FindingKind::UnfinishedEffect, subject: EFFECT.to_string() }
    }
}
