//! The effects requested from the mail host for one mailbox.

use sigillo_contract::mail_host::{MailHostEffect, NewestEffects};
use sigillo_contract::operations::ListMailboxEffects;
use sigillo_contract::page::{Page, PageQuery};
use sigillo_domain::id::{EffectId, MailboxId};
use sigillo_storage::{Connection, StorageError, mail_host_effects};

use super::find;
use crate::error::AppError;
use crate::listing::Window;
use crate::{App, Grant, view};

/// The number of effects that are returned with the mailbox itself.
const NEWEST: u32 = 20;

pub async fn effects(
    app: &App,
    grant: &Grant<ListMailboxEffects>,
    id: MailboxId,
    query: &PageQuery,
) -> Result<Page<MailHostEffect>, AppError> {
    let window = Window::of(query)?;
    let mut on = app.db.read().await?;
    find(&mut on, grant, id).await?;
    Ok(page(&mut on, id, &window).await?)
}

/// The newest effects of a mailbox that was found in the caller's scope.
pub(super) async fn newest_effects(
    on: &mut impl Connection,
    id: MailboxId,
) -> Result<NewestEffects, AppError> {
    let Page { items, next_cursor, .. } = page(on, id, &Window::new(None, Some(NEWEST))?).await?;
    Ok(NewestEffects { items, next_cursor })
}

async fn page(
    on: &mut impl Connection,
    id: MailboxId,
    window: &Window<EffectId>,
) -> Result<Page<MailHostEffect>, StorageError> {
    let rows = mail_host_effects::list(on, id, window.after, window.fetch()).await?;
    Ok(window.page(rows, |effect| effect.id, view::effect))
}
