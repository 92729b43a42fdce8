//! Domains.

use sigillo_app::domains;
use sigillo_contract::operations::{
    CreateDomain, GetDomain, GetDomainHistory, ListDomains, RestoreDomain, UpdateDomain,
};

use super::Routes;
use crate::call::Call;

pub(super) fn mount(routes: &mut Routes) {
    routes.serve(async |http, call: Call<ListDomains>| {
        domains::list(&http.app, &call.grant, &call.query).await
    });
    routes.serve(async |http, call: Call<CreateDomain>| {
        domains::create(&http.app, &call.grant, &call.body).await
    });
    routes.serve(async |http, call: Call<GetDomain>| {
        domains::get(&http.app, &call.grant, call.path).await
    });
    routes.serve(async |http, call: Call<UpdateDomain>| {
        domains::update(&http.app, &call.grant, call.path, call.if_match, &call.body).await
    });
    routes.serve(async |http, call: Call<RestoreDomain>| {
        domains::restore(&http.app, &call.grant, call.path, call.if_match, &call.body).await
    });
    routes.serve(async |http, call: Call<GetDomainHistory>| {
        domains::history(&http.app, &call.grant, call.path, &call.query).await
    });
}
