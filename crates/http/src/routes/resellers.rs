//! Resellers.

use sigillo_app::resellers;
use sigillo_contract::operations::{
    CreateReseller, GetReseller, GetResellerHistory, ListResellers, RestoreReseller, UpdateReseller,
};

use super::Routes;
use crate::call::Call;

pub(super) fn mount(routes: &mut Routes) {
    routes.serve(async |http, call: Call<ListResellers>| {
        resellers::list(&http.app, &call.grant, &call.query).await
    });
    routes.serve(async |http, call: Call<CreateReseller>| {
        resellers::create(&http.app, &call.grant, &call.body).await
    });
    routes.serve(async |http, call: Call<GetReseller>| {
        resellers::get(&http.app, &call.grant, call.path).await
    });
    routes.serve(async |http, call: Call<UpdateReseller>| {
        resellers::update(&http.app, &call.grant, call.path, call.if_match, &call.body).await
    });
    routes.serve(async |http, call: Call<RestoreReseller>| {
        resellers::restore(&http.app, &call.grant, call.path, call.if_match, &call.body).await
    });
    routes.serve(async |http, call: Call<GetResellerHistory>| {
        resellers::history(&http.app, &call.grant, call.path, &call.query).await
    });
}
