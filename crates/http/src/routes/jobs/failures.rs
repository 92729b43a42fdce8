use actix_web::HttpResponse;
use actix_web::web::Data;
use sigillo_app::jobs;
use sigillo_contract::operations::ExportJobFailures;

use crate::Http;
use crate::call::Call;
use crate::download;
use crate::failure::Failure;

pub(crate) async fn handle(
    http: Data<Http>,
    call: Call<ExportJobFailures>,
) -> Result<HttpResponse, Failure> {
    let file = jobs::export_failures(&http.app, &call.grant, call.path, &call.query).await?;
    Ok(download::response(file.format, &file.name).body(file.bytes))
}
