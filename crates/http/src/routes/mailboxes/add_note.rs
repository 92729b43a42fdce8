use actix_web::web::Data;
use sigillo_app::mailboxes;
use sigillo_contract::operations::AddMailboxNote;

use crate::Http;
use crate::call::Call;
use crate::failure::Failure;
use crate::reply::{Reply, reply};

pub(crate) async fn handle(
    http: Data<Http>,
    call: Call<AddMailboxNote>,
) -> Result<Reply<AddMailboxNote>, Failure> {
    let note = mailboxes::add_note(&http.app, &call.grant, call.path, &call.body).await?;
    let location = format!("/api/v1/mailboxes/{}/notes", call.path);
    Ok(reply(note).location(location))
}
