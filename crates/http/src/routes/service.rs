//! The service itself.

use sigillo_app::AppError;
use sigillo_contract::operations::{GetHealth, GetServiceInfo};
use sigillo_contract::service::Health;

use super::Routes;
use crate::call::PublicCall;

pub(super) fn mount(routes: &mut Routes) {
    routes.serve(async |http, _: PublicCall<GetServiceInfo>| {
        Ok::<_, AppError>(http.settings.info.clone())
    });
    routes.serve(async |http, _: PublicCall<GetHealth>| {
        http.app.ping().await.map_err(AppError::from)?;
        let version = http.settings.info.version.clone();
        Ok::<_, AppError>(Health { status: "ok".to_owned(), version })
    });
}
