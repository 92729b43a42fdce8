//! Organisations.

use sigillo_app::organizations;
use sigillo_contract::operations::{
    CreateOrganization, GetOrganization, GetOrganizationHistory, ListOrganizations,
    RestoreOrganization, UpdateOrganization,
};

use super::Routes;
use crate::call::Call;

pub(super) fn mount(routes: &mut Routes) {
    routes.serve(async |http, call: Call<ListOrganizations>| {
        organizations::list(&http.app, &call.grant, &call.query).await
    });
    routes.serve(async |http, call: Call<CreateOrganization>| {
        organizations::create(&http.app, &call.grant, &call.body).await
    });
    routes.serve(async |http, call: Call<GetOrganization>| {
        organizations::get(&http.app, &call.grant, call.path).await
    });
    routes.serve(async |http, call: Call<UpdateOrganization>| {
        organizations::update(&http.app, &call.grant, call.path, call.if_match, &call.body).await
    });
    routes.serve(async |http, call: Call<RestoreOrganization>| {
        organizations::restore(&http.app, &call.grant, call.path, call.if_match, &call.body).await
    });
    routes.serve(async |http, call: Call<GetOrganizationHistory>| {
        organizations::history(&http.app, &call.grant, call.path, &call.query).await
    });
}
