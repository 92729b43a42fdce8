//! Builders of tickets.

use bytes::Bytes;
use sigillo_app::tickets::{self, Upload};
use sigillo_contract::canned_answer::{CannedAnswer, CannedAnswerCreate};
use sigillo_contract::ticket::{TicketAttachment, TicketCreate, TicketDetail, TicketUpload};
use sigillo_domain::id::{OrganizationId, TicketId};

use crate::TestApp;
use crate::build::grant;

impl TestApp {
    /// A ticket of an organisation, which nobody is told of by e-mail.
    pub async fn ticket(&self, organization_id: OrganizationId, summary: &str) -> TicketDetail {
        let request = TicketCreate {
            organization_id: Some(organization_id),
            summary: summary.to_owned(),
            ..TicketCreate::default()
        };
        tickets::create(&self.app, &grant(), &request).await.expect("a ticket")
    }

    /// A file of the description of a ticket.
    pub async fn ticket_file(&self, id: TicketId, name: &str, content: &[u8]) -> TicketAttachment {
        let query = TicketUpload { name: name.to_owned(), message: None };
        let grant = grant();
        let upload = Upload::begin(&self.app, &grant, id, &query).await;
        let mut upload = upload.expect("an upload");
        upload.file().write(Bytes::copy_from_slice(content)).await.expect("a piece");
        upload.finish(&self.app, &grant).await.expect("a file")
    }

    /// An answer that the support gives again and again.
    pub async fn canned_answer(&self, title: &str) -> CannedAnswer {
        let (title, text_it) = (title.to_owned(), "Fatto.".to_owned());
        let request = CannedAnswerCreate { title, text_it, ..CannedAnswerCreate::default() };
        tickets::canned_answers::create(&self.app, &grant(), &request).await.expect("an answer")
    }
}
