use actix_web::web::Data;
use sigillo_app::jobs;
use sigillo_contract::operations::CancelJob;

use crate::Http;
use crate::call::Call;
use crate::failure::Failure;
use crate::reply::{Reply, reply};

pub(crate) async fn handle(
    http: Data<Http>,
    call: Call<CancelJob>,
) -> Result<Reply<CancelJob>, Failure> {
    let job = jobs::cancel(&http.app, &call.grant, call.path).await?;
    let version = job.version;
    Ok(reply(job).etag(version))
}
