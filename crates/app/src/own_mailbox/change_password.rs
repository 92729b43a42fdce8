//! Changing one's own password (A17), also when it has expired (A20).

use std::net::IpAddr;

use sigillo_contract::own_mailbox::MailboxPasswordChange;
use sigillo_domain::Code;
use sigillo_domain::history::{Actor, ActorKind};
use sigillo_domain::mailbox_password::check;
use sigillo_storage::mailbox_passwords as stored;

use super::prove;
use crate::error::AppError;
use crate::scope::InScope;
use crate::throttle::Subjects;
use crate::{App, mailbox_passwords};

pub async fn change_password(
    app: &App,
    request: &MailboxPasswordChange,
    from: IpAddr,
) -> Result<(), AppError> {
    const WRONG: AppError = AppError::Problem(Code::InvalidCredentials);
    // A fault that can be found without knowing the account does not count as an attempt.
    let typed = request.address.trim().to_lowercase();
    let name = typed.split_once('@').map(|(name, _)| name).filter(|name| !name.is_empty());
    check(&request.new_password, name).map_err(|code| AppError::fault("/new_password", code))?;

    let subjects = Subjects::of_mailbox(&typed, from);
    subjects.count(app).await?;
    let proven = prove(app, &typed, &request.current_password).await?.ok_or(WRONG)?;
    let hash = mailbox_passwords::judge(app, &proven.mailbox, &request.new_password).await?;

    let mut tx = app.db.begin().await?;
    subjects.forgive(&mut tx).await?;
    let mailbox = InScope::of_user(&mut tx, &proven).await?.ok_or(WRONG)?;
    // The password may have been replaced, or the mailbox cancelled, while the new one was hashed.
    let in_use = stored::in_use(&mut tx, mailbox.id).await?;
    if in_use.is_none_or(|in_use| in_use.id != proven.password.id) {
        return Err(WRONG);
    }
    let actor = Actor {
        kind: ActorKind::MailboxUser,
        id: Some(mailbox.id.uuid()),
        name: mailbox.address.clone(),
    };
    mailbox_passwords::set(app, &mut tx, &mailbox, &hash, &actor).await?;
    Ok(tx.commit().await?)
}
