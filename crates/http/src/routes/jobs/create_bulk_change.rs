use actix_web::web::Data;
use sigillo_app::jobs;
use sigillo_contract::operations::CreateBulkChange;

use crate::Http;
use crate::call::Call;
use crate::failure::Failure;
use crate::reply::{Reply, reply};

pub(crate) async fn handle(
    http: Data<Http>,
    call: Call<CreateBulkChange>,
) -> Result<Reply<CreateBulkChange>, Failure> {
    let job = jobs::create_bulk_change(&http.app, &call.grant, &call.body).await?;
    let (version, location) = (job.version, format!("/api/v1/jobs/{}", job.id));
    Ok(reply(job).etag(version).location(location))
}
