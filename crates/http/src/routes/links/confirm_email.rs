use actix_web::web::Data;
use sigillo_app::links;
use sigillo_contract::operation::Nothing;
use sigillo_contract::operations::ConfirmCommunicationEmail;

use crate::Http;
use crate::call::PublicCall;
use crate::failure::Failure;
use crate::reply::{Reply, reply};

pub(crate) async fn handle(
    http: Data<Http>,
    call: PublicCall<ConfirmCommunicationEmail>,
) -> Result<Reply<ConfirmCommunicationEmail>, Failure> {
    links::confirm_email(&http.app, &call.body).await?;
    Ok(reply(Nothing {}))
}
