//! Listing the e-mails that were refused.

use sigillo_contract::operations::ListRefusedMail;
use sigillo_contract::page::Page;
use sigillo_contract::refused_mail::{RefusedMail, RefusedMailQuery};
use sigillo_domain::Faults;
use sigillo_domain::list::Sort;
use sigillo_domain::ticket::RefusedMailSortField;
use sigillo_storage::ticket_mail::{self, Refused};

use crate::error::AppError;
use crate::listing::{ListRequest, one_of};
use crate::{App, Grant};

const NEWEST_FIRST: Sort<RefusedMailSortField> = Sort::descending(RefusedMailSortField::ReceivedAt);

pub async fn refused_mail(
    app: &App,
    grant: &Grant<ListRefusedMail>,
    query: &RefusedMailQuery,
) -> Result<Page<RefusedMail>, AppError> {
    let _ = grant;
    let mut faults = Faults::default();
    let request = ListRequest::read::<ListRefusedMail>(query, NEWEST_FIRST, &mut faults);
    let reasons = one_of("reason", query.reason.as_deref(), &mut faults);
    let request = faults.result(request)?;
    let mut on = app.db.read().await?;
    let found = ticket_mail::refused(&mut on, &Refused { reasons }, &request.page).await?;
    Ok(request.page(found, |mail| {
        let (ticket_id, reference) = mail.ticket.unzip();
        RefusedMail {
            id: mail.id,
            received_at: mail.received_at,
            sender: mail.sender,
            subject: mail.subject,
            reason: mail.reason,
            ticket_id,
            reference,
        }
    }))
}
