//! Jobs: imports, and changes to many mailboxes.

mod create_import;
mod failures;
mod follow;

use sigillo_app::jobs;
use sigillo_contract::operations::{
    CancelJob, CreateBulkChange, GetJob, ListJobRows, ListJobs, MapImport, RunJob,
};

use super::Routes;
use crate::call::Call;

pub(super) fn mount(routes: &mut Routes) {
    routes.serve(async |http, call: Call<CreateBulkChange>| {
        jobs::create_bulk_change(&http.app, &call.grant, &call.body).await
    });
    routes.respond(create_import::handle);
    routes.serve(async |http, call: Call<ListJobs>| {
        jobs::list(&http.app, &call.grant, &call.query).await
    });
    routes
        .serve(async |http, call: Call<GetJob>| jobs::get(&http.app, &call.grant, call.path).await);
    routes.serve(async |http, call: Call<MapImport>| {
        jobs::map_columns(&http.app, &call.grant, call.path, call.if_match, &call.body).await
    });
    routes.serve(async |http, call: Call<RunJob>| {
        jobs::run(&http.app, &call.grant, call.path, call.if_match, &call.body).await
    });
    routes.serve(async |http, call: Call<CancelJob>| {
        jobs::cancel(&http.app, &call.grant, call.path).await
    });
    routes.serve(async |http, call: Call<ListJobRows>| {
        jobs::rows(&http.app, &call.grant, call.path, &call.query).await
    });
    routes.respond(failures::handle);
    routes.respond(follow::handle);
}
