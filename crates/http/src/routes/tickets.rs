//! Tickets.

use std::convert::Infallible;

use actix_web::HttpResponse;
use actix_web::web::{Bytes, Data};
use futures_util::stream;
use sigillo_app::tickets::{self, Upload};
use sigillo_contract::operations::{
    AddTicketAttachment, AddTicketMessage, CreateTicket, ExportTickets, GetTicket,
    GetTicketAttachment, GetTicketHistory, ListRefusedMail, ListTickets, UpdateTicket,
};
use sigillo_contract::ticket::TicketAttachment;

use super::Routes;
use crate::call::{Call, UploadCall, write_pieces};
use crate::failure::Failure;
use crate::{Http, download};

pub(super) fn mount(routes: &mut Routes) {
    routes.serve(async |http, call: Call<ListTickets>| {
        tickets::list(&http.app, &call.grant, &call.query).await
    });
    routes.serve(async |http, call: Call<CreateTicket>| {
        tickets::create(&http.app, &call.grant, &call.body).await
    });
    // Before `{id}`, which its path would match too.
    routes.respond(export);
    routes.refuse_other_methods::<ExportTickets>();
    routes.serve(async |http, call: Call<GetTicket>| {
        tickets::get(&http.app, &call.grant, call.path).await
    });
    routes.serve(async |http, call: Call<UpdateTicket>| {
        tickets::update(&http.app, &call.grant, call.path, call.if_match, &call.body).await
    });
    routes.serve(async |http, call: Call<AddTicketMessage>| {
        tickets::act(&http.app, &call.grant, call.path, call.if_match, &call.body).await
    });
    routes.serve(attach);
    routes.respond(content);
    routes.serve(async |http, call: Call<ListRefusedMail>| {
        tickets::refused_mail(&http.app, &call.grant, &call.query).await
    });
    routes.serve(async |http, call: Call<GetTicketHistory>| {
        tickets::history(&http.app, &call.grant, call.path, &call.query).await
    });
}

async fn attach(
    http: Data<Http>,
    call: UploadCall<AddTicketAttachment>,
) -> Result<TicketAttachment, Failure> {
    let UploadCall { grant, path, query, mut file } = call;
    let mut upload = Upload::begin(&http.app, &grant, path, &query).await?;
    if let Err(failure) = write_pieces(&mut file, upload.file()).await {
        upload.abort().await;
        return Err(failure);
    }
    Ok(upload.finish(&http.app, &grant).await?)
}

async fn content(
    http: Data<Http>,
    call: Call<GetTicketAttachment>,
) -> Result<HttpResponse, Failure> {
    let file = tickets::content(&http.app, &call.grant, call.path).await?;
    Ok(download::attachment(file))
}

async fn export(http: Data<Http>, call: Call<ExportTickets>) -> Result<HttpResponse, Failure> {
    let export = tickets::export(&http.app, &call.grant, &call.query).await?;
    let mut response = download::response(export.format, &export.file_name());
    if call.head_only {
        // Nothing leaves the panel, so there is nothing to record. The length of the file is unknown.
        return Ok(response.streaming(stream::empty::<Result<Bytes, Infallible>>()));
    }
    let export = export.begin().await?;
    Ok(response.streaming(download::stream(export)))
}
