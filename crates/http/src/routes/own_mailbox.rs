//! A mailbox, as its own user sees it.

use actix_web::web::Data;
use sigillo_app::own_mailbox;
use sigillo_contract::operation::Nothing;
use sigillo_contract::operations::{
    ChangeMailboxPassword, ChangeOwnCommunicationEmail, GetOwnMailbox, SignInMailbox,
    SignOutMailbox,
};

use super::{Routes, empty};
use crate::call::{OwnCall, PublicCall};
use crate::cookie::ApiCookie;
use crate::failure::Failure;
use crate::reply::{Reply, reply};
use crate::{Http, cookie};

pub(super) fn mount(routes: &mut Routes) {
    routes.respond(sign_in);
    routes.respond(sign_out);
    routes.serve(async |http, call: OwnCall<GetOwnMailbox>| {
        own_mailbox::get(&http.app, &call.owner).await
    });
    routes.serve(async |http, call: PublicCall<ChangeMailboxPassword>| {
        own_mailbox::change_password(&http.app, &call.body, &call.origin).await.map(empty)
    });
    routes.serve(async |http, call: OwnCall<ChangeOwnCommunicationEmail>| {
        own_mailbox::change_email(&http.app, &call.owner, &call.body).await.map(empty)
    });
}

async fn sign_in(
    http: Data<Http>,
    call: PublicCall<SignInMailbox>,
) -> Result<Reply<SignInMailbox>, Failure> {
    let opened = own_mailbox::sign_in(&http.app, &call.body, &call.origin).await?;
    let secure = http.settings.secure_cookie;
    let session = ApiCookie::Mailbox.set(&opened.token, opened.expires_in, secure);
    let device = cookie::device(&opened.device, secure);
    Ok(reply(opened.mailbox).cookie(session).cookie(device))
}

async fn sign_out(
    http: Data<Http>,
    call: OwnCall<SignOutMailbox>,
) -> Result<Reply<SignOutMailbox>, Failure> {
    own_mailbox::sign_out(&http.app, &call.owner).await?;
    Ok(reply(Nothing {}).cookie(ApiCookie::Mailbox.remove(http.settings.secure_cookie)))
}
