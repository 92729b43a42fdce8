use actix_web::web::Data;
use sigillo_app::mailboxes;
use sigillo_contract::operations::UpdateMailbox;

use crate::Http;
use crate::call::Call;
use crate::failure::Failure;
use crate::reply::{Reply, reply};

pub(crate) async fn handle(
    http: Data<Http>,
    call: Call<UpdateMailbox>,
) -> Result<Reply<UpdateMailbox>, Failure> {
    let updated =
        mailboxes::update(&http.app, &call.grant, call.path, call.if_match, &call.body).await?;
    let version = updated.mailbox.version;
    Ok(reply(updated).etag(version))
}
