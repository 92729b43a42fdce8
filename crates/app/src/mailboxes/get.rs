//! Showing all details of a mailbox (A6).

use sigillo_contract::mailbox::{Mailbox, MailboxDetailQuery};
use sigillo_contract::operations::GetMailbox;
use sigillo_domain::Faults;
use sigillo_domain::id::MailboxId;
use sigillo_domain::mailbox::MailboxPart;
use sigillo_storage::preserved_totals;

use super::effects::newest_effects;
use super::{find, shown};
use crate::error::AppError;
use crate::own_receipts::shown_figures;
use crate::{App, Grant, listing, mail_host};

pub async fn get(
    app: &App,
    grant: &Grant<GetMailbox>,
    id: MailboxId,
    query: &MailboxDetailQuery,
) -> Result<Mailbox, AppError> {
    let mut faults = Faults::default();
    let parts = listing::one_of::<MailboxPart>("include", query.include.as_deref(), &mut faults);
    faults.result(Some(()))?;
    let mut on = app.db.read().await?;
    let found = find(&mut on, grant, id).await?;
    let mut mailbox = shown(&mut on, found.mailbox).await?;
    if parts.contains(&MailboxPart::MailHost) {
        mailbox.mail_host = Some(mail_host::read_status(app, &mut on).await?);
    }
    if parts.contains(&MailboxPart::Effects) {
        mailbox.effects = Some(newest_effects(&mut on, id).await?);
    }
    if parts.contains(&MailboxPart::Preserved) {
        mailbox.preserved = shown_figures(preserved_totals::of_mailbox(&mut on, id).await?);
    }
    Ok(mailbox)
}
