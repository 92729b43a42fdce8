use actix_web::web::Data;
use sigillo_app::own_mailbox;
use sigillo_contract::operations::GetOwnMailbox;

use crate::Http;
use crate::call::OwnCall;
use crate::failure::Failure;
use crate::reply::{Reply, reply};

pub(crate) async fn handle(
    http: Data<Http>,
    call: OwnCall<GetOwnMailbox>,
) -> Result<Reply<GetOwnMailbox>, Failure> {
    Ok(reply(own_mailbox::get(&http.app, &call.owner).await?))
}
