use actix_web::web::Data;
use sigillo_app::jobs;
use sigillo_contract::operations::MapImport;

use crate::Http;
use crate::call::Call;
use crate::failure::Failure;
use crate::reply::{Reply, reply};

pub(crate) async fn handle(
    http: Data<Http>,
    call: Call<MapImport>,
) -> Result<Reply<MapImport>, Failure> {
    let job =
        jobs::map_columns(&http.app, &call.grant, call.path, call.if_match, &call.body).await?;
    let version = job.version;
    Ok(reply(job).etag(version))
}
