//! The archive of receipts.

use actix_web::HttpResponse;
use actix_web::web::Data;
use sigillo_app::preservation::archive;
use sigillo_contract::operations::{
    ApproveReceiptDisposal, CreateReceiptDisposal, GetPreservationSettings, GetPreservationStatus,
    GetReceiptDisposal, GetReceiptDisposalList, ListReceiptDisposals, ListReceiptPackages,
    RejectReceiptDisposal, UpdatePreservationSettings, WithdrawReceiptDisposal,
};

use super::Routes;
use crate::call::Call;
use crate::failure::Failure;
use crate::{Http, download};

pub(super) fn mount(routes: &mut Routes) {
    routes.serve(async |http, call: Call<GetPreservationStatus>| {
        archive::status(&http.app, &call.grant).await
    });
    routes.serve(async |http, call: Call<ListReceiptPackages>| {
        archive::list_packages(&http.app, &call.grant, &call.query).await
    });
    routes.serve(async |http, call: Call<ListReceiptDisposals>| {
        archive::list_disposals(&http.app, &call.grant, &call.query).await
    });
    routes.serve(async |http, call: Call<CreateReceiptDisposal>| {
        archive::propose(&http.app, &call.grant, &call.body).await
    });
    routes.serve(async |http, call: Call<GetReceiptDisposal>| {
        archive::get_disposal(&http.app, &call.grant, call.path).await
    });
    routes.respond(list_file);
    routes.serve(async |http, call: Call<ApproveReceiptDisposal>| {
        archive::approve(&http.app, &call.grant, call.path, call.if_match).await
    });
    routes.serve(async |http, call: Call<RejectReceiptDisposal>| {
        archive::reject(&http.app, &call.grant, call.path, call.if_match, &call.body).await
    });
    routes.serve(async |http, call: Call<WithdrawReceiptDisposal>| {
        archive::withdraw(&http.app, &call.grant, call.path, call.if_match).await
    });
    mount_settings(routes);
}

fn mount_settings(routes: &mut Routes) {
    routes.serve(async |http, call: Call<GetPreservationSettings>| {
        archive::get_settings(&http.app, &call.grant, call.path).await
    });
    routes.serve(async |http, call: Call<UpdatePreservationSettings>| {
        let app = &http.app;
        archive::update_settings(app, &call.grant, call.path, call.if_match, &call.body).await
    });
}

async fn list_file(
    http: Data<Http>,
    call: Call<GetReceiptDisposalList>,
) -> Result<HttpResponse, Failure> {
    let file = archive::list_file(&http.app, &call.grant, call.path).await?;
    Ok(download::list(file))
}
