use actix_web::web::Data;
use sigillo_app::domains;
use sigillo_contract::operations::GetDomain;

use crate::Http;
use crate::call::Call;
use crate::failure::Failure;
use crate::reply::{Reply, reply};

pub(crate) async fn handle(
    http: Data<Http>,
    call: Call<GetDomain>,
) -> Result<Reply<GetDomain>, Failure> {
    let found = domains::get(&http.app, &call.grant, call.path).await?;
    let version = found.version;
    Ok(reply(found).etag(version))
}
