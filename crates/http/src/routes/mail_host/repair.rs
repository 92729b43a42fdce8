use actix_web::web::Data;
use sigillo_app::mail_host;
use sigillo_contract::operation::Nothing;
use sigillo_contract::operations::RepairMailHost;

use crate::Http;
use crate::call::Call;
use crate::failure::Failure;
use crate::reply::{Reply, reply};

pub(crate) async fn handle(
    http: Data<Http>,
    call: Call<RepairMailHost>,
) -> Result<Reply<RepairMailHost>, Failure> {
    mail_host::repair(&http.app, &call.grant, &call.body).await?;
    Ok(reply(Nothing {}))
}
