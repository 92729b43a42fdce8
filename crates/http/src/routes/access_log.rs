//! The log of who read the data of holders.

use sigillo_app::access_log;
use sigillo_contract::operations::ListAccessLog;

use super::Routes;
use crate::call::Call;

pub(super) fn mount(routes: &mut Routes) {
    routes.serve(async |http, call: Call<ListAccessLog>| {
        access_log::list(&http.app, &call.grant, &call.query).await
    });
}
