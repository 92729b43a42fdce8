//! Service levels.

use actix_web::HttpResponse;
use actix_web::http::header::{CONTENT_DISPOSITION, ContentType};
use actix_web::web::Data;
use sigillo_app::sla;
use sigillo_contract::operations::{
    AnnounceMaintenance, CloseSlaPeriod, CreateSlaCorrection, ExportOutages, GetSla, GetSlaFigures,
    GetSlaOverview, ListMaintenance, ListOutages, ListPresentOutages, WithdrawMaintenance,
};

use super::Routes;
use crate::call::Call;
use crate::failure::Failure;
use crate::{Http, download};

pub(super) fn mount(routes: &mut Routes) {
    routes.serve(async |http, call: Call<GetSla>| {
        sla::level(&http.app, &call.grant, &call.query).await
    });
    routes.serve(async |http, call: Call<GetSlaOverview>| {
        sla::overview(&http.app, &call.grant, &call.query).await
    });
    routes.serve(async |http, call: Call<ListOutages>| {
        sla::outages(&http.app, &call.grant, &call.query).await
    });
    routes.serve(async |http, call: Call<ListPresentOutages>| {
        sla::present_outages(&http.app, &call.grant).await
    });
    routes.serve(async |http, call: Call<CreateSlaCorrection>| {
        sla::correct(&http.app, &call.grant, &call.body).await
    });
    routes.respond(export);
    routes.serve(async |http, call: Call<ListMaintenance>| {
        sla::maintenance(&http.app, &call.grant, &call.query).await
    });
    routes.serve(async |http, call: Call<AnnounceMaintenance>| {
        sla::announce(&http.app, &call.grant, &call.body).await
    });
    routes.serve(async |http, call: Call<WithdrawMaintenance>| {
        sla::withdraw(&http.app, &call.grant, call.path, call.if_match).await
    });
    routes.serve(async |http, call: Call<CloseSlaPeriod>| {
        sla::close(&http.app, &call.grant, call.path).await
    });
    routes.respond(figures);
}

async fn export(http: Data<Http>, call: Call<ExportOutages>) -> Result<HttpResponse, Failure> {
    let file = sla::export_outages(&http.app, &call.grant, &call.query).await?;
    Ok(download::response(file.format, &file.name).body(file.bytes))
}

async fn figures(http: Data<Http>, call: Call<GetSlaFigures>) -> Result<HttpResponse, Failure> {
    let period = call.path;
    let figures = sla::figures(&http.app, &call.grant, period).await?;
    let disposition = format!("attachment; filename=\"sla-{period}.json\"");
    Ok(HttpResponse::Ok()
        .content_type(ContentType::octet_stream())
        .insert_header((CONTENT_DISPOSITION, disposition))
        .body(figures))
}
