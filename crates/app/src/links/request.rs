//! "Hai dimenticato la password?" (A16): requesting a link without a session.

use std::net::IpAddr;

use sigillo_contract::own_mailbox::PasswordLinkRequest;
use sigillo_domain::name::Email;
use sigillo_storage::link_requests;

use crate::App;
use crate::error::AppError;
use crate::throttle::Attempts;

/// Stores the request for any address without looking it up, so that neither the reply nor its
/// timing reveals which mailboxes exist.
pub async fn request(
    app: &App,
    request: &PasswordLinkRequest,
    from: IpAddr,
) -> Result<(), AppError> {
    let address =
        Email::parse(&request.address).map_err(|code| AppError::fault("/address", code))?;
    let address = address.as_str().to_lowercase();
    let attempts = Attempts::to_request_link(&address, from);
    attempts.check(app).await?;
    let mut tx = app.db.begin().await?;
    attempts.count(app, &mut tx).await?;
    link_requests::insert(&mut tx, app.new_id(), &address, app.now()).await?;
    Ok(tx.commit().await?)
}
