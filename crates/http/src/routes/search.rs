//! The search over everything that a person may see.

use sigillo_app::search;
use sigillo_contract::operations::Search;

use super::Routes;
use crate::call::Call;

pub(super) fn mount(routes: &mut Routes) {
    routes.serve(async |http, call: Call<Search>| {
        search::search(&http.app, &call.grant, &call.query).await
    });
}
