//! What mail programs are told so that they set themselves up (B14).

use sigillo_domain::mail_domain::MailDomain;
use sigillo_storage::domains;

use crate::App;
use crate::error::{AppError, NOT_FOUND};

/// The domain of this name, if a mail program can be set up with its servers. Anybody may ask, so the answer does not
/// depend on which mailboxes exist.
pub async fn domain_with_servers(app: &App, name: &str) -> Result<MailDomain, AppError> {
    let mut on = app.db.read().await?;
    let found = domains::find_by_name(&mut on, name).await?.map(|found| found.domain);
    found.filter(|domain| domain.client_servers.suit_mail_programs()).ok_or(NOT_FOUND)
}
