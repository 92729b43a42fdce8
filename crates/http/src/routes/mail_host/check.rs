use actix_web::web::Data;
use sigillo_app::mail_host;
use sigillo_contract::operations::CheckMailHost;

use crate::Http;
use crate::call::Call;
use crate::failure::Failure;
use crate::reply::{Reply, reply};

pub(crate) async fn handle(
    http: Data<Http>,
    call: Call<CheckMailHost>,
) -> Result<Reply<CheckMailHost>, Failure> {
    Ok(reply(mail_host::check(&http.app, &call.grant).await?))
}
