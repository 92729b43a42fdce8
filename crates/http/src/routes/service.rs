//! The service itself.

use sigillo_app::{AppError, document_seal};
use sigillo_contract::operations::{GetDocumentSeal, GetHealth, GetServiceInfo};
use sigillo_contract::service::Health;

use super::Routes;
use crate::call::{Call, PublicCall};

pub(super) fn mount(routes: &mut Routes) {
    routes.serve(async |http, _: PublicCall<GetServiceInfo>| {
        Ok::<_, AppError>(http.settings.info.clone())
    });
    routes.serve(async |http, call: Call<GetDocumentSeal>| {
        document_seal::get(&http.app, &call.grant).await
    });
    routes.serve(async |http, _: PublicCall<GetHealth>| {
        http.app.ping().await.map_err(AppError::from)?;
        let version = http.settings.info.version.clone();
        Ok::<_, AppError>(Health { status: "ok".to_owned(), version })
    });
}
