use actix_web::web::Data;
use sigillo_app::domains;
use sigillo_contract::operations::UpdateDomain;

use crate::Http;
use crate::call::Call;
use crate::failure::Failure;
use crate::reply::{Reply, reply};

pub(crate) async fn handle(
    http: Data<Http>,
    call: Call<UpdateDomain>,
) -> Result<Reply<UpdateDomain>, Failure> {
    let updated =
        domains::update(&http.app, &call.grant, call.path, call.if_match, &call.body).await?;
    let version = updated.version;
    Ok(reply(updated).etag(version))
}
