//! "Hai dimenticato la password?" (A16): asking for a link without having a session.

use std::net::IpAddr;

use sigillo_contract::own_mailbox::PasswordLinkRequest;
use sigillo_domain::name::Email;
use sigillo_storage::link_requests;

use crate::App;
use crate::error::AppError;
use crate::throttle::Subjects;

/// Writes the request down, whatever address it names, and looks nothing up: what is the same for
/// every address tells nothing of any, in words or in time.
pub async fn request(
    app: &App,
    request: &PasswordLinkRequest,
    from: IpAddr,
) -> Result<(), AppError> {
    let address =
        Email::parse(&request.address).map_err(|code| AppError::fault("/address", code))?;
    let address = address.as_str().to_lowercase();
    Subjects::of_letter(&address, from).count(app).await?;
    let mut tx = app.db.begin().await?;
    link_requests::insert(&mut tx, app.new_id(), &address, app.now()).await?;
    Ok(tx.commit().await?)
}
