//! Holders, with their addresses and companies.

use std::convert::Infallible;

use actix_web::HttpResponse;
use actix_web::web::{Bytes, Data};
use futures_util::stream;
use sigillo_app::holders;
use sigillo_contract::operations::{
    AddHolderAddress, AddHolderCompany, AddHolderNote, CreateHolder, EraseHolder, ExportHolders,
    GetHolder, GetHolderHistory, ListHolderAddresses, ListHolderCompanies, ListHolderNotes,
    ListHolders, MergeHolder, RemoveHolderAddress, RemoveHolderCompany, UpdateHolder,
    UpdateHolderAddress, UpdateHolderCompany,
};

use super::Routes;
use crate::call::Call;
use crate::failure::Failure;
use crate::{Http, download};

pub(super) fn mount(routes: &mut Routes) {
    routes.serve(async |http, call: Call<ListHolders>| {
        holders::list(&http.app, &call.grant, &call.query).await
    });
    routes.serve(async |http, call: Call<CreateHolder>| {
        holders::create(&http.app, &call.grant, &call.body).await
    });
    // Before `{id}`, which its path would match too.
    routes.respond(export);
    routes.refuse_other_methods::<ExportHolders>();
    routes.serve(async |http, call: Call<GetHolder>| {
        holders::get(&http.app, &call.grant, call.path).await
    });
    routes.serve(async |http, call: Call<UpdateHolder>| {
        holders::correct(&http.app, &call.grant, call.path, call.if_match, &call.body).await
    });
    routes.serve(async |http, call: Call<MergeHolder>| {
        holders::merge(&http.app, &call.grant, call.path, call.if_match, &call.body).await
    });
    routes.serve(async |http, call: Call<EraseHolder>| {
        holders::erase(&http.app, &call.grant, call.path, call.if_match, &call.body).await
    });
    routes.serve(async |http, call: Call<GetHolderHistory>| {
        holders::history(&http.app, &call.grant, call.path, &call.query).await
    });
    routes.serve(async |http, call: Call<ListHolderNotes>| {
        holders::notes(&http.app, &call.grant, call.path, &call.query).await
    });
    routes.serve(async |http, call: Call<AddHolderNote>| {
        holders::add_note(&http.app, &call.grant, call.path, &call.body).await
    });
    addresses(routes);
    companies(routes);
}

fn addresses(routes: &mut Routes) {
    routes.serve(async |http, call: Call<ListHolderAddresses>| {
        holders::addresses(&http.app, &call.grant, call.path, &call.query).await
    });
    routes.serve(async |http, call: Call<AddHolderAddress>| {
        holders::add_address(&http.app, &call.grant, call.path, &call.body).await
    });
    routes.serve(async |http, call: Call<UpdateHolderAddress>| {
        holders::update_address(&http.app, &call.grant, call.path, call.if_match, &call.body).await
    });
    routes.serve(async |http, call: Call<RemoveHolderAddress>| {
        holders::remove_address(&http.app, &call.grant, call.path, call.if_match).await
    });
}

fn companies(routes: &mut Routes) {
    routes.serve(async |http, call: Call<ListHolderCompanies>| {
        holders::companies(&http.app, &call.grant, call.path, &call.query).await
    });
    routes.serve(async |http, call: Call<AddHolderCompany>| {
        holders::add_company(&http.app, &call.grant, call.path, &call.body).await
    });
    routes.serve(async |http, call: Call<UpdateHolderCompany>| {
        holders::update_company(&http.app, &call.grant, call.path, call.if_match, &call.body).await
    });
    routes.serve(async |http, call: Call<RemoveHolderCompany>| {
        holders::remove_company(&http.app, &call.grant, call.path, call.if_match).await
    });
}

async fn export(http: Data<Http>, call: Call<ExportHolders>) -> Result<HttpResponse, Failure> {
    let export = holders::export(&http.app, &call.grant, &call.query).await?;
    let mut response = download::response(export.format, &export.file_name());
    if call.head_only {
        // Nothing leaves the panel, so there is nothing to record. The length of the file is unknown.
        return Ok(response.streaming(stream::empty::<Result<Bytes, Infallible>>()));
    }
    let export = export.begin().await?;
    Ok(response.streaming(download::stream(export)))
}
