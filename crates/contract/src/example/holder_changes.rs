//! Examples of changes of holder.

use sigillo_domain::holder_change::HolderChangeState;
use sigillo_domain::id::{DocumentId, HolderChangeId};

use super::holders::{HOLDER, OTHER_HOLDER};
use super::{ACCOUNT, Example, MAILBOX, ORGANIZATION, at};
use crate::document::Document;
use crate::holder::HolderChoice;
use crate::holder_change::{
    HolderChange, HolderChangeApproval, HolderChangeCreate, HolderChangeRejection,
    HolderChangeSummary,
};

const CHANGE: HolderChangeId = HolderChangeId::from_u128(0x0193_5a10_0000_7000_8000_0000_0000_0050);

fn document() -> DocumentId {
    Document::example().id
}

impl Example for HolderChange {
    fn example() -> Self {
        Self {
            id: CHANGE,
            organization_id: ORGANIZATION,
            mailbox_id: MAILBOX,
            mailbox_address: "ada.esempi@pec.example.it".into(),
            state: HolderChangeState::Pending,
            old_holder_id: Some(HOLDER),
            old_holder_name: Some("Esempi Ada".into()),
            new_holder_id: OTHER_HOLDER,
            new_holder_name: "Prove Ugo".into(),
            communication_email: "ugo@example.org".into(),
            document_id: document(),
            document_sha256: Document::example().sha256,
            document: None,
            requested_at: at(0),
            requested_by: "assistente".into(),
            requested_by_id: Some(ACCOUNT),
            decided_at: None,
            decided_by: None,
            reason: None,
            may_decide: true,
            version: 1,
        }
    }
}

impl Example for HolderChangeSummary {
    fn example() -> Self {
        Self {
            id: CHANGE,
            new_holder_name: "Prove Ugo".into(),
            requested_at: at(0),
            requested_by: "assistente".into(),
        }
    }
}

impl Example for HolderChangeCreate {
    fn example() -> Self {
        Self {
            mailbox_id: MAILBOX,
            document_id: document(),
            new_holder: HolderChoice { id: Some(OTHER_HOLDER), ..HolderChoice::default() },
            address: None,
            company: None,
            communication_email: "ugo@example.org".into(),
        }
    }
}

impl Example for HolderChangeApproval {
    fn example() -> Self {
        Self { reason: Some("La firma è stata verificata di persona.".into()) }
    }
}

impl Example for HolderChangeRejection {
    fn example() -> Self {
        Self { reason: "Il documento non è firmato dal titolare.".into() }
    }
}
