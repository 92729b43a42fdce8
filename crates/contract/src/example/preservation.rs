//! Examples of the archive of receipts.

use sigillo_domain::id::{DisposalId, PackageId};
use sigillo_domain::preservation::{
    DisposalState, PreservationProblem, PreservationStanding, ProblemKind,
};

use super::{ACCOUNT, Example, ORGANIZATION, at};
use crate::preservation::{
    PreservationArchive, PreservationOutcome, PreservationSettings, PreservationSettingsPatch,
    PreservationStatus, ReceiptDisposal, ReceiptDisposalCreate, ReceiptDisposalRejection,
    ReceiptPackage,
};

const PACKAGE: PackageId = PackageId::from_u128(0x0193_5a10_0000_7000_8000_0000_0000_0090);
const DISPOSAL: DisposalId = DisposalId::from_u128(0x0193_5a10_0000_7000_8000_0000_0000_0091);
const SHA256: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

impl Example for PreservationSettings {
    fn example() -> Self {
        Self {
            producer_code: "VATIT-12345678903".into(),
            responsible_name: "Rosa Neri".into(),
            responsible_code: "VATIT-12345678903".into(),
            manual: "https://www.example.it/manuale-di-conservazione.pdf".into(),
            retention_years: 10,
            seal_is_self_signed: Some(true),
            standing: PreservationStanding::Unsigned,
            version: 1,
        }
    }
}

impl Example for PreservationSettingsPatch {
    fn example() -> Self {
        Self {
            responsible_name: Some("Rosa Neri".into()),
            responsible_code: Some("VATIT-12345678903".into()),
            retention_years: Some(15),
            ..Self::default()
        }
    }
}

impl Example for PreservationProblem {
    fn example() -> Self {
        Self { kind: ProblemKind::DamagedSeal, package: Some(3), about: None }
    }
}

impl Example for PreservationOutcome {
    fn example() -> Self {
        Self {
            started_at: at(0),
            ended_at: at(60),
            packages: 12,
            unsealed: 0,
            receipts: 3405,
            bytes: 98_765_432,
            problems: 1,
            report: vec![PreservationProblem::example()],
        }
    }
}

impl Example for PreservationArchive {
    fn example() -> Self {
        Self {
            organization_id: ORGANIZATION,
            organization_name: "Ente di esempio".into(),
            standing: PreservationStanding::Unsigned,
            has_responsible: true,
            has_manual: true,
            seal_is_self_signed: Some(true),
            retention_years: 10,
            packages: 12,
            unsealed: 0,
            receipts: 3405,
            bytes: 98_765_432,
            waiting: 7,
            discarded: 0,
            past_retention: 0,
            verification: Some(PreservationOutcome::example()),
        }
    }
}

impl Example for PreservationStatus {
    fn example() -> Self {
        Self { archives: vec![PreservationArchive::example()], locked_objects: Some(0) }
    }
}

impl Example for ReceiptPackage {
    fn example() -> Self {
        Self {
            id: PACKAGE,
            organization_id: ORGANIZATION,
            sequence: 12,
            closed_at: at(0),
            receipts: 310,
            bytes: 9_876_543,
            refused: 0,
            index_sha256: SHA256.into(),
            sealed_at: Some(at(5)),
            sealed_by: Some("CN=Ente di esempio".into()),
            timestamp_at: None,
            standing: PreservationStanding::Unsigned,
        }
    }
}

impl Example for ReceiptDisposal {
    fn example() -> Self {
        Self {
            id: DISPOSAL,
            organization_id: ORGANIZATION,
            state: DisposalState::Proposed,
            stored_before: at(-315_360_000),
            receipts: 120,
            bytes: 3_456_789,
            list_sha256: SHA256.into(),
            proposed_at: at(0),
            proposed_by: "gestore".into(),
            proposed_by_id: Some(ACCOUNT),
            reason: "Termine di conservazione trascorso.".into(),
            decided_at: None,
            decided_by: None,
            decision_reason: None,
            may_decide: true,
            version: 1,
        }
    }
}

impl Example for ReceiptDisposalCreate {
    fn example() -> Self {
        Self {
            organization_id: Some(ORGANIZATION),
            reason: "Termine di conservazione trascorso.".into(),
        }
    }
}

impl Example for ReceiptDisposalRejection {
    fn example() -> Self {
        Self { reason: "Un contenzioso è ancora aperto.".into() }
    }
}
