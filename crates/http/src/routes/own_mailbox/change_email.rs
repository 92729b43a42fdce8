use actix_web::web::Data;
use sigillo_app::own_mailbox;
use sigillo_contract::operation::Nothing;
use sigillo_contract::operations::ChangeOwnCommunicationEmail;

use crate::Http;
use crate::call::OwnCall;
use crate::failure::Failure;
use crate::reply::{Reply, reply};

pub(crate) async fn handle(
    http: Data<Http>,
    call: OwnCall<ChangeOwnCommunicationEmail>,
) -> Result<Reply<ChangeOwnCommunicationEmail>, Failure> {
    own_mailbox::change_email(&http.app, &call.owner, &call.body, call.address).await?;
    Ok(reply(Nothing {}))
}
