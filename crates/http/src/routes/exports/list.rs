use actix_web::web::Data;
use sigillo_app::exports;
use sigillo_contract::operations::ListExports;

use crate::Http;
use crate::call::Call;
use crate::failure::Failure;
use crate::reply::{Reply, reply};

pub(crate) async fn handle(
    http: Data<Http>,
    call: Call<ListExports>,
) -> Result<Reply<ListExports>, Failure> {
    let page = exports::list(&http.app, &call.grant, &call.query).await?;
    let cursor = page.next_cursor.clone();
    Ok(reply(page).next_page(&call.uri, cursor))
}
