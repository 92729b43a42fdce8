use actix_web::web::Data;
use sigillo_app::AppError;
use sigillo_contract::operations::GetHealth;
use sigillo_contract::service::Health;

use crate::Http;
use crate::call::PublicCall;
use crate::failure::Failure;
use crate::reply::{Reply, reply};

pub(crate) async fn handle(
    http: Data<Http>,
    _: PublicCall<GetHealth>,
) -> Result<Reply<GetHealth>, Failure> {
    http.app.ping().await.map_err(AppError::from)?;
    let version = http.settings.info.version.clone();
    Ok(reply(Health { status: "ok".to_owned(), version }))
}
