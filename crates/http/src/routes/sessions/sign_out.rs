use actix_web::web::Data;
use sigillo_app::{SessionCaller, sessions};
use sigillo_contract::operation::Nothing;
use sigillo_contract::operations::SignOut;

use crate::call::Call;
use crate::failure::Failure;
use crate::reply::{Reply, reply};
use crate::{Http, cookie};

pub(crate) async fn handle(
    http: Data<Http>,
    call: Call<SignOut, SessionCaller>,
) -> Result<Reply<SignOut>, Failure> {
    sessions::sign_out(&http.app, &call.grant).await?;
    Ok(reply(Nothing {}).cookie(cookie::no_refresh(http.settings.secure_cookie)))
}
