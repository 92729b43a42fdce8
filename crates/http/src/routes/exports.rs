//! The record of exported lists.

use sigillo_app::exports;
use sigillo_contract::operations::ListExports;

use super::Routes;
use crate::call::Call;

pub(super) fn mount(routes: &mut Routes) {
    routes.serve(async |http, call: Call<ListExports>| {
        exports::list(&http.app, &call.grant, &call.query).await
    });
}
