use actix_web::web::Data;
use sigillo_app::links;
use sigillo_contract::operation::Nothing;
use sigillo_contract::operations::RequestPasswordLink;

use crate::Http;
use crate::call::PublicCall;
use crate::failure::Failure;
use crate::reply::{Reply, reply};

pub(crate) async fn handle(
    http: Data<Http>,
    call: PublicCall<RequestPasswordLink>,
) -> Result<Reply<RequestPasswordLink>, Failure> {
    links::request(&http.app, &call.body, call.address).await?;
    Ok(reply(Nothing {}))
}
