//! The mail host.

use sigillo_app::mail_host;
use sigillo_contract::operations::{CheckMailHost, GetMailHost, RepairMailHost};

use super::{Routes, empty};
use crate::call::Call;

pub(super) fn mount(routes: &mut Routes) {
    routes.serve(async |http, call: Call<GetMailHost>| {
        mail_host::status(&http.app, &call.grant).await
    });
    routes.serve(async |http, call: Call<CheckMailHost>| {
        mail_host::check(&http.app, &call.grant).await
    });
    routes.serve(async |http, call: Call<RepairMailHost>| {
        mail_host::repair(&http.app, &call.grant, &call.body).await.map(empty)
    });
}
