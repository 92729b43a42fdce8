use actix_web::web::Data;
use sigillo_app::sessions;
use sigillo_contract::operations::SignIn;

use crate::call::PublicCall;
use crate::failure::Failure;
use crate::reply::{Reply, reply};
use crate::{Http, cookie};

pub(crate) async fn handle(
    http: Data<Http>,
    call: PublicCall<SignIn>,
) -> Result<Reply<SignIn>, Failure> {
    let opened = sessions::sign_in(&http.app, &call.body, call.address).await?;
    let secure = http.settings.secure_cookie;
    let cookie = cookie::refresh(&opened.refresh_token, opened.refresh_expires_in, secure);
    Ok(reply(opened.session).cookie(cookie))
}
