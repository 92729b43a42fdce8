use actix_web::web::Data;
use sigillo_app::mailboxes;
use sigillo_contract::operations::GetMailboxUsage;

use crate::Http;
use crate::call::Call;
use crate::failure::Failure;
use crate::reply::{Reply, reply};

pub(crate) async fn handle(
    http: Data<Http>,
    call: Call<GetMailboxUsage>,
) -> Result<Reply<GetMailboxUsage>, Failure> {
    Ok(reply(mailboxes::usage(&http.app, &call.grant, call.path, &call.query).await?))
}
