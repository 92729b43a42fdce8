use actix_web::web::Data;
use sigillo_app::organizations;
use sigillo_contract::operations::CreateOrganization;

use crate::Http;
use crate::call::Call;
use crate::failure::Failure;
use crate::reply::{Reply, reply};

pub(crate) async fn handle(
    http: Data<Http>,
    call: Call<CreateOrganization>,
) -> Result<Reply<CreateOrganization>, Failure> {
    let created = organizations::create(&http.app, &call.grant, &call.body).await?;
    let (version, location) = (created.version, format!("/api/v1/organizations/{}", created.id));
    Ok(reply(created).etag(version).location(location))
}
