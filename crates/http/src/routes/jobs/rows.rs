use actix_web::web::Data;
use sigillo_app::jobs;
use sigillo_contract::operations::ListJobRows;

use crate::Http;
use crate::call::Call;
use crate::failure::Failure;
use crate::reply::{Reply, reply};

pub(crate) async fn handle(
    http: Data<Http>,
    call: Call<ListJobRows>,
) -> Result<Reply<ListJobRows>, Failure> {
    let page = jobs::rows(&http.app, &call.grant, call.path, &call.query).await?;
    let cursor = page.next_cursor.clone();
    Ok(reply(page).next_page(&call.uri, cursor))
}
