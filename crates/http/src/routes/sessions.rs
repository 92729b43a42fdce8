//! Sessions of the panel, and the caller's own account.

use actix_web::web::Data;
use sigillo_app::sessions::Opened;
use sigillo_app::{SessionCaller, preferences, sessions};
use sigillo_contract::Operation;
use sigillo_contract::operation::Nothing;
use sigillo_contract::operations::{
    ChangeOwnPassword, ConfirmSession, GetMe, GetPreferences, RefreshSession, SignIn, SignOut,
    UpdatePreferences,
};
use sigillo_contract::session::Session;

use super::{Routes, empty};
use crate::call::{Call, PublicCall, RefreshCall};
use crate::cookie::ApiCookie;
use crate::failure::Failure;
use crate::reply::{Reply, reply};
use crate::{Http, cookie};

pub(super) fn mount(routes: &mut Routes) {
    routes.respond(sign_in);
    routes.respond(refresh);
    routes.respond(sign_out);
    routes.serve(async |http, call: Call<GetMe, SessionCaller>| {
        sessions::me(&http.app, &call.grant, http.settings.info.clone()).await
    });
    routes.serve(async |http, call: Call<ChangeOwnPassword, SessionCaller>| {
        sessions::change_password(&http.app, &call.grant, &call.body).await.map(empty)
    });
    routes.serve(async |http, call: Call<ConfirmSession, SessionCaller>| {
        sessions::confirm(&http.app, &call.grant, &call.body).await
    });
    routes.serve(async |http, call: Call<GetPreferences, SessionCaller>| {
        preferences::get(&http.app, &call.grant).await
    });
    routes.serve(async |http, call: Call<UpdatePreferences, SessionCaller>| {
        preferences::update(&http.app, &call.grant, call.if_match, &call.body).await
    });
}

async fn sign_in(http: Data<Http>, call: PublicCall<SignIn>) -> Result<Reply<SignIn>, Failure> {
    let signed_in = sessions::sign_in(&http.app, &call.body, &call.origin).await?;
    let device = cookie::device(&signed_in.device, http.settings.secure_cookie);
    Ok(opened_reply(&http, signed_in.opened).cookie(device))
}

async fn refresh(
    http: Data<Http>,
    call: RefreshCall<RefreshSession>,
) -> Result<Reply<RefreshSession>, Failure> {
    Ok(opened_reply(&http, sessions::refresh(&http.app, &call.refresh_token).await?))
}

/// The reply with the refresh token in its cookie.
fn opened_reply<O: Operation<Reply = Session>>(http: &Http, opened: Opened) -> Reply<O> {
    let Opened { session, refresh_token, refresh_expires_in } = opened;
    let secure = http.settings.secure_cookie;
    reply(session).cookie(ApiCookie::Refresh.set(&refresh_token, refresh_expires_in, secure))
}

async fn sign_out(
    http: Data<Http>,
    call: Call<SignOut, SessionCaller>,
) -> Result<Reply<SignOut>, Failure> {
    sessions::sign_out(&http.app, &call.grant).await?;
    Ok(reply(Nothing {}).cookie(ApiCookie::Refresh.remove(http.settings.secure_cookie)))
}
