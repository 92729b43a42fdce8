use actix_web::web::Data;
use sigillo_app::domains;
use sigillo_contract::operations::CreateDomain;

use crate::Http;
use crate::call::Call;
use crate::failure::Failure;
use crate::reply::{Reply, reply};

pub(crate) async fn handle(
    http: Data<Http>,
    call: Call<CreateDomain>,
) -> Result<Reply<CreateDomain>, Failure> {
    let created = domains::create(&http.app, &call.grant, &call.body).await?;
    let (version, location) = (created.version, format!("/api/v1/domains/{}", created.id));
    Ok(reply(created).etag(version).location(location))
}
