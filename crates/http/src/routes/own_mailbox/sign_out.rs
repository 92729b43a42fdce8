use actix_web::web::Data;
use sigillo_app::own_mailbox;
use sigillo_contract::operation::Nothing;
use sigillo_contract::operations::SignOutMailbox;

use crate::call::OwnCall;
use crate::failure::Failure;
use crate::reply::{Reply, reply};
use crate::{Http, cookie};

pub(crate) async fn handle(
    http: Data<Http>,
    call: OwnCall<SignOutMailbox>,
) -> Result<Reply<SignOutMailbox>, Failure> {
    own_mailbox::sign_out(&http.app, &call.owner).await?;
    Ok(reply(Nothing {}).cookie(cookie::no_mailbox(http.settings.secure_cookie)))
}
