//! Examples of contracts, their templates, and their signature.

use sigillo_domain::contract::{CodeChannel, ContractState};
use sigillo_domain::contract_template::{EXAMPLE, Values, parse};
use sigillo_domain::contract_text::ContractText;
use sigillo_domain::document_seal::SealState;
use sigillo_domain::id::{ContractId, ContractTemplateId};
use sigillo_domain::message::{Language, MessageState};
use sigillo_domain::signed_copy::CopyOutcome;

use super::documents::DOCUMENT;
use super::holders::HOLDER;
use super::{Example, MAILBOX, ORGANIZATION, at};
use crate::contract::{
    Contract, ContractCreate, ContractSettings, ContractSettingsPatch, ContractSummary,
    ContractWithdraw, CopyAcceptance,
};
use crate::contract_template::{ContractTemplate, ContractTemplateCreate, ContractTemplatePatch};
use crate::document::Document;
use crate::document_seal::DocumentSeal;
use crate::signing::{
    SignedCopy, SigningCode, SigningCodeSent, SigningConsent, SigningContract, SigningDecline,
    SigningFile, SigningOpen, SigningProgress, SigningSign, SigningState, SigningUpload,
    SigningVisit,
};

const TEMPLATE: ContractTemplateId =
    ContractTemplateId::from_u128(0x0193_5a10_0000_7000_8000_0000_0000_0030);
const CONTRACT: ContractId = ContractId::from_u128(0x0193_5a10_0000_7000_8000_0000_0000_0031);
const TEXT: &str = "# Contratto\n\nTra {{organizzazione.nome}} e {{titolare.nome_completo}}.\n\n\
     ## Oggetto\n\nLa casella {{casella.indirizzo}}.\n\n\
     ## Recesso {approvazione specifica}\n\nOgnuno può recedere.\n\n\
     ## Dati personali {privacy}\n\nI dati servono per la casella.\n";
const SHA256: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
const TOKEN: &str = "mR4vJ3sZ0cQe2dX8b1hK6tYpL9wUgN5aFoVxI7jTzEk";

fn text() -> ContractText {
    let parsed = parse(TEXT).or_else(|_| parse(EXAMPLE)).unwrap_or_else(|_| unreachable!());
    ContractText::fill(&parsed, &Values::samples())
}

impl Example for ContractTemplate {
    fn example() -> Self {
        Self {
            id: TEMPLATE,
            organization_id: ORGANIZATION,
            organization_name: "Regione Esempio".into(),
            name: "Contratto standard".into(),
            number: 1,
            language: Language::It,
            in_use: true,
            text: Some(TEXT.into()),
            created_at: at(0),
            created_by: "postmaster".into(),
            version: 1,
        }
    }
}

impl Example for ContractTemplateCreate {
    fn example() -> Self {
        Self {
            organization_id: Some(ORGANIZATION),
            name: "Contratto standard".into(),
            language: Language::It,
            text: TEXT.into(),
        }
    }
}

impl Example for ContractTemplatePatch {
    fn example() -> Self {
        Self { in_use: Some(true) }
    }
}

impl Example for ContractSettings {
    fn example() -> Self {
        Self { term_days: 30, notice_email: "pec@example.it".into(), version: 1 }
    }
}

impl Example for ContractSettingsPatch {
    fn example() -> Self {
        Self { term_days: Some(45), notice_email: None }
    }
}

impl Example for Contract {
    fn example() -> Self {
        Self {
            id: CONTRACT,
            organization_id: ORGANIZATION,
            mailbox_id: MAILBOX,
            mailbox_address: "ada.esempi@pec.example.it".into(),
            holder_id: HOLDER,
            holder_name: "Esempi Ada".into(),
            template_id: Some(TEMPLATE),
            state: ContractState::Sent,
            link_is_blocked: false,
            delivery: Some(MessageState::Sent),
            recipient: "ada.esempi@example.com".into(),
            sha256: SHA256.into(),
            sealed_sha256: None,
            signature: None,
            channel: None,
            sent_at: at(0),
            opened_at: None,
            consented_at: None,
            signed_at: None,
            sealed_at: None,
            ended_at: None,
            decline_reason: None,
            withdraw_reason: None,
            expires_at: at(30 * 86_400),
            reminders: 0,
            created_at: at(0),
            created_by: "postmaster".into(),
            version: 1,
            text: None,
            copy: None,
        }
    }
}

