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
        own_mailbox::change_password(&http.app, &call.body, call.address).await.map(empty)
    });
    routes.serve(async |http, call: OwnCall<ChangeOwnCommunicationEmail>| {
        let OwnCall { owner, body, address } = call;
        own_mailbox::change_email(&http.app, &owner, &body, address).await.map(empty)
    });
}

async fn sign_in(
    http: Data<Http>,
    call: PublicCall<SignInMailbox>,
) -> Result<Reply<SignInMailbox>, Failure> {
    let opened = own_mailbox::sign_in(&http.app, &call.body, call.address).await?;
    let secure = http.settings.secure_cookie;
    let cookie = cookie::mailbox(&opened.token, opened.expires_in, secure);
    Ok(reply(opened.mailbox).cookie(cookie))
}

async fn sign_out(
    http: Data<Http>,
    call: OwnCall<SignOutMailbox>,
) -> Result<Reply<SignOutMailbox>, Failure> {
    own_mailbox::sign_out(&http.app, &call.owner).await?;
    Ok(reply(Nothing {}).cookie(cookie::remove_mailbox(http.settings.secure_cookie)))
}
