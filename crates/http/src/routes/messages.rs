//! Messages to the users of mailboxes.

use sigillo_app::outbox;
use sigillo_contract::operations::ResendMessage;

use super::Routes;
use crate::call::Call;

pub(super) fn mount(routes: &mut Routes) {
    routes.serve(async |http, call: Call<ResendMessage>| {
        outbox::resend(&http.app, &call.grant, call.path).await
    });
}
