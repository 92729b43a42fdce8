//! The figures that an office looks at every morning.

use sigillo_app::dashboard;
use sigillo_contract::operations::GetDashboard;

use super::Routes;
use crate::call::Call;

pub(super) fn mount(routes: &mut Routes) {
    routes.serve(async |http, call: Call<GetDashboard>| {
        dashboard::dashboard(&http.app, &call.grant, &call.query).await
    });
}
