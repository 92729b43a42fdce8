//! Plans.

use sigillo_app::plans;
use sigillo_contract::operations::{
    CreatePlan, GetPlan, GetPlanHistory, ListPlans, RestorePlan, UpdatePlan,
};

use super::Routes;
use crate::call::Call;

pub(super) fn mount(routes: &mut Routes) {
    routes.serve(async |http, call: Call<ListPlans>| {
        plans::list(&http.app, &call.grant, &call.query).await
    });
    routes.serve(async |http, call: Call<CreatePlan>| {
        plans::create(&http.app, &call.grant, &call.body).await
    });
    routes.serve(async |http, call: Call<GetPlan>| {
        plans::get(&http.app, &call.grant, call.path).await
    });
    routes.serve(async |http, call: Call<UpdatePlan>| {
        plans::update(&http.app, &call.grant, call.path, call.if_match, &call.body).await
    });
    routes.serve(async |http, call: Call<RestorePlan>| {
        plans::restore(&http.app, &call.grant, call.path, call.if_match, &call.body).await
    });
    routes.serve(async |http, call: Call<GetPlanHistory>| {
        plans::history(&http.app, &call.grant, call.path, &call.query).await
    });
}
