//! Jobs: imports, and changes to many mailboxes.

mod follow;

use actix_web::HttpResponse;
use actix_web::web::{Bytes, Data};
use sigillo_app::table::{ReadOptions, Table};
use sigillo_app::{AppError, Grant, jobs};
use sigillo_contract::Operation;
use sigillo_contract::operations::{
    CancelJob, CreateBulkChange, CreateHolderImport, CreateIdentificationImport, CreateImport,
    ExportJobFailures, GetJob, ListJobRows, ListJobs, MapImport, RunJob, UndoJob,
};

use super::Routes;
use crate::call::Call;
use crate::failure::Failure;
use crate::{Http, download};

pub(super) fn mount(routes: &mut Routes) {
    routes.serve(async |http, call: Call<CreateBulkChange>| {
        jobs::create_bulk_change(&http.app, &call.grant, &call.body).await
    });
    routes.serve(async |http, call: Call<CreateImport>| {
        let options = jobs::parse_import_options(&call.query)?;
        let table = read_file(&http, &call.grant, call.file, options).await?;
        jobs::create_import(&http.app, &call.grant, &call.query, table).await
    });
    routes.serve(async |http, call: Call<CreateIdentificationImport>| {
        let options = jobs::parse_identification_import_options(&call.query)?;
        let table = read_file(&http, &call.grant, call.file, options).await?;
        jobs::create_identification_import(&http.app, &call.grant, &call.query, table).await
    });
    routes.serve(async |http, call: Call<CreateHolderImport>| {
        let options = jobs::parse_import_options(&call.query)?;
        let table = read_file(&http, &call.grant, call.file, options).await?;
        jobs::create_holder_import(&http.app, &call.grant, &call.query, table).await
    });
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
    routes.serve(async |http, call: Call<UndoJob>| {
        jobs::undo(&http.app, &call.grant, call.path).await
    });
    routes.serve(async |http, call: Call<ListJobRows>| {
        jobs::rows(&http.app, &call.grant, call.path, &call.query).await
    });
    routes.respond(export_failures);
    routes.respond(follow::handle);
}

/// Reads the file of an import once it is the turn of the caller's organisation.
async fn read_file<O: Operation>(
    http: &Http,
    grant: &Grant<O>,
    file: Bytes,
    options: ReadOptions,
) -> Result<Table, AppError> {
    let slot = jobs::import_slot(&http.reading_files, grant).await?;
    let table = jobs::read_import_file(&http.app, file, options).await;
    drop(slot);
    table
}

async fn export_failures(
    http: Data<Http>,
    call: Call<ExportJobFailures>,
) -> Result<HttpResponse, Failure> {
    let file = jobs::export_failures(&http.app, &call.grant, call.path, &call.query).await?;
    Ok(download::response(file.format, &file.name).body(file.bytes))
}
