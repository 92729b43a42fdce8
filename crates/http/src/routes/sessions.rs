//! Sessions of the panel, and the caller's own account.

use actix_web::web::Data;
use sigillo_app::{SessionCaller, sessions};
use sigillo_contract::operation::Nothing;
use sigillo_contract::operations::{ChangeOwnPassword, GetMe, RefreshSession, SignIn, SignOut};

use super::{Routes, empty};
use crate::call::{Call, PublicCall, RefreshCall};
use crate::failure::Failure;
use crate::reply::{Reply, reply};
use crate::{Http, cookie};

pub(super) fn mount(routes: &mut Routes) {
    routes.respond(sign_in);
    routes.respond(refresh);
    routes.respond(sign_out);
    routes.serve(async |http, call: Call<GetMe, SessionCaller>| {
        sessions::me(&http.app, &call.grant).await
    });
    routes.serve(async |http, call: Call<ChangeOwnPassword, SessionCaller>| {
        sessions::change_password(&http.app, &call.grant, &call.body, call.address).await.map(empty)
    });
}

async fn sign_in(http: Data<Http>, call: PublicCall<SignIn>) -> Result<Reply<SignIn>, Failure> {
    let opened = sessions::sign_in(&http.app, &call.body, call.address).await?;
    let secure = http.settings.secure_cookie;
    let cookie = cookie::refresh(&opened.refresh_token, opened.refresh_expires_in, secure);
    Ok(reply(opened.session).cookie(cookie))
}

async fn refresh(
    http: Data<Http>,
    call: RefreshCall<RefreshSession>,
) -> Result<Reply<RefreshSession>, Failure> {
    let opened = sessions::refresh(&http.app, &call.refresh_token).await?;
    let secure = http.settings.secure_cookie;
    let cookie = cookie::refresh(&opened.refresh_token, opened.refresh_expires_in, secure);
    Ok(reply(opened.session).cookie(cookie))
}

async fn sign_out(
    http: Data<Http>,
    call: Call<SignOut, SessionCaller>,
) -> Result<Reply<SignOut>, Failure> {
    sessions::sign_out(&http.app, &call.grant).await?;
    Ok(reply(Nothing {}).cookie(cookie::remove_refresh(http.settings.secure_cookie)))
}