impl Example for ContractSummary {
    fn example() -> Self {
        let contract = Contract::example();
        Self {
            id: contract.id,
            state: contract.state,
            link_is_blocked: contract.link_is_blocked,
            sent_at: contract.sent_at,
            expires_at: contract.expires_at,
        }
    }
}

impl Example for ContractCreate {
    fn example() -> Self {
        Self { mailbox_id: MAILBOX }
    }
}

impl Example for ContractWithdraw {
    fn example() -> Self {
        Self { reason: Some("La casella è stata richiesta due volte.".into()) }
    }
}

impl Example for DocumentSeal {
    fn example() -> Self {
        Self {
            state: SealState::Expiring,
            subject: Some("CN=Regione Esempio".into()),
            issuer: Some("CN=CA di Esempio".into()),
            serial: Some("4f2a19c0".into()),
            valid_from: Some(at(-1000 * 86_400)),
            valid_until: Some(at(30 * 86_400)),
            days_left: Some(30),
            waiting: 0,
        }
    }
}

impl Example for SigningOpen {
    fn example() -> Self {
        Self { token: TOKEN.into(), tax_code: "SMPDAA80A41H501X".into() }
    }
}

impl Example for SigningContract {
    fn example() -> Self {
        let text = text();
        Self {
            token: TOKEN.into(),
            organization_name: "Regione Esempio".into(),
            mailbox_address: "ada.esempi@pec.example.it".into(),
            holder_name: "Ada Esempi".into(),
            language: Language::It,
            state: ContractState::Opened,
            consents: text.consents(),
            text,
            sha256: SHA256.into(),
            sealed_sha256: None,
            code_channel: CodeChannel::Email,
            code_recipient: "a•••@example.com".into(),
            code: None,
            expires_at: at(30 * 86_400),
            signed_at: None,
            ended_at: None,
            copy: None,
        }
    }
}

impl Example for CopyAcceptance {
    fn example() -> Self {
        Self {
            document_id: DOCUMENT,
            reason: "Il titolare è stato identificato di persona.".into(),
        }
    }
}

impl Example for SigningConsent {
    fn example() -> Self {
        let SigningCode { token, consents } = SigningCode::example();
        Self { token, consents }
    }
}

impl Example for SigningUpload {
    fn example() -> Self {
        Self { name: "contratto.pdf.p7m".into() }
    }
}

impl Example for SigningVisit {
    fn example() -> Self {
        Self { token: TOKEN.into() }
    }
}

impl Example for SigningProgress {
    fn example() -> Self {
        let Document { id, name, sha256, created_at, finding, detail, signatures, .. } =
            Document::example();
        let copy = SignedCopy {
            document_id: id,
            name,
            sha256,
            uploaded_at: created_at,
            outcome: CopyOutcome::Accepted,
            refusal: None,
            finding,
            detail,
            signatures,
        };
        Self { state: ContractState::Signed, copy: Some(copy) }
    }
}

impl Example for SigningCode {
    fn example() -> Self {
        let consents = text().consents().into_iter().map(|consent| consent.sha256).collect();
        Self { token: TOKEN.into(), consents }
    }
}

impl Example for SigningCodeSent {
    fn example() -> Self {
        Self {
            channel: CodeChannel::Email,
            recipient: "a•••@example.com".into(),
            expires_at: at(600),
        }
    }
}

impl Example for SigningSign {
    fn example() -> Self {
        Self { token: TOKEN.into(), code: "012345".into() }
    }
}

impl Example for SigningState {
    fn example() -> Self {
        Self { state: ContractState::Signed }
    }
}

impl Example for SigningDecline {
    fn example() -> Self {
        Self { token: TOKEN.into(), reason: "Ho già una casella.".into() }
    }
}

impl Example for SigningFile {
    fn example() -> Self {
        Self { token: TOKEN.into(), which: None }
    }
}
