//! Reports.

use actix_web::HttpResponse;
use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::web::Data;
use sigillo_app::reports::{self, schedules};
use sigillo_contract::operation::Nothing;
use sigillo_contract::operations::{
    CreateReportSchedule, DeleteReportSchedule, GetReport, ListReportSchedules,
};

use super::Routes;
use crate::call::Call;
use crate::failure::Failure;
use crate::{Http, download};

pub(super) fn mount(routes: &mut Routes) {
    routes.respond(report);
    routes.serve(async |http, call: Call<ListReportSchedules>| {
        schedules::list(&http.app, &call.grant).await
    });
    routes.serve(async |http, call: Call<CreateReportSchedule>| {
        schedules::create(&http.app, &call.grant, &call.body).await
    });
    routes.serve(async |http, call: Call<DeleteReportSchedule>| {
        schedules::delete(&http.app, &call.grant, call.path).await.map(|()| Nothing {})
    });
}

async fn report(http: Data<Http>, call: Call<GetReport>) -> Result<HttpResponse, Failure> {
    let Call { grant, path: name, query, .. } = &call;
    if matches!(query.format.as_deref(), Some("csv" | "xlsx" | "pdf")) {
        let file = reports::file(&http.app, grant, *name, query).await?;
        return Ok(download::response(file.format, &file.name).body(file.bytes));
    }
    let report = reports::report(&http.app, grant, *name, query).await?;
    let disposition = format!("inline; filename=\"{}.json\"", name.as_str());
    Ok(HttpResponse::Ok().insert_header((CONTENT_DISPOSITION, disposition)).json(report))
}
