use actix_web::web::Data;
use sigillo_app::links;
use sigillo_contract::operations::CheckLink;

use crate::Http;
use crate::call::PublicCall;
use crate::failure::Failure;
use crate::reply::{Reply, reply};

pub(crate) async fn handle(
    http: Data<Http>,
    call: PublicCall<CheckLink>,
) -> Result<Reply<CheckLink>, Failure> {
    Ok(reply(links::check(&http.app, &call.body.token).await?))
}
