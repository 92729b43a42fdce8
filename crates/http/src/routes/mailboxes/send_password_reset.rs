use actix_web::web::Data;
use sigillo_app::mailboxes;
use sigillo_contract::operations::SendPasswordReset;

use crate::Http;
use crate::call::Call;
use crate::failure::Failure;
use crate::reply::{Reply, reply};

pub(crate) async fn handle(
    http: Data<Http>,
    call: Call<SendPasswordReset>,
) -> Result<Reply<SendPasswordReset>, Failure> {
    Ok(reply(mailboxes::send_password_reset(&http.app, &call.grant, call.path).await?))
}
