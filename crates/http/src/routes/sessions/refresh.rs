use actix_web::HttpRequest;
use actix_web::web::Data;
use sigillo_app::sessions;
use sigillo_contract::operations::RefreshSession;
use sigillo_domain::Code;

use crate::failure::Failure;
use crate::reply::{Reply, reply};
use crate::{Http, cookie};

pub(crate) async fn handle(
    http: Data<Http>,
    request: HttpRequest,
) -> Result<Reply<RefreshSession>, Failure> {
    let token =
        request.cookie(cookie::REFRESH).ok_or_else(|| Failure::new(Code::Unauthenticated))?;
    let opened = sessions::refresh(&http.app, token.value()).await?;
    let secure = http.settings.secure_cookie;
    let cookie = cookie::refresh(&opened.refresh_token, opened.refresh_expires_in, secure);
    Ok(reply(opened.session).cookie(cookie))
}
