//! Examples of tickets.

use sigillo_domain::id::{
    CannedAnswerId, TicketAttachmentId, TicketId, TicketMailId, TicketMessageId,
};
use sigillo_domain::message::Language;
use sigillo_domain::ticket::{
    AttachmentFormat, MailRefusal, ServiceDesk, TicketEvent, TicketPriority, TicketStatus,
    TicketType,
};

use super::{ACCOUNT, Example, ORGANIZATION, at};
use crate::canned_answer::{CannedAnswer, CannedAnswerCreate, CannedAnswerPatch};
use crate::document::Document;
use crate::refused_mail::RefusedMail;
use crate::ticket::{
    Ticket, TicketAttachment, TicketClosure, TicketContext, TicketCreate, TicketDetail,
    TicketMessage, TicketMessageCreate, TicketPatch,
};

const TICKET: TicketId = TicketId::from_u128(0x0193_5a10_0000_7000_8000_0000_0000_0060);
const MESSAGE: TicketMessageId =
    TicketMessageId::from_u128(0x0193_5a10_0000_7000_8000_0000_0000_0061);
const ATTACHMENT: TicketAttachmentId =
    TicketAttachmentId::from_u128(0x0193_5a10_0000_7000_8000_0000_0000_0062);

impl Example for Ticket {
    fn example() -> Self {
        Self {
            id: TICKET,
            reference: "SIG-2026-000123".into(),
            organization_id: ORGANIZATION,
            organization_name: "Ente di Esempio".into(),
            summary: "La casella non riceve messaggi".into(),
            ticket_type: TicketType::Problem,
            priority: TicketPriority::Medium,
            desk: ServiceDesk::Technical,
            status: TicketStatus::WaitingForCustomer,
            requester: "postmaster".into(),
            requester_id: Some(ACCOUNT),
            requester_name: Some("Ada Esempi".into()),
            assignee: Some("gestore".into()),
            assignee_id: None,
            assignee_name: None,
            waits_for_caller: true,
            created_at: at(0),
            updated_at: at(60),
            first_answer_at: Some(at(60)),
            closed_at: None,
            version: 2,
        }
    }
}

impl Example for TicketDetail {
    fn example() -> Self {
        Self {
            ticket: Ticket::example(),
            description: "Da questa mattina non arriva nulla.".into(),
            email: Some("ada@example.org".into()),
            language: Language::It,
            context: Some(TicketContext::example()),
            closure: None,
            messages: vec![TicketMessage::example()],
            attachments: vec![TicketAttachment::example()],
            may: vec![TicketEvent::Answer],
        }
    }
}

impl Example for TicketContext {
    fn example() -> Self {
        Self {
            page: Some("/caselle".into()),
            mailbox: Some("ada.esempi@pec.example.it".into()),
            trace_id: None,
            history: vec!["30 giugno 2026, 09:00: quota modificata".into()],
            failed_messages: vec![],
            unapplied_effects: vec![],
            outages: vec![],
        }
    }
}

impl Example for TicketClosure {
    fn example() -> Self {
        Self {
            problem: "Spazio esaurito.".into(),
            action: "Quota ampliata.".into(),
            solution: "La casella riceve di nuovo.".into(),
        }
    }
}

impl Example for TicketMessage {
    fn example() -> Self {
        Self {
            id: MESSAGE,
            at: at(60),
            event: TicketEvent::Ask,
            from: TicketStatus::WaitingForSupport,
            to: TicketStatus::WaitingForCustomer,
            author: "gestore".into(),
            author_name: Some("Ugo Prove".into()),
            by_support: true,
            by_mail: false,
            internal: false,
            text: "Da quale indirizzo scrive il mittente?".into(),
        }
    }
}

impl Example for TicketAttachment {
    fn example() -> Self {
        Self {
            id: ATTACHMENT,
            message_id: None,
            name: "schermata.png".into(),
            format: AttachmentFormat::Png,
            bytes: 48_211,
            sha256: Document::example().sha256,
            internal: false,
            created_at: at(0),
            created_by: "postmaster".into(),
        }
    }
}

impl Example for TicketCreate {
    fn example() -> Self {
        Self {
            organization_id: Some(ORGANIZATION),
            summary: "La casella non riceve messaggi".into(),
            description: "Da questa mattina non arriva nulla.".into(),
            priority: Some(TicketPriority::High),
            ticket_type: Some(TicketType::Problem),
            email: Some("ada@example.org".into()),
            language: Some(Language::It),
            context: Some(TicketContext::example()),
        }
    }
}

impl Example for TicketPatch {
    fn example() -> Self {
        Self { priority: Some(TicketPriority::Urgent), ..Self::default() }
    }
}

impl Example for TicketMessageCreate {
    fn example() -> Self {
        Self { text: "Scrive da ugo@example.org.".into(), ..Self::default() }
    }
}

impl Example for RefusedMail {
    fn example() -> Self {
        Self {
            id: TicketMailId::from_u128(0x0193_5a10_0000_7000_8000_0000_0000_0063),
            received_at: at(120),
            sender: "ada@example.org".into(),
            subject: "Risposta automatica".into(),
            reason: MailRefusal::AutomaticReply,
            ticket_id: None,
            reference: None,
        }
    }
}

impl Example for CannedAnswer {
    fn example() -> Self {
        Self {
            id: CannedAnswerId::from_u128(0x0193_5a10_0000_7000_8000_0000_0000_0064),
            title: "Spazio esaurito".into(),
            desk: ServiceDesk::Technical,
            text_it: "La casella ha raggiunto la quota.".into(),
            text_en: "The mailbox has reached its quota.".into(),
            changed_at: at(0),
            changed_by: "gestore".into(),
            version: 1,
        }
    }
}

impl Example for CannedAnswerCreate {
    fn example() -> Self {
        let CannedAnswer { title, desk, text_it, text_en, .. } = CannedAnswer::example();
        Self { title, desk: Some(desk), text_it, text_en }
    }
}

impl Example for CannedAnswerPatch {
    fn example() -> Self {
        Self { title: Some("Quota raggiunta".into()), ..Self::default() }
    }
}
