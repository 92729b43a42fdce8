use actix_web::web::Data;
use sigillo_app::accounts;
use sigillo_contract::operations::GetAccount;

use crate::Http;
use crate::call::Call;
use crate::failure::Failure;
use crate::reply::{Reply, reply};

pub(crate) async fn handle(
    http: Data<Http>,
    call: Call<GetAccount>,
) -> Result<Reply<GetAccount>, Failure> {
    let found = accounts::get(&http.app, &call.grant, call.path).await?;
    let version = found.version;
    Ok(reply(found).etag(version))
}
