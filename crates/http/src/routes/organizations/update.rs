use actix_web::web::Data;
use sigillo_app::organizations;
use sigillo_contract::operations::UpdateOrganization;

use crate::Http;
use crate::call::Call;
use crate::failure::Failure;
use crate::reply::{Reply, reply};

pub(crate) async fn handle(
    http: Data<Http>,
    call: Call<UpdateOrganization>,
) -> Result<Reply<UpdateOrganization>, Failure> {
    let updated =
        organizations::update(&http.app, &call.grant, call.path, call.if_match, &call.body).await?;
    let version = updated.version;
    Ok(reply(updated).etag(version))
}
