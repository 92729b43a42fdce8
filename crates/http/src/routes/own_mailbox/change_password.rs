use actix_web::web::Data;
use sigillo_app::own_mailbox;
use sigillo_contract::operation::Nothing;
use sigillo_contract::operations::ChangeMailboxPassword;

use crate::Http;
use crate::call::PublicCall;
use crate::failure::Failure;
use crate::reply::{Reply, reply};

pub(crate) async fn handle(
    http: Data<Http>,
    call: PublicCall<ChangeMailboxPassword>,
) -> Result<Reply<ChangeMailboxPassword>, Failure> {
    own_mailbox::change_password(&http.app, &call.body, call.address).await?;
    Ok(reply(Nothing {}))
}
