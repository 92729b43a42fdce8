//! Setting the password by a link: this uses it up.

use sigillo_contract::own_mailbox::PasswordByLink;
use sigillo_storage::links::{self, Purpose};

use super::{NOT_VALID, open, user};
use crate::error::AppError;
use crate::scope::InScope;
use crate::{App, mailbox_passwords};

pub async fn set_password(app: &App, request: &PasswordByLink) -> Result<(), AppError> {
    let mut on = app.db.read().await?;
    let purpose = Some(Purpose::SetPassword);
    let held = open(app, &mut on, &request.token, purpose).await?;
    drop(on);
    // Judged before the link is used up: a password that is refused costs the person nothing.
    let hash = mailbox_passwords::judge(app, &held.mailbox, &request.new_password).await?;

    let mut tx = app.db.begin().await?;
    // The mailbox first, as whoever retires its links does: in another order two could wait for
    // each other.
    let mailbox = InScope::of_user(&mut tx, &held).await?.ok_or(NOT_VALID)?;
    let used = links::use_up(&mut tx, held.open.link.id).await?;
    if !used || !mailbox.may_have_password() {
        return Err(NOT_VALID);
    }
    mailbox_passwords::set(app, &mut tx, &mailbox, &hash, &user(&mailbox)).await?;
    Ok(tx.commit().await?)
}
