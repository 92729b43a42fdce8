//! Links in messages to the users of mailboxes.

use sigillo_app::links;
use sigillo_contract::operations::{
    CheckLink, ConfirmCommunicationEmail, RequestPasswordLink, SetPasswordByLink, StopPasswordReset,
};

use super::{Routes, empty};
use crate::call::PublicCall;

pub(super) fn mount(routes: &mut Routes) {
    routes.serve(async |http, call: PublicCall<RequestPasswordLink>| {
        links::request(&http.app, &call.body, call.origin.address).await.map(empty)
    });
    routes.serve(async |http, call: PublicCall<CheckLink>| {
        links::check(&http.app, &call.body.token).await
    });
    routes.serve(async |http, call: PublicCall<SetPasswordByLink>| {
        links::set_password(&http.app, &call.body).await.map(empty)
    });
    routes.serve(async |http, call: PublicCall<ConfirmCommunicationEmail>| {
        links::confirm_email(&http.app, &call.body).await.map(empty)
    });
    routes.serve(async |http, call: PublicCall<StopPasswordReset>| {
        links::stop_reset(&http.app, &call.body).await.map(empty)
    });
}
