use actix_web::web::Data;
use sigillo_app::mailboxes;
use sigillo_contract::operations::CancelMailbox;

use crate::Http;
use crate::call::Call;
use crate::failure::Failure;
use crate::reply::{Reply, reply};

pub(crate) async fn handle(
    http: Data<Http>,
    call: Call<CancelMailbox>,
) -> Result<Reply<CancelMailbox>, Failure> {
    let cancelled = mailboxes::cancel(&http.app, &call.grant, call.path, call.if_match).await?;
    let version = cancelled.version;
    Ok(reply(cancelled).etag(version))
}
