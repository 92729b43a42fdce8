use actix_web::web::Data;
use sigillo_app::organizations;
use sigillo_contract::operations::ListOrganizations;

use crate::Http;
use crate::call::Call;
use crate::failure::Failure;
use crate::reply::{Reply, reply};

pub(crate) async fn handle(
    http: Data<Http>,
    call: Call<ListOrganizations>,
) -> Result<Reply<ListOrganizations>, Failure> {
    let page = organizations::list(&http.app, &call.grant, &call.query).await?;
    let cursor = page.next_cursor.clone();
    Ok(reply(page).next_page(&call.uri, cursor))
}
