use actix_web::web::Data;
use sigillo_app::mailboxes;
use sigillo_contract::operations::CreateMailbox;

use crate::Http;
use crate::call::Call;
use crate::failure::Failure;
use crate::reply::{Reply, reply};

pub(crate) async fn handle(
    http: Data<Http>,
    call: Call<CreateMailbox>,
) -> Result<Reply<CreateMailbox>, Failure> {
    let created = mailboxes::create(&http.app, &call.grant, &call.body).await?;
    let (version, location) = (created.version, format!("/api/v1/mailboxes/{}", created.id));
    Ok(reply(created).etag(version).location(location))
}
