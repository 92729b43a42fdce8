use actix_web::web::Data;
use sigillo_app::organizations;
use sigillo_contract::operations::GetOrganization;

use crate::Http;
use crate::call::Call;
use crate::failure::Failure;
use crate::reply::{Reply, reply};

pub(crate) async fn handle(
    http: Data<Http>,
    call: Call<GetOrganization>,
) -> Result<Reply<GetOrganization>, Failure> {
    let found = organizations::get(&http.app, &call.grant, call.path).await?;
    let version = found.version;
    Ok(reply(found).etag(version))
}
