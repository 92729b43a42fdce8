use actix_web::web::Data;
use sigillo_app::links;
use sigillo_contract::operation::Nothing;
use sigillo_contract::operations::SetPasswordByLink;

use crate::Http;
use crate::call::PublicCall;
use crate::failure::Failure;
use crate::reply::{Reply, reply};

pub(crate) async fn handle(
    http: Data<Http>,
    call: PublicCall<SetPasswordByLink>,
) -> Result<Reply<SetPasswordByLink>, Failure> {
    links::set_password(&http.app, &call.body).await?;
    Ok(reply(Nothing {}))
}
