use actix_web::web::Data;
use sigillo_app::mail_host;
use sigillo_contract::operations::GetMailHost;

use crate::Http;
use crate::call::Call;
use crate::failure::Failure;
use crate::reply::{Reply, reply};

pub(crate) async fn handle(
    http: Data<Http>,
    call: Call<GetMailHost>,
) -> Result<Reply<GetMailHost>, Failure> {
    Ok(reply(mail_host::status(&http.app, &call.grant).await?))
}
