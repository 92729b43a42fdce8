use actix_web::web::Data;
use sigillo_app::domains;
use sigillo_contract::operations::ListDomains;

use crate::Http;
use crate::call::Call;
use crate::failure::Failure;
use crate::reply::{Reply, reply};

pub(crate) async fn handle(
    http: Data<Http>,
    call: Call<ListDomains>,
) -> Result<Reply<ListDomains>, Failure> {
    let page = domains::list(&http.app, &call.grant, &call.query).await?;
    let cursor = page.next_cursor.clone();
    Ok(reply(page).next_page(&call.uri, cursor))
}
