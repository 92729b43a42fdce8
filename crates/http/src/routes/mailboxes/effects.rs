use actix_web::web::Data;
use sigillo_app::mailboxes;
use sigillo_contract::operations::ListMailboxEffects;

use crate::Http;
use crate::call::Call;
use crate::failure::Failure;
use crate::reply::{Reply, reply};

pub(crate) async fn handle(
    http: Data<Http>,
    call: Call<ListMailboxEffects>,
) -> Result<Reply<ListMailboxEffects>, Failure> {
    let page = mailboxes::effects(&http.app, &call.grant, call.path, &call.query).await?;
    let cursor = page.next_cursor.clone();
    Ok(reply(page).next_page(&call.uri, cursor))
}
