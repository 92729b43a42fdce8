use actix_web::web::Data;
use sigillo_app::mailboxes;
use sigillo_contract::operations::GetMailbox;

use crate::Http;
use crate::call::Call;
use crate::failure::Failure;
use crate::reply::{Reply, reply};

pub(crate) async fn handle(
    http: Data<Http>,
    call: Call<GetMailbox>,
) -> Result<Reply<GetMailbox>, Failure> {
    let found = mailboxes::get(&http.app, &call.grant, call.path).await?;
    let version = found.version;
    Ok(reply(found).etag(version))
}
