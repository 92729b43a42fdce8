//! The effects requested from the mail host for one mailbox.

use sigillo_contract::mail_host::MailHostEffect;
use sigillo_contract::operations::ListMailboxEffects;
use sigillo_contract::page::{Page, PageQuery};
use sigillo_domain::id::{EffectId, MailboxId};
use sigillo_storage::mail_host_effects;

use super::find;
use crate::error::AppError;
use crate::listing::Window;
use crate::{App, Grant, view};

pub async fn effects(
    app: &App,
    grant: &Grant<ListMailboxEffects>,
    id: MailboxId,
    query: &PageQuery,
) -> Result<Page<MailHostEffect>, AppError> {
    let window: Window<EffectId> = Window::of(query)?;
    let mut on = app.db.read().await?;
    find(&mut on, grant, id).await?;
    let rows = mail_host_effects::list(&mut on, id, window.after, window.fetch()).await?;
    Ok(window.page(rows, |effect| effect.id, view::effect))
}
