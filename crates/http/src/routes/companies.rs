//! Companies.

use sigillo_app::companies;
use sigillo_contract::operations::{GetCompany, GetCompanyHistory, ListCompanies, UpdateCompany};

use super::Routes;
use crate::call::Call;

pub(super) fn mount(routes: &mut Routes) {
    routes.serve(async |http, call: Call<ListCompanies>| {
        companies::list(&http.app, &call.grant, &call.query).await
    });
    routes.serve(async |http, call: Call<GetCompany>| {
        companies::get(&http.app, &call.grant, call.path).await
    });
    routes.serve(async |http, call: Call<UpdateCompany>| {
        companies::update(&http.app, &call.grant, call.path, call.if_match, &call.body).await
    });
    routes.serve(async |http, call: Call<GetCompanyHistory>| {
        companies::history(&http.app, &call.grant, call.path, &call.query).await
    });
}
