use actix_web::web::Data;
use sigillo_app::{SessionCaller, sessions};
use sigillo_contract::operations::GetMe;

use crate::Http;
use crate::call::Call;
use crate::failure::Failure;
use crate::reply::{Reply, reply};

pub(crate) async fn handle(
    http: Data<Http>,
    call: Call<GetMe, SessionCaller>,
) -> Result<Reply<GetMe>, Failure> {
    Ok(reply(sessions::me(&http.app, &call.grant).await?))
}
