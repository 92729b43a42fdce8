use actix_web::web::Data;
use sigillo_app::{SessionCaller, sessions};
use sigillo_contract::operation::Nothing;
use sigillo_contract::operations::ChangeOwnPassword;

use crate::Http;
use crate::call::Call;
use crate::failure::Failure;
use crate::reply::{Reply, reply};

pub(crate) async fn handle(
    http: Data<Http>,
    call: Call<ChangeOwnPassword, SessionCaller>,
) -> Result<Reply<ChangeOwnPassword>, Failure> {
    sessions::change_password(&http.app, &call.grant, &call.body, call.address).await?;
    Ok(reply(Nothing {}))
}
