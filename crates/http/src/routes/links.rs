//! Links in messages.

use sigillo_app::{links, views};
use sigillo_contract::operations::{
    CheckLink, ConfirmCommunicationEmail, RequestPasswordLink, SetPasswordByLink,
    StopPasswordReset, StopViewAlert,
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
    routes.serve(async |http, call: PublicCall<StopViewAlert>| {
        views::stop_alert(&http.app, &call.body).await.map(empty)
    });
}
