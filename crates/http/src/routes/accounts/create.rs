use actix_web::web::Data;
use sigillo_app::accounts;
use sigillo_contract::operations::CreateAccount;

use crate::Http;
use crate::call::Call;
use crate::failure::Failure;
use crate::reply::{Reply, reply};

pub(crate) async fn handle(
    http: Data<Http>,
    call: Call<CreateAccount>,
) -> Result<Reply<CreateAccount>, Failure> {
    let created = accounts::create(&http.app, &call.grant, &call.body).await?;
    let (version, location) = (created.version, format!("/api/v1/accounts/{}", created.id));
    Ok(reply(created).etag(version).location(location))
}
