use actix_web::web::Data;
use sigillo_contract::operations::GetServiceInfo;

use crate::Http;
use crate::call::PublicCall;
use crate::failure::Failure;
use crate::reply::{Reply, reply};

pub(crate) async fn handle(
    http: Data<Http>,
    _: PublicCall<GetServiceInfo>,
) -> Result<Reply<GetServiceInfo>, Failure> {
    Ok(reply(http.settings.info.clone()))
}
