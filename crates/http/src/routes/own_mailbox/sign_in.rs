use actix_web::web::Data;
use sigillo_app::own_mailbox;
use sigillo_contract::operations::SignInMailbox;

use crate::call::PublicCall;
use crate::failure::Failure;
use crate::reply::{Reply, reply};
use crate::{Http, cookie};

pub(crate) async fn handle(
    http: Data<Http>,
    call: PublicCall<SignInMailbox>,
) -> Result<Reply<SignInMailbox>, Failure> {
    let opened = own_mailbox::sign_in(&http.app, &call.body, call.address).await?;
    let secure = http.settings.secure_cookie;
    let cookie = cookie::mailbox(&opened.token, opened.expires_in, secure);
    Ok(reply(opened.mailbox).cookie(cookie))
}
