use actix_web::HttpResponse;
use actix_web::web::Data;
use sigillo_app::mailboxes;
use sigillo_contract::operations::ExportMailboxes;

use crate::Http;
use crate::call::Call;
use crate::download;
use crate::failure::Failure;

pub(crate) async fn handle(
    http: Data<Http>,
    call: Call<ExportMailboxes>,
) -> Result<HttpResponse, Failure> {
    let export = mailboxes::export(&http.app, &call.grant, &call.query).await?;
    let mut response = download::response(export.format, &export.file_name());
    let export = export.begin().await?;
    Ok(response.streaming(download::stream(export)))
}
