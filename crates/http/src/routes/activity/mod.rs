//! The activity: the list, its export and its stream.

mod follow;

use std::convert::Infallible;

use actix_web::HttpResponse;
use actix_web::web::{Bytes, Data};
use futures_util::stream;
use sigillo_app::activity;
use sigillo_contract::operations::{ExportActivity, ListActivity};

use super::Routes;
use crate::call::Call;
use crate::failure::Failure;
use crate::{Http, download};

pub(super) fn mount(routes: &mut Routes) {
    routes.serve(async |http, call: Call<ListActivity>| {
        activity::list(&http.app, &call.grant, &call.query).await
    });
    routes.respond(export);
    routes.respond(follow::handle);
}

async fn export(http: Data<Http>, call: Call<ExportActivity>) -> Result<HttpResponse, Failure> {
    let export = activity::export(&http.app, &call.grant, &call.query).await?;
    let mut response = download::response(export.format, &export.file_name());
    if call.head_only {
        // Nothing leaves the panel, so there is nothing to record. The length of the file is unknown.
        return Ok(response.streaming(stream::empty::<Result<Bytes, Infallible>>()));
    }
    let export = export.begin().await?;
    Ok(response.streaming(download::stream(export)))
}
