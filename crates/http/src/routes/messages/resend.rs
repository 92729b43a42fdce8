use actix_web::web::Data;
use sigillo_app::outbox;
use sigillo_contract::operations::ResendMessage;

use crate::Http;
use crate::call::Call;
use crate::failure::Failure;
use crate::reply::{Reply, reply};

pub(crate) async fn handle(
    http: Data<Http>,
    call: Call<ResendMessage>,
) -> Result<Reply<ResendMessage>, Failure> {
    Ok(reply(outbox::resend(&http.app, &call.grant, call.path).await?))
}
